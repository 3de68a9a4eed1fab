// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

@testable import Languages

/// The architecture once more, in double precision and the plainest way: what a decoder is held against.
struct ReferenceModel {
    private let file: GGUFFile
    private let sizes: Configuration

    init(_ bytes: [UInt8]) throws {
        file = try GGUFFile(bytes, file: "m.gguf")
        sizes = try Configuration(file, vocabulary: try Tokenizer(file).count, layers: nil)
    }

    private func numbers(_ name: String) -> [Double] {
        guard let tensor = file.tensors[name + ".weight"] else { return [] }
        return file.bytes.withUnsafeBytes {
            TensorBytes(type: tensor.type, bytes: UnsafeRawBufferPointer(rebasing: $0[tensor.bytes])).numbers()
        }.map(Double.init)
    }

    private func product(_ name: String, _ x: [Double]) -> [Double] {
        let weights = numbers(name)
        return (0..<weights.count / x.count).map { row in
            x.indices.reduce(0) { $0 + weights[row * x.count + $1] * x[$1] }
        }
    }

    private func normed(_ x: [Double], _ name: String) -> [Double] {
        let inverse = 1 / (x.reduce(0) { $0 + $1 * $1 } / Double(x.count) + Double(sizes.epsilon)).squareRoot()
        return zip(x, numbers(name)).map { $0 * inverse * $1 }
    }

    private func rotated(_ x: [Double], _ position: Int) -> [Double] {
        var result = x
        for place in stride(from: 0, to: x.count, by: 2) {
            let pair = Double(place % sizes.headWidth)
            let angle = Double(position) * pow(sizes.ropeBase, -pair / Double(sizes.headWidth))
            result[place] = x[place] * cos(angle) - x[place + 1] * sin(angle)
            result[place + 1] = x[place] * sin(angle) + x[place + 1] * cos(angle)
        }
        return result
    }

    /// Hidden states after the last norm, and logits, of every position.
    func run(_ tokens: [Int32]) -> [(hidden: [Double], logits: [Double])] {
        let embedding = numbers("token_embd")
        var states = tokens.map { Array(embedding[Int($0) * sizes.width..<(Int($0) + 1) * sizes.width]) }
        for layer in 0..<sizes.layers { advance(&states, "blk.\(layer).") }
        let last = numbers("output").isEmpty ? "token_embd" : "output"
        return states.map { state in
            let hidden = normed(state, "output_norm")
            return (hidden, product(last, hidden))
        }
    }

    private func advance(_ states: inout [[Double]], _ part: String) {
        let inputs = states.map { normed($0, part + "attn_norm") }
        let keys = inputs.enumerated().map { rotated(product(part + "attn_k", $1), $0) }
        let values = inputs.map { product(part + "attn_v", $0) }
        let (width, group) = (sizes.headWidth, sizes.heads / sizes.kvHeads)
        for position in states.indices {
            let query = rotated(product(part + "attn_q", inputs[position]), position)
            var attended = [Double](repeating: 0, count: sizes.width)
            for head in 0..<sizes.heads {
                let shared = head / group * width
                let scores = (0...position).map { other in
                    (0..<width).reduce(0) { $0 + query[head * width + $1] * keys[other][shared + $1] }
                        / Double(width).squareRoot()
                }
                let powers = scores.map { exp($0 - (scores.max() ?? 0)) }
                for (other, power) in powers.enumerated() {
                    for index in 0..<width {
                        attended[head * width + index] += power / powers.reduce(0, +) * values[other][shared + index]
                    }
                }
            }
            states[position] = zip(states[position], product(part + "attn_output", attended)).map { $0 + $1 }
            let input = normed(states[position], part + "ffn_norm")
            let gated = zip(product(part + "ffn_gate", input), product(part + "ffn_up", input))
                .map { $0 / (1 + exp(-$0)) * $1 }
            states[position] = zip(states[position], product(part + "ffn_down", gated)).map { $0 + $1 }
        }
    }
}
