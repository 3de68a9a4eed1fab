// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The folder of a study's results, replaced as a whole or not at all.
///
/// Files are written to a hidden folder beside it, which then changes places with it: whoever looks finds the old study or
/// the new one, never half of one. Signals wait meanwhile. What a process that was killed left behind is cleared by the
/// next that writes the same folder.
public struct StudyFolder {
    /// Why a folder could not be written.
    public struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String

        init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }

        init(path: String, code: Int32) { self.init(path: path, reason: String(cString: strerror(code))) }

        public var description: String { "cannot write \(path): \(reason)" }
    }

    /// As given, but the folder itself where that is a symbolic link to one.
    public let path: String

    public init(_ path: String) {
        guard let resolved = realpath(path, nil) else {
            self.path = path
            return
        }
        defer { free(resolved) }
        self.path = String(cString: resolved)
    }

    private var parent: URL { URL(fileURLWithPath: path).deletingLastPathComponent() }
    private var name: String { URL(fileURLWithPath: path).lastPathComponent }

    /// Whether the folder could be written now, found out without writing anything: to be asked before a long run.
    public func check() throws(Failure) {
        var place = URL(fileURLWithPath: path).standardizedFileURL
        var status = stat()
        while stat(place.path, &status) != 0 {
            guard errno == ENOENT, place.path != "/" else { throw Failure(path: path, code: errno) }
            place.deleteLastPathComponent()
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw Failure(path: path, code: ENOTDIR) }
        // A folder is replaced, so that what must be writable is the one it lies in.
        let holder = place.path == URL(fileURLWithPath: path).standardizedFileURL.path ? parent : place
        guard access(holder.path, W_OK | X_OK) == 0 else { throw Failure(path: path, code: errno) }
    }

    /// Replaces the folder by one with these files. Other files that lay in it are kept.
    public func write(_ files: [(name: String, contents: String)]) throws(Failure) {
        let new = parent.appendingPathComponent(".\(name).\(ProcessInfo.processInfo.processIdentifier)")
        let manager = FileManager.default
        let before = Self.holdSignals()
        defer { Self.release(before) }
        do {
            try manager.createDirectory(at: parent, withIntermediateDirectories: true)
            try? manager.removeItem(at: new)
            clearLeftovers()
            if manager.fileExists(atPath: path) {
                try manager.copyItem(at: URL(fileURLWithPath: path), to: new)
            } else {
                try manager.createDirectory(at: new, withIntermediateDirectories: false)
            }
            for file in files {
                try Data(file.contents.utf8).write(to: new.appendingPathComponent(file.name))
            }
            try FolderExchange(path: path, new: new.path).run()
        } catch {
            try? manager.removeItem(at: new)
            throw Failure(path: path, reason: (error as? Failure)?.reason ?? error.localizedDescription)
        }
    }

    /// Puts back the old folder of a process that died between two renamings, and removes what dead processes left.
    private func clearLeftovers() {
        let manager = FileManager.default
        let entries = (try? manager.contentsOfDirectory(atPath: parent.path)) ?? []
        for entry in entries.sorted() where entry.hasPrefix(".\(name).") {
            let rest = entry.dropFirst(name.count + 2)
            let isOld = rest.hasSuffix(FolderExchange.oldSuffix)
            let digits = isOld ? rest.dropLast(FolderExchange.oldSuffix.count) : rest
            guard let process = Int32(digits), process > 0, kill(process, 0) != 0, errno == ESRCH else { continue }
            let leftover = parent.appendingPathComponent(entry)
            if isOld, !manager.fileExists(atPath: path), rename(leftover.path, path) == 0 { continue }
            try? manager.removeItem(at: leftover)
        }
    }

    /// Lets interrupts and requests to end wait; returns what was let wait before.
    private static func holdSignals() -> sigset_t {
        var held = sigset_t()
        var before = sigset_t()
        sigemptyset(&held)
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&held, signal) }
        pthread_sigmask(SIG_BLOCK, &held, &before)
        return before
    }

    private static func release(_ before: sigset_t) {
        var before = before
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }
}
