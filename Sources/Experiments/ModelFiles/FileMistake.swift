// SPDX-License-Identifier: GPL-3.0-or-later

/// A file of the user's that is missing or cannot be read or written.
struct FileMistake: Error, CustomStringConvertible {
    let path: String
    let found: String
    let allowed: String
    var description: String { "\(path): found \(found); allowed: \(allowed)" }
}

/// Several of them, reported together.
struct FileMistakes: Error, CustomStringConvertible {
    let all: [FileMistake]
    var description: String { all.map(\.description).joined(separator: "\n") }
}
