// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A polynomial over the integers modulo the prime 65,497: a small hash table that holds a value for each of its points
/// and looks random elsewhere.
///
/// The prime is the one of TOPLOC (J. M. Ong et al., arXiv:2501.16007): the bits of a bfloat16, read as a number, stay
/// below it but for negative NaNs, which rounding never makes.
struct FieldPolynomial: Hashable, Sendable {
    static let prime: UInt64 = 65_497

    /// Ascending, each below the prime.
    let coefficients: [UInt16]

    init(coefficients: [UInt16]) { self.coefficients = coefficients }

    /// The polynomial of least degree with these values at these points, by Newton's divided differences.
    /// - Precondition: points are below the prime and distinct; as many values, below the prime.
    /// - Complexity: O(points²).
    init(through points: [UInt64], _ values: [UInt64]) {
        let inverses = Self.inverses
        var differences = values
        for order in points.indices.dropFirst() {
            for index in stride(from: points.count - 1, through: order, by: -1) {
                let run = Self.difference(points[index], points[index - order])
                let rise = Self.difference(differences[index], differences[index - 1])
                differences[index] = rise * UInt64(inverses[Int(run)]) % Self.prime
            }
        }
        // Horner's scheme on Newton's form: times (x - point), plus the next difference.
        var polynomial = [UInt64](repeating: 0, count: points.count)
        for index in points.indices.reversed() {
            for power in points.indices.reversed() {
                let shifted = power > 0 ? polynomial[power - 1] : differences[index]
                let product = polynomial[power] * points[index] % Self.prime
                polynomial[power] = Self.difference(shifted, product)
            }
        }
        coefficients = polynomial.map { UInt16($0) }
    }

    /// The value at a point, by Horner's scheme.
    /// - Complexity: O(coefficients).
    func value(at point: UInt64) -> UInt16 {
        UInt16(coefficients.reversed().reduce(UInt64(0)) { ($0 * point + UInt64($1)) % Self.prime })
    }

    private static func difference(_ a: UInt64, _ b: UInt64) -> UInt64 { (a + prime - b) % prime }

    /// [number]: what it is to be multiplied by to give 1, but for 0.
    ///
    /// From prime = q n + r follows 1/n = -q / r, and r is smaller than n.
    private static let inverses: [UInt16] = {
        var inverses = [UInt16](repeating: 1, count: Int(prime))
        for number in 2..<prime {
            let smaller = UInt64(inverses[Int(prime % number)])
            inverses[Int(number)] = UInt16((prime - prime / number) * smaller % prime)
        }
        return inverses
    }()
}
