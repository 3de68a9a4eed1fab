// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite("The house is as the map says")
struct TidyTests {
    @Test("The checkers find what they look for")
    func checkersCanFail() {
        let file = House.File(
            path: "Sources/Room/X.swift", text: "// import Nothing\n@preconcurrency import CGSL\nlet x = 1")
        #expect(House.imports(file) == ["CGSL"])
        #expect(!file.code.contains("Nothing"))
        let table =
            "| room | one sentence | may import | never |\n|---|---|---|---|\n| Room | does | A, B | c |\n\n| x | y | z | w |"
        #expect(House.map(table) == ["Room": ["A", "B"]])
        #expect(Rules.broken(in: "let x = hashValue + Date()", rules: Rules.belowExperiments).count == 2)
    }

    @Test("Every room of the sources stands in the map, and no other")
    func rooms() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: House.root.path + "/Sources")
            .filter { !$0.contains(".") }
        #expect(Set(House.map(try House.text("Sources/README.md")).keys) == Set(folders))
    }

    @Test("Every import is one the map allows")
    func imports() throws {
        let map = House.map(try House.text("Sources/README.md"))
        for file in try House.files(in: "Sources") {
            let allowed = (map[file.room] ?? []).union(House.system)
            #expect(House.imports(file).isSubset(of: allowed), "\(file.path) imports more than the map allows")
        }
    }

    @Test("The package declares the dependencies that the map states")
    func dependencies() throws {
        let package = try House.text("Package.swift")
        for (room, allowed) in House.map(try House.text("Sources/README.md")) {
            for name in allowed {
                let pattern = "\"\(name)\""
                #expect(package.contains(pattern), "\(room) may import \(name), which the package does not name")
            }
        }
    }

    @Test("Three walls that carry meaning stand")
    func walls() throws {
        let map = House.map(try House.text("Sources/README.md"))
        #expect(map["Nodes"]?.contains("Adversaries") == false)
        #expect(map["Adversaries"]?.contains("Schemes") == true)
        #expect(map["Reports"]?.isDisjoint(with: ["Engine", "Scenarios", "Networks", "Nodes"]) == true)
        #expect(map.filter { $0.value.contains("CGSL") }.keys.sorted() == ["Randomness", "Statistics"])
        #expect(map.allSatisfy { !$0.value.contains("Benchmarks") && !$0.value.contains("trilemma") })
    }

    @Test("Every file names its licence and is at most 250 lines long")
    func files() throws {
        for file in try House.files(in: "Sources") + House.files(in: "Tests") {
            #expect(file.lines.first == "// SPDX-License-Identifier: GPL-3.0-or-later", "\(file.path)")
            if !file.isGenerated, file.path.hasPrefix("Sources") {
                #expect(file.lines.count <= 251, "\(file.path) has \(file.lines.count) lines")
            }
        }
    }

    @Test("Nothing below Experiments reads a clock, system randomness or hash values")
    func determinism() throws {
        let above: Set = ["Experiments", "trilemma", "Benchmarks"]
        for file in try House.files(in: "Sources") where !above.contains(file.room) {
            let broken = Rules.broken(in: file.code, rules: Rules.belowExperiments)
            #expect(broken.isEmpty, "\(file.path) uses \(broken)")
        }
    }

    @Test("Rooms of the trajectory do not import Foundation, whose exp and log change with the processor")
    func arithmetic() throws {
        let rooms: Set = [
            "Quantities", "Engine", "Networks", "Ledgers", "Nodes", "Schemes", "Adversaries", "Models", "Kernels",
        ]
        for file in try House.files(in: "Sources") where rooms.contains(file.room) {
            #expect(House.imports(file).isDisjoint(with: ["Foundation", "Glibc"]), "\(file.path)")
        }
    }
}

enum Rules {
    static let belowExperiments = [
        "Date()", "SystemRandomNumberGenerator", ".random(in:", ".randomElement", ".shuffled()", "hashValue",
        "ContinuousClock",
        "clock_gettime", "arc4random",
    ]

    static func broken(in code: String, rules: [String]) -> [String] { rules.filter { code.contains($0) } }
}
