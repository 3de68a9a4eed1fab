// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Scenarios

/// What makes a study beside the text of its scenario file: written into its folder, so that it can be made again.
public struct StudyCommand: Sendable {
    /// `run` or `compare`.
    public let verb: String
    /// The scenario file as the user named it.
    public let file: String
    /// What the command line says instead of the file; empty and nil where it says nothing.
    public let layouts: [String]
    public let seed: UInt64?
    public let replications: Int?

    public init(verb: String, file: String, layouts: [String] = [], seed: UInt64?, replications: Int?) {
        self.verb = verb
        self.file = file
        self.layouts = layouts
        self.seed = seed
        self.replications = replications
    }

    /// The command line. It holds no absolute path: a file below the working folder is named from there, any other by its
    /// last name alone.
    ///
    /// - Parameter folder: the working folder.
    public func text(in folder: String) -> String {
        var words = ["trilemma", verb, Self.quoted(Self.relative(file, to: folder))]
        for layout in layouts { words += ["--layout", Self.quoted(layout)] }
        if let replications { words += ["--replications", "\(replications)"] }
        if let seed { words += ["--seed", "\(seed)"] }
        return words.joined(separator: " ")
    }

    /// The study folder when none is named: `Results/<name>` for the whole scenario as its file stands; a part of it,
    /// another seed or another number of replications goes beside it, so that it cannot replace the whole.
    public func defaultFolder(for scenario: Scenario) -> String {
        var parts = [scenario.name] + layouts
        if let replications, replications != scenario.replications { parts.append("replications-\(replications)") }
        if let seed, seed != scenario.seed { parts.append("seed-\(seed)") }
        return "Results/" + parts.joined(separator: "-")
    }

    private static func relative(_ path: String, to folder: String) -> String {
        guard path.hasPrefix("/") else { return path }
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        return path.hasPrefix(base) ? String(path.dropFirst(base.count)) : URL(fileURLWithPath: path).lastPathComponent
    }

    /// For a shell: as it is when it is plain, otherwise between single quotes.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, 65...90, 97...122: true
            default: "-_./+=,:@%".utf8.contains(byte)
            }
        }
        return isPlain && !word.isEmpty ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
