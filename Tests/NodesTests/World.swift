// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL
import Engine
import Measures
import Quantities
import Randomness

@testable import Ledgers
@testable import Networks
@testable import Nodes

/// Streams of the tests of this room.
func key(_ name: String) -> StreamKey {
    StreamKey(seed: 13, replication: 0, purpose: .rehearsal, subject: Subject("nodes/" + name))
}

/// The probability of a chi-square statistic at least this large, when all outcomes are equally likely or as said.
func chiSquareP(_ counts: [Int], shares: [Double]? = nil) -> Double {
    let total = Double(counts.reduce(0, +))
    let statistic = counts.indices.reduce(0.0) { sum, index in
        let expected = total * (shares?[index] ?? 1 / Double(counts.count))
        return sum + (Double(counts[index]) - expected) * (Double(counts[index]) - expected) / expected
    }
    return gsl_cdf_chisq_Q(statistic, Double(counts.count - 1))
}

extension LiveRequests {
    /// The live request table of the tests, with the draws of so many demands.
    static func tests(demands: Int = 1) -> LiveRequests {
        LiveRequests(seed: 13, replication: 0, subjects: (0..<demands).map { Subject("nodes/demand-\($0)") })
    }

    /// Opens a request of so many output tokens.
    func open(serial: UInt64, demand: Int = 0, model: Int = 0, output: Int = 5) -> UInt32 {
        requests.open(
            Request(
                offered: .zero, serial: serial, prompt: Int(serial) % 360, inputTokens: 10, outputTokens: output,
                demand: demand, model: model, region: 0))
    }
}

/// Writes down the milestones.
final class Log: Observer {
    private(set) var milestones: [Milestone] = []
    override func note(_ milestone: Milestone) { milestones.append(milestone) }

    func all(_ kind: MilestoneKind) -> [Milestone] { milestones.filter { $0.kind == kind.rawValue } }
}

/// Writes down what is addressed to it.
final class Recorder: Component {
    struct Entry: Equatable {
        let time: Nanoseconds
        let kind: UInt16
        let subject: UInt32
        var detail: UInt32 = 0
    }

    private(set) var entries: [Entry] = []

    func subjects(of kind: UInt16) -> [UInt32] { entries.filter { $0.kind == kind }.map(\.subject) }
    func times(of kind: UInt16) -> [Nanoseconds] { entries.filter { $0.kind == kind }.map(\.time) }

    override func handle(_ event: Event, in simulation: inout Simulation) {
        entries.append(
            Entry(time: simulation.now, kind: event.kind, subject: event.subject, detail: event.detail))
    }
}

/// Takes participants down and up at given instants.
final class Script: Component {
    private let participants: Participants

    init(_ participants: Participants, index: ComponentIndex) {
        self.participants = participants
        super.init(index: index)
    }

    override func handle(_ event: Event, in simulation: inout Simulation) {
        if event.kind == 0 {
            participants.takeDown(event.subject, in: &simulation)
        } else {
            participants.bringUp(event.subject, in: &simulation)
        }
    }
}

/// A listing of all of so many nodes in so many regions, each of an operator of its own unless said otherwise, and a
/// request that asks for one.
struct Choice {
    let participants: Participants
    let listing: Listing
    let live = LiveRequests.tests()
    let request: UInt32

    init(nodes: Int, regions: Int = 1, operatorOf: (Int) -> Int = { $0 }) {
        var simulation = Simulation()
        let owner = simulation.reserve()
        participants = Participants(
            (0..<nodes).map { .init(region: $0 % regions, operatorNumber: operatorOf($0), owner: owner) },
            watchers: [])
        listing = Listing(number: 0, regions: regions, participants: participants)
        for node in 0..<nodes { listing.insert(UInt32(node)) }
        request = live.open(serial: 0)
        live.requests[request].tries = 1
    }

    /// Counts a node as asked in the current try.
    @discardableResult func exclude(_ node: Int, state: Attempt.State = .open) -> UInt32 {
        let attempt = live.openAttempt(request, node: UInt32(node), gateway: 0, isCheck: false)
        live.attempts[attempt].state = state
        return attempt
    }

    func ask(from region: Int = 0) -> Ask {
        Ask(
            region: region, participants: participants, attempts: live.attempts,
            newest: live.requests[request].newestAttempt, tryNumber: live.requests[request].tries)
    }
}
