// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The folder of a study's results, replaced as a whole or not at all.
///
/// Files are written to a hidden folder beside it, which then takes its place by renaming: whoever looks finds the old
/// study or the new one, never half of one, and an interrupt waits for the moment this takes.
public struct StudyFolder {
    /// Why a folder could not be written.
    public struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String

        public var description: String { "cannot write \(path): \(reason)" }
    }

    public let path: String

    public init(_ path: String) { self.path = path }

    /// Replaces the folder by one with these files. Other files that lay in it are kept.
    public func write(_ files: [(name: String, contents: String)]) throws(Failure) {
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
        let name = URL(fileURLWithPath: path).lastPathComponent
        let new = parent.appendingPathComponent(".\(name).\(ProcessInfo.processInfo.processIdentifier)")
        let before = signal(SIGINT, SIG_IGN)
        defer { signal(SIGINT, before) }
        do {
            let manager = FileManager.default
            try manager.createDirectory(at: parent, withIntermediateDirectories: true)
            try? manager.removeItem(at: new)
            if manager.fileExists(atPath: path) {
                try manager.copyItem(at: URL(fileURLWithPath: path), to: new)
            } else {
                try manager.createDirectory(at: new, withIntermediateDirectories: false)
            }
            for file in files {
                try Data(file.contents.utf8).write(to: new.appendingPathComponent(file.name))
            }
            try exchange(new, old: parent.appendingPathComponent(new.lastPathComponent + ".old"))
        } catch {
            try? FileManager.default.removeItem(at: new)
            throw Failure(path: path, reason: (error as? Failure)?.reason ?? error.localizedDescription)
        }
    }

    /// Puts the new folder in the place of the old one, which is put back should that fail.
    private func exchange(_ new: URL, old: URL) throws {
        let exists = FileManager.default.fileExists(atPath: path)
        if exists { try move(path, to: old.path) }
        do {
            try move(new.path, to: path)
        } catch {
            if exists { try? move(old.path, to: path) }
            throw error
        }
        if exists { try FileManager.default.removeItem(at: old) }
    }

    private func move(_ from: String, to: String) throws {
        guard rename(from, to) == 0 else { throw Failure(path: to, reason: String(cString: strerror(errno))) }
    }
}
