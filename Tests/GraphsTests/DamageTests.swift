// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import Kernels
import ModelFiles
import TestTools
import Testing

/// Damaged ONNX files are read, and executed if they can still be read.
@Suite("Damaged graphs are survived")
struct DamageTests {
    private static let run = DamageRun(fixtures: Fixtures.all) { try execute($0) }
    private static let extremes = DamageRun(fixtures: Fixtures.extremes, damages: false) { try execute($0) }

    @Test("Every fixture is a good file of at most 64 KiB")
    func fixtures() throws {
        for bytes in Fixtures.all {
            #expect(bytes.count <= 65_536)
            try Self.execute(bytes)
        }
    }

    @Test("In a child: damages, reads and executes files", .enabled(if: DamageRun.isChild))
    func child() throws { try Self.run.child { $0 is ModelFileMistake } }

    @Test("20,500 damaged copies end in an answer or a typed error", .disabled(if: DamageRun.isChild))
    func survival() throws {
        let problems = try DamageRun.problems(of: "GraphsTests.DamageTests/child", children: 41)
        #expect(problems?.isEmpty != false, "\(problems ?? [])")
    }

    @Test("In a child: executes files with extreme numbers", .enabled(if: DamageRun.isChild))
    func extremeChild() throws { try Self.extremes.child { $0 is ModelFileMistake } }

    @Test("Every whole number of every fixture may be extreme", .disabled(if: DamageRun.isChild))
    func extremes() throws {
        let problems = try DamageRun.problems(
            of: "GraphsTests.DamageTests/extremeChild", children: Self.extremes.childrenForAll)
        #expect(problems?.isEmpty != false, "\(problems ?? [])")
    }

    /// Reads a file and executes it on small inputs, free dimensions being 2.
    private static func execute(_ bytes: [UInt8]) throws {
        let graph = try Graph(onnx: bytes, file: "damaged")
        var inputs: [String: Tensor] = [:]
        for port in graph.inputs {
            let shape = port.shape.map { $0 ?? 2 }
            guard let count = CheckedSize.product(shape, most: 1 << 16) else { return }
            inputs[port.name] = tensor(port.elementType, shape, count)
        }
        _ = try GraphRun(graph, profile: .fused1, memory: 1 << 25).run(inputs)
    }

    private static func tensor(_ type: ElementType, _ shape: [Int], _ count: Int) -> Tensor {
        switch type {
        case .float32, .float16, .bfloat16:
            Tensor(shape: shape, floats: (0..<count).map { Float($0 % 5) - 1 }, as: type)
        case .int8: Tensor(shape: shape, int8: Array(repeating: 1, count: count))
        case .uint8: Tensor(shape: shape, uint8: Array(repeating: 1, count: count))
        case .int32: Tensor(shape: shape, int32: Array(repeating: 1, count: count))
        case .int64: Tensor(shape: shape, int64: Array(repeating: 1, count: count))
        case .bool: Tensor(shape: shape, bools: Array(repeating: true, count: count))
        }
    }
}
