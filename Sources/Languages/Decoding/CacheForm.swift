// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// To what the keys and values that a decoder keeps are rounded.
///
/// A conduct: a node that keeps fewer bits serves more requests with the same memory, and answers a little differently. The
/// numbers are rounded when they are kept, and computed with as float32.
public enum CacheForm: Hashable, Sendable, CaseIterable {
    case float32
    /// IEEE binary16, ties to even.
    case float16
    /// 8 bits, symmetric, one scale per vector of a head.
    case int8
    /// 4 bits, symmetric, one scale per vector of a head.
    case int4

    /// What a scenario and a table call it.
    public var name: String {
        switch self {
        case .float32: "fp32"
        case .float16: "fp16"
        case .int8: "int8"
        case .int4: "int4"
        }
    }

    /// Rounds the vectors of a position's heads in place: float16, or with m the largest magnitude of a vector and
    /// q = 2^(bits - 1) - 1 the multiples of m / q, halves to even, as `WeightForm` does with weights.
    func round(_ numbers: UnsafeMutablePointer<Float>, heads: Int, width: Int) {
        let all = UnsafeMutableBufferPointer(start: numbers, count: heads * width)
        switch self {
        case .float32: return
        case .float16: NumberType.float16.round(numbers, count: heads * width)
        case .int8: WeightForm.int8.apply(to: all, inputs: width)
        case .int4: WeightForm.int4.apply(to: all, inputs: width)
        }
    }
}
