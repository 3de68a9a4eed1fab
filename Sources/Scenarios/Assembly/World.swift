// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Engine
import Ledgers
import Measures
import Models
import Networks
import Nodes
import Quantities
import Randomness

/// The components of one replication, built from a checked scenario and ready to run.
struct World: ~Copyable {
    var simulation: Simulation
    let measurement: Measurement
    let plan: Plan
    let threat: ThreatLaw
    /// One flag per operator.
    let isDishonest: [Bool]

    init(_ scenario: Scenario, _ layout: Layout, _ point: RunPoint, _ materials: Materials) {
        let book = materials.answers
        let cast = Cast(scenario, layout, scale: point.scale)
        threat = ThreatLaw(scenario, layout, cast)
        plan = Plan(scenario, layout, point, cast)
        isDishonest = threat.draw(
            threat.strata[point.stratum], seed: scenario.seed, replication: point.replication)
        let live = LiveRequests(
            seed: scenario.seed, replication: point.replication,
            subjects: scenario.demand.map { Subject("demand/" + $0.id) })
        measurement = Measurement(
            window: MeasurementWindow(scenario), live: live,
            truth: Truth(answers: book.table, honest: book.honest),
            rowOfDemand: plan.rowOfDemand, rows: plan.rows.count,
            users: UserTable(scenario.demand.indices.map(plan.users)), participants: cast.participants,
            isSteady: scenario.study == .steady)
        simulation = Simulation(observer: measurement)
        let assembly = Assembly(plan: plan, materials: materials, live: live, isDishonest: isDishonest)
        assembly.build(&simulation)
    }
}

extension MeasurementWindow {
    init(_ scenario: Scenario) {
        self.init(
            start: scenario.window.start, end: scenario.window.end,
            firstTokenObjective: scenario.serviceLevel.firstToken, totalObjective: scenario.serviceLevel.total,
            verificationDeadline: scenario.deadlines.verification, target: Level(rawValue: UInt8(scenario.target))!)
    }
}
