// SPDX-License-Identifier: GPL-3.0-or-later

extension AnswerTable {
    /// The distance of `Output.likeness`; infinite when either is none.
    public func distance(_ a: Answer, _ b: Answer) -> Float { likeness(a, b).distance }

    /// Whether both name the same classes, decisions or tokens, or where they name nothing have the same bits; false when
    /// either is none.
    public func sameLabel(_ a: Answer, _ b: Answer) -> Bool { likeness(a, b).sameLabel }

    /// Whether all numbers or logits have the same bits; false when either is none.
    ///
    /// Made-up answers are equal when they have the same seed, and to no computed one that has any numbers.
    public func isExactlyEqual(_ a: Answer, _ b: Answer) -> Bool { likeness(a, b).isExact }

    /// Whether both lie within the tolerance of each other; false when either is none.
    ///
    /// The tolerance is that of the model that computed them, times `margin`. Of two models it is the smaller one, so that
    /// agreement means the same whichever comes first; two made-up answers agree only when equal.
    public func agree(_ a: Answer, _ b: Answer, margin: Float = 1) -> Bool {
        guard !a.isNone, !b.isNone else { return false }
        if a.isMadeUp && b.isMadeUp { return a == b }
        return likeness(a, b).isWithin(margin * min(tolerance(of: a), tolerance(of: b)))
    }

    /// Whether the answer lies within the requested model's tolerance of an honest execution.
    /// - Parameter honest: the computation that the request asked for, under the numeric profile and batch bucket of the
    ///   node that answered.
    public func isRight(_ a: Answer, honest: Int, input: Int) -> Bool {
        guard !a.isNone else { return false }
        let expected = answer(computation: honest, input: input)
        return likeness(a, expected).isWithin(tolerance(of: expected))
    }
}
