// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Kernels
import Testing

/// Blocks of codes at random, and what they stand for.
private struct RandomCodes {
    let form: QuantizedMatrix.Form
    let columns, inner: Int
    let matrix: QuantizedMatrix
    /// [columns][inner], by the formulas of the forms.
    let weights: [Float]

    init(_ form: QuantizedMatrix.Form, columns: Int, inner: Int) {
        (self.form, self.columns, self.inner) = (form, columns, inner)
        let factors = numbers(2 * columns * (inner / 32 + 1), seed: UInt64(columns * 1000 + inner))
        var weights = [Float](repeating: 0, count: columns * inner)
        var state: UInt32 = 1
        matrix = QuantizedMatrix(form: form, columns: columns, inner: inner) { column, block, codes in
            let place = 2 * (column * (inner / 32 + 1) + block)
            let (scale, minimum) = (factors[place], factors[place + 1])
            for index in 0..<min(32, inner - 32 * block) {
                state = state &* 1_664_525 &+ 1_013_904_223
                let (code, weight) = Self.number(form, UInt16(truncatingIfNeeded: state >> 16), scale, minimum)
                codes[index] = code
                weights[column * inner + 32 * block + index] = weight
            }
            return (scale, minimum)
        }
        self.weights = weights
    }

    private static func number(
        _ form: QuantizedMatrix.Form, _ random: UInt16, _ scale: Float, _ minimum: Float
    ) -> (UInt16, Float) {
        switch form {
        case .float32: return (0, 0)
        case .float16:
            // Exponents up to 15, so that subnormal numbers occur and none is infinite.
            let code = random & 0xBFFF
            let fraction = Float(code & 0x3FF) / 1024
            let exponent = Int(code >> 10 & 0x1F)
            let magnitude =
                exponent == 0
                ? fraction * 0x1p-14 : (1 + fraction) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
            return (code, code & 0x8000 == 0 ? magnitude : -magnitude)
        case .bfloat16:
            let code = random & 0xBFFF
            return (code, Float(bitPattern: UInt32(code) << 16))
        case .int8: return (random & 0xFF, scale * Float(Int8(truncatingIfNeeded: random)))
        case .int4: return (random & 0xF, minimum.addingProduct(scale, Float(random & 0xF)))
        }
    }
}

private let short = QuantizedMatrix.Form.allCases.filter { $0 != .float32 }

