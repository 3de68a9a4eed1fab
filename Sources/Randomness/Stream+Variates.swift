// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The variates everything else is made of.
extension Stream {
    /// Uniform in the open interval (0, 1): one of the 2^52 midpoints (k + 1/2) 2^-52. Consumes one word.
    ///
    /// 52 bits, not 53: with 53 the last midpoint is no Double and would round to 1, whose logarithm is 0.
    @inlinable @inline(__always) public mutating func uniform() -> Double {
        // The bits become the fraction of a number in [1, 2); both subtractions hidden in the constant are exact.
        Double(bitPattern: 0x3FF0_0000_0000_0000 | next() &>> 12) - 0x1.fffffffffffffp-1
    }

    /// True with probability `p`: never at 0, always at 1. Consumes one word, whatever `p` is.
    /// - Precondition: 0 ≤ p ≤ 1.
    @inlinable public mutating func bernoulli(_ p: Double) -> Bool {
        precondition(p >= 0 && p <= 1, "bernoulli: expected a probability, found \(p)")
        return uniform() < p
    }

    /// Uniform over 0 ..< `count`, without bias. Consumes one word, and another with probability below count / 2^64.
    ///
    /// Source: D. Lemire, "Fast random integer generation in an interval", ACM Transactions on Modeling and Computer
    /// Simulation 29(1), 2019, doi:10.1145/3230636, algorithm 5.
    /// - Precondition: `count` is positive.
    @inlinable public mutating func index(below count: Int) -> Int {
        precondition(count > 0, "index: expected a positive count, found \(count)")
        let bound = UInt64(count)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// Exponential with mean 1, as -log of a uniform; at most 36.8. Consumes one word.
    @inlinable @inline(__always) public mutating func exponential() -> Double {
        -PortableMath.logOfNormal(uniform())
    }

    /// Normal with mean 0 and standard deviation 1, by inversion. Consumes one word.
    ///
    /// Falls as the uniform rises, as the exponential does: the same word is a long draw of either.
    @inlinable public mutating func normal() -> Double { -NormalDistribution.quantile(uniform()) }
}
