// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Reads a file a user named, whatever it turns out to be.
enum TextFile {
    /// Why a file could not be read, before its content matters.
    enum Failure: Error, Equatable {
        case missing, forbidden, folder, notAFile, tooLarge(bytes: Int, limit: Int), unreadable
    }

    /// No scenario or library file is larger; a trace may be, and has a bound of its own.
    static let largestScenario = 16 * 1_048_576

    /// The bytes of the file at `path`, refused unread when it is larger than `limit` or no ordinary file.
    static func bytes(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        try probe(path)
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(errno) }
        guard status.st_size <= limit else { throw .tooLarge(bytes: Int(status.st_size), limit: limit) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        return try drain(descriptor, expected: Int(status.st_size), limit: limit)
    }

    /// Makes sure that an ordinary file stands at `path` and may be read, without reading it.
    static func probe(_ path: String) throws(Failure) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .folder }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard access(path, R_OK) == 0 else { throw failure(errno) }
    }

    /// Reads to the end, even when the file grows meanwhile or lies about its size, but not beyond the limit.
    private static func drain(_ descriptor: Int32, expected: Int, limit: Int) throws(Failure) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(expected)
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(errno) }
            if count == 0 { return content }
            content.append(contentsOf: block[..<count])
            guard content.count <= limit else { throw .tooLarge(bytes: content.count, limit: limit) }
        }
    }

    private static func failure(_ code: Int32) -> Failure {
        switch code {
        case ENOENT, ENOTDIR: .missing
        case EACCES, EPERM: .forbidden
        case EISDIR: .folder
        default: .unreadable
        }
    }

    /// `path` as seen from the folder of `file`; absolute paths stay.
    static func path(_ path: String, besides file: String) -> String {
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
        return file[...slash] + path
    }

    /// The one name of a file that exists, whatever links and dots lead to it.
    static func canonical(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
