// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The outputs of all computations for all inputs, compared with each other once and then only looked up.
///
/// Immutable and shared by all replications. Comparisons of two computed answers to the same input allocate nothing.
public final class AnswerTable: Sendable {
    /// One computation: what it gave out for each input of a set.
    public struct Column: Sendable {
        /// The name of the set of inputs; only columns of one set are compared.
        public let inputs: String
        /// One per input.
        public let outputs: [Output]
        /// How far apart two honest outputs may lie, of the model that was asked for.
        public let tolerance: Float

        public init(inputs: String, outputs: [Output], tolerance: Float) {
            self.inputs = inputs
            self.outputs = outputs
            self.tolerance = tolerance
        }
    }

    let columns: [Column]
    /// [column]: number of its first entry; entries follow each other, one per input.
    @usableFromInline nonisolated(unsafe) let firstEntries: UnsafeMutableBufferPointer<Int>
    /// [column]: where the comparisons of its set begin, its place in the set, and how many columns the set has.
    private nonisolated(unsafe) let places: UnsafeMutableBufferPointer<Place>
    /// [entry]: its column.
    private nonisolated(unsafe) let columnOf: UnsafeMutableBufferPointer<UInt16>
    /// By set: [input][column of the set][column of the set].
    private nonisolated(unsafe) let likenesses: UnsafeMutableBufferPointer<Likeness>
    /// [column].
    private nonisolated(unsafe) let tolerances: UnsafeMutableBufferPointer<Float>

    private struct Place {
        let start: Int
        let number: Int
        let count: Int
    }

    /// Compares all outputs for each input.
    /// - Precondition: columns of one set have as many outputs; at most 65,535 columns.
    /// - Complexity: O(inputs × columns²) comparisons.
    public init(_ columns: [Column]) {
        require(columns.count < 1 << 16, "answer table: expected at most 65535 columns, found \(columns.count)")
        self.columns = columns
        let sets = Self.sets(of: columns)
        firstEntries = .allocate(capacity: columns.count)
        places = .allocate(capacity: columns.count)
        tolerances = .allocate(capacity: columns.count)
        columnOf = .allocate(capacity: columns.reduce(0) { $0 + $1.outputs.count })
        likenesses = .allocate(
            capacity: sets.reduce(0) { $0 + $1.count * $1.count * columns[$1[0]].outputs.count })
        var entry = 0
        for (number, column) in columns.enumerated() {
            firstEntries.initializeElement(at: number, to: entry)
            tolerances.initializeElement(at: number, to: column.tolerance)
            columnOf.extracting(entry..<entry + column.outputs.count).initialize(repeating: UInt16(number))
            entry += column.outputs.count
        }
        var start = 0
        for set in sets {
            for (place, column) in set.enumerated() {
                places.initializeElement(at: column, to: Place(start: start, number: place, count: set.count))
            }
            start += compare(set, from: start)
        }
    }

    deinit {
        firstEntries.deallocate()
        places.deallocate()
        columnOf.deallocate()
        likenesses.deallocate()
        tolerances.deallocate()
    }

    /// The columns of each set of inputs, sets in order of first mention.
    private static func sets(of columns: [Column]) -> [[Int]] {
        var sets: [[Int]] = []
        for number in columns.indices {
            if let known = sets.firstIndex(where: { columns[$0[0]].inputs == columns[number].inputs }) {
                sets[known].append(number)
            } else {
                sets.append([number])
            }
        }
        return sets
    }

    /// Fills in the comparisons of a set and returns how many there are.
    private func compare(_ set: [Int], from start: Int) -> Int {
        let inputs = columns[set[0]].outputs.count
        for number in set {
            require(
                columns[number].outputs.count == inputs,
                "answer table: expected \(inputs) outputs for '\(columns[number].inputs)', found "
                    + "\(columns[number].outputs.count)")
        }
        for input in 0..<inputs {
            for (a, first) in set.enumerated() {
                for (b, second) in set.enumerated() {
                    // The comparison is symmetric: the other half is copied.
                    let place = start + (input * set.count + a) * set.count + b
                    let likeness =
                        b < a
                        ? likenesses[start + (input * set.count + b) * set.count + a]
                        : columns[first].outputs[input].likeness(to: columns[second].outputs[input])
                    likenesses.initializeElement(at: place, to: likeness)
                }
            }
        }
        return inputs * set.count * set.count
    }

    /// Inputs of a computation, by its column.
    public func inputs(of computation: Int) -> Int { columns[computation].outputs.count }

    /// What a computation, by its column, gives for an input.
    /// - Complexity: constant.
    @inlinable public func answer(computation: Int, input: Int) -> Answer {
        Answer(entry: firstEntries[computation] + input)
    }

    /// How like two answers are.
    /// - Complexity: constant for computed answers to the same input; otherwise that of comparing two outputs.
    public func likeness(_ a: Answer, _ b: Answer) -> Likeness {
        guard !a.isNone, !b.isNone else { return .different }
        guard !a.isMadeUp, !b.isMadeUp else { return likenessOfMadeUp(a, b) }
        let (first, second) = (Int(columnOf[a.entry]), Int(columnOf[b.entry]))
        let (input, other) = (a.entry - firstEntries[first], b.entry - firstEntries[second])
        let place = places[first]
        guard input == other, place.start == places[second].start else {
            return columns[first].outputs[input].likeness(to: columns[second].outputs[other])
        }
        return likenesses[place.start + (input * place.count + place.number) * place.count + places[second].number]
    }

    /// A made-up answer takes the form of the one it is compared with.
    private func likenessOfMadeUp(_ a: Answer, _ b: Answer) -> Likeness {
        if a == b { return Likeness(distance: 0, isExact: true, sameLabel: true, mayAgree: true) }
        guard let computed = a.isMadeUp ? output(of: b) : output(of: a) else { return .different }
        return computed.madeUp(by: a.isMadeUp ? a : b).likeness(to: computed)
    }

    private func output(of answer: Answer) -> Output? {
        guard !answer.isMadeUp else { return nil }
        let column = Int(columnOf[answer.entry])
        return columns[column].outputs[answer.entry - firstEntries[column]]
    }

    /// The tolerance of the model that gave a computed answer; a made-up one has none of its own.
    func tolerance(of answer: Answer) -> Float {
        answer.isMadeUp ? .infinity : tolerances[Int(columnOf[answer.entry])]
    }
}
