// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL
import Randomness

/// A small battery against a family of streams with neighbouring keys: is the first output of each as random beside that
/// of its neighbours as the outputs of one stream would be?
///
/// The tests are those of D. E. Knuth, "The Art of Computer Programming" volume 2, section 3.3.2 (frequency, serial, gap,
/// run) and of bits. Every test gives a p-value that is uniform when the answer is yes; values near 0 and, where the
/// statistic is a sum of squares, near 1 (too regular) tell against it.
struct Battery {
    let words: [UInt64]

    init(count: Int = 1 << 16, _ family: (Int) -> Stream) {
        words = (0..<count).map { index in
            var stream = family(index)
            return stream.next()
        }
    }

    /// The smallest p-value and its test.
    var worst: (test: String, p: Double) {
        let results = [
            ("top byte", frequency { $0 >> 56 }), ("bottom byte", frequency { $0 & 255 }),
            ("middle byte", frequency { $0 >> 28 & 255 }), ("pairs", pairs), ("correlation", correlation),
            ("bit balance", bitBalance), ("avalanche", avalanche), ("runs", runs), ("gaps", gaps),
            ("repeats", Set(words).count == words.count ? 1 : 0),
        ]
        return results.min { $0.1 < $1.1 }!
    }

    private func twoSided(_ statistic: Double, _ freedom: Int) -> Double {
        2 * min(gsl_cdf_chisq_P(statistic, Double(freedom)), gsl_cdf_chisq_Q(statistic, Double(freedom)))
    }

    private func twoSided(normal z: Double) -> Double { 2 * gsl_cdf_ugaussian_Q(z.magnitude) }

    private func chiSquare(_ observed: [Int], _ expected: [Double]) -> Double {
        zip(observed, expected).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) / $1.1 }
    }

    private func frequency(_ byte: (UInt64) -> UInt64) -> Double {
        var counts = [Int](repeating: 0, count: 256)
        for word in words { counts[Int(byte(word))] += 1 }
        return twoSided(chiSquare(counts, counts.map { _ in Double(words.count) / 256 }), 255)
    }

    private var pairs: Double {
        var counts = [Int](repeating: 0, count: 256)
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            counts[Int((words[index] >> 60) << 4 | words[index + 1] >> 60)] += 1
        }
        return twoSided(chiSquare(counts, counts.map { _ in Double(words.count / 2) / 256 }), 255)
    }

    private var uniforms: [Double] { words.map { Double($0 >> 11) * 0x1p-53 } }

    private var correlation: Double {
        let centred = uniforms.map { $0 - 0.5 }
        let sum = zip(centred, centred.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        return twoSided(normal: sum * 12 / Double(words.count - 1).squareRoot())
    }

    private var bitBalance: Double {
        let n = Double(words.count)
        let squares = (0..<64).map { bit in
            let z = (Double(words.reduce(0) { $0 + Int($1 >> UInt64(bit) & 1) }) - n / 2) / (n / 4).squareRoot()
            return z * z
        }
        return twoSided(squares.reduce(0, +), 64)
    }

    /// How many bits differ between neighbours; the tails of the binomial law are put together.
    private var avalanche: Double {
        var counts = [Int](repeating: 0, count: 64)
        for (a, b) in zip(words, words.dropFirst()) { counts[min(max((a ^ b).nonzeroBitCount, 21), 43)] += 1 }
        let n = Double(words.count - 1)
        let expected = (21...43).map { bits in
            switch bits {
            case 21: n * gsl_cdf_binomial_P(21, 0.5, 64)
            case 43: n * gsl_cdf_binomial_Q(42, 0.5, 64)
            default: n * gsl_ran_binomial_pdf(UInt32(bits), 0.5, 64)
            }
        }
        return twoSided(chiSquare(Array(counts[21...43]), expected), expected.count - 1)
    }

    /// Runs above and below one half (A. Wald, J. Wolfowitz, 1940): n - 1 fair coins decide whether the side changes.
    private var runs: Double {
        let changes = zip(words, words.dropFirst()).count { ($0 ^ $1) >> 63 == 1 }
        let n = Double(words.count - 1)
        return twoSided(normal: (Double(changes) - n / 2) / (n / 4).squareRoot())
    }

    /// Lengths of the gaps between uniforms below 1/8; geometric.
    private var gaps: Double {
        var counts = [Int](repeating: 0, count: 33)
        var gap = 0
        for word in words {
            if word >> 61 == 0 {
                counts[min(gap, 32)] += 1
                gap = 0
            } else {
                gap += 1
            }
        }
        let n = Double(counts.reduce(0, +))
        guard n > 1000 else { return 0 }
        var expected: [Double] = []
        var share = 1.0
        for _ in 0..<32 {
            expected.append(n * share / 8)
            share *= 7.0 / 8
        }
        return twoSided(chiSquare(counts, expected + [n * share]), 32)
    }
}
