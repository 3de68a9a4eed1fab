// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import ModelFiles

/// What is known of a node's outputs before any run.
struct KnownOutputs {
    /// The shapes, when the inputs' shapes and shaping numbers are known.
    var shapes: [[Int]]?
    /// The numbers, when all inputs are constant.
    var tensors: [Tensor]?

    /// Bytes of the computed numbers.
    var bytes: Int { (tensors ?? []).reduce(0) { $0 + $1.count * $1.elementType.stride } }
}

/// Infers shapes and computes constants while a graph is read.
enum Inference {
    /// How shapes are found and constants computed.
    private static func setting() -> Setting {
        Setting(profile: .fused1, bucket: .one, budget: MemoryBudget(most: Limits.runMemory))
    }

    /// - Parameter most: bytes that computed constants may have.
    static func outputs(
        of operation: any Operator, inputs: [Value?], types: [ElementType], most: Int
    ) throws(OperatorMistake) -> KnownOutputs {
        var known = KnownOutputs()
        let shaping = operation.shapingInputs
        for (index, input) in inputs.enumerated() {
            guard let input else { continue }
            if input.shape == nil || (shaping.contains(index) && input.constant == nil) { return known }
        }
        let memories = inputs.map { $0?.constant.map(Memory.init) }
        // Addresses alone do not keep memory alive.
        defer { withExtendedLifetime(memories) {} }
        var operands: [Operand?] = []
        for (input, memory) in zip(inputs, memories) {
            operands.append(
                input.map {
                    Operand(type: $0.type, shape: $0.shape ?? [], memory: memory.map { UnsafeRawPointer($0.start) })
                })
        }
        let setting = setting()
        let plan = try operation.plan(operands, setting)
        let bytes = try Shapes.bytes(of: plan.shapes, types)
        known.shapes = plan.shapes
        let isConstant = operation.readsOnlyShapes || inputs.allSatisfy { $0 == nil || $0?.constant != nil }
        if isConstant, bytes <= most, setting.budget.taken <= Limits.computedConstants {
            known.tensors = try Self.tensors(of: operation, plan, types, memories.map { $0?.start }, setting)
        }
        return known
    }

    /// Executes a plan on its own.
    static func tensors(
        of operation: any Operator, _ plan: Plan, _ types: [ElementType], _ inputs: [UnsafeMutableRawPointer?],
        _ setting: Setting
    ) throws(OperatorMistake) -> [Tensor] {
        let outputs = zip(plan.shapes, types).map { Memory(capacity: $0.reduce(1, *) * $1.stride) }
        defer { withExtendedLifetime(outputs) {} }
        var (inputs, places) = (inputs, outputs.map { Optional($0.start) })
        var failure: OperatorMistake?
        inputs.withUnsafeMutableBufferPointer { inputs in
            places.withUnsafeMutableBufferPointer { places in
                guard let outputs = places.baseAddress else { return }
                // An operator without inputs reads none.
                let arguments = Arguments(inputs: inputs.baseAddress ?? outputs, outputs: outputs)
                do throws(OperatorMistake) { try plan.compute(arguments) } catch { failure = error }
            }
        }
        if let failure { throw failure }
        var tensors: [Tensor] = []
        for (index, output) in outputs.enumerated() {
            let shape = plan.shapes[index]
            if operation.rounds {
                Rounding.round(output.start, count: shape.reduce(1, *), type: types[index], profile: setting.profile)
            }
            tensors.append(Tensor(copying: output.start, shape: shape, type: types[index]))
        }
        return tensors
    }
}

/// Rounds what an operator puts out.
enum Rounding {
    /// To the profile's activations and to the type of the tensor; nothing where both are float32 or it has no floats.
    static func round(_ memory: UnsafeMutableRawPointer, count: Int, type: ElementType, profile: NumericProfile) {
        guard let format = type.numberType, profile.activations != .float32 || format != .float32 else { return }
        let numbers = memory.assumingMemoryBound(to: Float.self)
        profile.roundActivations(numbers, count: count)
        if format != .float32 { format.round(numbers, count: count) }
    }
}
