// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import OnnxFormat
import SwiftProtobuf

extension Fixtures {
    private static let extremeNumbers: [Int64] = [
        .max, .min, 1 << 62, 1 << 40, 1 << 31, (1 << 29) - 1, 1 << 20, 65_536, 0, -1,
    ]

    /// Copies of all fixtures in which one whole number, of an attribute or a constant, is extreme, or all of a kind are.
    static var extremes: [[UInt8]] {
        all.flatMap { bytes -> [[UInt8]] in
            guard let model = try? Onnx_ModelProto(serializedBytes: bytes), !model.graph.node.isEmpty else { return [] }
            return extremeNumbers.flatMap { number in
                (attributes(of: model.graph, number) + constants(of: model.graph, number)).map { graph in
                    var copy = model
                    copy.graph = graph
                    return (try? copy.serializedBytes()) ?? []
                }
            }
        }
    }

    private static func attributes(of graph: Onnx_GraphProto, _ number: Int64) -> [Onnx_GraphProto] {
        graph.node[0].attribute.enumerated().flatMap { place, attribute -> [Onnx_GraphProto] in
            let lists = attribute.ints.isEmpty ? [] : copies(attribute.ints, number)
            return (attribute.type == .int ? [[number]] : lists).map { numbers in
                var copy = graph
                if attribute.type == .int {
                    copy.node[0].attribute[place].i = number
                } else {
                    copy.node[0].attribute[place].ints = numbers
                }
                return copy
            }
        }
    }

    private static func constants(of graph: Onnx_GraphProto, _ number: Int64) -> [Onnx_GraphProto] {
        graph.initializer.enumerated().flatMap { place, constant -> [Onnx_GraphProto] in
            guard let tensor = try? Tensor(protobuf: (try? constant.serializedBytes()) ?? [], file: "constant"),
                case .int64(let numbers) = tensor.contents
            else { return [] }
            return copies(numbers, number).compactMap { numbers in
                let other = Tensor(shape: tensor.shape, int64: numbers)
                guard let message = try? Onnx_TensorProto(serializedBytes: other.protobuf(name: constant.name)) else {
                    return nil
                }
                var copy = graph
                copy.initializer[place] = message
                return copy
            }
        }
    }

    /// The list with each of its numbers replaced, and with all of them.
    private static func copies(_ numbers: [Int64], _ number: Int64) -> [[Int64]] {
        numbers.indices.map { index in
            var copy = numbers
            copy[index] = number
            return copy
        } + [numbers.map { _ in number }]
    }
}
