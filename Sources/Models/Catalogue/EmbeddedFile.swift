// SPDX-License-Identifier: GPL-3.0-or-later

import CModelFiles
import Quantities

/// The files that are compiled into the program.
enum EmbeddedFile {
    /// The bytes of a file.
    /// - Precondition: `Sources/CModelFiles/embedded.c` lists it.
    /// - Complexity: O(bytes).
    static func bytes(_ name: String) -> [UInt8] {
        var count = 0
        guard let start = trilemma_embedded_file(name, &count) else {
            bug("embedded file: expected a listed name, found '\(name)'")
        }
        return Array(UnsafeBufferPointer(start: start, count: count))
    }

    /// The lines of a text file, without the last, empty one.
    static func lines(_ name: String) -> [String] {
        String(decoding: bytes(name), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
