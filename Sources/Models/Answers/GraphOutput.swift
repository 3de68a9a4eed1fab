// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs

/// What a graph gave out: every one of its outputs, in the form it is compared in.
///
/// Floating-point numbers are scores, and so are whole numbers of 8 bits, which quantised graphs give out for them: honest
/// machines may differ in them, by a distance. Other whole numbers and truth values are decisions, such as the class that an
/// ArgMax chose: they are the same or they are not.
///
/// The label of an answer is all its decisions, and of the first output the class with the highest score in every row: the
/// rows of a tensor with one to three dimensions run along its last one, as classifiers ([inputs][classes]) and readers of
/// text ([inputs][places][characters]) give them out. A tensor with more dimensions is a map, such as an image, and a row
/// of one score chooses nothing: neither names a class.
public struct GraphOutput: Hashable, Sendable {
    /// One output.
    package enum Part: Hashable, Sendable {
        /// - Parameter classes: scores in a row; 0 of a map.
        case scores([Float], classes: Int)
        case decisions([Int64])
    }

    package let parts: [Part]

    package init(parts: [Part]) { self.parts = parts }

    /// - Parameter tensors: the outputs of the graph, in its order.
    /// - Complexity: O(numbers).
    public init(_ tensors: [Tensor]) { parts = tensors.map(Part.init) }

    /// Whether it names a class or decides anything.
    var hasLabel: Bool {
        if case .scores(_, let classes)? = parts.first, classes > 1 { return true }
        return parts.contains { if case .decisions = $0 { true } else { false } }
    }

    /// See `Output.likeness`.
    func likeness(to other: GraphOutput) -> Likeness {
        guard parts.count == other.parts.count, zip(parts, other.parts).allSatisfy({ $0.hasForm(of: $1) }) else {
            return .different
        }
        let isExact = zip(parts, other.parts).allSatisfy { $0.hasSameBits(as: $1) }
        guard hasLabel else {
            return Likeness(distance: distance(to: other), isExact: isExact, sameLabel: isExact, mayAgree: true)
        }
        let sameLabel = isExact || hasSameLabel(as: other)
        return Likeness(distance: distance(to: other), isExact: isExact, sameLabel: sameLabel, mayAgree: sameLabel)
    }

    /// The largest distance of two parts.
    private func distance(to other: GraphOutput) -> Float {
        zip(parts, other.parts).reduce(0) { max($0, $1.0.distance(to: $1.1)) }
    }

    private func hasSameLabel(as other: GraphOutput) -> Bool {
        for (place, (part, match)) in zip(parts, other.parts).enumerated() {
            switch (part, match) {
            case (.scores(let a, let classes), .scores(let b, _)):
                guard place == 0, classes > 1 else { continue }
                for row in stride(from: 0, to: a.count, by: classes) {
                    let places = row..<row + classes
                    guard Self.label(of: a[places]) == Self.label(of: b[places]) else { return false }
                }
            default:
                guard part == match else { return false }
            }
        }
        return true
    }

    /// The place of the highest score, the first of them when several have it.
    private static func label(of row: ArraySlice<Float>) -> Int {
        row.indices.reduce(row.startIndex) { row[$1] > row[$0] ? $1 : $0 }
    }
}

extension GraphOutput.Part {
    fileprivate init(_ tensor: Tensor) {
        let classes = (1...3).contains(tensor.shape.count) ? tensor.shape[tensor.shape.count - 1] : 0
        self =
            switch tensor.contents {
            case .floats(let numbers): .scores(numbers, classes: classes)
            case .int8(let numbers): .scores(numbers.map(Float.init), classes: classes)
            case .uint8(let numbers): .scores(numbers.map(Float.init), classes: classes)
            case .int32(let numbers): .decisions(numbers.map(Int64.init))
            case .int64(let numbers): .decisions(numbers)
            case .bools(let values): .decisions(values.map { $0 ? 1 : 0 })
            }
    }

    /// Whether the two can be compared number by number.
    fileprivate func hasForm(of other: Self) -> Bool {
        switch (self, other) {
        case (.scores(let a, let classes), .scores(let b, let others)): a.count == b.count && classes == others
        case (.decisions(let a), .decisions(let b)): a.count == b.count
        default: false
        }
    }

    fileprivate func hasSameBits(as other: Self) -> Bool {
        guard case .scores(let a, _) = self, case .scores(let b, _) = other else { return self == other }
        return zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern }
    }

    /// The largest difference of two scores in one place; infinite when a difference is no number, and between decisions.
    fileprivate func distance(to other: Self) -> Float {
        guard case .scores(let a, _) = self, case .scores(let b, _) = other else {
            return self == other ? 0 : .infinity
        }
        var largest: Float = 0
        // What is not a number is infinitely far from everything but itself.
        for (x, y) in zip(a, b) where x.bitPattern != y.bitPattern {
            largest = (x - y).isNaN ? .infinity : max(largest, (x - y).magnitude)
        }
        return largest
    }
}
