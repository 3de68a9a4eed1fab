// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Quantities

/// Sines and cosines of the rotary position embedding (J. Su et al., arXiv:2104.09864).
///
/// Pair i of a head, the numbers 2i and 2i + 1 of it, turns by position x base^(-2i / width) radians. The angle and its sine
/// and cosine are computed in double by portable functions, then rounded to float32.
struct RotaryTable: Sendable {
    /// Numbers of a head.
    private let width: Int
    /// [positions][width / 2] pairs.
    private let turns: [(cosine: Float, sine: Float)]

    /// - Precondition: an even width; fewer positions than `PortableMath.largestAngle`.
    /// - Complexity: O(positions x width).
    init(width: Int, base: Double, positions: Int) {
        self.width = width
        let speeds = (0..<width / 2).map { PortableMath.pow(base, -2 * Double($0) / Double(width)) }
        var turns: [(Float, Float)] = []
        turns.reserveCapacity(positions * width / 2)
        for position in 0..<positions {
            for speed in speeds {
                let (sine, cosine) = PortableMath.sineAndCosine(Double(position) * speed)
                turns.append((Float(cosine), Float(sine)))
            }
        }
        self.turns = turns
    }

    /// Turns the pairs of each head in place: (a, b) becomes (a cos - b sin, a sin + b cos), every product and sum rounded.
    /// - Complexity: O(heads x width).
    func rotate(_ numbers: UnsafeMutablePointer<Float>, heads: Int, position: Int) {
        let half = width / 2
        turns.withUnsafeBufferPointer { turns in
            for head in 0..<heads {
                for pair in 0..<half {
                    let (cosine, sine) = turns[position * half + pair]
                    let place = numbers + head * width + 2 * pair
                    let (a, b) = (place[0], place[1])
                    place[0] = a * cosine - b * sine
                    place[1] = a * sine + b * cosine
                }
            }
        }
    }
}
