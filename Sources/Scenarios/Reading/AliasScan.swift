// SPDX-License-Identifier: GPL-3.0-or-later

/// Looks at a text before it is parsed, so that a small file cannot unfold into a huge one.
///
/// The parser shares what an alias names, but comparing keys walks all of it, which doubles with every alias of an
/// alias. So a text in which `*name` follows `&name`, both where a value can begin, never reaches the parser. A lone
/// anchor or tag is found in the parsed tree instead, exactly.
struct AliasScan {
    private let source: SourceText
    private let scalars: [Unicode.Scalar]

    init(_ source: SourceText) {
        self.source = source
        scalars = source.scalars
    }

    /// - Complexity: O(length of the text).
    func check() throws(Mistake) {
        var anchors: [String: Int] = [:]
        var breaks = 0
        var isComment = false, canBegin = true
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "\n", "\r":
                (isComment, canBegin) = (false, true)
                breaks += 1
            case " ", "\t", "[", "{", "?", ":", "-": canBegin = true
            case ",":
                canBegin = true
                breaks += 1
            case "#" where !isComment && isFirst(index): isComment = true
            case "&" where canBegin && !isComment:
                if let name = name(after: index), anchors[name] == nil { anchors[name] = index }
                canBegin = false
            case "*" where canBegin && !isComment:
                if let anchor = name(after: index).flatMap({ anchors[$0] }) {
                    throw Mistake(source.position(at: anchor), .anchor)
                }
                canBegin = false
            default: canBegin = false
            }
            guard breaks < Composer.longest else { throw Mistake(source.position(at: index), .tooLong) }
        }
    }

    /// Whether only blanks stand before `index` on its line.
    private func isFirst(_ index: Int) -> Bool {
        var before = index - 1
        while before >= 0, scalars[before] == " " { before -= 1 }
        return before < 0 || scalars[before] == "\n" || scalars[before] == "\r"
    }

    /// The name of an anchor that begins behind `index`, nil when none does.
    private func name(after index: Int) -> String? {
        let name = scalars[(index + 1)...].prefix { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
            default: false
            }
        }
        return name.isEmpty ? nil : String(String.UnicodeScalarView(name))
    }
}
