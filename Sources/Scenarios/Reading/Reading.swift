// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What is known while a scenario is being read: mistakes so far, which names are declared and which are used, and where
/// everything stands.
///
/// Used by one reader on one thread.
final class Reading {
    let catalogue: Catalogue
    private(set) var mistakes: [Mistake] = []
    /// The keys and ids that lead to the value being read.
    private(set) var path: [String] = []

    private var declared: [String: Names] = [:]
    private var references: [Reference] = []
    private var places: [String: Position] = [:]
    private var wrong: Set<String> = []
    /// The file being read, for values that are paths, and the folder of the file that includes it and all others.
    var file = ""
    var directory = ""

    /// A path that the file being read names, as it is found from the folder of the outermost file.
    func rebased(_ path: String) -> String {
        let full = TextFile.path(path, besides: file)
        return full.hasPrefix(directory) ? String(full.dropFirst(directory.count)) : full
    }

    /// The names of one sort, in the order of their declaration, and where.
    private struct Names {
        var ordered: [String] = []
        var places: [String: Position] = [:]
    }

    /// A name somebody uses, to be looked up when all are declared.
    private struct Reference {
        let kind: String
        let name: String
        let position: Position
        let scope: String
    }

    /// As many mistakes as anybody would read.
    private static let most = 1000

    init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    /// Files a mistake; beyond the first `most` only says that there are more, so that a hostile file ends soon.
    func report(_ position: Position, _ problem: Problem) {
        guard !isFull else { return }
        spoil()
        mistakes.append(Mistake(position, mistakes.count < Self.most ? problem : .tooMany(Self.most)))
    }

    /// Marks what is being read, and all around it, as wrong.
    private func spoil() {
        for length in 0...path.count { wrong.insert(path[..<length].joined(separator: "/")) }
    }

    /// Whether further mistakes are not listed.
    var isFull: Bool { mistakes.count > Self.most }

    /// Takes over what another stage found.
    func report(_ mistake: Mistake) { report(mistake.position, mistake.problem) }

    /// Reports keys that are not allowed.
    /// - Returns: those the user probably meant; one that is missing for this reason need not be reported again.
    func reportUnknown(_ pairs: [Entry.Pair], of section: String, allowed: [String]) -> Set<String> {
        var meant: Set<String> = []
        for pair in pairs where !allowed.contains(pair.key) && !isFull {
            report(pair.keyPosition, .unknownKey(pair.key, of: section, allowed: allowed))
            if let key = Nearest.name(to: pair.key, among: allowed) { meant.insert(key) }
        }
        return meant
    }

    /// Marks a key as missing, and reports it when there is something to say.
    func miss(_ key: String, _ problem: Problem?, at position: Position) {
        path.append(key)
        defer { path.removeLast() }
        if let problem { report(position, problem) } else { spoil() }
    }

    /// Reads what stands under `key`, so that mistakes and positions are filed under it.
    func inside<Value>(_ key: String, at position: Position, _ read: () -> Value) -> Value {
        path.append(key)
        defer { path.removeLast() }
        places[path.joined(separator: "/")] = position
        return read()
    }

    /// Whether nothing was wrong at or below a path, so that a check across keys makes sense.
    func isSound(_ path: String...) -> Bool { !wrong.contains(path.joined(separator: "/")) }

    /// Whether the file states something at a path.
    func isGiven(_ path: String...) -> Bool { places[path.joined(separator: "/")] != nil }

    /// Where something stands, or the nearest thing around it that the file holds.
    func place(_ path: String...) -> Position {
        var path = path
        while !path.isEmpty {
            if let position = places[path.joined(separator: "/")] { return position }
            path.removeLast()
        }
        return Position(file: file, line: 1, column: 1)
    }
}

extension Reading {
    /// Notes that `name` is declared; an id that repeats is a mistake.
    func declare(_ kind: String, _ name: String, at position: Position) {
        let scope = scope(kind)
        if let first = declared[scope]?.places[name] {
            return report(position, .duplicateName(name, of: kind, first: first))
        }
        declared[scope, default: Names()].places[name] = position
        declared[scope]?.ordered.append(name)
    }

    /// Notes that `name` is used.
    func refer(_ kind: String, _ name: String, at position: Position) {
        references.append(Reference(kind: kind, name: name, position: position, scope: scope(kind)))
    }

    /// Reports the names that nobody declares. With `includes` missing, names they may hold are let pass.
    func settleReferences(includesMissing: Bool) {
        let shared = ["region", "hardware", "workload", "model"]
        for reference in references {
            let names = declared[reference.scope] ?? Names()
            if names.places[reference.name] != nil || (includesMissing && shared.contains(reference.kind)) { continue }
            report(reference.position, .unknownName(reference.name, of: reference.kind, allowed: names.ordered))
        }
        references = []
    }

    /// Pools are known in their layout only, everything else in the whole scenario.
    private func scope(_ kind: String) -> String {
        kind == "pool" && path.count > 1 ? "pool of " + path[1] : kind
    }
}
