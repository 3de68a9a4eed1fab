// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities
import Randomness
import Testing

@Suite("The loop of exponential variates")
struct ExponentialLoopTests {
    private let key = StreamKey(seed: 7, replication: 0, purpose: .rehearsal, subject: Subject("exponential times"))

    /// Those that the processor at hand can run.
    private static let variants = [TRILEMMA_PORTABLE, TRILEMMA_AVX2, TRILEMMA_AVX512].filter { trilemma_can_run($0) }

    @Test("every variant gives the bits of the portable logarithm", arguments: variants.map(\.rawValue))
    func sameBits(number: UInt32) {
        var stream = key.stream(0)
        var uniforms = (0..<80_000).map { _ in stream.uniform() }
        // The extremes, and both sides of the point where the reduction changes the exponent.
        uniforms.replaceSubrange(
            0..<8,
            with: [
                0x1p-53, 0x1p-52, 0.5, 0x1.6a09dfffffffep-1, 0x1.6a09ep-1, 0x1.6a09e00000002p-1, 1 - 0x1p-53, 0x1p-1022,
            ])
        let expected = uniforms.map { -PortableMath.logOfNormal($0) * 2.5e9 }
        uniforms.withUnsafeMutableBufferPointer {
            trilemma_exponentials(trilemma_variant(number), $0.baseAddress!, $0.count, 2.5e9)
        }
        let differing = zip(uniforms, expected).filter { $0.bitPattern != $1.bitPattern }
        #expect(differing.isEmpty, "\(differing.prefix(3))")
    }
}
