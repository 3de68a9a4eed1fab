// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Networks
import Quantities
import Randomness

/// The live request table: every request that somebody in the network still refers to, with its attempts.
///
/// Whoever sends a message about a request or works on it holds it; when the last hold is released the request is
/// closed, and the measurement is told that nothing can change it any more.
public final class LiveRequests {
    public let requests = SlotTable<Request>()
    public let attempts = SlotTable<Attempt>()
    /// The streams of each demand, `DemandStream.allCases.count` of them in a row.
    private let keys: [StreamKey]

    /// - Parameter subjects: one per demand, in order.
    public init(seed: UInt64, replication: Int, subjects: [Subject]) {
        keys = subjects.flatMap { subject in
            DemandStream.allCases.map {
                StreamKey(seed: seed, replication: replication, purpose: $0.purpose, subject: subject)
            }
        }
    }

    deinit {
        requests.deallocate()
        attempts.deallocate()
    }

    /// The stream for a draw about a request; the second ordinal is the attempt or hop.
    func stream(_ kind: DemandStream, _ request: UInt32, _ second: UInt64 = 0) -> Stream {
        let record = requests[request]
        return stream(kind, demand: Int(record.demand), serial: record.serial, second)
    }

    /// The same for a request that need not be alive yet.
    func stream(_ kind: DemandStream, demand: Int, serial: UInt64, _ second: UInt64 = 0) -> Stream {
        keys[demand * DemandStream.allCases.count + kind.rawValue].stream(serial, second)
    }

    /// Begins to bring an attempt near, and then its request: for an event about it that is to come.
    func foresee(_ attempt: UInt32, _ glance: Glance) {
        switch glance {
        case .first: attempts.fetch(attempt)
        case .second: requests.fetch(attempts[attempt].request)
        }
    }

    func hold(_ request: UInt32) { requests[request].holds += 1 }

    func release(_ request: UInt32, in simulation: inout Simulation) {
        requests[request].holds -= 1
        if requests[request].holds == 0 { close(request, &simulation) }
    }

    /// Adds an attempt, which holds the request until `end`.
    func openAttempt(_ request: UInt32, node: UInt32, gateway: Int, isCheck: Bool) -> UInt32 {
        let record = requests[request]
        let attempt = attempts.open(
            Attempt(
                request: request, node: node, gateway: UInt16(gateway), tryNumber: record.tries,
                ordinal: record.attempts, isCheck: isCheck, previous: record.newestAttempt))
        requests[request].newestAttempt = attempt
        requests[request].attempts += 1
        hold(request)
        return attempt
    }

    /// Takes back the newest attempt of a request, of which nobody has been told yet.
    func withdrawNewest(_ request: UInt32, in simulation: inout Simulation) {
        let attempt = requests[request].newestAttempt
        requests[request].newestAttempt = attempts[attempt].previous
        requests[request].attempts -= 1
        attempts.close(attempt)
        release(request, in: &simulation)
    }

    /// The attempt has come back or never will.
    func end(_ attempt: UInt32, _ state: Attempt.State, in simulation: inout Simulation) {
        attempts[attempt].state = state
        release(attempts[attempt].request, in: &simulation)
    }

    private func close(_ request: UInt32, _ simulation: inout Simulation) {
        simulation.tell(.closed, request: request)
        var attempt = requests[request].newestAttempt
        while attempt != Request.nothing {
            let previous = attempts[attempt].previous
            attempts.close(attempt)
            attempt = previous
        }
        requests.close(request)
    }
}

/// The draws that belong to one request of a demand, once it is on its way.
enum DemandStream: Int, CaseIterable {
    case networkHop, routing, service, conduct, answer

    var purpose: Purpose {
        switch self {
        case .networkHop: .networkHop
        case .routing: .routing
        case .service: .service
        case .conduct: .conduct
        case .answer: .answer
        }
    }
}

/// The legs of a request's way; with the attempt they number its network draws.
enum Hop: UInt64 {
    case toGateway, toNode, fromNode, toClient

    /// The second ordinal of `Purpose.networkHop`.
    func ordinal(attempt: UInt16) -> UInt64 { UInt64(attempt) << 32 | rawValue }
}
