// SPDX-License-Identifier: GPL-3.0-or-later

/// What one replication counted for one row of the record: the requests of one user region and model, or, in the row of
/// region `*` and model `*`, whatever belongs to the layout as a whole (nodes, money, energy, operators, the window).
///
/// The total of a replication is the sum of its rows: each number stands in exactly one row. Everything is a Double, so
/// that totals weighted over strata are values of the same type; whole numbers are exact to 2^53. All is plain memory
/// (`columns` covers every number of it) and nothing here allocates.
///
/// Unless said otherwise the requests are those of the cohort, offered in [t0, t1); *right*, *wrong*, *faithful* and
/// *unfaithful* are truth, known to the measurement alone.
public struct Counts: Sendable {
    // States

    /// Requests offered at any time of the run.
    public var wholeRun = StateCounts()
    /// Requests offered in the window.
    public var cohort = StateCounts()

    // The funnel

    /// Answered within the service-level objective, time to first token and total.
    public var timely = 0.0
    /// Users with a request, and those of them whose accessibility is below 0.5.
    public var users = 0.0
    public var usersBelowHalf = 0.0
    /// Timely, and at the level or higher within the verification deadline after delivery, and not revoked within the
    /// revocation window. A rejected answer counts at L0 only.
    public var verified = Tally<7, Level>()
    /// Verified at the level and right.
    public var right = Tally<7, Level>()
    /// Tokens in the answers counted in `right`.
    public var rightTokens = Tally<7, Level>()

    // Truth against checks

    /// Answers that reached the client, or whoever checks on its behalf, whether or not the client used them: with a
    /// quorum each member's, with retries a late one too. A quorum member that is outvoted was delivered and rejected.
    public var delivered = 0.0
    /// Delivered answers of dishonest conduct.
    public var deliveredUnfaithful = 0.0
    /// Delivered answers outside the model's tolerance.
    public var deliveredWrong = 0.0
    /// Delivered answers of dishonest conduct that were right all the same.
    public var deliveredRightUnfaithful = 0.0
    /// Delivered, not judged bad, not rejected, and not revoked within the window, though unfaithful. Without any check
    /// that is everything delivered.
    public var acceptedUnfaithful = 0.0
    /// Delivered, not judged bad, not rejected, and not revoked within the window, though wrong.
    public var acceptedWrong = 0.0
    /// Attempts of honest conduct that a check judged.
    public var honestJudged = 0.0
    /// Of these, judged bad.
    public var honestJudgedBad = 0.0
    /// Attempts of dishonest conduct that a check judged.
    public var dishonestJudged = 0.0
    /// Of these, judged bad.
    public var dishonestJudgedBad = 0.0
    /// Convictions of honest operators.
    public var honestOperatorsSlashed = 0.0
    /// Honest operators times the time they stood to be convicted, in years.
    public var honestOperatorYears = 0.0

    // Time

    /// Answers of the cohort at the level or higher at the age, not revoked by then; the denominator is `cohort.answered`.
    public var reached = Tally<84, LevelAtAge>()
    /// Time from delivery until the target level was reached, the answer was rejected or revoked, or the verification
    /// deadline passed, summed over the answered requests.
    public var exposureSeconds = 0.0
    /// Wrong answers to answered requests with such a time above zero.
    public var wrongExposed = 0.0
    /// Time to first token in seconds, summed over the answered requests.
    public var firstTokenSeconds = 0.0
    /// Time to the whole answer in seconds, summed over the answered requests.
    public var totalSeconds = 0.0
    /// Answered requests by time to first token.
    public var firstTokenTimes = Tally<74, LatencyBin>()
    /// Answered requests by time to the whole answer.
    public var totalTimes = Tally<74, LatencyBin>()

    // Resources used and paid in the window; they stand in the row of the layout as a whole

    /// Time nodes were paid for, idle ones included.
    public var paidSeconds = Tally<4, NodeRole>()
    /// Time the nodes' devices computed.
    public var busySeconds = Tally<4, NodeRole>()
    /// Paid node time in seconds that belongs to GPUs, times their number.
    public var gpuPaidSeconds = 0.0
    /// Busy node time in seconds that belongs to GPUs, times their number.
    public var gpuBusySeconds = 0.0
    /// US dollars.
    public var spending = Tally<4, CostKind>()
    /// Put on the network, by anybody.
    public var bytes = 0.0
    /// Energy used.
    public var joules = 0.0
    /// t1 − t0.
    public var windowSeconds = 0.0

    /// Nothing counted.
    @inlinable public init() {}

    /// Counts an answer of the cohort that reached `level` this long after its delivery, at every age from then on until
    /// the level was revoked, if it was; all in seconds since delivery.
    ///
    /// Levels below are not counted along: call it for each level that was held, directly or through a higher one.
    public mutating func reach(_ level: Level, after seconds: Double, until revoked: Double = .infinity) {
        for age in Age.all where age.seconds >= seconds && age.seconds < revoked {
            reached[LevelAtAge(level, age)] += 1
        }
    }

    /// Counts the latency of an answered request of the cohort.
    public mutating func answer(firstToken: Double, total: Double) {
        firstTokenSeconds += firstToken
        totalSeconds += total
        firstTokenTimes[LatencyBin(seconds: firstToken)] += 1
        totalTimes[LatencyBin(seconds: total)] += 1
    }
}
