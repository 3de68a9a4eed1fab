// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The answers of all computations to all test inputs, really computed once and then only looked up and compared.
///
/// Immutable after preparation and shared by all replications. Computations that are equal share their entries.
/// Comparisons are meant for two answers to the same request; nothing below `init` allocates.
public final class AnswerTable: Sendable {
    /// Test inputs per computation.
    @usableFromInline let inputs: Int
    /// Scores per answer.
    private let classes: Int
    /// [computation]: number of the first of its entries, one per input.
    @usableFromInline nonisolated(unsafe) let firstEntries: UnsafeMutableBufferPointer<Int>
    /// [entry][class].
    private nonisolated(unsafe) let scores: UnsafeMutableBufferPointer<Float>
    /// [entry].
    private nonisolated(unsafe) let labels: UnsafeMutableBufferPointer<UInt8>
    /// [entry]: tolerance of the model.
    private nonisolated(unsafe) let tolerances: UnsafeMutableBufferPointer<Float>

    /// Runs every computation on every test input.
    /// - Precondition: all models have the same number of classes, at most 256.
    /// - Complexity: O(computations x inputs x weights).
    public init(_ computations: [Computation]) {
        let questions = InputSet.test
        let prepared = Self.withoutRepeats(computations)
        let count = prepared.distinct.count * questions.count
        inputs = questions.count
        classes = computations.first?.model.classes ?? 1
        firstEntries = .allocate(capacity: computations.count)
        scores = .allocate(capacity: count * classes)
        labels = .allocate(capacity: count)
        tolerances = .allocate(capacity: count)
        _ = firstEntries.initialize(fromContentsOf: prepared.positions.map { $0 * questions.count })
        for (position, computation) in prepared.distinct.enumerated() {
            run(computation, on: questions, firstEntry: position * questions.count)
        }
    }

    deinit {
        firstEntries.deallocate()
        scores.deallocate()
        labels.deallocate()
        tolerances.deallocate()
    }

    /// The distinct computations in order of first mention, and the position of each one given among them.
    private static func withoutRepeats(
        _ computations: [Computation]
    ) -> (distinct: [Computation], positions: [Int]) {
        var distinct: [Computation] = []
        var known: [Computation: Int] = [:]
        let positions = computations.map { computation in
            if let position = known[computation] { return position }
            known[computation] = distinct.count
            distinct.append(computation)
            return distinct.count - 1
        }
        return (distinct, positions)
    }

    private func run(_ computation: Computation, on questions: InputSet, firstEntry: Int) {
        require(
            computation.model.classes == classes && classes <= 256,
            "answer table: expected \(classes) classes, at most 256, found \(computation.model.classes)")
        let layers = computation.model.rounded(to: computation.weights)
        for input in 0..<questions.count {
            let found = Classifier.scores(layers, questions.values(of: input), computation.profile)
            let entry = firstEntry + input
            for (index, score) in found.enumerated() {
                scores.initializeElement(at: entry * classes + index, to: score)
            }
            labels.initializeElement(at: entry, to: UInt8(Self.label(of: found)))
            tolerances.initializeElement(at: entry, to: computation.model.tolerance)
        }
    }

    /// The class with the highest score, the first of them when several have it.
    static func label(of scores: [Float]) -> Int {
        scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
    }

    /// What a computation, by its position in `init`, gives for a test input.
    /// - Complexity: constant.
    @inlinable public func answer(computation: Int, input: Int) -> Answer {
        assert(input >= 0 && input < inputs, "answer table: expected an input below \(inputs), found \(input)")
        return Answer(entry: firstEntries[computation] + input)
    }
}

extension AnswerTable {
    /// The largest difference between scores of the same class; infinite when either is none.
    /// - Complexity: O(classes).
    public func distance(_ a: Answer, _ b: Answer) -> Float {
        if a.isNone || b.isNone { return .infinity }
        var largest: Float = 0
        for index in 0..<classes { largest = max(largest, (score(index, of: a) - score(index, of: b)).magnitude) }
        return largest
    }

    /// Whether both have their highest score in the same class; false when either is none.
    /// - Complexity: constant.
    public func sameLabel(_ a: Answer, _ b: Answer) -> Bool {
        if a.isNone || b.isNone { return false }
        return label(of: a) == label(of: b)
    }

    /// Whether all scores have the same bits; false when either is none.
    ///
    /// Made-up answers are equal when they have the same seed, and to no computed one.
    /// - Complexity: O(classes).
    public func isExactlyEqual(_ a: Answer, _ b: Answer) -> Bool {
        if a.isNone || b.isNone { return false }
        if a == b { return true }
        if a.isMadeUp || b.isMadeUp { return false }
        for index in 0..<classes
        where scores[a.entry * classes + index].bitPattern != scores[b.entry * classes + index].bitPattern {
            return false
        }
        return true
    }

    /// Whether both have the same label and lie within the tolerance of each other; false when either is none.
    ///
    /// The tolerance is that of the model that computed them. Of two models it is the smaller one, so that agreement means
    /// the same whichever comes first; a made-up answer has none of its own, and two of them agree only when equal.
    /// - Complexity: O(classes).
    public func agree(_ a: Answer, _ b: Answer) -> Bool {
        if a == b { return !a.isNone }
        if a.isMadeUp && b.isMadeUp { return false }
        return sameLabel(a, b) && distance(a, b) <= min(tolerance(of: a), tolerance(of: b))
    }

    /// Whether the answer has the label of an honest execution and lies within the requested model's tolerance of it.
    /// - Parameter honest: the computation that the request asked for, under the numeric profile and batch bucket of the
    ///   node that answered.
    /// - Complexity: O(classes).
    public func isRight(_ a: Answer, honest: Int, input: Int) -> Bool {
        let expected = answer(computation: honest, input: input)
        return a == expected || sameLabel(a, expected) && distance(a, expected) <= tolerance(of: expected)
    }

    private func score(_ index: Int, of answer: Answer) -> Float {
        guard answer.isMadeUp else { return scores[answer.entry * classes + index] }
        let (label, score) = answer.madeUp(classes: classes)
        return index == label ? score : (1 - score) / Float(classes - 1)
    }

    private func label(of answer: Answer) -> Int {
        answer.isMadeUp ? answer.madeUp(classes: classes).label : Int(labels[answer.entry])
    }

    private func tolerance(of answer: Answer) -> Float {
        if answer.isNone { return 0 }
        return answer.isMadeUp ? .infinity : tolerances[answer.entry]
    }
}
