// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Dispatch
import Experiments
import Foundation
import Synchronization
import Testing

@Suite("The store of answers")
struct MemoStoreTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func store() -> MemoStore {
        MemoStore(CacheFolder(folder.path)) { Issue.record("nothing should be said, found: \($0)") }
    }

    @Test("what was stored is found, by any store on the same folder, and nothing else is")
    func roundTrip() {
        let contents: [[UInt8]] = [[], [1], Array(repeating: 7, count: 100_000)]
        for (number, bytes) in contents.enumerated() {
            let key = ContentDigest(ofWords: ["answer", "\(number)"])
            #expect(store().value(for: key) == nil)
            store().store(bytes, for: key)
            #expect(store().value(for: key) == bytes)
        }
        #expect(store().usage.entries == 3 && store().usage.bytes == 100_001 + 3 * 32)
        #expect(store().value(for: ContentDigest(ofWords: ["answer", "3"])) == nil)
    }

    @Test("words do not run together to the same key")
    func keys() {
        let lists: [[String]] = [
            ["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], [], [""], ["1:a"], ["é"], ["e"],
        ]
        #expect(Set(lists.map { ContentDigest(ofWords: $0) }).count == lists.count)
        #expect(ContentDigest(ofWords: ["ab", "c"]) == ContentDigest(of: Array("2:ab1:c".utf8)))
    }

    @Test("an entry damaged anywhere counts as missing, and is written anew")
    func damage() throws {
        let (key, contents) = (ContentDigest(ofWords: ["x"]), Array("twelve bytes".utf8))
        store().store(contents, for: key)
        let name = try #require(folder.files.first)
        let bytes = try folder.bytes(name)
        #expect(folder.files == [name] && bytes.count == 44)
        for position in bytes.indices {
            var damaged = bytes
            damaged[position] ^= 1 << UInt8(position % 8)
            try folder.write(damaged, name)
            #expect(store().value(for: key) == nil)
            try folder.write(Array(bytes.prefix(position)), name)
            #expect(store().value(for: key) == nil)
        }
        store().store(contents, for: key)
        #expect(store().value(for: key) == contents)
    }

    @Test("an entry that was put in another's place counts as missing")
    func wrongPlace() throws {
        let (one, other) = (ContentDigest(ofWords: ["one"]), ContentDigest(ofWords: ["other"]))
        store().store([1, 2, 3], for: one)
        let bytes = try folder.bytes(try #require(folder.files.first))
        try folder.write(bytes, "answers/\(other.hex.prefix(2))/\(other.hex)")
        #expect(store().value(for: other) == nil && store().value(for: one) == [1, 2, 3])
    }

    @Test("where nothing can be written everything goes on without, and that is said once")
    func unwritable() {
        let said = Mutex<[String]>([])
        let store = MemoStore(CacheFolder("/dev/null/cache")) { message in said.withLock { $0.append(message) } }
        for number in 0..<5 {
            let key = ContentDigest(ofWords: ["\(number)"])
            store.store([1], for: key)
            #expect(store.value(for: key) == nil)
        }
        let messages = said.withLock { $0 }
        #expect(messages.count == 1 && messages.first?.contains("/dev/null/") == true)
        #expect(messages.first?.hasPrefix("answers are not kept for next time: cannot write ") == true)
        #expect(store.usage.entries == 0 && store.usage.bytes == 0)
    }

    @Test("writers of one entry do not disturb each other or any reader")
    func concurrent() {
        let key = ContentDigest(ofWords: ["shared"])
        let versions = (0..<4).map { version in [UInt8](repeating: UInt8(version), count: 50_000 + version) }
        let stores = versions.map { _ in store() }
        let wrong = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 200) { number in
            let store = stores[number % 4]
            store.store(versions[number % 4], for: key)
            // One of them has been written, so from now on one of them, whole, is always there.
            if let found = store.value(for: key), versions.contains(found) { return }
            wrong.withLock { $0 += 1 }
        }
        #expect(wrong.withLock { $0 } == 0)
        #expect(folder.files.count == 1)
    }

    @Test("partial files of processes that are gone are removed, those of others are left")
    func leftovers() throws {
        // A number that no process has: the largest is 2^22.
        let (gone, new) = (".partial-4194999-a", ".partial-4194999-b")
        let own = ".partial-\(ProcessInfo.processInfo.processIdentifier)-c"
        for name in [gone, new, own] { try folder.write([1], name) }
        for name in [gone, own] {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -7_200)], ofItemAtPath: folder.path + "/" + name)
        }
        store().store([1], for: ContentDigest(ofWords: []))
        #expect(folder.files.filter { $0.hasPrefix(".") } == [new, own].sorted())
    }

    @Test("the cache lies where the environment says")
    func standardFolder() {
        func path(_ environment: [String: String]) -> String { CacheFolder.standard(environment: environment).path }
        #expect(path(["TRILEMMA_CACHE": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"]) == "/a")
        #expect(path(["TRILEMMA_CACHE": "", "XDG_CACHE_HOME": "/b", "HOME": "/c"]) == "/b/trilemma")
        #expect(path(["XDG_CACHE_HOME": "relative", "HOME": "/c"]) == "/c/.cache/trilemma")
        #expect(path(["HOME": "/c"]) == "/c/.cache/trilemma")
    }
}
