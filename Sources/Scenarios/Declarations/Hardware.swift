// SPDX-License-Identifier: GPL-3.0-or-later

/// A class of machine a pool's nodes are of: how fast it serves, what it holds, what it costs.
///
/// The service law is linear in the request: a request of i input and o output tokens takes
/// `fixed` + i x `prefill` + o x `decode`, times a noise factor of mean 1.
public struct Hardware: Sendable, Equatable, Identifiable {
    /// The name of the class.
    public var id: String
    /// The name of the numeric profile its arithmetic rounds by.
    public var profile: String
    /// Requests a node serves at the same time, each at the speed of the law; at least 1.
    public var concurrency: Int
    /// Seconds every request costs.
    public var fixed: Double
    /// Seconds per input token.
    public var prefill: Double
    /// Seconds per output token.
    public var decode: Double
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
