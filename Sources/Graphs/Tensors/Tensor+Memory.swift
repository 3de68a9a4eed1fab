// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Tensor {
    /// The numbers as they lie in the memory of a run.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch contents {
        case .floats(let numbers): numbers.withUnsafeBytes(body)
        case .int8(let numbers): numbers.withUnsafeBytes(body)
        case .uint8(let numbers): numbers.withUnsafeBytes(body)
        case .int32(let numbers): numbers.withUnsafeBytes(body)
        case .int64(let numbers): numbers.withUnsafeBytes(body)
        case .bools(let numbers): numbers.withUnsafeBytes(body)
        }
    }

    /// A copy of numbers that lie in the memory of a run.
    init(copying memory: UnsafeRawPointer, shape: [Int], type: ElementType) {
        let count = shape.reduce(1, *)
        func copy<Number>(_: Number.Type) -> [Number] {
            Array(UnsafeBufferPointer(start: memory.assumingMemoryBound(to: Number.self), count: count))
        }
        switch type {
        case .float32, .float16, .bfloat16: self.init(shape: shape, floats: copy(Float.self), as: type)
        case .int8: self.init(shape: shape, int8: copy(Int8.self))
        case .uint8: self.init(shape: shape, uint8: copy(UInt8.self))
        case .int32: self.init(shape: shape, int32: copy(Int32.self))
        case .int64: self.init(shape: shape, int64: copy(Int64.self))
        case .bool: self.init(shape: shape, bools: copy(Bool.self))
        }
    }
}

/// A piece of memory of its own, aligned to a cache line, with room for a vector past its end.
///
/// Unchecked: whoever shares one between threads does not write to it any more.
final class Memory: @unchecked Sendable {
    /// Bytes in a cache line.
    static let line = 64
    let start: UnsafeMutableRawPointer
    let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        start = .allocate(byteCount: capacity + Self.line, alignment: Self.line)
    }

    convenience init(_ tensor: Tensor) {
        self.init(capacity: tensor.count * tensor.elementType.stride)
        tensor.withBytes { if let source = $0.baseAddress { start.copyMemory(from: source, byteCount: $0.count) } }
    }

    deinit { start.deallocate() }
}
