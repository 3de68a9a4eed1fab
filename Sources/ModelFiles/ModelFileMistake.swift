// SPDX-License-Identifier: GPL-3.0-or-later

/// One thing that is wrong with a model file: where it is, what was found, what is allowed.
///
/// Model files come from strangers, so everything read from one is checked before it is used, and whatever does not hold is
/// thrown as one of these. It is never a reason to stop the program.
public struct ModelFileMistake: Error, Equatable, Sendable {
    /// The file as the user named it.
    public let file: String
    /// Where in it: "byte 1234", "node 'conv1' (Conv)", "tensor 'blk.0.attn_q.weight'".
    public let place: String
    public let found: String
    public let allowed: String

    public init(file: String, place: String, found: String, allowed: String) {
        self.file = file
        self.place = place
        self.found = found
        self.allowed = allowed
    }
}

extension ModelFileMistake: CustomStringConvertible {
    /// `file: place: found ...; allowed: ...`
    public var description: String { "\(file): \(place): found \(found); allowed: \(allowed)" }
}
