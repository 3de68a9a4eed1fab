// SPDX-License-Identifier: GPL-3.0-or-later

/// The names that can be seen from a place in a graph: its own, and those of the graphs around it.
///
/// A name of an inner graph hides the same name of an outer one.
struct Scope {
    private var own: [String: Int] = [:]
    private let outer: [[String: Int]]

    init() { outer = [] }

    /// The scope of a graph inside another.
    init(inside scope: Scope) { outer = scope.outer + [scope.own] }

    /// The number of the value with that name, or nil.
    subscript(name: String) -> Int? {
        own[name] ?? outer.reversed().lazy.compactMap { $0[name] }.first
    }

    /// Gives a value a name; false when the name is taken in this graph.
    mutating func define(_ name: String, as value: Int) -> Bool {
        guard own[name] == nil else { return false }
        own[name] = value
        return true
    }
}
