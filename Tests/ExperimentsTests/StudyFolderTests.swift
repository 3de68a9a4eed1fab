// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Testing

@Suite("A study folder")
struct StudyFolderTests {
    private let root = NSTemporaryDirectory() + "folders-\(UUID().uuidString)"

    private func inRoot(_ body: (String) throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: root) }
        try body(root)
    }

    private func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    @Test("is replaced as a whole, keeps other files, and leaves nothing beside it")
    func replace() throws {
        try inRoot { root in
            let folder = StudyFolder(root + "/a/study")
            try folder.write([("runs.csv", "1")])
            try "mine".write(toFile: root + "/a/study/notes.txt", atomically: true, encoding: .utf8)
            try folder.write([("runs.csv", "2")])
            #expect(text(root + "/a/study/runs.csv") == "2")
            #expect(text(root + "/a/study/notes.txt") == "mine")
            #expect(try FileManager.default.contentsOfDirectory(atPath: root + "/a") == ["study"])
        }
    }

    @Test("that is a link to a folder stays one: the folder it leads to is replaced")
    func link() throws {
        try inRoot { root in
            try StudyFolder(root + "/real/study").write([("runs.csv", "1")])
            try FileManager.default.createSymbolicLink(atPath: root + "/link", withDestinationPath: "real/study")
            try StudyFolder(root + "/link").write([("runs.csv", "2")])
            #expect(text(root + "/real/study/runs.csv") == "2")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: root + "/link") == "real/study")
        }
    }

    @Test("is cleared of what dead processes left, and put back when one died halfway")
    func leftovers() throws {
        try inRoot { root in
            // No process has a number beyond 2^22 on Linux.
            try StudyFolder(root + "/.study.99999999").write([("runs.csv", "half")])
            try StudyFolder(root + "/.study.99999998.old").write([("runs.csv", "old"), ("notes.txt", "kept")])
            let living = root + "/.study.\(getppid())"
            try FileManager.default.createDirectory(atPath: living, withIntermediateDirectories: true)
            try StudyFolder(root + "/study").write([("runs.csv", "new")])
            #expect(text(root + "/study/runs.csv") == "new")
            #expect(text(root + "/study/notes.txt") == "kept")
            let left = try FileManager.default.contentsOfDirectory(atPath: root).sorted()
            #expect(left == [".study.\(getppid())", "study"])
        }
    }

    @Test("is known beforehand to be impossible where a file stands, and writes nothing to find out")
    func check() throws {
        try inRoot { root in
            try "x".write(toFile: root + "/file", atomically: true, encoding: .utf8)
            #expect(throws: StudyFolder.Failure.self) { try StudyFolder(root + "/file").check() }
            #expect(throws: StudyFolder.Failure.self) { try StudyFolder(root + "/file/study").check() }
            #expect(throws: Never.self) { try StudyFolder(root + "/new/study").check() }
            #expect(try FileManager.default.contentsOfDirectory(atPath: root) == ["file"])
        }
    }

    @Test("of a part, or of another seed, is not that of the whole; its command says what was asked")
    func command() throws {
        let scenario = try SmallScenario().read()
        func command(_ layouts: [String] = [], seed: UInt64? = nil, replications: Int? = nil, file: String = "a.yaml")
            -> StudyCommand
        {
            StudyCommand(verb: "run", file: file, layouts: layouts, seed: seed, replications: replications)
        }
        #expect(command().defaultFolder(for: scenario) == "Results/small")
        #expect(command(seed: 1, replications: 3).defaultFolder(for: scenario) == "Results/small")
        #expect(command(["pool"]).defaultFolder(for: scenario) == "Results/small-pool")
        let other = command(seed: 7, replications: 5)
        #expect(other.defaultFolder(for: scenario) == "Results/small-replications-5-seed-7")
        #expect(
            command(["pool"], seed: 7, replications: 5, file: "/w/my file.yaml").text(in: "/w")
                == "trilemma run 'my file.yaml' --layout pool --replications 5 --seed 7")
        #expect(command(file: "/elsewhere/a.yaml").text(in: "/w") == "trilemma run a.yaml")
        #expect(command(file: "../a.yaml").text(in: "/w") == "trilemma run ../a.yaml")
    }
}
