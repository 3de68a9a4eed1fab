// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Networks
import Quantities

/// How clients of one region reach the gateways: the nearest first, the next nearest on the next try, and so on.
public struct GatewayEntry {
    /// The component that keeps all gateways of the layout.
    let gateways: ComponentIndex
    /// Gateway numbers, nearest first, and their regions.
    let order: [UInt32]
    let regions: [Int]
    /// By what the client routes for itself: no message, no delay. Nil when gateways stand elsewhere.
    let ownDispatch: Dispatch?

    public init(gateways: ComponentIndex, order: [Int], regions: [Int], ownDispatch: Dispatch?) {
        require(!order.isEmpty, "gateway entry: expected at least one gateway, found none")
        self.gateways = gateways
        self.order = order.map { UInt32($0) }
        self.regions = regions
        self.ownDispatch = ownDispatch
    }

    /// Told of a request that is about to be made, so that memory can be fetched.
    func foresee(model: Int, demand: Int, serial: UInt64, _ live: LiveRequests) {
        ownDispatch?.foresee(model: model, demand: demand, serial: serial, live)
    }

    /// Sends a try to its gateway. Returns false when the message is lost.
    func submit(
        _ request: UInt32, try number: UInt8, from region: Int, _ live: LiveRequests, _ network: Network,
        _ simulation: inout Simulation
    ) -> Bool {
        let choice = (Int(number) - 1) % order.count
        let detail = order[choice] << 8 | UInt32(number)
        if ownDispatch != nil {
            simulation.schedule(
                Gateways.submission, at: simulation.now, in: .delivery, for: gateways, subject: request, detail: detail)
            return true
        }
        var stream = live.stream(.networkHop, request, Hop.toGateway.ordinal(attempt: UInt16(number)))
        let message = Network.Message(
            Gateways.submission, to: gateways, subject: request, detail: detail,
            bytes: MessageSize.prompt(tokens: live.requests[request].inputTokens))
        return network.send(message, from: region, to: regions[choice], &stream, in: &simulation)
    }
}

/// Bytes on the wire. Four bytes of text per token is the usual rule of thumb for English; the envelope covers HTTP and
/// TLS framing. Both assumed: sizes matter here only for egress and transfer time.
enum MessageSize {
    static let envelope = 1_000
    static let perToken = 4

    static func prompt(tokens: UInt32) -> Int { envelope + perToken * Int(tokens) }
    static func answer(tokens: UInt32) -> Int { envelope + perToken * Int(tokens) }
}
