// SPDX-License-Identifier: GPL-3.0-or-later

import Models

/// A class of machine a pool's nodes are of: how fast it serves, what it holds, what it costs.
///
/// The service law is either linear in the request, so that i input and o output tokens take
/// `fixed` + i x `prefill` + (o - 1) x `decode`, or one that was measured; a noise factor of mean 1 comes on top.
public struct Hardware: Sendable, Equatable, Identifiable {
    /// The name of the class.
    public var id: String
    /// The name of the numeric profile its arithmetic rounds by.
    public var profile: String
    /// Requests a node serves at the same time, each at the speed of the law; at least 1. A measured law is slower for more.
    public var concurrency: Int
    /// Seconds every request costs; 0 with a measured law, as the next two.
    public var fixed: Double
    /// Seconds per input token.
    public var prefill: Double
    /// Seconds per output token after the first.
    public var decode: Double
    /// The law that was measured; nil when the three numbers above are the law.
    public var law: FittedServiceLaw?
    /// The coefficient of variation of the service time, as a share; 0 means exactly the law.
    public var noise: Double
    /// Bytes of accelerator memory for models; above zero.
    public var memory: Double
    /// Bytes per second a node can receive; above zero.
    public var bandwidth: Double
    /// US dollars per hour and node.
    public var price: Double
    /// Watts of an idle node.
    public var idlePower: Double
    /// Watts of a node at full use; at least `idlePower`.
    public var busyPower: Double
    /// Accelerators in a node; at least 1.
    public var gpus: Int
    /// Where the numbers are from.
    public var source: String
    /// How well they are known.
    public var grade: Grade
}

extension Hardware {
    /// How long a node takes over a request while it serves so many.
    /// - Parameter batch: from 1; a linear law does not depend on it.
    func serviceLaw(batch: Int) -> ServiceLaw {
        law.map { ServiceLaw($0, batch: batch) } ?? ServiceLaw(fixed: fixed, prefill: prefill, decode: decode)
    }
}
