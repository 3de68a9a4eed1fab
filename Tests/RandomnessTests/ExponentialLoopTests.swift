// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities
import Randomness
import Testing

@Suite("The loop of exponential variates")
struct ExponentialLoopTests {
    private let key = StreamKey(seed: 7, replication: 0, purpose: .rehearsal, subject: Subject("exponential times"))

    @Test("every variant of the loop gives the bits of the portable logarithm", arguments: [128, 256, 512])
    func variants(bits: Int32) {
        // A machine without the instructions has nothing to compare; the narrowest variant always exists.
        guard let exponentials = trilemma_exponentials_of_width(bits) else {
            #expect(bits > 128)
            return
        }
        var stream = key.stream(0)
        var uniforms = (0..<80_000).map { _ in stream.uniform() }
        // The extremes, and both sides of the point where the reduction changes the exponent.
        uniforms.replaceSubrange(
            0..<8,
            with: [
                0x1p-53, 0x1p-52, 0.5, 0x1.6a09dfffffffep-1, 0x1.6a09ep-1, 0x1.6a09e00000002p-1, 1 - 0x1p-53, 0x1p-1022,
            ])
        let expected = uniforms.map { -PortableMath.logOfNormal($0) * 2.5e9 }
        uniforms.withUnsafeMutableBufferPointer { exponentials($0.baseAddress!, $0.count, 2.5e9) }
        let differing = zip(uniforms, expected).filter { $0.bitPattern != $1.bitPattern }
        #expect(differing.isEmpty, "\(differing.prefix(3))")
    }

    @Test("another width has no variant")
    func otherWidths() { #expect(trilemma_exponentials_of_width(64) == nil) }
}