@Suite("Quantised weights")
struct QuantizedTests {
    @Test("A product has the bits of the weights it stands for, in every profile", arguments: short)
    func products(form: QuantizedMatrix.Form) {
        let scratch = AlignedNumbers(count: 200_000)
        for (columns, inner) in [(1, 1), (33, 31), (32, 64), (40, 205), (70, 416)] {
            let codes = RandomCodes(form, columns: columns, inner: inner)
            let plain = PackedMatrix(transposed: codes.weights.span, columns: columns, inner: inner)
            #expect(codes.matrix.scratchCount <= scratch.count)
            for rows in [1, 2, 7, 17, 65] where rows < 17 || inner < 200 {
                let a = numbers(rows * inner, seed: UInt64(rows))
                for profile in NumericProfile.all + blockedProfiles {
                    for bucket in [BatchBucket.one, .eight] {
                        var (expected, found) = (
                            [Float](repeating: 1, count: rows * columns), [Float](repeating: 2, count: rows * columns)
                        )
                        profile.matrixProduct(a, rows: rows, weights: plain, into: &expected, bucket: bucket)
                        profile.matrixProduct(
                            a, rows: rows, weights: codes.matrix, into: &found, scratch: scratch.start, bucket: bucket)
                        #expect(
                            expected.map(\.bitPattern) == found.map(\.bitPattern),
                            "\(profile.name) \(rows) x \(inner) x \(columns)")
                    }
                }
            }
        }
    }

    @Test("Columns come out as they went in", arguments: short)
    func columns(form: QuantizedMatrix.Form) {
        let codes = RandomCodes(form, columns: 37, inner: 77)
        for column in 0..<37 {
            var found = [Float](repeating: .nan, count: 77)
            codes.matrix.expand(column: column, into: &found)
            #expect(found.map(\.bitPattern) == codes.weights[column * 77..<(column + 1) * 77].map(\.bitPattern))
        }
    }

    @Test("Weight forms keep the numbers of the definition", arguments: WeightForm.allCases)
    func forms(form: WeightForm) {
        for (columns, inner) in [(5, 32), (33, 50)] {
            var weights = numbers(columns * inner, seed: 5)
            for index in 0..<inner { weights[index] = 0 }
            let matrix = QuantizedMatrix(transposed: weights, columns: columns, inner: inner, as: form)
            let expected = form.applied(to: weights, inputs: inner)
            for column in 0..<columns {
                var found = [Float](repeating: .nan, count: inner)
                matrix.expand(column: column, into: &found)
                // Minus zero has become zero: the same in any sum that starts at plus zero.
                #expect(found == Array(expected[column * inner..<(column + 1) * inner]))
            }
        }
    }

    @Test("All variants have the same bits", arguments: short)
    func variants(form: QuantizedMatrix.Form) throws {
        let loops: [QuantizedMatrix.Form: trilemma_form] = [
            .float16: TRILEMMA_CODES_FLOAT16, .bfloat16: TRILEMMA_CODES_BFLOAT16, .int8: TRILEMMA_CODES_INT8,
            .int4: TRILEMMA_CODES_INT4,
        ]
        let name = try #require(loops[form])
        let (inner, columns) = (77, 70)
        let bytes = trilemma_block_bytes(name) * 3 * 3
        let blocks = try #require(trilemma_new_panels(bytes / 128, 32))
        defer { trilemma_free_panels(blocks) }
        // Codes and scales alike: bytes that make no infinite number.
        let raw = UnsafeMutableRawPointer(blocks)
        for index in 0..<bytes {
            raw.storeBytes(of: UInt8(truncatingIfNeeded: index &* 37) & 0xBB, toByteOffset: index, as: UInt8.self)
        }
        let scratch = AlignedNumbers(count: trilemma_quantized_scratch(inner))
        for rows in [1, 5] {
            for order in [(1, true, 0), (1, false, 0), (1, true, 32), (8, true, 0)] {
                let a = numbers(rows * inner, seed: 9)
                let results = runnableVariants.map { variant in
                    var c = [Float](repeating: .nan, count: rows * columns)
                    a.withUnsafeBufferPointer { a in
                        c.withUnsafeMutableBufferPointer { c in
                            guard let left = a.baseAddress, let result = c.baseAddress else { return }
                            var product = trilemma_product(
                                a: left, a_stride: inner, panels: scratch.start, panel_stride: 0, bias: nil,
                                row_bias: nil,
                                c: result, c_stride: columns, rows: rows, inner: inner, columns: columns)
                            trilemma_multiply_quantized(
                                variant,
                                trilemma_order(
                                    block: order.2, lanes: Int32(order.0), in_tree: true, is_fused: order.1,
                                    accumulator: TRILEMMA_FLOAT32), &product, name, raw)
                        }
                    }
                    return c.map(\.bitPattern)
                }
                #expect(results.allSatisfy { $0 == results[0] })
            }
        }
    }
}

@Suite("Attention")
struct AttentionTests {
    @Test("Attention has the bits of its written order, in every profile", arguments: NumericProfile.all)
    func order(profile: NumericProfile) {
        let (heads, queryHeads, width, count) = (2, 6, 40, 67)
        let cache = AttentionCache(heads: heads, width: width, capacity: 70)
        let keys = numbers(count * heads * width, seed: 1)
        let values = numbers(count * heads * width, seed: 2)
        let queries = numbers(queryHeads * width, seed: 3)
        keys.withUnsafeBufferPointer { keys in
            values.withUnsafeBufferPointer { values in
                guard let key = keys.baseAddress, let value = values.baseAddress else { return }
                for position in 0..<count {
                    cache.store(
                        key: key + position * heads * width, value: value + position * heads * width, at: position)
                }
            }
        }
        let scratch = AlignedNumbers(count: cache.scratchCount(queryHeads: queryHeads))
        for positions in [1, 31, 32, 33, count] {
            var found = [Float](repeating: .nan, count: queryHeads * width)
            cache.attend(
                queries, queryHeads: queryHeads, positions: positions, into: &found, scratch: scratch.start,
                profile: profile, bucket: .two)
            for head in 0..<queryHeads {
                func place(_ position: Int) -> Int { (position * heads + head / 3) * width }
                let query = Array(queries[head * width..<(head + 1) * width])
                var shares = (0..<positions).map { position in
                    profile.referenceDot(
                        query.span, Array(keys[place(position)..<place(position) + width]).span, bucket: .two)
                        * (1 / Float(width).squareRoot())
                }
                profile.softmax(&shares, rows: 1, length: positions, bucket: .two)
                for index in 0..<width {
                    let column = (0..<positions).map { values[place($0) + index] }
                    let sum = profile.referenceDot(shares.span, column.span, bucket: .two)
                    #expect(found[head * width + index] == profile.activations.rounded(sum))
                }
            }
        }
    }
}
