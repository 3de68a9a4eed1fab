// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Scenarios
import Testing

/// Files that are hostile or unlucky: a message, never a crash or a hang.
@Suite struct BadFileTests {
    @Test("What is no readable file is named") func unreadable() throws {
        try Fixtures.withFolder([:]) { folder in
            #expect(
                Fixtures.messages(path: folder + "none.yaml")
                    == [
                        "\(folder)none.yaml:1:1: found no such file; "
                            + "allowed: the path of a file, relative to the file that names it"
                    ])
            #expect(Fixtures.messages(path: folder) == ["\(folder):1:1: found a folder; allowed: a file"])
            #expect(
                Fixtures.messages(path: "/dev/zero")
                    == ["/dev/zero:1:1: found something that is no ordinary file; allowed: a file"])
        }
    }

    @Test("A file above 16 MiB is refused unread") func large() throws {
        try Fixtures.withFolder(["large.yaml": []]) { folder in
            let handle = try FileHandle(forWritingTo: URL(filePath: folder + "large.yaml"))
            try handle.truncate(atOffset: 100_000_000)
            try handle.close()
            #expect(
                Fixtures.messages(path: folder + "large.yaml")
                    == ["\(folder)large.yaml:1:1: found a file of 100000000 bytes; allowed: at most 16777216 bytes"])
        }
    }

    /// A short unit repeated many times, and what is found wrong with it.
    struct Bomb: Sendable, CustomTestStringConvertible {
        let unit: String
        let count: Int
        let found: String
        var closing = ""
        var testDescription: String { "\(count) times \(unit.debugDescription)" }
    }

    @Test(
        "A bomb is refused",
        arguments: [
            Bomb(unit: "[", count: 100_000, found: "nesting deeper than 64 levels"),
            Bomb(unit: "{a: ", count: 100_000, found: "nesting deeper than 64 levels"),
            Bomb(unit: "- ", count: 100_000, found: "nesting deeper than 64 levels"),
            Bomb(unit: "? ", count: 100_000, found: "nesting deeper than 64 levels"),
            Bomb(
                unit: "[", count: 70, found: "nesting deeper than 64 levels", closing: String(repeating: "]", count: 70)
            ),
            Bomb(unit: "a,", count: 100_001, found: "more than 100000 lines and list items"),
            Bomb(unit: "a\n", count: 100_001, found: "more than 100000 lines and list items"),
        ])
    func bomb(_ bomb: Bomb) {
        let messages = Fixtures.messages(String(repeating: bomb.unit, count: bomb.count) + bomb.closing)
        #expect(messages.count == 1)
        #expect(messages[0].contains("found \(bomb.found); allowed: at most"), "found \(messages[0].prefix(200))")
    }

    @Test("An alias bomb is refused, as values and as keys") func aliases() {
        var values = "a0: &a0 [x, x]\n", keys = "? &a0 [x, x]\n: 1\n"
        for level in 1..<60 {
            values += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
            keys += "? &a\(level) [*a\(level - 1), *a\(level - 1)]\n: 1\n"
        }
        #expect(Fixtures.messages(values).first?.hasPrefix("a.yaml:1:5: found an anchor; ") == true)
        #expect(Fixtures.messages(keys).first?.hasPrefix("a.yaml:1:3: found an anchor; ") == true)
    }

    @Test("Many mistakes, long words and wide files are survived") func wide() {
        let keys = (0..<20_000).map { "key-\($0): 1\n" }.joined()
        let many = Fixtures.messages(Fixtures.valid + keys)
        #expect(many.count == 1001)
        #expect(many.last == "a.yaml:1077:1: found more than 1000 mistakes; allowed: none; the others are not listed")
        #expect(Fixtures.messages(String(repeating: "x", count: 4_000_000)).count == 1)
        #expect(Fixtures.messages("a: \"" + String(repeating: "\\u00e9", count: 1_000_000) + "\"").count == 8)
        let twice = (0..<20_000).map { "  - {id: r\($0 / 2)}\n" }.joined()
        #expect(Fixtures.messages("regions:\n" + twice).contains { $0.contains("a list of 20000") })
        let names = String(repeating: "north, ", count: 90_000)
        #expect(Fixtures.messages(Fixtures.replacing("regions: [north]", "regions: [\(names)north]")) == [])
    }
}
