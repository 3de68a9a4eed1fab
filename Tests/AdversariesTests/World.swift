// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Kernels
import Measures
import Models
import Quantities
import Randomness

@testable import Nodes

/// Writes down the milestones.
final class Log: Observer {
    private(set) var milestones: [Milestone] = []
    override func note(_ milestone: Milestone) { milestones.append(milestone) }
}

/// Real answers under three numeric profiles: honest, with rounded weights, and of the substitute.
enum Truth {
    static let profiles = [NumericProfile.scalar, .wide8, .fused16]
    static let table: AnswerTable = {
        let digits = ServedModel(embedded: .digits)!, small = ServedModel(embedded: .digitsSmall)!
        let forms: [WeightForm] = [.published, .int8, .int4]
        let computations =
            forms.flatMap { form in
                profiles.map { profile in
                    var deviation = Deviation.none
                    deviation.weights = form
                    return Computation(digits, deviation, profile: profile)
                }
            } + profiles.map { Computation(small, profile: $0) }
        let asked = InputSet.named(.digits).asked
        return AnswerTable(
            computations.map {
                AnswerTable.Column(
                    inputs: "digits", outputs: try! Execution($0).outputs(of: asked), tolerance: 0x1p-19)
            })
    }()

    /// Positions of a form of the weights, by model and profile; the second model is the substitute itself.
    static func computations(_ form: Int) -> [[Int]] { [[3 * form, 3 * form + 1, 3 * form + 2], [9, 10, 11]] }
}

/// A request that several nodes are asked to serve.
final class Workplace {
    let log = Log()
    let live: LiveRequests
    private var simulation: Simulation

    init(seed: UInt64 = 15, replication: Int = 0) {
        live = LiveRequests(seed: seed, replication: replication, subjects: [Subject("adversaries")])
        simulation = Simulation(observer: log)
    }

    func request(_ serial: UInt64, model: Int = 0) -> UInt32 {
        live.requests.open(
            Request(
                offered: .zero, serial: serial, prompt: Int(serial) % 360, inputTokens: 1, outputTokens: 1, demand: 0,
                model: model, region: 0))
    }

    /// The next attempt at the request.
    func job(_ request: UInt32, arithmetic: Int = 0) -> Job {
        let attempt = live.openAttempt(request, node: 4, gateway: 0, isCheck: false)
        let record = live.requests[request]
        return Job(
            request: request, attempt: attempt, node: 4, model: Int(record.model), arithmetic: arithmetic,
            prompt: Int(record.prompt), live: live)
    }

    func serve(_ conduct: ServingConduct, _ job: Job) -> Work { conduct.serve(job, in: &simulation) }
    func serve(_ conduct: ServingConduct, _ request: UInt32) -> Work { serve(conduct, job(request)) }
}
