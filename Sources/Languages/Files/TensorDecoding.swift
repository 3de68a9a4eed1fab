// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import ModelFiles

/// Numbers of a tensor, read where they lie in the file.
struct TensorBytes {
    let type: TensorType
    let bytes: UnsafeRawBufferPointer

    private func half(_ place: Int) -> UInt16 {
        UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
    }

    /// The scale of a block, or for Q4_1 its minimum, which follows.
    private func factor(_ place: Int) -> Float { Float(binary16: half(place)) }

    /// Scale, minimum and codes of a block as `QuantizedMatrix` wants them.
    ///
    /// Every number d x q + m with one rounding is the number of ggml's reference: d x q is exact in float32, so that only
    /// the addition rounds, and for Q4_0 not even that, as d x (q - 8) is d x q + (-8 d) without any rounding.
    func readBlock(_ block: Int, codes: UnsafeMutablePointer<UInt16>) -> (scale: Float, minimum: Float) {
        let start = block * type.bytesPerBlock
        switch type {
        case .q40, .q41:
            let isQ41 = type == .q41
            let first = start + (isQ41 ? 4 : 2)
            for index in 0..<16 {
                codes[index] = UInt16(bytes[first + index] & 0xF)
                codes[index + 16] = UInt16(bytes[first + index] >> 4)
            }
            return (factor(start), isQ41 ? factor(start + 2) : -8 * factor(start))
        case .q80:
            for index in 0..<32 { codes[index] = UInt16(bytes[start + 2 + index]) }
            return (factor(start), 0)
        case .float16, .bfloat16, .float32:
            return (1, 0)
        }
    }

    /// Whether all numbers can be finite: an infinite or undefined weight or scale makes nonsense of a model.
    /// - Complexity: O(bytes).
    var isFinite: Bool {
        let blocks = bytes.count / type.bytesPerBlock
        switch type {
        case .float32:
            return (0..<blocks).allSatisfy { bytes[4 * $0 + 3] & 0x7F != 0x7F || bytes[4 * $0 + 2] & 0x80 == 0 }
        case .bfloat16: return (0..<blocks).allSatisfy { half(2 * $0) & 0x7F80 != 0x7F80 }
        case .float16, .q40, .q80:
            return (0..<blocks).allSatisfy { half(type.bytesPerBlock * $0) & 0x7C00 != 0x7C00 }
        case .q41:
            return (0..<blocks).allSatisfy {
                half(20 * $0) & 0x7C00 != 0x7C00 && half(20 * $0 + 2) & 0x7C00 != 0x7C00
            }
        }
    }

    /// All numbers in float32.
    /// - Complexity: O(count).
    func numbers() -> [Float] {
        let length = type.blockLength
        let count = bytes.count / type.bytesPerBlock * length
        return [Float](unsafeUninitializedCapacity: count) { numbers, filled in
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 32) { codes in
                guard let codes = codes.baseAddress else { return }
                for block in 0..<count / length {
                    switch type {
                    case .float32:
                        numbers[block] = Float(
                            bitPattern: UInt32(half(4 * block)) | UInt32(half(4 * block + 2)) << 16)
                    case .float16: numbers[block] = Float(binary16: half(2 * block))
                    case .bfloat16: numbers[block] = Float(bitPattern: UInt32(half(2 * block)) << 16)
                    case .q80:
                        let (scale, _) = readBlock(block, codes: codes)
                        for index in 0..<32 {
                            numbers[32 * block + index] = scale * Float(Int8(truncatingIfNeeded: codes[index]))
                        }
                    case .q40, .q41:
                        let (scale, minimum) = readBlock(block, codes: codes)
                        for index in 0..<32 {
                            numbers[32 * block + index] = minimum.addingProduct(scale, Float(codes[index]))
                        }
                    }
                }
            }
            filled = count
        }
    }

    /// The tensor as the weights of a product, in the form it has in the file or, unless `published`, in another.
    /// - Parameters:
    ///   - columns, inner: [inner, columns] is its shape.
    /// - Complexity: O(count).
    func matrix(columns: Int, inner: Int, as form: WeightForm) -> QuantizedMatrix {
        guard form == .published, let short = type.form else {
            return QuantizedMatrix(transposed: numbers(), columns: columns, inner: inner, as: form)
        }
        guard type.blockLength == 1 else {
            let blocks = inner / 32
            return QuantizedMatrix(form: short, columns: columns, inner: inner) { column, block, codes in
                readBlock(column * blocks + block, codes: codes)
            }
        }
        return QuantizedMatrix(form: short, columns: columns, inner: inner) { column, block, codes in
            let start = column * inner + 32 * block
            for index in 0..<min(32, inner - 32 * block) { codes[index] = half(2 * (start + index)) }
            return (1, 0)
        }
    }
}

extension TensorType {
    /// The short form in memory that stands for the same numbers, or nil for float32.
    var form: QuantizedMatrix.Form? {
        switch self {
        case .float32: nil
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .q40, .q41: .int4
        case .q80: .int8
        }
    }
}

extension Float {
    /// The number that the bits of an IEEE binary16 stand for.
    init(binary16 bits: UInt16) {
        let magnitude = Float(bitPattern: UInt32(bits & 0x7FFF) << 13) * 0x1p112
        self = bits & 0x8000 == 0 ? magnitude : -magnitude
    }
}
