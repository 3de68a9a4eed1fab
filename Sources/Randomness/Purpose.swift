// SPDX-License-Identifier: GPL-3.0-or-later

/// What a draw is for.
///
/// Together with seed, replication, subject and ordinals it is the whole key of a stream, so each case says whose draws
/// they are and what the ordinals count. Numbers are written out and never reused: renumbering changes every result.
///
/// "Request" is the number of the request within its demand stream, "attempt" counts its attempts from 0. "World" marks
/// the draws that layouts share: neither subject nor ordinals may depend on the layout.
public enum Purpose: UInt8, CaseIterable, Sendable {
    /// When requests arrive. World. Subject: the demand stream; one stream is drawn from as long as the run lasts.
    case arrival = 1
    /// Input and output tokens, patience. World. Subject: the demand stream; ordinal: request.
    case requestShape = 2
    /// Which prompt is sent. World. Subject: the demand stream; ordinal: request.
    case prompt = 3
    /// Which user sends, from where. World. Subject: the demand stream; ordinal: request.
    case user = 4
    /// The gateway or node a client picks. Subject: the demand stream; ordinals: request, attempt.
    case gatewayChoice = 5
    /// How long a client waits before it tries again. Subject: the demand stream; ordinals: request, attempt.
    case retry = 6
    /// A routing policy's choice. Subject: the demand stream; ordinals: request, attempt.
    case routing = 7
    /// Jitter and loss of a request's messages. Subject: the demand stream; ordinals: request, attempt x 2^32 + hop.
    case networkHop = 8
    /// Jitter and loss of a message that belongs to no request. Subject: the sender; ordinal: message of that sender.
    case backgroundHop = 9
    /// Noise of a service time. Subject: the demand stream; ordinals: request, attempt.
    case service = 10
    /// Crashes, repairs, joining and leaving. World. Subject: region and hardware; ordinals: the how manieth node of that
    /// kind, its how manieth cycle.
    case nodeFault = 11
    /// Outages of a region, cloud or dependency, price moves. World. Subject: that entity; ordinal: event of that entity.
    case environmentFault = 12
    /// Whether an operator is dishonest. World. Subject: the operator; ordinal: 0.
    case threat = 13
    /// Which models, replicas or dishonest nodes lie where. Subject: the pool; ordinal: node of that pool.
    case placement = 14
    /// Whether and how a dishonest node cheats on a request. Subject: the demand stream; ordinals: request, attempt.
    case conduct = 15
    /// The content of an answer made up at random. Subject: the demand stream; ordinals: request, attempt.
    case answer = 16
    /// Where in a recorded trace the run begins. World. Subject: the trace; ordinal: 0.
    case traceOffset = 17
    /// Which answers are checked and by whom. Subject: the demand stream; ordinals: request, attempt.
    case audit = 18
    /// Proposers, committees, block times. Subject: the ledger; ordinal: height, second ordinal: round.
    case consensus = 19
    /// Points of an experimental design. Subject: the factor; ordinal: point.
    case design = 20
    /// Anything a test or a benchmark draws. Subject and ordinals: theirs.
    case rehearsal = 255
}
