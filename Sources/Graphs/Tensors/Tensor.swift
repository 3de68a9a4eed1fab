// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Quantities

/// Numbers in a box of any number of dimensions, row-major: the last index runs fastest.
public struct Tensor: Sendable, Equatable {
    /// The numbers, stored by kind. Those of the short floating-point types stand as float32 that the type represents.
    public enum Contents: Sendable, Equatable {
        case floats([Float])
        case int8([Int8])
        case uint8([UInt8])
        case int32([Int32])
        case int64([Int64])
        case bools([Bool])

        /// How many numbers there are.
        public var count: Int {
            switch self {
            case .floats(let numbers): numbers.count
            case .int8(let numbers): numbers.count
            case .uint8(let numbers): numbers.count
            case .int32(let numbers): numbers.count
            case .int64(let numbers): numbers.count
            case .bools(let numbers): numbers.count
            }
        }
    }

    /// The size of each dimension; empty for a single number.
    public let shape: [Int]
    public let elementType: ElementType
    public let contents: Contents

    /// How many numbers it holds.
    public var count: Int { contents.count }

    private init(_ shape: [Int], _ elementType: ElementType, _ contents: Contents) {
        require(
            shape.reduce(1, *) == contents.count,
            "tensor: expected the numbers of the shape \(shape), found \(contents.count)")
        self.shape = shape
        self.elementType = elementType
        self.contents = contents
    }

    /// A tensor of a floating-point type; numbers are rounded to it.
    /// - Precondition: as many numbers as the shape says, and a floating-point type.
    public init(shape: [Int], floats numbers: [Float], as elementType: ElementType = .float32) {
        guard let format = elementType.numberType else {
            bug("tensor: expected a floating-point type, found \(elementType.name)")
        }
        var rounded = numbers
        if format != .float32 {
            rounded.withUnsafeMutableBufferPointer {
                if let start = $0.baseAddress { format.round(start, count: $0.count) }
            }
        }
        self.init(shape, elementType, .floats(rounded))
    }

    /// - Precondition: as many numbers as the shape says.
    public init(shape: [Int], int8 numbers: [Int8]) { self.init(shape, .int8, .int8(numbers)) }

    /// - Precondition: as many numbers as the shape says.
    public init(shape: [Int], uint8 numbers: [UInt8]) { self.init(shape, .uint8, .uint8(numbers)) }

    /// - Precondition: as many numbers as the shape says.
    public init(shape: [Int], int32 numbers: [Int32]) { self.init(shape, .int32, .int32(numbers)) }

    /// - Precondition: as many numbers as the shape says.
    public init(shape: [Int], int64 numbers: [Int64]) { self.init(shape, .int64, .int64(numbers)) }

    /// - Precondition: as many truth values as the shape says.
    public init(shape: [Int], bools numbers: [Bool]) { self.init(shape, .bool, .bools(numbers)) }

    /// The same numbers in another shape.
    /// - Precondition: the shape has as many.
    public func reshaped(_ shape: [Int]) -> Tensor { Tensor(shape, elementType, contents) }

    /// The numbers of a floating-point tensor, or nil for one of another type.
    public var floats: [Float]? {
        if case .floats(let numbers) = contents { numbers } else { nil }
    }

    /// The numbers of a tensor of whole numbers, or nil for one of another type.
    public var integers: [Int]? {
        switch contents {
        case .int8(let numbers): numbers.map(Int.init)
        case .uint8(let numbers): numbers.map(Int.init)
        case .int32(let numbers): numbers.map(Int.init)
        case .int64(let numbers): numbers.map(Int.init)
        case .floats, .bools: nil
        }
    }
}
