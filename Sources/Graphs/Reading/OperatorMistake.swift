// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles

/// What is wrong with an operator, before it is known which node of which file it belongs to.
struct OperatorMistake: Error, Equatable {
    let found: String
    let allowed: String

    init(_ found: String, allowed: String) {
        self.found = found
        self.allowed = allowed
    }

    /// The same, with the place.
    func at(_ place: String, file: String) -> ModelFileMistake {
        ModelFileMistake(file: file, place: place, found: found, allowed: allowed)
    }
}
