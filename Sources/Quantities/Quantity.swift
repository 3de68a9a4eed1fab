// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads and writes numbers with their units.
public enum Quantity {
    /// Why a text is not a quantity of the wanted dimension.
    public enum Mistake: Error, Equatable, Sendable {
        /// Nothing that reads as a decimal number stands at the beginning.
        case notANumber(found: String)
        /// The number stands alone, where a unit is needed.
        case noUnit(found: String)
        /// The unit is not one of this dimension.
        case unknownUnit(found: String)
        /// The dimension has no unit, but one is written.
        case unitNotAllowed(found: String)
        /// Larger in magnitude than the program can hold.
        case tooLarge(found: String)
    }

    /// The value of `text` in the base unit of `dimension`.
    ///
    /// The number is plain decimal (`12`, `0.5`, `-3`; no exponent, no thousands separator, no `.5`), the unit follows
    /// it, with or without one space. Units are case-sensitive: `Mbit/s` is not `mbit/s`.
    /// - Complexity: O(length of the text).
    public static func parse(_ text: String, as dimension: Dimension) -> Result<Double, Mistake> {
        let number = text.prefix(while: { "0123456789.-+".contains($0) })
        guard isDecimal(number), let value = Double(number) else { return .failure(.notANumber(found: text)) }
        guard value.magnitude < 1e18 else { return .failure(.tooLarge(found: text)) }
        var unit = text.dropFirst(number.count)
        if unit.first == " " { unit = unit.dropFirst() }
        if dimension.units.isEmpty {
            return unit.isEmpty ? .success(value) : .failure(.unitNotAllowed(found: String(unit)))
        }
        guard !unit.isEmpty else { return .failure(.noUnit(found: text)) }
        guard let known = dimension.units.first(where: { $0.name == unit }) else {
            return .failure(.unknownUnit(found: String(unit)))
        }
        return .success(value * known.factor)
    }

    /// The value in base units as it would be written in a file, in the unit that reads best.
    ///
    /// Reading it back gives the same value to 10 significant digits.
    public static func write(_ value: Double, as dimension: Dimension) -> String {
        guard !dimension.units.isEmpty else { return shortest(value) }
        let readable = dimension.units
            .filter { (value / $0.factor).magnitude >= 1 && (value / $0.factor).magnitude < 1000 }
            .min { shortest(value / $0.factor).count < shortest(value / $1.factor).count }
        let unit = readable ?? dimension.units[0]
        let space = unit.name.hasPrefix("/") ? "" : " "
        return shortest(value / unit.factor) + space + unit.name
    }

    /// At most 10 significant digits, no exponent between 1e-4 and 1e15, no trailing zeros.
    public static func shortest(_ value: Double) -> String { Digits.write(value, significant: 10) }

    /// Whether the characters are a decimal number and nothing else: sign, digits, at most one point between digits.
    private static func isDecimal(_ text: Substring) -> Bool {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count)
            && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy(\.isNumber) }
    }
}
