// SPDX-License-Identifier: GPL-3.0-or-later

extension QuantizedMatrix {
    /// Weights in another form than they were published in, from their transpose [columns][inner], row by row.
    ///
    /// The weights of a product are those of `WeightForm.applied(to:inputs:)`. `published` keeps float32.
    /// - Precondition: the count fits, all are finite, and there is the memory.
    /// - Complexity: O(inner x columns).
    public convenience init(transposed weights: [Float], columns: Int, inner: Int, as form: WeightForm) {
        switch form {
        case .published: self.init(transposed: weights.span, columns: columns, inner: inner)
        case .bfloat16:
            var rounded = weights
            rounded.withUnsafeMutableBufferPointer { numbers in
                if let start = numbers.baseAddress { NumberType.bfloat16.round(start, count: numbers.count) }
            }
            self.init(form: .bfloat16, columns: columns, inner: inner) { column, block, codes in
                for (place, index) in Self.places(block, of: column, inner).enumerated() {
                    codes[place] = UInt16(rounded[index].bitPattern >> 16)
                }
                return (1, 0)
            }
        case .int8, .int8Blocks:
            self.init(weights, columns, inner, form: .int8, largest: 127, byChannel: form == .int8)
        case .int4, .int4Blocks:
            self.init(weights, columns, inner, form: .int4, largest: 7, byChannel: form == .int4)
        }
    }

    /// Symmetric integers: the scale is the largest magnitude, of the block or of the channel, over the largest integer.
    private convenience init(
        _ weights: [Float], _ columns: Int, _ inner: Int, form: Form, largest integer: Float, byChannel: Bool
    ) {
        func scale(_ places: Range<Int>) -> Float { weights[places].reduce(0) { max($0, $1.magnitude) } / integer }
        let channels = byChannel ? (0..<columns).map { scale($0 * inner..<($0 + 1) * inner) } : []
        self.init(form: form, columns: columns, inner: inner) { column, block, codes in
            let places = Self.places(block, of: column, inner)
            let scale = byChannel ? channels[column] : scale(places)
            // Four bits have no sign in memory: 8 stands for zero, and the minimum takes it away again, exactly.
            let zero: Float = form == .int4 ? 8 : 0
            for (place, index) in places.enumerated() {
                let rounded = scale > 0 ? (weights[index] / scale).rounded(.toNearestOrEven) : 0
                codes[place] = UInt16(truncatingIfNeeded: Int(rounded + zero))
            }
            return (scale, -zero * scale)
        }
    }

    private static func places(_ block: Int, of column: Int, _ inner: Int) -> Range<Int> {
        let start = column * inner + block * Self.block
        return start..<min(start + Self.block, (column + 1) * inner)
    }
}
