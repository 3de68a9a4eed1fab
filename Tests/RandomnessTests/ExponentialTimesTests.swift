// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Quantities
import Randomness
import Testing

@Suite("Exponential times")
struct ExponentialTimesTests {
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

    @Test("drawing ahead changes no time", arguments: [1e-6, 1, 86_400, 1e9])
    func drawnAhead(mean: Double) {
        let times = ExponentialTimes(mean: mean, key.stream(1))
        var stream = key.stream(1)
        for place in 0..<1000 {
            let nanoseconds = stream.exponential() * (mean * 1e9)
            let expected = nanoseconds < 0x1p63 ? Nanoseconds(Int64(nanoseconds.rounded(.toNearestOrEven))) : .never
            let found = times.next()
            #expect(found == expected, "draw \(place)")
        }
    }

    @Test("beyond the clock means never")
    func never() {
        let times = ExponentialTimes(mean: .infinity, key.stream(2))
        for _ in 0..<100 { #expect(times.next() == .never) }
    }
}
