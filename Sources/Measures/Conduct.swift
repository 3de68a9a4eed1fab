// SPDX-License-Identifier: GPL-3.0-or-later

/// What checks let pass and whom they accuse, as ratios of totals.
extension Counts {
    /// Accepted unfaithful / delivered unfaithful.
    public var undetectedUnfaithful: Double { ratio(acceptedUnfaithful, deliveredUnfaithful) }

    /// Accepted wrong / delivered wrong.
    public var undetectedWrong: Double { ratio(acceptedWrong, deliveredWrong) }

    /// Delivered wrong / delivered.
    public var deliveredWrongShare: Double { ratio(deliveredWrong, delivered) }

    /// Delivered unfaithful / delivered.
    public var deliveredUnfaithfulShare: Double { ratio(deliveredUnfaithful, delivered) }

    /// Right all the same / delivered unfaithful.
    public var rightThoughUnfaithful: Double { ratio(deliveredRightUnfaithful, deliveredUnfaithful) }

    /// Wrong / delivered of honest conduct: how often honest hardware left the model's tolerance.
    ///
    /// Delivered wrong answers are either unfaithful and not right, or faithful; the latter are counted here.
    public var wrongThoughFaithful: Double {
        let wrong = deliveredWrong - (deliveredUnfaithful - deliveredRightUnfaithful)
        // Sums weighted by strata leave a rounding error where nothing is left.
        return ratio(wrong > 1e-9 * deliveredWrong ? wrong : 0, delivered - deliveredUnfaithful)
    }

    /// Honest attempts judged bad / honest attempts judged.
    public var falseAccusation: Double { ratio(honestJudgedBad, honestJudged) }

    /// Honest operators slashed per operator-year.
    public var honestSlashedPerOperatorYear: Double { ratio(honestOperatorsSlashed, honestOperatorYears) }

    /// Dishonest attempts judged bad / dishonest attempts judged.
    public var caught: Double { ratio(dishonestJudgedBad, dishonestJudged) }
}
