// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The rules that concern more than one key.
///
/// They run on what could be read, so that they find their mistakes together with those of single keys; a rule whose
/// keys were wrong themselves is left out, lest one mistake be reported twice.
struct Checks {
    let scenario: Scenario
    let reading: Reading

    init(_ scenario: Scenario, _ reading: Reading) {
        self.scenario = scenario
        self.reading = reading
    }

    func run() {
        checkWindow()
        checkTimes()
        checkHardware()
        checkDemand()
        checkModels()
        checkFaults()
        for layout in scenario.layouts { check(layout) }
        checkRoutes()
        checkEqualised()
    }

    func report(_ place: Position, found: String, allowed: String) {
        reading.report(place, .contradiction(found: found, allowed: allowed))
    }

    private func checkWindow() {
        guard reading.isSound("window"), reading.isSound("study") else { return }
        if scenario.study == .steady, scenario.window.start == .zero {
            report(
                reading.place("window", "start"), found: "a steady study that deletes nothing",
                allowed: "a start above 0 s, long enough to forget the beginning")
        }
    }

    private func checkTimes() {
        let level = scenario.serviceLevel, client = scenario.deadlines.client
        let isLevelSound = reading.isSound("service-level"), isDeadlineSound = reading.isSound("deadlines")
        if isLevelSound, level.firstToken > level.total {
            report(
                reading.place("service-level", "first-token"), found: "a first token allowed later than the last",
                allowed: "at most the total, \(ExactNumber.write(level.total))")
        }
        if isLevelSound, isDeadlineSound, level.total > client {
            report(
                reading.place("service-level", "total"), found: "a total longer than clients wait",
                allowed: "at most the client's deadline, \(ExactNumber.write(client))")
        }
        if reading.isSound("attempts"), isDeadlineSound, scenario.attempts.timeout > client {
            report(
                reading.place("attempts", "timeout"), found: "an attempt longer than clients wait",
                allowed: "at most the client's deadline, \(ExactNumber.write(client))")
        }
    }

    private func checkHardware() {
        for hardware in scenario.hardware where hardware.busyPower < hardware.idlePower {
            report(
                reading.place("hardware", hardware.id, "busy-power"), found: "less power at full use than idle",
                allowed: "at least the idle power, \(ExactNumber.write(hardware.idlePower, as: .power))")
        }
    }

    private func checkDemand() {
        for demand in scenario.demand where demand.tokens.name == Declaration.traceTokens.name && !demand.isTraced {
            report(
                reading.place("demand", demand.id, "tokens"), found: "lengths from a trace without its arrivals",
                allowed: "tokens 'trace' only with arrivals 'trace'")
        }
    }

    private func checkFaults() {
        guard reading.isSound("faults"), reading.isSound("window"), reading.isSound("deadlines") else { return }
        let deadlines = scenario.deadlines
        let end = scenario.window.end + deadlines.client + deadlines.verification + deadlines.revocation
        for fault in scenario.faults where fault.name == Declaration.regionOutage.name && fault.time("start") >= end {
            report(
                reading.place("faults"), found: "an outage after the end of the run",
                allowed: "a start before the last deadline ends, \(ExactNumber.write(end))")
        }
    }
}
