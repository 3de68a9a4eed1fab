// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import ModelFiles
import Testing

@Suite("Tensors and their files")
struct TensorTests {
    @Test(
        "A tensor of each type comes back from its file",
        arguments: [
            Tensor(shape: [2, 2], floats: [1, -0.5, .infinity, 0x1p-130]),
            Tensor(shape: [4], floats: [1, -0.333, 65504, 6e-8], as: .float16),
            Tensor(shape: [4], floats: [1, -0.333, 3e38, 0x1p-133], as: .bfloat16),
            Tensor(shape: [2], int8: [-128, 127]),
            Tensor(shape: [2], uint8: [0, 255]), Tensor(shape: [1, 1], int32: [.min]), Tensor(shape: [], int64: [.max]),
            Tensor(shape: [3, 0], bools: []), Tensor(shape: [2], bools: [true, false]),
        ])
    func roundTrip(tensor: Tensor) throws {
        let bytes = tensor.protobuf(name: "t")
        #expect(try Tensor(protobuf: bytes, file: "t.pb") == tensor)
        #expect(throws: ModelFileMistake.self) { try Tensor(protobuf: Array(bytes.dropLast()), file: "t.pb") }
    }

    @Test("Numbers are rounded to the type they are given")
    func rounding() {
        #expect(Tensor(shape: [1], floats: [1 + 0x1p-12], as: .float16).floats == [1])
        #expect(Tensor(shape: [1], floats: [1 + 0x1p-9], as: .bfloat16).floats == [1])
    }
}
