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
/// text ([inputs][places][characters]) give them out. A row that holds what is not a number names no class, like any other
/// such row. A tensor with more dimensions is a map, such as an image, and a row of one score chooses nothing: neither names
/// a class.
///
/// One distance is taken over all outputs, in whatever units they have: where they differ in scale, the largest decides.
public struct GraphOutput: Hashable, Sendable {
    /// One output.
    package enum Part: Hashable, Sendable {
        case scores([Float], shape: [Int])
        case decisions([Int64], shape: [Int])

        /// Scores in a row that names a class; 0 of maps, of single scores, and of decisions.
        var classes: Int {
            guard case .scores(_, let shape) = self, (1...3).contains(shape.count), let last = shape.last, last > 1
            else { return 0 }
            return last
        }
    }

    package let parts: [Part]

    package init(parts: [Part]) { self.parts = parts }

    /// - Parameter tensors: the outputs of the graph, in its order.
    /// - Complexity: O(numbers).
    public init(_ tensors: [Tensor]) { parts = tensors.map(Part.init) }

    /// Whether it names a class or decides anything.
    var hasLabel: Bool {
        (parts.first?.classes ?? 0) > 0 || parts.contains { if case .decisions = $0 { true } else { false } }
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
            case (.scores(let a, _), .scores(let b, _)):
                let classes = part.classes
                guard place == 0, classes > 0 else { continue }
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

    /// The place of the highest score, the first of them when several have it; nil where one is not a number.
    private static func label(of row: ArraySlice<Float>) -> Int? {
        if row.contains(where: \.isNaN) { return nil }
        return row.indices.reduce(row.startIndex) { row[$1] > row[$0] ? $1 : $0 }
    }
}

extension GraphOutput.Part {
    fileprivate init(_ tensor: Tensor) {
        let shape = tensor.shape
        self =
            switch tensor.contents {
            case .floats(let numbers): .scores(numbers, shape: shape)
            case .int8(let numbers): .scores(numbers.map(Float.init), shape: shape)
            case .uint8(let numbers): .scores(numbers.map(Float.init), shape: shape)
            case .int32(let numbers): .decisions(numbers.map(Int64.init), shape: shape)
            case .int64(let numbers): .decisions(numbers, shape: shape)
            case .bools(let values): .decisions(values.map { $0 ? 1 : 0 }, shape: shape)
            }
    }

    /// Whether the two can be compared number by number.
    fileprivate func hasForm(of other: Self) -> Bool {
        switch (self, other) {
        case (.scores(_, let a), .scores(_, let b)), (.decisions(_, let a), .decisions(_, let b)): a == b
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
