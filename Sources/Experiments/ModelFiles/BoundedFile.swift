// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Files of the user's, whose size is held against a cap before anything is allocated for them.
enum BoundedFile {
    /// The bytes of a file; nil when there is no file that can be read.
    /// - Throws: `FileMistake` when it has more than `most` bytes.
    /// - Complexity: O(bytes); they are in memory once.
    static func bytes(at path: String, most: Int) throws -> [UInt8]? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved(path)),
            attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int,
            let file = fopen(path, "rb")
        else { return nil }
        defer { fclose(file) }
        guard size <= most else {
            throw FileMistake(path: path, found: "\(size) bytes", allowed: "at most \(most)")
        }
        return [UInt8](unsafeUninitializedCapacity: size) { place, count in
            count = fread(place.baseAddress, 1, size, file)
        }
    }

    /// Attributes are those of a link itself, not of the file it names.
    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}
