// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes floating-point numbers the same way on every machine, without the C library's formatting or a locale.
public enum Digits {
    /// `value` rounded to `significant` digits (1 to 15), without trailing zeros.
    ///
    /// Plain notation for magnitudes from 1e-4 to below 1e15, `1.5e-7` otherwise; `0` for both zeros; `-` for NaN, the
    /// mark of an undefined ratio; `inf` and `-inf`.
    public static func write(_ value: Double, significant: Int) -> String {
        require((1...15).contains(significant), "significant digits: expected 1...15, found \(significant)")
        if value.isNaN { return "-" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        if value == 0 { return "0" }
        var (digits, exponent) = decimal(value.magnitude)
        round(&digits, &exponent, to: significant)
        while digits.count > 1, digits.last == 0 { digits.removeLast() }
        return (value < 0 ? "-" : "") + layOut(digits, exponent)
    }

    /// `value` with exactly `places` digits after the point, for tables that a person reads.
    public static func fixed(_ value: Double, places: Int) -> String {
        if value.isNaN { return "-" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        var (digits, exponent) = value == 0 ? ([0], 0) : decimal(value.magnitude)
        let kept = exponent + 1 + places
        if kept < 0 || (kept == 0 && digits[0] < 5) {
            (digits, exponent) = ([0], 0)
        } else if kept == 0 {
            (digits, exponent) = ([1], -places)
        } else {
            round(&digits, &exponent, to: kept)
        }
        let isZero = digits.allSatisfy { $0 == 0 }
        let sign = value < 0 && !isZero ? "-" : ""
        return sign + point(digits, exponent, places: places)
    }

    /// The shortest digits that read back as `value`, and the power of ten of the first one.
    private static func decimal(_ value: Double) -> (digits: [Int], exponent: Int) {
        let parts = "\(value)".split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = String(mantissa[0]), fraction = mantissa.count > 1 ? String(mantissa[1]) : ""
        var digits = (whole + fraction).map { Int($0.asciiValue!) - 48 }
        var exponent = whole.count - 1 + (parts.count > 1 ? Int(parts[1])! : 0)
        while digits.count > 1, digits.first == 0 {
            digits.removeFirst()
            exponent -= 1
        }
        return (digits, exponent)
    }

    /// Rounds half up at the decimal digits, carrying into a new first digit if need be.
    private static func round(_ digits: inout [Int], _ exponent: inout Int, to count: Int) {
        guard digits.count > count else { return }
        let up = digits[count] >= 5
        digits.removeLast(digits.count - count)
        guard up else { return }
        var place = count - 1
        while place >= 0, digits[place] == 9 {
            digits[place] = 0
            place -= 1
        }
        if place >= 0 {
            digits[place] += 1
        } else {
            digits.insert(1, at: 0)
            digits.removeLast()
            exponent += 1
        }
    }

    private static func layOut(_ digits: [Int], _ exponent: Int) -> String {
        if exponent < -4 || exponent >= 15 {
            let rest = digits.dropFirst().map(String.init).joined()
            return "\(digits[0])" + (rest.isEmpty ? "" : "." + rest) + "e\(exponent)"
        }
        return point(digits, exponent, places: max(0, digits.count - 1 - exponent))
    }

    /// Places the point, padding with zeros on both sides.
    private static func point(_ digits: [Int], _ exponent: Int, places: Int) -> String {
        var text = ""
        for place in stride(from: max(exponent, 0), through: -places, by: -1) {
            if place == -1 { text += "." }
            let index = exponent - place
            text += digits.indices.contains(index) ? String(digits[index]) : "0"
        }
        return text
    }
}
