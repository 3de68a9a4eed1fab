// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Whole numbers as a scenario writes them: digits alone, no sign, no leading zero, no exponent.
private func wholeNumber<Number: FixedWidthInteger>(_ text: String, as: Number.Type) -> Number? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    guard text == "0" || !text.hasPrefix("0") else { return nil }
    return Number(text)
}

extension Shape where Value == Int {
    /// A number of things; both bounds are possible.
    static func count(from least: Int, through most: Int) -> Shape {
        Shape(
            "a whole number from \(least) through \(most)",
            schema: .object([
                ("type", .text("integer")), ("minimum", .number("\(least)")), ("maximum", .number("\(most)")),
            ]),
            parse: { text in
                wholeNumber(text, as: Int.self).flatMap { (least...most).contains($0) ? $0 : nil }
            }, text: { "\($0)" })
    }
}

extension Shape where Value == UInt64 {
    /// Any number of 64 bits.
    static var seed: Shape {
        Shape(
            "a whole number from 0 through \(UInt64.max)",
            schema: .object([("type", .text("integer")), ("minimum", .number("0"))]),
            parse: { wholeNumber($0, as: UInt64.self) }, text: { "\($0)" })
    }
}

extension Shape where Value == Double {
    /// A number with a unit, in base units inside; both bounds are possible.
    static func quantity(_ dimension: Dimension, from least: Double, through most: Double) -> Shape {
        let bounds = "from \(ExactNumber.write(least, as: dimension)) through \(ExactNumber.write(most, as: dimension))"
        let article = dimension.units.isEmpty ? "a number " : "a quantity like \(dimension.example) "
        return Shape(
            article + bounds,
            read: { entry, reading in
                guard let text = entry.text else {
                    reading.report(entry.position, .wrongValue(found: entry.summary, allowed: article + bounds))
                    return nil
                }
                switch Quantity.parse(text, as: dimension) {
                case .failure(let mistake):
                    reading.report(entry.position, .wrongQuantity(mistake, dimension))
                case .success(let value) where value < least || value > most:
                    reading.report(entry.position, .wrongValue(found: entry.summary, allowed: article + bounds))
                case .success(let value):
                    return value + 0
                }
                return nil
            },
            write: { value, _ in .scalar(ExactNumber.write(value, as: dimension)) },
            schema: { _ in ScenarioSchema.quantity(dimension).described(article + bounds) })
    }
}

extension Shape where Value == Nanoseconds {
    /// A length of time; both bounds are possible.
    static func time(from least: Nanoseconds = .zero, through most: Nanoseconds = .longest) -> Shape {
        let seconds = Shape<Double>.quantity(.time, from: least.seconds, through: most.seconds)
        return Shape(
            seconds.allowed,
            read: { entry, reading in
                guard let time = seconds.read(entry, reading).map(Nanoseconds.init(seconds:)) else { return nil }
                if (least...most).contains(time) { return time }
                reading.report(entry.position, .wrongValue(found: entry.summary, allowed: seconds.allowed))
                return nil
            },
            write: { time, _ in .scalar(ExactNumber.write(time)) },
            schema: seconds.schema)
    }
}

extension Nanoseconds {
    /// No time in a scenario is longer, so that sums of a few fit.
    static let longest = Nanoseconds(seconds: 3650 * 86_400)
    /// The shortest time that is not nothing.
    static let tick = Nanoseconds(1)
}
