// SPDX-License-Identifier: GPL-3.0-or-later

/// Whose draws they are: the digest of a declared name path such as "demand/eu-west-1/chat".
///
/// Made once, when the simulation is assembled, from names that stand in the scenario and never from an index, so that
/// adding an entity beside it leaves its draws alone. What belongs to the world (demand, regions, operators, faults) must
/// not have the layout in its path, so that all layouts meet the same world.
public struct Subject: Hashable, Sendable {
    /// SipHash-2-4-128 of the path's UTF-8 under the key zero.
    public let digest: Digest

    /// The subject named by the path.
    /// - Precondition: the path is not empty: a forgotten name would quietly share its draws with another one.
    /// - Complexity: O(length of the path).
    public init(_ path: String) {
        precondition(!path.isEmpty, "subject: expected a name path, found an empty one")
        digest = Digest(of: path.utf8)
    }
}
