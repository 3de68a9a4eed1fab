// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Puts a new folder in the place of an old one.
struct FolderExchange {
    /// Ends the name of the old folder while it is out of the way.
    static let oldSuffix = ".old"

    let path: String
    let new: String

    /// In one step where the system can exchange two folders (Linux from 3.15, most file systems); otherwise the old one is
    /// moved away first, and put back should the second step fail.
    func run() throws(StudyFolder.Failure) {
        guard FileManager.default.fileExists(atPath: path) else { return try move(new, to: path) }
        if exchange() {
            try? FileManager.default.removeItem(atPath: new)
            return
        }
        let old = new + Self.oldSuffix
        try move(path, to: old)
        do {
            try move(new, to: path)
        } catch {
            try? move(old, to: path)
            throw error
        }
        try? FileManager.default.removeItem(atPath: old)
    }

    /// False when the system cannot. Looked up by name, because not every C library has it.
    private func exchange() -> Bool {
        typealias Rename = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "renameat2") else { return false }
        // AT_FDCWD and RENAME_EXCHANGE of linux/fcntl.h and linux/fs.h.
        let (here, exchange) = (Int32(-100), UInt32(2))
        return unsafeBitCast(symbol, to: Rename.self)(here, new, here, path, exchange) == 0
    }

    private func move(_ from: String, to: String) throws(StudyFolder.Failure) {
        guard rename(from, to) == 0 else { throw StudyFolder.Failure(path: to, code: errno) }
    }
}
