// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Writes quantities so that reading them gives the very same value.
///
/// `Quantity.write` rounds to 10 digits, which is right for results; a resolved scenario must run the same experiment.
enum ExactNumber {
    /// The shortest text, over all units, that reads back as `value`; in the base unit when no unit is exact.
    static func write(_ value: Double, as dimension: Dimension) -> String {
        guard !dimension.units.isEmpty else { return plain(value) }
        var best: String?
        for unit in dimension.units {
            let space = unit.name.hasPrefix("/") ? "" : " "
            for number in candidates(value / unit.factor) {
                let text = plain(number) + space + unit.name
                guard case .success(value) = Quantity.parse(text, as: dimension) else { continue }
                if text.count < best?.count ?? .max { best = text }
                break
            }
        }
        let base = dimension.units.first { $0.factor == 1 } ?? dimension.units[0]
        return best ?? plain(value / base.factor) + " " + base.name
    }

    /// The shortest text that reads back as `time`.
    static func write(_ time: Nanoseconds) -> String {
        let units: [(name: String, length: Int64)] = [
            ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000),
            ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
        ]
        guard time != .zero else { return "0 s" }
        for unit in units where time.count % unit.length == 0 {
            let text = "\(time.count / unit.length) \(unit.name)"
            if case .success(let seconds) = Quantity.parse(text, as: .time), Nanoseconds(seconds: seconds) == time {
                return text
            }
        }
        return write(time.seconds, as: .time)
    }

    /// The number a unit conversion was meant to give: as it is when that is short, else rounded to few digits; then its
    /// nearest neighbours.
    private static func candidates(_ value: Double) -> [Double] {
        let neighbours = [value, value.nextUp, value.nextDown, value.nextUp.nextUp, value.nextDown.nextDown]
        guard value * 1000 != (value * 1000).rounded() else { return neighbours }
        let rounded = [12, 14].compactMap { Double(Digits.write(value, significant: $0)) }
        return rounded + neighbours
    }

    /// All digits of the shortest text that reads back as `value`, without exponent.
    static func plain(_ value: Double) -> String {
        let text = "\(value)"
        guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
        let sign = text.hasPrefix("-") ? "-" : ""
        let parts = text[..<mark].drop { $0 == "-" }.split(separator: ".")
        let whole = String(parts[0]), fraction = parts.count > 1 && parts[1] != "0" ? String(parts[1]) : ""
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + whole + fraction }
        let zeros = max(0, exponent - fraction.count)
        let digits = whole + fraction + String(repeating: "0", count: zeros)
        let point = digits.index(digits.startIndex, offsetBy: exponent + 1)
        return sign + digits[..<point] + (point == digits.endIndex ? "" : "." + digits[point...])
    }
}
