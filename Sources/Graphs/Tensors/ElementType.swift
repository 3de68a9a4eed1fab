// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// What the numbers of a tensor are.
public enum ElementType: Hashable, Sendable, CaseIterable {
    case float32, float16, bfloat16, int8, uint8, int32, int64, bool

    /// The name in messages and listings, as the ONNX format spells it in small letters.
    public var name: String {
        switch self {
        case .float32: "float32"
        case .float16: "float16"
        case .bfloat16: "bfloat16"
        case .int8: "int8"
        case .uint8: "uint8"
        case .int32: "int32"
        case .int64: "int64"
        case .bool: "bool"
        }
    }

    /// Whether it is one of the three floating-point types; all are computed with in float32.
    public var isFloat: Bool { numberType != nil }

    /// The format that results of this type are rounded to, or nil for whole numbers and truth values.
    public var numberType: NumberType? {
        switch self {
        case .float32: .float32
        case .float16: .float16
        case .bfloat16: .bfloat16
        default: nil
        }
    }

    /// Bytes per number while a graph runs: the short floating-point types are kept as float32.
    var stride: Int {
        switch self {
        case .float32, .float16, .bfloat16, .int32: 4
        case .int64: 8
        case .int8, .uint8, .bool: 1
        }
    }

    /// The number of the type in the ONNX format (TensorProto.DataType).
    var onnx: Int32 {
        switch self {
        case .float32: 1
        case .uint8: 2
        case .int8: 3
        case .int32: 6
        case .int64: 7
        case .bool: 9
        case .float16: 10
        case .bfloat16: 16
        }
    }

    /// The type with that number in the ONNX format, or nil when it is none of ours.
    init?(onnx number: Int32) {
        guard let type = Self.allCases.first(where: { $0.onnx == number }) else { return nil }
        self = type
    }

    /// All names, for messages.
    static var names: String { allCases.map(\.name).joined(separator: ", ") }
}
