// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles

extension GraphRun {
    /// Computes one operator again, as a referee does who is shown its inputs.
    /// - Parameters:
    ///   - number: its number in `graph.operators`; that behind the last one stands for `graph.answer`.
    ///   - inputs: its inputs in order, without those that are constant or absent. For an If, the condition and the outputs
    ///     of the branch that was taken.
    /// - Returns: the outputs, with the bits of a run in the same profile and bucket.
    /// - Throws: inputs that do not fit the operator, since a party to a dispute may show anything.
    public func recompute(operator number: Int, from inputs: [Tensor]) throws(ModelFileMistake) -> [Tensor] {
        guard (0...graph.steps.count).contains(number) else {
            throw mistake("graph", OperatorMistake("operator \(number)", allowed: "0 to \(graph.steps.count)"))
        }
        guard number < graph.steps.count else {
            var rest = inputs[...]
            do { return try take(graph.block.outputs, from: &rest) } catch { throw mistake("answer", error) }
        }
        let step = graph.steps[number]
        do {
            switch step.work {
            case .operation(let operation): return try recompute(operation, step, from: inputs)
            case .choice(let first, let second): return try choose(first, second, from: inputs)
            }
        } catch { throw mistake(step.place, error) }
    }

    private func recompute(
        _ operation: any Operator, _ step: Step, from shown: [Tensor]
    ) throws(OperatorMistake) -> [Tensor] {
        var rest = shown[...]
        var inputs: [Tensor?] = []
        for value in step.inputs {
            inputs.append(try value.map { value throws(OperatorMistake) in try next(value, &rest) })
        }
        guard rest.isEmpty else {
            throw OperatorMistake("\(shown.count) inputs", allowed: "\(shown.count - rest.count)")
        }
        let memories = inputs.map { $0.map(Memory.init) }
        defer { withExtendedLifetime(memories) {} }
        let operands = zip(inputs, memories).map { tensor, memory in
            tensor.map {
                Operand(type: $0.elementType, shape: $0.shape, memory: memory.map { UnsafeRawPointer($0.start) })
            }
        }
        let plan = try operation.plan(operands, setting)
        let types = step.outputs.map { graph.values[$0].type }
        _ = try Shapes.bytes(of: plan.shapes, types)
        guard operation.memory != .shares else {
            return inputs[0].map { [$0.reshaped(plan.shapes[0])] } ?? []
        }
        return try Inference.tensors(of: operation, plan, types, memories.map { $0?.start }, setting)
    }

    private func choose(_ first: Block, _ second: Block, from shown: [Tensor]) throws(OperatorMistake) -> [Tensor] {
        var rest = shown[...]
        guard case .bools(let truth) = try next(in: &rest, type: .bool).contents, truth.count == 1 else {
            throw OperatorMistake("a condition of several values", allowed: "one truth value")
        }
        return try take((truth[0] ? first : second).outputs, from: &rest)
    }

    private func take(_ values: [Int], from rest: inout ArraySlice<Tensor>) throws(OperatorMistake) -> [Tensor] {
        var tensors: [Tensor] = []
        for value in values { tensors.append(try next(value, &rest)) }
        return tensors
    }

    /// The tensor of a value: the constant, or the next one that was shown.
    private func next(_ value: Int, _ rest: inout ArraySlice<Tensor>) throws(OperatorMistake) -> Tensor {
        if let constant = graph.values[value].constant { return constant }
        return try next(in: &rest, type: graph.values[value].type)
    }

    private func next(in rest: inout ArraySlice<Tensor>, type: ElementType) throws(OperatorMistake) -> Tensor {
        guard let tensor = rest.popFirst() else { throw OperatorMistake("too few inputs", allowed: "one more") }
        guard tensor.elementType == type else {
            throw OperatorMistake("an input of type \(tensor.elementType.name)", allowed: type.name)
        }
        return tensor
    }
}
