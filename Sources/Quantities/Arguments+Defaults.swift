// SPDX-License-Identifier: GPL-3.0-or-later

extension Arguments {
    /// What a declared thing gets when a file states none of its parameters.
    /// - Precondition: every parameter has a default that reads as its kind, or may be absent.
    public init(defaultsOf declaration: Declaration) {
        let values = declaration.parameters.compactMap { parameter -> (name: String, value: Value)? in
            guard let standard = parameter.standard else {
                bug("arguments of '\(declaration.name)': expected a default of '\(parameter.name)', found none")
            }
            if standard.isEmpty { return nil }
            switch parameter.kind {
            case .quantity(let dimension, _, _):
                guard case .success(let value) = Quantity.parse(standard, as: dimension) else { break }
                return (parameter.name, .quantity(value))
            case .count:
                guard let count = Int(standard) else { break }
                return (parameter.name, .count(count))
            case .choice, .reference, .file: return (parameter.name, .word(standard))
            case .references: return (parameter.name, .words([standard]))
            }
            bug("default of '\(parameter.name)': expected one that reads as its kind, found '\(standard)'")
        }
        self.init(name: declaration.name, values: values)
    }
}
