// SPDX-License-Identifier: GPL-3.0-or-later

import Yams

/// Turns the text of a file into positioned entries: the part of YAML a scenario may use.
///
/// Refused are anchors, aliases, tags, merge keys, several documents, keys that are no words, and what is too deep or
/// too long. Scalars stay the texts they are.
struct Composer {
    /// Lists and groups inside each other; a scenario needs about ten.
    static let deepest = 64
    /// Lines and list items of one file together: bounds memory and time before the text is parsed.
    static let longest = 100_000

    private let source: SourceText

    init(_ source: SourceText) { self.source = source }

    /// The root of the only document.
    /// - Throws: the first mistake; what follows it may be its consequence.
    /// - Complexity: O(length of the text).
    func compose() throws(Mistake) -> Entry {
        if let disarmed = try AliasScan(source).disarmed(), let root = try parse(disarmed) {
            _ = try entry(root, depth: 0)
        }
        let root = try parse(source.text)
        guard let root else { throw Mistake(source.position(line: 1, column: 1), .empty) }
        return try entry(root, depth: 0)
    }

    private func parse(_ text: String) throws(Mistake) -> Node? {
        do {
            return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw SyntaxMistake(source).mistake(error)
        } catch {
            throw Mistake(source.position(line: 1, column: 1), .syntax(.other))
        }
    }

    private func entry(_ node: Node, depth: Int) throws(Mistake) -> Entry {
        let position = position(of: node)
        guard depth <= Self.deepest else { throw Mistake(position, .tooDeep) }
        switch source.scalar(at: position) {
        case "&": throw Mistake(position, .anchor)
        case "*": throw Mistake(position, .alias)
        case "!": throw Mistake(position, .tag)
        default: break
        }
        switch node {
        case .scalar(let scalar):
            return Entry(content: .scalar(scalar.string), position: position)
        case .sequence(let sequence):
            var items: [Entry] = []
            for item in sequence { items.append(try entry(item, depth: depth + 1)) }
            return Entry(content: .sequence(items), position: position)
        case .mapping(let mapping):
            var pairs: [Entry.Pair] = []
            for (key, value) in mapping { pairs.append(try pair(key, value, depth: depth + 1)) }
            return Entry(content: .mapping(pairs), position: position)
        case .alias:
            throw Mistake(position, .alias)
        }
    }

    private func pair(_ key: Node, _ value: Node, depth: Int) throws(Mistake) -> Entry.Pair {
        let name = try entry(key, depth: depth)
        guard let word = name.text else { throw Mistake(name.position, .keyNotAWord) }
        guard word != "<<" else { throw Mistake(name.position, .mergeKey) }
        return Entry.Pair(key: word, keyPosition: name.position, value: try entry(value, depth: depth))
    }

    private func position(of node: Node) -> Position {
        source.position(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }
}
