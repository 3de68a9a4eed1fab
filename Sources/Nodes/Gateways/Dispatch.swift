// SPDX-License-Identifier: GPL-3.0-or-later

import Ledgers
import Networks
import Quantities

/// Whom a gateway asks: the routing policy, over those listed for the work, with whom must not be asked again.
public final class Dispatch {
    private let routing: RoutingPolicy
    private let hasForesight: Bool
    /// By model: who serves users, and who executes for the scheme beside the first node.
    private let serving: [Listing]
    private let checking: [Listing]
    private let participants: Participants

    public init(
        routing: RoutingPolicy, serving: [Listing], checking: [Listing], participants: Participants
    ) {
        self.routing = routing
        hasForesight = routing.hasForesight
        self.serving = serving
        self.checking = checking
        self.participants = participants
    }

    /// Told of a request that will soon be dispatched, so that memory can be fetched: the routing policy draws for it as it
    /// will then.
    func foresee(_ request: UInt32, _ live: LiveRequests) {
        guard hasForesight else { return }
        let record = live.requests[request]
        var stream = live.stream(.routing, request, UInt64(record.attempts))
        routing.foresee(serving[Int(record.model)], &stream)
    }

    /// The same for one that is not alive yet.
    func foresee(model: Int, demand: Int, serial: UInt64, _ live: LiveRequests) {
        guard hasForesight else { return }
        var stream = live.stream(.routing, demand: demand, serial: serial)
        routing.foresee(serving[model], &stream)
    }

    /// A node for the next attempt of a request, or nil.
    ///
    /// Executions of one try go to different operators, or they would not be independent. A retry avoids the nodes that
    /// were asked before, and takes one of them only when no other is found.
    func choose(for request: UInt32, isCheck: Bool, from region: Int, _ live: LiveRequests) -> UInt32? {
        let record = live.requests[request]
        let listing = isCheck ? checking[Int(record.model)] : serving[Int(record.model)]
        guard listing.count > 0 else { return nil }
        var stream = live.stream(.routing, request, UInt64(record.attempts))
        var ask = Ask(
            region: region, participants: participants, attempts: live.attempts, newest: record.newestAttempt,
            tryNumber: record.tries)
        if let node = routing.choose(from: listing, for: ask, &stream) { return node }
        ask.avoidsEarlierTries = false
        return routing.choose(from: listing, for: ask, &stream)
    }
}

/// What a routing policy may know of the request it chooses a node for.
public struct Ask {
    /// Of the gateway.
    public let region: Int
    /// Whether nodes of earlier tries are passed over.
    var avoidsEarlierTries = true
    private let participants: Participants
    private let attempts: SlotTable<Attempt>
    private let newest: UInt32
    private let tryNumber: UInt8

    init(region: Int, participants: Participants, attempts: SlotTable<Attempt>, newest: UInt32, tryNumber: UInt8) {
        self.region = region
        self.participants = participants
        self.attempts = attempts
        self.newest = newest
        self.tryNumber = tryNumber
    }

    /// Whether the node may be asked: not asked before, and not of an operator who already works on this try.
    public func permits(_ node: UInt32) -> Bool {
        var attempt = newest
        while attempt != Request.nothing {
            let other = attempts[attempt]
            let isThisTry = other.tryNumber == tryNumber
            if other.node == node, isThisTry || avoidsEarlierTries { return false }
            if isThisTry, other.state != .refused,
                participants.operatorNumber(of: other.node) == participants.operatorNumber(of: node)
            {
                return false
            }
            attempt = other.previous
        }
        return true
    }
}
