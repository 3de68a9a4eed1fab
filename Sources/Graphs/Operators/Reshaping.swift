// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles

/// Reshape, Flatten, Squeeze and Unsqueeze: the same numbers under another shape.
struct Reshaping: Movement {
    enum Rule {
        /// Sizes; 0 stands for the size of the input unless `allowsZero`, -1 for what remains.
        case reshape(allowsZero: Bool)
        /// Two dimensions, cut before the axis.
        case flatten(axis: Int)
        case squeeze
        case unsqueeze
    }

    static let kinds = [
        OperatorKind("Reshape", inputs: 2...2, attributes: ["allowzero"]) { node throws(OperatorMistake) in
            let allowsZero = try node.integer("allowzero", default: 0) != 0
            return Reshaping(rule: .reshape(allowsZero: allowsZero), stated: .input(1))
        },
        OperatorKind("Flatten", inputs: 1...1, attributes: ["axis"]) { node throws(OperatorMistake) in
            Reshaping(rule: .flatten(axis: try node.integer("axis", default: 1)), stated: .fixed(nil))
        },
        OperatorKind("Squeeze", inputs: 1...2, attributes: ["axes"]) { node throws(OperatorMistake) in
            Reshaping(rule: .squeeze, stated: try Stated(node, "axes", inputSince: 13, input: 1))
        },
        OperatorKind("Unsqueeze", inputs: 1...2, attributes: ["axes"]) { node throws(OperatorMistake) in
            Reshaping(rule: .unsqueeze, stated: try Stated(node, "axes", inputSince: 13, input: 1))
        },
    ]

    let rule: Rule
    let stated: Stated

    var memory: MemoryRelation { .shares }
    var shapingInputs: [Int] { stated.shapingInputs }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let input = try inputs.required(0)
        let shape = try Shapes.checked(try shape(of: input, try stated.numbers(inputs)))
        guard shape.product == input.count else {
            throw OperatorMistake(
                "the shape \(shape)", allowed: "the \(input.count) numbers of the shape \(input.shape)")
        }
        let bytes = input.count * input.type.stride
        return Plan([shape]) { arguments throws(OperatorMistake) in
            // Only where the output got memory of its own: constants, and a referee's copy.
            guard let source = arguments.inputs[0], let target = arguments.outputs[0] else { return }
            target.copyMemory(from: source, byteCount: bytes)
        }
    }

    private func shape(of input: Operand, _ numbers: [Int]?) throws(OperatorMistake) -> [Int] {
        switch rule {
        case .reshape(let allowsZero): return try Self.reshaped(input, numbers ?? [], allowsZero)
        case .flatten(let axis):
            let cut = try Shapes.axis(axis, rank: input.rank, behindLast: true)
            return [input.shape[..<cut].reduce(1, *), input.shape[cut...].reduce(1, *)]
        case .squeeze:
            guard let numbers else { return input.shape.filter { $0 != 1 } }
            let axes = try Shapes.axes(numbers, rank: input.rank)
            guard axes.allSatisfy({ input.shape[$0] == 1 }) else {
                throw OperatorMistake("axes \(numbers) of the shape \(input.shape)", allowed: "axes of size 1")
            }
            return input.shape.indices.filter { !axes.contains($0) }.map { input.shape[$0] }
        case .unsqueeze:
            guard let numbers, input.rank + numbers.count <= Limits.dimensions else {
                throw OperatorMistake(
                    "axes that are missing or too many", allowed: "at most \(Limits.dimensions) dimensions")
            }
            let axes = try Shapes.axes(numbers, rank: input.rank + numbers.count)
            var rest = input.shape[...]
            return (0..<input.rank + numbers.count).map { axes.contains($0) ? 1 : rest.removeFirst() }
        }
    }

    private static func reshaped(
        _ input: Operand, _ numbers: [Int], _ allowsZero: Bool
    ) throws(OperatorMistake) -> [Int] {
        var shape = numbers
        for (index, size) in numbers.enumerated() where size == 0 && !allowsZero {
            guard index < input.rank else {
                throw OperatorMistake("a 0 for a dimension that the shape \(input.shape) has not", allowed: "a size")
            }
            shape[index] = input.shape[index]
        }
        guard let free = shape.firstIndex(of: -1) else { return shape }
        shape[free] = 1
        guard let known = CheckedSize.product(shape), known > 0, input.count.isMultiple(of: known) else {
            throw OperatorMistake("the shape \(numbers)", allowed: "one that \(input.count) numbers can fill")
        }
        shape[free] = input.count / known
        return shape
    }
}
