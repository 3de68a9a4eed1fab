// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Testing

@Suite("Resizing") struct ResizeTests {
    /// One axis of four numbers, as in the ONNX documentation's examples.
    func resized(_ outputs: Int, _ coordinates: ResizedAxis.Coordinates, _ mode: ResizedAxis.Mode, inner: Int = 1)
        -> [Float]
    {
        let input = (0..<4).flatMap { [Float](repeating: Float($0 + 1), count: inner) }
        let axis = ResizedAxis(
            inputs: 4, outputs: outputs, scale: Double(outputs) / 4, coordinates: coordinates, mode: mode)
        var output = [Float](repeating: 9, count: outputs * inner)
        axis.run(input, outer: 1, inner: inner, into: &output)
        return output
    }

    @Test("linear, by hand") func linear() {
        #expect(resized(8, .halfPixel, .linear) == [1, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75, 4])
        #expect(resized(8, .asymmetric, .linear) == [1, 1.5, 2, 2.5, 3, 3.5, 4, 4])
        #expect(resized(7, .alignCorners, .linear) == [1, 1.5, 2, 2.5, 3, 3.5, 4])
        #expect(resized(1, .halfPixel, .linear) == [2.5] && resized(1, .pytorchHalfPixel, .linear) == [1])
        #expect(resized(2, .halfPixel, .linear, inner: 3) == [1.5, 1.5, 1.5, 3.5, 3.5, 3.5])
    }

    @Test("nearest, by hand") func nearest() {
        #expect(resized(8, .halfPixel, .nearest(.roundPreferFloor)) == [1, 1, 2, 2, 3, 3, 4, 4])
        #expect(resized(8, .asymmetric, .nearest(.floor)) == [1, 1, 2, 2, 3, 3, 4, 4])
        #expect(resized(8, .asymmetric, .nearest(.ceiling)) == [1, 2, 2, 3, 3, 4, 4, 4])
        #expect(resized(8, .asymmetric, .nearest(.roundPreferFloor)) == [1, 1, 2, 2, 3, 3, 4, 4])
        #expect(resized(8, .asymmetric, .nearest(.roundPreferCeiling), inner: 2).count == 16)
        #expect(resized(8, .asymmetric, .nearest(.roundPreferCeiling)) == [1, 2, 2, 3, 3, 4, 4, 4])
    }
}
