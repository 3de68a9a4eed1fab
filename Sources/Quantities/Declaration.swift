// SPDX-License-Identifier: GPL-3.0-or-later

/// How something that a scenario file names (a distribution, a routing policy, a scheme, a conduct) is written there:
/// its name and the parameters it takes.
///
/// It stands beside the implementation it describes, so that a new scheme is one file. Reading, checking, error messages,
/// the JSON Schema and the resolved scenario are all made from the same declarations.
public struct Declaration: Sendable {
    /// The word in the file.
    public let name: String
    /// One sentence for the schema and the documentation.
    public let summary: String
    public let parameters: [Parameter]

    public init(_ name: String, _ summary: String, _ parameters: [Parameter] = []) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
    }
}

/// One parameter of a declared thing.
public struct Parameter: Sendable {
    /// What may stand as the value.
    public enum Kind: Sendable {
        /// A number with a unit of the dimension; bounds in base units, both inclusive.
        case quantity(Dimension, from: Double, through: Double)
        /// A whole number without a unit.
        case count(from: Int, through: Int)
        /// One of the listed words.
        case choice([String])
        /// The name of something declared elsewhere in the scenario: "pool", "region", "model", ...
        case reference(to: String)
        /// A list of such names.
        case references(to: String)
        /// The path of a file, relative to the scenario.
        case file
    }

    public let name: String
    public let kind: Kind
    /// As it would be written in the file; nil when the parameter must be given, empty when it may be absent altogether.
    public let standard: String?
    /// One sentence: meaning, and the source and grade of the default.
    public let summary: String

    public init(_ name: String, _ kind: Kind, default standard: String? = nil, _ summary: String) {
        self.name = name
        self.kind = kind
        self.standard = standard
        self.summary = summary
    }
}

/// Checked values for the parameters of a declared thing, as the reader hands them to its initialiser.
///
/// Asking for a parameter that is not declared, or as another kind, is a bug and traps.
public struct Arguments: Sendable, Equatable {
    /// One checked value; quantities in base units.
    public enum Value: Sendable, Equatable {
        case quantity(Double)
        case count(Int)
        case word(String)
        case words([String])
    }

    /// The declared name of the thing.
    public let name: String
    /// In the order of the declaration, defaults filled in; an absent optional parameter is left out.
    public let values: [(name: String, value: Value)]

    public init(name: String, values: [(name: String, value: Value)] = []) {
        self.name = name
        self.values = values
    }

    public func quantity(_ parameter: String) -> Double {
        guard case .quantity(let value)? = self[parameter] else { wrongKind(parameter, "a quantity") }
        return value
    }

    public func time(_ parameter: String) -> Nanoseconds { Nanoseconds(seconds: quantity(parameter)) }

    public func count(_ parameter: String) -> Int {
        guard case .count(let value)? = self[parameter] else { wrongKind(parameter, "a count") }
        return value
    }

    public func word(_ parameter: String) -> String {
        guard case .word(let value)? = self[parameter] else { wrongKind(parameter, "a word") }
        return value
    }

    /// Empty when the list is absent.
    public func words(_ parameter: String) -> [String] {
        switch self[parameter] {
        case .words(let values)?: values
        case nil: []
        default: wrongKind(parameter, "a list of words")
        }
    }

    public subscript(parameter: String) -> Value? { values.first { $0.name == parameter }?.value }

    public static func == (a: Self, b: Self) -> Bool {
        a.name == b.name && a.values.elementsEqual(b.values) { $0.name == $1.name && $0.value == $1.value }
    }

    private func wrongKind(_ parameter: String, _ expected: String) -> Never {
        let found = self[parameter].map { "\($0)" } ?? "nothing"
        bug("parameter '\(parameter)' of '\(name)': expected \(expected), found \(found)")
    }
}
