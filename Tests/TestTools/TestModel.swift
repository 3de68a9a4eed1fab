// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Graphs
import OnnxFormat
import SwiftProtobuf

/// A small ONNX file, written in Swift.
package struct TestModel {
    /// An input or output; nil dimensions are free.
    package struct Port {
        package let name: String
        package let type: Int32
        package let shape: [Int?]?

        package init(name: String, type: Int32 = 1, shape: [Int?]? = nil) {
            self.name = name
            self.type = type
            self.shape = shape
        }
    }

    package var opset: Int64
    package var graph = Onnx_GraphProto()

    package init(opset: Int64 = 17, inputs: [Port] = [], outputs: [Port] = []) {
        self.opset = opset
        graph.name = "test"
        graph.input = inputs.map(Self.message)
        graph.output = outputs.map(Self.message)
    }

    /// The type numbers of the format.
    package static let (float, uint8, int8, int32, int64, bool, float16, bfloat16):
        (
            Int32, Int32, Int32, Int32, Int32, Int32, Int32, Int32
        ) = (1, 2, 3, 6, 7, 9, 10, 16)

    package static func message(_ port: Port) -> Onnx_ValueInfoProto {
        var value = Onnx_ValueInfoProto()
        value.name = port.name
        value.type.tensorType.elemType = port.type
        if let shape = port.shape {
            value.type.tensorType.shape.dim = shape.map { size in
                var dimension = Onnx_TensorShapeProto.Dimension()
                if let size { dimension.dimValue = Int64(size) } else { dimension.dimParam = "n" }
                return dimension
            }
        }
        return value
    }

    package mutating func constant(_ name: String, _ tensor: Tensor) {
        if let message = try? Onnx_TensorProto(serializedBytes: tensor.protobuf(name: name)) {
            graph.initializer.append(message)
        }
    }

    package mutating func node(
        _ type: String, _ inputs: [String], _ outputs: [String], name: String = "",
        _ attributes: [Onnx_AttributeProto] = []
    ) {
        var node = Onnx_NodeProto()
        node.opType = type
        node.name = name
        node.input = inputs
        node.output = outputs
        node.attribute = attributes
        graph.node.append(node)
    }

    package var message: Onnx_ModelProto {
        var model = Onnx_ModelProto()
        model.irVersion = 8
        var version = Onnx_OperatorSetIdProto()
        version.version = opset
        model.opsetImport = [version]
        model.graph = graph
        return model
    }

    package var bytes: [UInt8] { (try? message.serializedBytes()) ?? [] }
}

extension Onnx_AttributeProto {
    package static func int(_ name: String, _ value: Int64) -> Self {
        make(name, .int) { $0.i = value }
    }
    package static func ints(_ name: String, _ values: [Int64]) -> Self {
        make(name, .ints) { $0.ints = values }
    }
    package static func float(_ name: String, _ value: Float) -> Self {
        make(name, .float) { $0.f = value }
    }
    package static func text(_ name: String, _ value: String) -> Self {
        make(name, .string) { $0.s = Data(value.utf8) }
    }
    package static func graph(_ name: String, _ value: Onnx_GraphProto) -> Self {
        make(name, .graph) { $0.g = value }
    }

    private static func make(_ name: String, _ type: AttributeType, _ fill: (inout Self) -> Void) -> Self {
        var attribute = Self()
        attribute.name = name
        attribute.type = type
        fill(&attribute)
        return attribute
    }
}
