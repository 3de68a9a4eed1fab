// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The folder where the program keeps what it can make or fetch again: answers already computed, and public models.
///
/// It may be shared by any number of processes. Nobody ever sees half a file: it is written under a hidden name beside
/// its place and then renamed.
public struct CacheFolder: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    /// `$TRILEMMA_CACHE`, or `trilemma` in `$XDG_CACHE_HOME`, or `~/.cache/trilemma`.
    ///
    /// Empty variables count as unset, and so does an `$XDG_CACHE_HOME` that is not absolute (XDG Base Directory
    /// Specification 0.8).
    public static func standard(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> CacheFolder {
        if let path = environment["TRILEMMA_CACHE"], !path.isEmpty { return CacheFolder(path) }
        if let path = environment["XDG_CACHE_HOME"], path.hasPrefix("/") { return CacheFolder(path + "/trilemma") }
        return CacheFolder((environment["HOME"] ?? NSHomeDirectory()) + "/.cache/trilemma")
    }

    /// The path of something in it.
    func path(_ name: String) -> String { path + "/" + name }

    /// What the program may not find or do in the folder.
    struct Failure: Error {
        let path: String
        /// The number of the C library's error.
        let code: Int32

        var reason: String { String(cString: strerror(code)) }
        var isFullDisk: Bool { code == ENOSPC || code == EDQUOT }
    }

    /// A name, in the folder itself, that no other process and no other call of this one uses.
    ///
    /// What dead processes have left under such names is removed.
    func newPartialName() -> String {
        removeLeftovers()
        return "\(Self.partial)\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
    }

    private static let partial = ".partial-"

    /// Removes partial files of processes that are gone. The hour is for processes of other containers, which may live
    /// although they cannot be seen from here.
    private func removeLeftovers() {
        let manager = FileManager.default
        for name in (try? manager.contentsOfDirectory(atPath: path)) ?? [] where name.hasPrefix(Self.partial) {
            guard let process = name.dropFirst(Self.partial.count).split(separator: "-").first.flatMap({ Int32($0) }),
                kill(process, 0) != 0, errno == ESRCH,
                let date = (try? manager.attributesOfItem(atPath: path(name)))?[.modificationDate] as? Date,
                Date().timeIntervalSince(date) > 3_600
            else { continue }
            try? manager.removeItem(atPath: path(name))
        }
    }
}
