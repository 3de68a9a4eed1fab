// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import ModelFiles

/// Hands out the tensors of a file, with the shapes that the configuration wants.
struct TensorSource {
    let file: GGUFFile
    let form: WeightForm

    /// Every tensor that the architecture has and its shape, in the layers that the file says it has.
    private func expected(_ sizes: Configuration) throws(ModelFileMistake) -> [(name: String, shape: [Int])] {
        var tensors: [(String, [Int])] = [
            ("token_embd.weight", [sizes.width, sizes.vocabulary]), ("output_norm.weight", [sizes.width]),
        ]
        if file.tensors["output.weight"] != nil {
            tensors.append(("output.weight", [sizes.width, sizes.vocabulary]))
        }
        for layer in 0..<(try Configuration.layers(file)) {
            tensors += [
                ("attn_norm", [sizes.width]), ("attn_q", [sizes.width, sizes.width]),
                ("attn_k", [sizes.width, sizes.kvWidth]), ("attn_v", [sizes.width, sizes.kvWidth]),
                ("attn_output", [sizes.width, sizes.width]), ("ffn_norm", [sizes.width]),
                ("ffn_gate", [sizes.width, sizes.feedForward]), ("ffn_up", [sizes.width, sizes.feedForward]),
                ("ffn_down", [sizes.feedForward, sizes.width]),
            ].map { ("blk.\(layer).\($0.0).weight", $0.1) }
        }
        return tensors
    }

    /// Holds the file's tensors against those of the architecture: all of them, and no other.
    /// - Throws: when one is missing, has another shape, or is not of the architecture.
    func check(against sizes: Configuration) throws(ModelFileMistake) {
        let expected = try expected(sizes)
        for (name, shape) in expected {
            guard let tensor = file.tensors[name] else {
                throw mistake(name, found: "nothing", allowed: "a tensor of shape \(shape)")
            }
            guard tensor.shape == shape else {
                throw mistake(name, found: "shape \(tensor.shape)", allowed: "shape \(shape)")
            }
        }
        guard file.tensors.count == expected.count else {
            let known = Set(expected.map(\.name))
            let other = file.tensors.keys.filter { !known.contains($0) }.min() ?? ""
            throw mistake(other, found: "a tensor that the architecture has not", allowed: "those of 'llama'")
        }
    }

    private func mistake(_ tensor: String, found: String, allowed: String) -> ModelFileMistake {
        ModelFileMistake(file: file.file, place: "tensor '\(tensor)'", found: found, allowed: allowed)
    }

    /// A row of numbers in float32, like the scales of a norm.
    func vector(_ name: String, _ count: Int) throws(ModelFileMistake) -> [Float] {
        try decode(name, shape: [count]) { $0.numbers() }
    }

    /// The weights of a product.
    func matrix(_ name: String, columns: Int, inner: Int) throws(ModelFileMistake) -> QuantizedMatrix {
        try decode(name, shape: [inner, columns]) { $0.matrix(columns: columns, inner: inner, as: form) }
    }

    private func decode<Result>(
        _ name: String, shape: [Int], _ body: (TensorBytes) -> Result
    ) throws(ModelFileMistake) -> Result {
        guard let tensor = file.tensors[name], tensor.shape == shape else {
            throw mistake(name, found: "nothing", allowed: "a tensor of shape \(shape)")
        }
        let result: Result? = file.bytes.withUnsafeBytes { bytes in
            let tensor = TensorBytes(type: tensor.type, bytes: UnsafeRawBufferPointer(rebasing: bytes[tensor.bytes]))
            return tensor.isFinite ? body(tensor) : nil
        }
        guard let result else {
            throw mistake(name, found: "infinite or undefined numbers", allowed: "finite ones")
        }
        return result
    }
}
