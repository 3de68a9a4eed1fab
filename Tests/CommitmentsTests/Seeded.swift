// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers for property tests, the same in every run: a multiplicative generator whose upper bits are used.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 2 &+ 1 }

    mutating func next() -> UInt64 {
        func half(_ state: inout UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 32
        }
        return half(&state) << 32 | half(&state)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() >> 1) % bound }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 40) } }

    /// About normal: the sum of twelve uniform numbers, less six.
    mutating func normal() -> Float {
        (0..<12).reduce(Float(-6)) { sum, _ in sum + Float(next() >> 40) * 0x1p-24 }
    }
}
