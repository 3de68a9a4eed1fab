// SPDX-License-Identifier: GPL-3.0-or-later

/// What a number in a scenario file measures, with the units it may be written in.
///
/// Every dimension has one base unit, in which the program holds it; a unit is a factor to that base.
public enum Dimension: String, CaseIterable, Sendable {
    case time, size, bandwidth, rate, share, money, price, trafficPrice, energyPrice, power, tokenRate, number

    /// A unit's name and how many base units it is.
    public struct Unit: Sendable {
        public let name: String
        public let factor: Double
    }

    /// Every unit this dimension may be written in, the most usual first. Empty for `number`, which has none.
    public var units: [Unit] {
        switch self {
        case .time: Self.times
        case .size: Self.sizes
        case .bandwidth: Self.bandwidths
        case .rate: [Unit("/s", 1), Unit("/min", 1 / 60), Unit("/h", 1 / 3600), Unit("/d", 1 / 86400)]
        case .share: [Unit("%", 0.01)]
        case .money: [Unit("USD", 1)]
        case .price: [Unit("USD/h", 1)]
        case .trafficPrice: [Unit("USD/GB", 1)]
        case .energyPrice: [Unit("USD/kWh", 1)]
        case .power: [Unit("W", 1), Unit("kW", 1e3), Unit("MW", 1e6)]
        case .tokenRate: [Unit("tokens/s", 1)]
        case .number: []
        }
    }

    /// The unit the program holds values of this dimension in, as it stands in column names and documents.
    public var base: String {
        switch self {
        case .time: "s"
        case .size: "B"
        case .bandwidth: "B/s"
        case .rate: "/s"
        case .share, .number: "1"
        case .money: "USD"
        case .price: "USD/h"
        case .trafficPrice: "USD/GB"
        case .energyPrice: "USD/kWh"
        case .power: "W"
        case .tokenRate: "tokens/s"
        }
    }

    /// A value as it is written, for messages and documentation.
    public var example: String {
        switch self {
        case .time: "50 ms"
        case .size: "24 GiB"
        case .bandwidth: "1 Gbit/s"
        case .rate: "0.8/s"
        case .share: "30 %"
        case .money: "5 USD"
        case .price: "2.99 USD/h"
        case .trafficPrice: "0.09 USD/GB"
        case .energyPrice: "0.1 USD/kWh"
        case .power: "700 W"
        case .tokenRate: "120 tokens/s"
        case .number: "0.5"
        }
    }

    private static let times = [
        Unit("s", 1), Unit("ms", 1e-3), Unit("us", 1e-6), Unit("µs", 1e-6), Unit("ns", 1e-9), Unit("min", 60),
        Unit("h", 3600), Unit("d", 86400),
    ]

    private static let sizes = [
        Unit("B", 1), Unit("kB", 1e3), Unit("MB", 1e6), Unit("GB", 1e9), Unit("TB", 1e12), Unit("KiB", 1024),
        Unit("MiB", 1_048_576), Unit("GiB", 1_073_741_824), Unit("TiB", 1_099_511_627_776),
    ]

    private static let bandwidths = [
        Unit("bit/s", 0.125), Unit("kbit/s", 125), Unit("Mbit/s", 125e3), Unit("Gbit/s", 125e6), Unit("Tbit/s", 125e9),
        Unit("B/s", 1), Unit("kB/s", 1e3), Unit("MB/s", 1e6), Unit("GB/s", 1e9),
    ]
}

extension Dimension.Unit {
    init(_ name: String, _ factor: Double) {
        self.name = name
        self.factor = factor
    }
}
