// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Kernels
import ModelFiles
import OnnxFormat
import SwiftProtobuf

extension Tensor {
    /// Reads an ONNX TensorProto file.
    /// - Throws: what is wrong with it: unreadable, an unknown type, a shape that does not fit the bytes, data elsewhere.
    public init(protobuf bytes: [UInt8], file: String) throws(ModelFileMistake) {
        let message: Onnx_TensorProto
        do {
            message = try Onnx_TensorProto(serializedBytes: bytes)
        } catch {
            throw ModelFileMistake(
                file: file, place: "tensor", found: "bytes that are not a protobuf message",
                allowed: "an ONNX TensorProto")
        }
        do {
            self = try Tensor(message)
        } catch {
            throw ModelFileMistake(
                file: file, place: "tensor '\(message.name)'", found: error.found, allowed: error.allowed)
        }
    }

    /// The tensor as an ONNX TensorProto file.
    public func protobuf(name: String) -> [UInt8] {
        var bytes: [UInt8] = []
        do { bytes = try message(name: name).serializedBytes() } catch {
            // A message made here has no required fields that could be missing.
        }
        return bytes
    }

    /// Checks a message and copies its numbers, which stand in one of several fields.
    init(_ message: Onnx_TensorProto) throws(OperatorMistake) {
        guard let type = ElementType(onnx: message.dataType) else {
            throw OperatorMistake("the element type number \(message.dataType)", allowed: ElementType.names)
        }
        guard message.dataLocation == .default else {
            throw OperatorMistake("data in another file", allowed: "data in the file itself")
        }
        guard let count = CheckedSize.product(message.dims.map { Int($0) }) else {
            throw OperatorMistake(
                "the shape \(message.dims)", allowed: "dimensions from 0, at most \(CheckedSize.mostElements) numbers")
        }
        let shape = message.dims.map { Int($0) }
        if message.hasRawData, !(message.rawData.isEmpty && count > 0 && message.numbersInFields > 0) {
            self = try Self.raw(message.rawData, shape: shape, count: count, type: type)
        } else {
            guard message.numbersInFields == count else {
                throw OperatorMistake(
                    "\(message.numbersInFields) numbers", allowed: "\(count), as the shape \(shape) says")
            }
            self = Self.fields(of: message, shape: shape, type: type)
        }
    }

    /// Numbers as bytes, little-endian.
    private static func raw(
        _ data: Data, shape: [Int], count: Int, type: ElementType
    ) throws(OperatorMistake) -> Tensor {
        let width = type.numberType == .float16 || type.numberType == .bfloat16 ? 2 : type.stride
        guard data.count == count * width else {
            throw OperatorMistake("\(data.count) bytes", allowed: "\(count * width), as the shape \(shape) says")
        }
        func numbers<Number: FixedWidthInteger>(_: Number.Type) -> [Number] {
            data.withUnsafeBytes { bytes in
                (0..<count).map {
                    Number(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * width, as: Number.self))
                }
            }
        }
        switch type {
        case .float32: return Tensor(shape: shape, floats: numbers(UInt32.self).map { Float(bitPattern: $0) })
        case .float16: return Tensor(shape: shape, floats: numbers(UInt16.self).map(ShortFloat.float16), as: type)
        case .bfloat16: return Tensor(shape: shape, floats: numbers(UInt16.self).map(ShortFloat.bfloat16), as: type)
        case .int8: return Tensor(shape: shape, int8: numbers(Int8.self))
        case .uint8: return Tensor(shape: shape, uint8: numbers(UInt8.self))
        case .int32: return Tensor(shape: shape, int32: numbers(Int32.self))
        case .int64: return Tensor(shape: shape, int64: numbers(Int64.self))
        case .bool: return Tensor(shape: shape, bools: numbers(UInt8.self).map { $0 != 0 })
        }
    }

    /// Numbers in the field of their type; the small types share the one of int32.
    private static func fields(of message: Onnx_TensorProto, shape: [Int], type: ElementType) -> Tensor {
        let small = message.int32Data
        switch type {
        case .float32: return Tensor(shape: shape, floats: message.floatData)
        case .float16:
            return Tensor(
                shape: shape, floats: small.map { ShortFloat.float16(UInt16(truncatingIfNeeded: $0)) }, as: type)
        case .bfloat16:
            return Tensor(
                shape: shape, floats: small.map { ShortFloat.bfloat16(UInt16(truncatingIfNeeded: $0)) }, as: type)
        case .int8: return Tensor(shape: shape, int8: small.map { Int8(truncatingIfNeeded: $0) })
        case .uint8: return Tensor(shape: shape, uint8: small.map { UInt8(truncatingIfNeeded: $0) })
        case .int32: return Tensor(shape: shape, int32: small)
        case .int64: return Tensor(shape: shape, int64: message.int64Data)
        case .bool: return Tensor(shape: shape, bools: small.map { $0 != 0 })
        }
    }

    /// The message, its numbers as little-endian bytes.
    func message(name: String) -> Onnx_TensorProto {
        var message = Onnx_TensorProto()
        message.name = name
        message.dims = shape.map(Int64.init)
        message.dataType = elementType.onnx
        let short = elementType == .float16 || elementType == .bfloat16
        if short, let floats {
            let half = elementType == .float16
            let bits = floats.map { half ? ShortFloat.bits16($0) : UInt16(truncatingIfNeeded: $0.bitPattern >> 16) }
            message.rawData = bits.withUnsafeBytes { Data($0) }
        } else {
            message.rawData = withBytes { Data($0) }
        }
        return message
    }
}

extension Onnx_TensorProto {
    /// Numbers in the field that belongs to the element type.
    fileprivate var numbersInFields: Int {
        switch ElementType(onnx: dataType) {
        case .float32: floatData.count
        case .int64: int64Data.count
        default: int32Data.count
        }
    }
}
