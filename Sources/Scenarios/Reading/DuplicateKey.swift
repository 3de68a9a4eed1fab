// SPDX-License-Identifier: GPL-3.0-or-later

import Yams

/// Finds where a key stands for the second time.
///
/// The parser only tells where the first of the equal keys stands. So that one gets another first letter in a copy of the
/// text, which is parsed again: either the parser now complains about the second key, or the tree holds it beside the
/// renamed one.
struct DuplicateKey {
    /// Letters no scenario uses, to rename keys with, a new one for each: from Unicode's private use area.
    private static let markers: ClosedRange<UInt32> = 0xE000...0xE00F

    private let source: SourceText

    init(_ source: SourceText) { self.source = source }

    /// - Parameters:
    ///   - key: one of the keys that repeat.
    ///   - first: where it stands for the first time.
    /// - Returns: the mistake at the second position, or at the first when other repeated keys hide it.
    func mistake(_ key: String, at first: Position) -> Mistake {
        var copy = source
        var marked = first
        for marker in Self.markers.compactMap(Unicode.Scalar.init) {
            copy = rename(copy, at: marked, marker)
            do {
                guard let root = try Parser(yaml: copy.text, resolver: .basic, encoding: .utf8).singleRoot(),
                    let second = sibling(in: root, of: first, named: key)
                else { break }
                return Mistake(second, .duplicateKey(key, first: first))
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard keys.count < Self.markers.count else { break }
                marked = source.position(line: context.mark.line, column: context.mark.column)
                if keys.sorted().first == key { return Mistake(marked, .duplicateKey(key, first: first)) }
            } catch {
                break
            }
        }
        return Mistake(first, .duplicateKey(key, first: nil))
    }

    /// The text with another letter at a position, behind the quote if there is one.
    private func rename(_ text: SourceText, at position: Position, _ marker: Unicode.Scalar) -> SourceText {
        var scalars = text.scalars
        var index = text.index(of: position)
        if scalars.indices.contains(index), scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
        if scalars.indices.contains(index) { scalars[index] = marker }
        return SourceText(file: text.file, text: String(String.UnicodeScalarView(scalars)))
    }

    /// The position of the key called `key` in the group that holds a key at `first`.
    private func sibling(in node: Node, of first: Position, named key: String) -> Position? {
        switch node {
        case .mapping(let mapping):
            let holdsFirst = mapping.contains { $0.key.mark?.line == first.line && $0.key.mark?.column == first.column }
            for (other, value) in mapping {
                if holdsFirst, other.string == key, let mark = other.mark {
                    return source.position(line: mark.line, column: mark.column)
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
