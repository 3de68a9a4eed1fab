// SPDX-License-Identifier: GPL-3.0-or-later

/// Looks at a text before it is parsed, so that a small file cannot unfold into a huge one.
///
/// The parser shares what an alias names, but comparing keys walks all of it, which doubles with every alias of an
/// alias. So wherever `*name` may be an alias, because `&name` stands before it, the star is first replaced by a letter:
/// such a text has the same shape and is safe to parse, and its tree shows whether `&name` was an anchor or only prose.
struct AliasScan {
    private let source: SourceText
    private let scalars: [Unicode.Scalar]

    init(_ source: SourceText) {
        self.source = source
        scalars = source.scalars
    }

    /// The text without what may be aliases, nil when there are none.
    /// - Throws: `tooLong`.
    /// - Complexity: O(length of the text).
    func disarmed() throws(Mistake) -> String? {
        var anchors: Set<String> = []
        var stars: [Int] = []
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
                if let name = name(after: index) { anchors.insert(name) }
                canBegin = false
                breaks += 1
            case "*" where canBegin && !isComment:
                if let name = name(after: index), anchors.contains(name) { stars.append(index) }
                canBegin = false
                breaks += 1
            default: canBegin = false
            }
            guard breaks < Composer.longest else { throw Mistake(source.position(at: index), .tooLong) }
        }
        guard !stars.isEmpty else { return nil }
        var harmless = scalars
        for star in stars { harmless[star] = "x" }
        return String(String.UnicodeScalarView(harmless))
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
