// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Quantities
import Statistics

/// How numbers look in tables.
enum Cells {
    /// What stands in place of a number at a level a layout cannot reach.
    static let notReachable = "not reachable"

    /// A share or another number of the order of 1, to three places.
    static func share(_ value: Double) -> String { Digits.fixed(value, places: 3) }

    /// An amount, to four significant digits.
    static func amount(_ value: Double) -> String { Digits.write(value, significant: 4) }

    /// A relative change in percent, with its sign, and its interval.
    static func change(_ interval: Interval) -> String {
        func percent(_ value: Double) -> String { (value > 0 ? "+" : "") + Digits.fixed(100 * value, places: 1) }
        guard interval.estimate.isFinite else { return share(interval.estimate) }
        let ends = interval.isKnown ? " [\(percent(interval.low)), \(percent(interval.high))]" : ""
        return percent(interval.estimate) + ends + " %"
    }

    /// The 95 % interval of a share; `-` when there is none.
    static func interval(_ interval: Interval) -> String {
        interval.isKnown ? "[\(share(interval.low)), \(share(interval.high))]" : "-"
    }

    /// A share with its interval; without an event an upper bound, with nothing else a lower one.
    static func shareWithInterval(_ interval: Interval) -> String {
        guard interval.isKnown else { return share(interval.estimate) }
        if interval.estimate == 0 { return "0 (≤ \(rare(interval.high)))" }
        if interval.estimate == 1 { return "1 (≥ \(share(interval.low)))" }
        return "\(rare(interval.estimate)) [\(rare(interval.low)), \(rare(interval.high))]"
    }

    /// An amount with its interval, written to four significant digits unless said otherwise.
    static func amountWithInterval(
        _ interval: Interval, _ amount: (Double) -> String = { Cells.amount($0) }
    ) -> String {
        guard interval.isKnown else { return amount(interval.estimate) }
        if interval.estimate == 0, interval.low == 0, interval.high > 0 { return "0 (≤ \(amount(interval.high)))" }
        return "\(amount(interval.estimate)) [\(amount(interval.low)), \(amount(interval.high))]"
    }

    /// A significance.
    static func probability(_ value: Double) -> String { value < 0.001 ? "< 0.001" : share(value) }

    static func seconds(_ value: Double) -> String { Digits.write(value, significant: 3) }

    static func count(_ value: Double) -> String { Digits.write(value.rounded(), significant: 15) }

    /// Three places, or two digits of what would vanish in them.
    private static func rare(_ value: Double) -> String {
        value != 0 && abs(value) < 0.01 ? Digits.write(value, significant: 2) : share(value)
    }
}
