// SPDX-License-Identifier: GPL-3.0-or-later

import Scenarios
import Testing

/// Texts that are not YAML, or not the part of it that scenarios use: one message, ours, at the true position.
@Suite struct SyntaxTests {
    private static let include =
        "allowed: each value written out; what several files share goes into a file of its own, by 'include'"

    @Test(
        "A text that is not YAML is reported alone",
        arguments: [
            ("seed: 'x", "77:1: found no closing quote that begins at 3:7; allowed: a quote that is closed"),
            (
                "seed: \"\\q\"",
                "3:8: found an unknown escape in double quotes; allowed: \\\\, \\\", \\n and \\t, or single quotes"
            ),
            (
                "seed: a: b",
                "3:8: found a ':' where no key can stand; allowed: one 'key: value' on a line; quotes around text with ': '"
            ),
            ("\tseed: 1", "3:1: found a tab; allowed: spaces for indentation"),
            (
                "seed: @x",
                "3:7: found a character that begins no value; allowed: quotes around text that begins with it"
            ),
            ("seed 1", "3:1: found a key without ':'; allowed: key: value"),
            ("seed: - 1", "3:7: found a '-' where no list can begin; allowed: list items on lines of their own"),
            (
                "seed: 1\n- 2",
                "4:1: found a line that does not continue what stands above it; allowed: keys and items of one group in the same column"
            ),
            ("seed: 1\nseed: 2", "4:1: found the key 'seed' again, first at 3:1; allowed: each key once"),
            ("\"seed\": 1\nseed: 2", "4:1: found the key 'seed' again, first at 3:1; allowed: each key once"),
            ("seed: {a: 1, b: 2, a: 3}", "3:20: found the key 'a' again, first at 3:8; allowed: each key once"),
            ("seed: {a: 1, b: 2, b: 3, a: 1}", "3:26: found the key 'a' again, first at 3:8; allowed: each key once"),
            ("seed: &a 1", "3:7: found an anchor; \(include)"),
            ("seed: *a", "3:7: found an alias; \(include)"),
            ("seed: &a 1\nfloor: *a", "3:7: found an anchor; \(include)"),
            ("<<: {a: 1}", "3:1: found the merge key '<<'; \(include)"),
            ("seed: !!str 1", "3:7: found a tag; allowed: values without a tag; what they are follows from their key"),
            ("seed: ! 1", "3:7: found a tag; allowed: values without a tag; what they are follows from their key"),
            ("seed: 1\n---\nseed: 2", "4:1: found a second document; allowed: one document per file"),
            ("[a]: 1", "3:1: found a key that is no single word; allowed: a word as key"),
            ("? {a: 1}\n: 2", "3:3: found a key that is no single word; allowed: a word as key"),
        ])
    func alone(new: String, expected: String) {
        let text = Fixtures.replacing("seed: 1", new).replacing("L5", with: "L9")
        #expect(Fixtures.messages(text) == ["a.yaml:" + expected])
    }

    @Test("An open list and an open group name where they begin") func open() {
        #expect(
            Fixtures.messages(Fixtures.replacing("[1, 2]", "[1, 2"))
                == ["a.yaml:7:7: found neither ',' nor ']' in the list that begins at 6:8; allowed: [item, item]"])
        #expect(
            Fixtures.messages("a: {b: 1\nc: d\n")
                == [
                    "a.yaml:2:2: found neither ',' nor '}' in the keys that begins at 1:4; allowed: {key: value, key: value}"
                ])
    }

    @Test("Words in comments and texts are no anchors, aliases or tags")
    func innocent() {
        let text = Fixtures.replacing("question: Does it read?", "question: \"a &b *b\"  # &x\n# see &x and *x")
        #expect(Fixtures.messages(text) == [])
    }

    @Test("A byte-order mark, control characters and bytes that are not UTF-8 are named where they stand")
    func bytes() throws {
        try Fixtures.withFolder([
            "bom.yaml": [0xEF, 0xBB, 0xBF] + Array(Fixtures.valid.utf8),
            "nul.yaml": Array("name: a\nsee\u{0}d: 1".utf8),
            "latin.yaml": Array("name: a\nplace: S".utf8) + [0xE3, 0x6F],
            "binary.yaml": [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0],
            "empty.yaml": [],
        ]) { folder in
            func message(_ name: String) -> [String] {
                Fixtures.messages(path: folder + name).map { $0.replacing(folder, with: "") }
            }
            #expect(
                message("bom.yaml")
                    == ["bom.yaml:1:1: found a byte-order mark; allowed: text in UTF-8 that begins without one"])
            #expect(
                message("nul.yaml")
                    == ["nul.yaml:2:4: found the character U+0000; allowed: text without control characters"])
            #expect(message("latin.yaml") == ["latin.yaml:2:9: found bytes that are not UTF-8; allowed: text in UTF-8"])
            #expect(
                message("binary.yaml")
                    == ["binary.yaml:1:1: found the character U+007F; allowed: text without control characters"])
            #expect(message("empty.yaml") == ["empty.yaml:1:1: found an empty file; allowed: the keys of a scenario"])
        }
    }
}
