// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads instants as the traces write them, exactly.
enum Timestamp {
    /// Nanoseconds since 1970-01-01 00:00 UTC, nil when the text is no instant.
    ///
    /// `2023-11-16 18:17:03.9799600`, `2024-05-10 00:00:00.009930+00:00`, `2024-05-10 00:00:00+00:00`,
    /// `2024-10-15T00:00:00.1Z`: a fraction of up to nine digits may be absent, and so may the zone, which then is UTC.
    static func nanoseconds(_ text: ArraySlice<UInt8>) -> Int64? {
        var cursor = Cursor(text)
        guard let year = cursor.number(4), cursor.take("-"), let month = cursor.number(2), cursor.take("-"),
            let day = cursor.number(2), cursor.take(" ") || cursor.take("T"), let hour = cursor.number(2),
            cursor.take(":"), let minute = cursor.number(2), cursor.take(":"), let second = cursor.number(2)
        else { return nil }
        guard (1970...2200).contains(year), (1...12).contains(month), (1...length(of: month, year)).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var fraction: Int64 = 0
        if cursor.take(".") {
            guard let digits = cursor.fraction() else { return nil }
            fraction = digits
        }
        guard let zone = cursor.zone(), cursor.isAtEnd else { return nil }
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - zone
        return seconds * 1_000_000_000 + fraction
    }

    private static func length(of month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the Gregorian calendar: years begin in March, so that the leap day is the last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    /// Walks over the bytes of one instant.
    private struct Cursor {
        private var rest: ArraySlice<UInt8>

        init(_ text: ArraySlice<UInt8>) { rest = text }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func take(_ character: Character) -> Bool {
            guard rest.first == character.asciiValue else { return false }
            rest.removeFirst()
            return true
        }

        mutating func number(_ digits: Int) -> Int64? {
            let head = rest.prefix(digits)
            guard head.count == digits, head.allSatisfy({ (48...57).contains($0) }) else { return nil }
            rest = rest.dropFirst(digits)
            return head.reduce(0) { $0 * 10 + Int64($1 - 48) }
        }

        /// The digits behind the point, as nanoseconds.
        mutating func fraction() -> Int64? {
            let digits = rest.prefix { (48...57).contains($0) }
            guard (1...9).contains(digits.count) else { return nil }
            rest = rest.dropFirst(digits.count)
            return (0..<9).reduce(0) { value, place in
                value * 10 + (place < digits.count ? Int64(digits[digits.startIndex + place] - 48) : 0)
            }
        }

        /// Seconds east of Greenwich; 0 for `Z` and for nothing.
        mutating func zone() -> Int64? {
            if rest.isEmpty || take("Z") { return 0 }
            let isWest = rest.first == 45
            guard take("+") || take("-"), let hours = number(2), hours < 24, take(":"), let minutes = number(2),
                minutes < 60
            else { return nil }
            return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
        }
    }
}
