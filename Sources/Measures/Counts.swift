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
    /// Timely, and at the level or higher within the verification deadline after delivery, and not revoked within the
    /// revocation window. At L0: timely and not taken back.
    public var verified = Tally<7, Level>()
    /// Verified at the level and right.
    public var right = Tally<7, Level>()
    /// Tokens in the answers counted in `right`.
    public var rightTokens = Tally<7, Level>()

    // Truth against checks

    /// Answers that reached the client, or whoever checks on its behalf. A quorum member that is outvoted was delivered
    /// and rejected.
    public var delivered = 0.0
    public var deliveredUnfaithful = 0.0
    public var deliveredWrong = 0.0
    /// Delivered answers of dishonest conduct that were right all the same.
    public var deliveredRightUnfaithful = 0.0
    /// Delivered, not rejected, and not revoked within the window, though unfaithful.
    public var acceptedUnfaithful = 0.0
    /// Delivered, not rejected, and not revoked within the window, though wrong.
    public var acceptedWrong = 0.0
    /// Attempts of honest conduct that a check judged, and those it judged bad.
    public var honestJudged = 0.0
    public var honestJudgedBad = 0.0
    /// Attempts of dishonest conduct that a check judged, and those it judged bad.
    public var dishonestJudged = 0.0
    public var dishonestJudgedBad = 0.0
    /// Convictions of honest operators, and the time honest operators stood to be convicted.
    public var honestOperatorsSlashed = 0.0
    public var honestOperatorYears = 0.0

    // Time

    /// Answers of the cohort at the level or higher by the age; the denominator is `cohort.answered`.
    public var reached = Tally<84, LevelAtAge>()
    /// Time from delivery until the target level was reached, the answer was rejected or revoked, or the verification
    /// deadline passed, summed over the answered requests.
    public var exposureSeconds = 0.0
    /// Wrong answers to answered requests with such a time above zero.
    public var wrongExposed = 0.0
    /// Time to first token and total time, summed over the answered requests, and their histograms.
    public var firstTokenSeconds = 0.0
    public var totalSeconds = 0.0
    public var firstTokenTimes = Tally<74, LatencyBin>()
    public var totalTimes = Tally<74, LatencyBin>()

    // Resources used and paid in the window; they stand in the row of the layout as a whole

    /// Time nodes were paid for, idle ones included.
    public var paidSeconds = Tally<4, NodeRole>()
    /// Time the nodes' devices computed.
    public var busySeconds = Tally<4, NodeRole>()
    /// The part of the paid and busy time that belongs to GPUs, times their number.
    public var gpuPaidSeconds = 0.0
    public var gpuBusySeconds = 0.0
    /// US dollars.
    public var spending = Tally<4, CostKind>()
    /// Put on the network, by anybody.
    public var bytes = 0.0
    public var joules = 0.0
    /// t1 − t0.
    public var windowSeconds = 0.0

    @inlinable public init() {}

    /// Counts an answer of the cohort that reached `level` this long after its delivery, at every age from then on.
    ///
    /// Levels below are not counted along: call it for each level when it is first held, directly or through a higher.
    public mutating func reach(_ level: Level, after seconds: Double) {
        guard let first = Age.first(holding: seconds) else { return }
        for age in Age.all[first.slot...] { reached[LevelAtAge(level, age)] += 1 }
    }

    /// Counts the latency of an answered request of the cohort.
    public mutating func answer(firstToken: Double, total: Double) {
        firstTokenSeconds += firstToken
        totalSeconds += total
        firstTokenTimes[LatencyBin(seconds: firstToken)] += 1
        totalTimes[LatencyBin(seconds: total)] += 1
    }
}
