// SPDX-License-Identifier: GPL-3.0-or-later

import Scenarios
import Testing

/// Files that name other files.
@Suite struct IncludeTests {
    private static let regions = """
        regions:
          - id: north
            round-trips: {north: {p50: 5 ms, p90: 9 ms}, south: {p50: 80.5 ms, p90: 90 ms}}

        """

    private static func bytes(_ files: [String: String]) -> [String: [UInt8]] { files.mapValues { Array($0.utf8) } }

    /// The valid scenario whose first region stands in `north.yaml`.
    private static var including: String {
        Fixtures.replacing(
            "  - id: north\n    place: North\n    round-trips: {north: {p50: 5 ms, p90: 9 ms}, south: {p50: 80.5 ms, p90: 90 ms}}\n",
            ""
        ).replacing("seed: 1", with: "seed: 1\ninclude: [north.yaml]", maxReplacements: 1)
    }

    @Test("Included lists come before those of the file, and a file included twice is read once") func joined() throws {
        let files = [
            "a.yaml": Self.including.replacing("[north.yaml]", with: "[via.yaml, north.yaml]"),
            "via.yaml": "include: [north.yaml]\n", "north.yaml": Self.regions,
        ]
        try Fixtures.withFolder(Self.bytes(files)) { folder in
            let scenario = try ScenarioReader.read(path: folder + "a.yaml", catalogue: Fixtures.catalogue)
            #expect(scenario.regions.map(\.id) == ["north", "south"])
        }
    }

    @Test("A missing include is reported, the names it may declare are not") func missing() throws {
        try Fixtures.withFolder(Self.bytes(["a.yaml": Self.including])) { folder in
            let found = Fixtures.messages(path: folder + "a.yaml")
            #expect(
                found == [
                    "\(folder)a.yaml:4:11: found no such file; "
                        + "allowed: the path of a file, relative to the file that names it"
                ])
        }
    }

    @Test("A cycle is reported with its way") func cycle() throws {
        let files = [
            "a.yaml": Self.including, "north.yaml": "include: [back.yaml]\n" + Self.regions,
            "back.yaml": "include: [north.yaml]\n",
        ]
        try Fixtures.withFolder(Self.bytes(files)) { folder in
            let found = Fixtures.messages(path: folder + "a.yaml").map { $0.replacing(folder, with: "") }
            #expect(
                found == [
                    "back.yaml:1:11: found an include of itself: north.yaml -> back.yaml -> north.yaml; "
                        + "allowed: files in a tree"
                ])
        }
        try Fixtures.withFolder(Self.bytes(["a.yaml": "include: [a.yaml]\n" + Fixtures.valid])) { folder in
            #expect(Fixtures.messages(path: folder + "a.yaml").count == 1)
        }
    }

    @Test("Mistakes of an included file stand at its positions; a text there that is not YAML stands alone")
    func inside() throws {
        let files = [
            "a.yaml": Self.including, "north.yaml": Self.regions.replacing("9 ms", with: "9") + "seed: 2\n",
            "b.yaml": Self.including.replacing("north.yaml", with: "bad.yaml").replacing("seed: 1", with: "sede: 1"),
            "bad.yaml": "regions: [\n",
        ]
        try Fixtures.withFolder(Self.bytes(files)) { folder in
            let found = Fixtures.messages(path: folder + "a.yaml").map { $0.replacing(folder, with: "") }
            #expect(found.count == 2)
            #expect(found[0].hasPrefix("north.yaml:3:43: found '9' without a unit; "))
            #expect(
                found[1]
                    == "north.yaml:4:1: found unknown key 'seed' of an included file; "
                    + "allowed: include, regions, hardware, workloads, models")
            let alone = Fixtures.messages(path: folder + "b.yaml")
            #expect(alone.count == 1)
            #expect(alone[0].contains("bad.yaml:"))
        }
    }
}
