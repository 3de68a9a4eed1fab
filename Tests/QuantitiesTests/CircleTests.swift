// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quantities
import Testing

@Suite("Portable sine and cosine")
struct CircleTests {
    @Test("Both stay within 2^-52 of the C library's, whose error is far below a unit in the last place")
    func error() {
        var state: UInt64 = 1
        var worst = 0.0
        for round in 0..<400_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let unit = Double(Int64(bitPattern: state) >> 11) * 0x1p-52
            let reach = [1, 10, 8192, PortableMath.largestAngle][round % 4]
            let (sine, cosine) = PortableMath.sineAndCosine(unit * reach)
            worst = max(worst, (sine - sin(unit * reach)).magnitude, (cosine - cos(unit * reach)).magnitude)
        }
        #expect(worst < 0x1p-52, "\(worst * 0x1p52) x 2^-52")
        #expect(worst > 0)
    }

    @Test("Near multiples of a quarter turn, where everything cancels, the error stays as small")
    func cancellation() {
        for turns in [1, 2, 3, 355, 710, 8191, 100_000, 667_543] {
            for step in -2...2 {
                let x = Double(turns) * (Double.pi / 2) * (1 + Double(step) * 0x1p-52)
                guard x <= PortableMath.largestAngle else { continue }
                let (sine, cosine) = PortableMath.sineAndCosine(x)
                #expect((sine - sin(x)).magnitude < 0x1p-52 && (cosine - cos(x)).magnitude < 0x1p-52)
            }
        }
    }

    @Test("Known values and symmetries hold bit for bit")
    func exact() {
        #expect(PortableMath.sineAndCosine(0).sine == 0 && PortableMath.sineAndCosine(0).cosine == 1)
        #expect(PortableMath.sineAndCosine(.pi / 2).sine == 1)
        for x in [0.5, 1, 2, 3, 100.25, 65_536] {
            let (positive, negative) = (PortableMath.sineAndCosine(x), PortableMath.sineAndCosine(-x))
            #expect(negative.sine == -positive.sine && negative.cosine == positive.cosine)
        }
        #expect(PortableMath.sineAndCosine(1).sine == 0x1.aed548f090ceep-1)
        #expect(PortableMath.sineAndCosine(1).cosine == 0x1.14a280fb5068cp-1)
    }
}
