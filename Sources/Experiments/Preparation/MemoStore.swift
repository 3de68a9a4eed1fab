// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Foundation
import Synchronization

/// Results already computed, on disk, found by what they are the result of.
///
/// An entry is a file named by its key that begins with the digest of key and contents; one that is damaged, cut off or
/// put in a wrong place counts as missing and is written anew. Any number of threads and processes may share a store.
/// Nothing ever depends on it: where nothing can be written (a full disk, a folder that is read-only) results are
/// computed each time, and that is said once.
public final class MemoStore: Sendable {
    private let folder: CacheFolder
    private let notice: @Sendable (String) -> Void
    /// Whether writing has failed before.
    private let hasFailed = Mutex(false)

    /// - Parameter notice: told once, in a sentence, when nothing can be written.
    public init(_ folder: CacheFolder, notice: @escaping @Sendable (String) -> Void) {
        self.folder = folder
        self.notice = notice
    }

    /// The contents stored under a key; nil when there are none that can be trusted.
    /// - Complexity: O(contents).
    public func value(for key: ContentDigest) -> [UInt8]? {
        guard let data = FileManager.default.contents(atPath: folder.path(name(of: key))) else { return nil }
        let bytes = [UInt8](data)
        let contents = [UInt8](bytes.dropFirst(ContentDigest.length))
        guard bytes.count >= ContentDigest.length,
            Self.seal(key, contents).bytes.elementsEqual(bytes.prefix(ContentDigest.length))
        else { return nil }
        return contents
    }

    /// Keeps contents under a key, if that can be done.
    /// - Complexity: O(contents).
    public func store(_ contents: [UInt8], for key: ContentDigest) {
        if hasFailed.withLock({ $0 }) { return }
        do {
            try folder.put(Self.seal(key, contents).bytes + contents, at: name(of: key))
        } catch {
            let isFirst = hasFailed.withLock { hasFailed in
                defer { hasFailed = true }
                return !hasFailed
            }
            if isFirst { notice("answers are not kept for next time: cannot write \(error.path): \(error.reason)") }
        }
    }

    /// What the store takes on disk.
    /// - Complexity: O(entries).
    public var usage: (entries: Int, bytes: Int64) {
        let contents = CacheFolder.contents(of: folder.path(Self.shelf))
        return (contents.files, contents.bytes)
    }

    /// The part of the cache that holds answers.
    private static let shelf = "answers"

    /// Spread over 256 folders, since some file systems are slow in large ones.
    private func name(of key: ContentDigest) -> String { "\(Self.shelf)/\(key.hex.prefix(2))/\(key.hex)" }

    private static func seal(_ key: ContentDigest, _ contents: [UInt8]) -> ContentDigest {
        var hash = SHA256()
        hash.update(key.bytes)
        hash.update(contents)
        return hash.finished()
    }
}
