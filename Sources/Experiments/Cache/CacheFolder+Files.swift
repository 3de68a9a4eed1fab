// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Foundation

extension CacheFolder {
    /// Puts a file with these contents in its place, all of it or nothing.
    ///
    /// Whoever writes the same name at the same time wins or loses as a whole.
    func put(_ contents: [UInt8], at name: String) throws(Failure) {
        try makeFolder(of: name)
        let partial = newPartialName()
        do {
            try save(contents, to: partial)
            try move(partial, to: name)
        } catch {
            unlink(path(partial))
            throw error
        }
    }

    /// Puts a file or folder that lies in the folder already in another place, in one step.
    func move(_ from: String, to name: String) throws(Failure) {
        try makeFolder(of: name)
        guard rename(path(from), path(name)) == 0 else { throw Failure(path: path(name), code: errno) }
    }

    /// Makes a file last: when this returns, a power failure does not lose it.
    func flush(_ name: String) throws(Failure) {
        let file = open(path(name), O_RDONLY)
        guard file >= 0 else { throw Failure(path: path(name), code: errno) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw Failure(path: path(name), code: errno) }
    }

    /// Makes the folder that a name stands in, and those above it.
    func makeFolder(of name: String) throws(Failure) {
        var folder = ""
        for part in path(name).split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            folder += part + "/"
            guard mkdir(folder, 0o777) != 0, errno != EEXIST else { continue }
            let code = errno
            var facts = stat()
            // Making a folder in one that is read-only fails with that, even if it is there.
            guard stat(folder, &facts) == 0 else { throw Failure(path: folder, code: code) }
        }
    }

    private func save(_ contents: [UInt8], to name: String) throws(Failure) {
        let file = open(path(name), O_WRONLY | O_CREAT | O_EXCL, 0o666)
        guard file >= 0 else { throw Failure(path: path(name), code: errno) }
        var rest = contents[...]
        var code: Int32 = 0
        while !rest.isEmpty, code == 0 {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0 { code = errno == EINTR ? 0 : errno } else { rest = rest.dropFirst(count) }
        }
        if code == 0, fsync(file) != 0 { code = errno }
        if close(file) != 0, code == 0 { code = errno }
        if code != 0 { throw Failure(path: path(name), code: code) }
    }

    /// The digest of a file and its size in bytes; nil when it cannot be read.
    /// - Complexity: O(size), in pieces of 1 MiB.
    static func digest(ofFile path: String) -> (digest: ContentDigest, size: Int64)? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var hash = SHA256()
        var size: Int64 = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return (hash.finished(), size) }
            buffer.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            size += Int64(count)
        }
    }

    /// Files below a folder, and the bytes in them; hidden ones too if asked for.
    /// - Complexity: O(files).
    static func contents(of path: String, withHidden: Bool = false) -> (files: Int, bytes: Int64) {
        var contents = (files: 0, bytes: Int64(0))
        guard let names = FileManager.default.enumerator(atPath: path) else { return contents }
        for case let name as String in names {
            if !withHidden, name.split(separator: "/").last?.hasPrefix(".") == true { continue }
            var facts = stat()
            guard lstat(path + "/" + name, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { continue }
            contents.files += 1
            contents.bytes += Int64(facts.st_size)
        }
        return contents
    }
}
