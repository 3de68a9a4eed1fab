// SPDX-License-Identifier: GPL-3.0-or-later

import Yams

/// Finds where a key stands for the second time.
///
/// The parser only tells where the first of the equal keys stands. So that one is renamed in a copy of the text, on the
/// same line and in the same column, and the copy parsed again: either the parser now complains about the second key, or
/// the tree holds it beside the renamed one.
struct DuplicateKey {
    /// A letter no scenario uses, put before a key to rename it; from Unicode's private use area.
    private static let marker: Unicode.Scalar = "\u{E000}"
    /// Other repeated keys can stand between; after so many the first position is reported.
    private static let tries = 16

    private let source: SourceText

    init(_ source: SourceText) { self.source = source }

    /// - Parameters:
    ///   - key: one of the keys that repeat.
    ///   - first: where it stands for the first time.
    func mistake(_ key: String, at first: Position) -> Mistake {
        var copy = source
        var marked = first
        for _ in 0..<Self.tries {
            copy = rename(copy, at: marked)
            do {
                guard let root = try Parser(yaml: copy.text, resolver: .basic, encoding: .utf8).singleRoot(),
                    let second = sibling(in: root, of: first, named: key)
                else { break }
                return Mistake(shifted(second, first), .duplicateKey(key, first: first))
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let next = source.position(line: context.mark.line, column: context.mark.column)
                if keys.sorted().first == key {
                    return Mistake(shifted(next, first), .duplicateKey(key, first: first))
                }
                marked = next
            } catch {
                break
            }
        }
        return Mistake(first, .duplicateKey(key, first: nil))
    }

    private func rename(_ text: SourceText, at position: Position) -> SourceText {
        var scalars = text.scalars
        var index = text.index(of: position)
        if scalars.indices.contains(index), scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
        scalars.insert(Self.marker, at: min(index, scalars.count))
        return SourceText(file: text.file, text: String(String.UnicodeScalarView(scalars)))
    }

    /// The marker pushes what follows the first key on its line one column to the right.
    private func shifted(_ position: Position, _ first: Position) -> Position {
        guard position.line == first.line, position.column > first.column else { return position }
        return source.position(line: position.line, column: position.column - 1)
    }

    /// The position of the key called `key` in the group that holds a key at `first`.
    private func sibling(in node: Node, of first: Position, named key: String) -> Position? {
        switch node {
        case .mapping(let mapping):
            let holdsFirst = mapping.contains { $0.key.mark?.line == first.line && $0.key.mark?.column == first.column }
            for (other, value) in mapping {
                if holdsFirst, other.string == key, let mark = other.mark {
                    return Position(file: source.file, line: mark.line, column: mark.column)
                }
                if let found = sibling(in: value, of: first, named: key) { return found }
            }
        case .sequence(let sequence):
            for item in sequence {
                if let found = sibling(in: item, of: first, named: key) { return found }
            }
        case .scalar, .alias: break
        }
        return nil
    }
}
