// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Quantities
import Randomness

/// Carries messages between regions: delay with jitter, transfer time, loss.
///
/// It does not know what a message means: the event that delivers it belongs to the receiver, who also finds out whether
/// the addressed participant is still up.
public final class Network: Sendable {
    public let map: LatencyMap
    /// The probability that a message is lost on the way, 0 to 1.
    public let loss: Double
    /// Seconds per byte between any two regions: the narrowest link of the way.
    private let secondsPerByte: Double

    /// - Parameter bandwidth: of a single transfer, in bytes per second, above zero.
    public init(map: LatencyMap, loss: Double, bandwidth: Double) {
        require(bandwidth > 0, "network: expected a bandwidth above zero, found \(bandwidth) B/s")
        self.map = map
        self.loss = loss
        secondsPerByte = 1 / bandwidth
    }

    /// What to deliver to whom.
    public struct Message: Sendable {
        public let kind: UInt16
        public let target: ComponentIndex
        public let subject: UInt32
        public let detail: UInt32
        public let bytes: Int

        @inlinable public init(
            _ kind: UInt16, to target: ComponentIndex, subject: UInt32, detail: UInt32 = 0, bytes: Int
        ) {
            self.kind = kind
            self.target = target
            self.subject = subject
            self.detail = detail
            self.bytes = bytes
        }
    }

    /// Sends a message after a time of preparation. Returns false when it is lost, so that the sender's books can be kept.
    ///
    /// Consumes two words of the stream, whatever happens. Complexity: O(1) and one event.
    public func send(
        _ message: Message, from origin: Int, to destination: Int, after preparation: Nanoseconds = .zero,
        _ stream: inout Stream, in simulation: inout Simulation
    ) -> Bool {
        let travel = map.delay(from: origin, to: destination, &stream)
        let isLost = stream.uniform() < loss
        simulation.tell(origin == destination ? .sent : .sentAway, value: UInt64(message.bytes))
        if isLost { return false }
        let transfer = Nanoseconds(Int64(Double(message.bytes) * secondsPerByte * 1e9))
        simulation.schedule(
            message.kind, at: simulation.now + preparation + travel + transfer, in: .delivery, for: message.target,
            subject: message.subject, detail: message.detail)
        return true
    }
}
