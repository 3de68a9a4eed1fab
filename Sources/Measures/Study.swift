// SPDX-License-Identifier: GPL-3.0-or-later

/// What a report needs beside the rows of the record: what was asked, under which rules, of which layouts.
///
/// Written as `study.csv` (`StudyRecord`), so that a report is made from records alone.
public struct Study: Equatable, Sendable {
    /// A fixed clock window and initial state, or a steady state after one common deletion point.
    public enum Kind: String, CaseIterable, Sendable {
        case terminating, steady
    }

    /// What the layouts were made equal in.
    public enum Equalisation: String, CaseIterable, Sendable {
        case nothing, cost, gpus, power
    }

    /// As the scenario calls it.
    public var title = ""
    /// Of the window.
    public var kind = Kind.terminating
    /// The level of the headline.
    public var target = Level.signed
    /// The scales that were run, ascending.
    public var scales = [1]
    /// The scale of the headline and its verdicts.
    public var headlineScale = 1
    /// The service-level objective in seconds; nil when it differs between workloads.
    public var firstTokenObjective: Double?
    /// The same for the whole answer.
    public var totalObjective: Double?
    /// In seconds.
    public var clientDeadline = 0.0
    /// How long after its delivery an answer may reach a level to count as verified there, in seconds.
    public var verificationDeadline = 0.0
    /// How long after its delivery a level can be revoked, in seconds.
    public var revocationWindow = 0.0
    /// The window of the cohort, in seconds since the start of the run.
    public var windowStart = 0.0
    /// In seconds since the start of the run; not part of the window.
    public var windowEnd = 0.0
    /// Differences of U smaller than this do not matter to whoever reads.
    public var indifference = 0.01
    /// The least U at which a scale counts as verified capacity.
    public var floor = 0.9
    /// What the layouts were made equal in.
    public var equalisation = Equalisation.nothing
    /// The layout whose cost, GPUs or power the others were given; empty when nothing was made equal.
    public var reference = ""
    /// Sentences every report of the study must carry: stand-ins, finite sets of prompts or hours of trace.
    public var notes: [String] = []
    /// Every two numeric profiles of the hardware, by model; empty where all machines are of one profile.
    public var profilePairs: [ProfilePair] = []
    /// In the order of the scenario.
    public var layouts: [StudyLayout] = []

    /// A study with the usual indifference and floor, without layouts.
    public init() {}

    /// The layout with the given name, or nil.
    public func layout(_ name: String) -> StudyLayout? { layouts.first { $0.name == name } }
}

/// What a report needs to know about one layout.
public struct StudyLayout: Equatable, Sendable {
    /// As in the record.
    public var name: String
    /// One sentence in plain words.
    public var summary = ""
    /// The highest level the layout's scheme can reach. It reaches those below too; above it has no number, no verdict.
    public var highest = Level.unassured
    /// Operators exempted from the threat, as the label `assumed honest` shows them; empty when there are none.
    public var assumedHonest = ""
    /// The operator with more than a fifth of the layout's capacity, whose honesty makes the strata; empty without.
    public var mainOperator = ""
    /// Under which assumption the assurance holds, in one sentence.
    public var trust = ""
    /// The least probability with which an audit picks an answer, and the stake behind it in US dollars; nil without.
    public var auditProbability: Double?
    /// In US dollars; nil without.
    public var stakeUSD: Double?
    /// How long answers stand open to challenge, in seconds; nil without.
    public var challengeWindow: Double?
    /// Who sees the user's identity, the prompt, the answer.
    public var seesIdentity = ""
    /// Who sees the prompt.
    public var seesPrompt = ""
    /// Who sees the answer.
    public var seesAnswer = ""

    /// A layout that reaches L0.
    public init(_ name: String) { self.name = name }

    /// Whether a number at the level means anything; where it does not there is no verdict either.
    public func canReach(_ level: Level) -> Bool { level <= highest }
}
