// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Kernels
import Measures
import Models
import Quantities
import Randomness

@testable import Nodes
@testable import Schemes

/// Writes down the milestones.
final class Log: Observer {
    private(set) var milestones: [Milestone] = []
    override func note(_ milestone: Milestone) { milestones.append(milestone) }

    func attempts(_ kind: MilestoneKind) -> [UInt32] {
        milestones.filter { $0.kind == kind.rawValue }.map(\.attempt)
    }
}

/// One try of a request: nodes are asked in order and answer in any, as a gateway would hear them.
final class Ballot {
    let log = Log()
    let live = LiveRequests(seed: 14, replication: 0, subjects: [Subject("schemes")])
    let request: UInt32
    /// In the order asked; the first is the primary.
    private(set) var attempts: [UInt32] = []
    private var simulation: Simulation
    private let scheme: Scheme

    init(_ scheme: Scheme, asked count: Int) {
        self.scheme = scheme
        simulation = Simulation(observer: log)
        request = live.requests.open(
            Request(
                offered: .zero, serial: 0, prompt: 0, inputTokens: 1, outputTokens: 1, demand: 0, model: 0, region: 0))
        live.requests[request].tries = 1
        for number in 0..<count { ask(isCheck: number > 0) }
    }

    func ask(isCheck: Bool) {
        let node = UInt32(10 + attempts.count)
        attempts.append(live.openAttempt(request, node: node, gateway: 0, isCheck: isCheck))
    }

    /// The answer of the n-th node asked arrives. Returns the number of the node whose answer the client gets now.
    func arrive(_ number: Int, _ answer: Answer) -> Int? {
        let attempt = attempts[number]
        live.attempts[attempt].answer = answer
        live.attempts[attempt].state = .arrived
        guard case .deliver(let chosen) = scheme.arrived(attempt, live, in: &simulation) else { return nil }
        return attempts.firstIndex(of: chosen)
    }

    /// The n-th node asked refuses, and nobody is asked in its place. Returns as `arrive` does.
    func refuse(_ number: Int) -> Int? {
        live.attempts[attempts[number]].state = .refused
        guard case .deliver(let chosen) = scheme.dropped(attempts[number], live, in: &simulation) else { return nil }
        return attempts.firstIndex(of: chosen)
    }

    /// Everything that was asked has been rejected, and nothing else was told.
    var hasRejectedAll: Bool {
        told(.rejected) == Array(attempts.indices) && log.milestones.count == attempts.count
    }

    /// Numbers of the nodes told about, in order.
    func told(_ kind: MilestoneKind) -> [Int] { log.attempts(kind).map { attempts.firstIndex(of: $0) ?? -1 } }
}

/// Real answers to one input, and made-up ones.
enum Ballots {
    static let table: AnswerTable = {
        let model = ServedModel(embedded: .digits)!
        let asked = Array(InputSet.named(.digits).asked.prefix(1))
        var rounded = Deviation.none
        rounded.weights = .int4
        let computations =
            [NumericProfile.scalar, .wide8, .fused16].map { Computation(model, profile: $0) }
            + [Computation(model, rounded, profile: .scalar)]
        // Three float32 profiles: what differs in the last bits agrees, what differs in the weights does not.
        return AnswerTable(
            computations.map {
                AnswerTable.Column(
                    inputs: "digits", outputs: try! Execution($0).outputs(of: asked), tolerance: 0x1p-19)
            })
    }()

    /// Honest answers of three kinds of hardware: equal within the tolerance, different in their bits.
    static let honest = (0..<3).map { table.answer(computation: $0, input: 0) }
    /// Of rounded weights: the right label, other scores.
    static let cheap = table.answer(computation: 3, input: 0)
    static func madeUp(_ number: Int) -> Answer { .random(seed: UInt64(number + 1) << 20) }

    static func reExecution(
        _ executions: Int, compare: String = "exact", deliver: String = "agreed", answers: AnswerTable = table
    ) -> ReExecution {
        ReExecution(
            Arguments(
                name: "re-execution",
                values: [
                    ("executions", .count(executions)), ("compare", .word(compare)), ("deliver", .word(deliver)),
                ]), answers: answers)
    }
}
