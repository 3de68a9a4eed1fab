// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The sources as text, for rules that the compiler does not keep.
enum House {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct File {
        /// Relative to the package, like `Sources/Engine/Band.swift`.
        let path: String
        let text: String

        var room: String { String(path.split(separator: "/")[1]) }
        var isGenerated: Bool { path.contains("/Generated/") }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        /// Without comments, so that a word in a sentence breaks no rule.
        var code: String { lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n") }
    }

    static func files(in folder: String) throws -> [File] {
        let base = root.appendingPathComponent(folder)
        guard let all = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return try all.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let url = base.appendingPathComponent(name)
            return File(path: folder + "/" + name, text: try String(contentsOf: url, encoding: .utf8))
        }
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The modules a file imports.
    static func imports(_ file: File) -> Set<String> {
        Set(
            file.lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), !line.hasPrefix("//"), place + 1 < words.count else {
                    return nil
                }
                guard words[..<place].allSatisfy({ $0.hasPrefix("@") || $0 == "public" || $0 == "package" }) else {
                    return nil
                }
                return String(words[place + 1])
            })
    }

    /// The table of rooms in the map: room to what it may import.
    static func map(_ markdown: String) -> [String: Set<String>] {
        var rooms: [String: Set<String>] = [:]
        let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
        guard let header = lines.firstIndex(where: { $0.hasPrefix("| room |") }) else { return rooms }
        for line in lines[header...].dropFirst(2).prefix(while: { $0.hasPrefix("| ") }) {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard cells.count == 6 else { continue }
            rooms[cells[1]] = Set(cells[3].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        }
        return rooms
    }

    /// What the toolchain and the system ship, importable wherever a rule does not forbid it.
    static let system: Set<String> = ["Foundation", "FoundationEssentials", "Dispatch", "Synchronization", "Glibc"]
}
