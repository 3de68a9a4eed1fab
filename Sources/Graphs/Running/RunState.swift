// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import ModelFiles
import Quantities

/// The values of a graph in one run after another: where they lie, their shapes, when they last changed.
final class RunState {
    /// Counts the runs.
    var tick = 0

    let graph: Graph
    /// Steps whose turn came and that are computed with the next ones, strip by strip.
    var waiting: [WaitingStep] = []
    private let budget: MemoryBudget
    private var slots: [Room?]
    /// The memory of constants that steps read or that are outputs.
    private let constants: [Memory]
    let pointers: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private var shapes: [[Int]]
    /// The run in which a value's shape last changed, and the one in which its numbers were last computed.
    private var shapeTicks: [Int]
    private var contentTicks: [Int]
    private var plans: [Plan?]
    private var plannedAt: [Int]
    private var computedAt: [Int]
    let inputs: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    let outputs: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    init(_ graph: Graph, _ budget: MemoryBudget) {
        self.graph = graph
        self.budget = budget
        let count = graph.values.count
        slots = Array(repeating: nil, count: graph.memoryPlan.count)
        pointers = .allocate(capacity: max(count, 1))
        pointers.initialize(repeating: nil, count: max(count, 1))
        shapes = Array(repeating: [], count: count)
        shapeTicks = Array(repeating: -1, count: count)
        contentTicks = Array(repeating: -1, count: count)
        plans = Array(repeating: nil, count: graph.steps.count)
        plannedAt = Array(repeating: -1, count: graph.steps.count)
        computedAt = Array(repeating: -1, count: graph.steps.count)
        // One place more than needed, so that a step without inputs has an address too.
        let widest = 1 + graph.steps.reduce(0) { max($0, $1.inputs.count, $1.outputs.count) }
        inputs = .allocate(capacity: widest)
        outputs = .allocate(capacity: widest)
        inputs.initialize(repeating: nil, count: widest)
        outputs.initialize(repeating: nil, count: widest)
        constants = graph.constants.map(\.memory)
        for constant in graph.constants {
            pointers[constant.value] = constant.memory.start
            shapes[constant.value] = graph.values[constant.value].shape ?? []
            shapeTicks[constant.value] = 0
            contentTicks[constant.value] = 0
        }
    }

    deinit {
        pointers.deallocate()
        inputs.deallocate()
        outputs.deallocate()
    }

    // MARK: Values

    /// Copies an input of the graph to its place.
    func store(_ tensor: Tensor, as value: Int) throws(OperatorMistake) {
        let place = try reserve(value, shape: tensor.shape)
        tensor.withBytes { if let source = $0.baseAddress { place.copyMemory(from: source, byteCount: $0.count) } }
        contentTicks[value] = tick
    }

    /// A copy of a value.
    func tensor(_ value: Int) -> Tensor {
        guard let memory = pointers[value] else {
            bug("graph run: expected value \(value) to be computed, found nothing")
        }
        return Tensor(copying: memory, shape: shapes[value], type: graph.values[value].type)
    }

    /// The truth value that a choice reads.
    func truth(_ step: Step) throws(OperatorMistake) -> Bool {
        guard let value = step.inputs[0], let memory = pointers[value], shapes[value].product == 1 else {
            throw OperatorMistake("a condition of several values", allowed: "one truth value")
        }
        return memory.load(as: Bool.self)
    }

    /// Copies values, of a branch, to the places of others.
    func copy(_ sources: [Int], to targets: [Int]) throws(OperatorMistake) {
        for (source, target) in zip(sources, targets) {
            let place = try reserve(target, shape: shapes[source])
            guard let memory = pointers[source] else { bug("graph run: expected an output of a branch, found nothing") }
            place.copyMemory(from: memory, byteCount: shapes[source].product * graph.values[source].type.stride)
            contentTicks[target] = tick
        }
    }

    /// Notes the shape of a value and finds its place, making its slot larger if need be.
    private func reserve(_ value: Int, shape: [Int]) throws(OperatorMistake) -> UnsafeMutableRawPointer {
        if shapes[value] != shape || shapeTicks[value] < 0 {
            shapes[value] = try Shapes.checked(shape)
            shapeTicks[value] = tick
        }
        guard let slot = graph.memoryPlan.slots[value] else {
            bug("graph run: expected a slot for value \(value), found none")
        }
        let needed = shape.product * graph.values[value].type.stride
        if let room = slots[slot], room.capacity >= needed {
            pointers[value] = room.bytes
            return room.bytes
        }
        slots[slot] = nil
        let room = try Room(bytes: needed, budget)
        slots[slot] = room
        pointers[value] = room.bytes
        return room.bytes
    }

    // MARK: Steps

    /// Whether a shape, or a number that a shape hangs on, may have changed since the step was planned.
    func mustPlan(_ step: Step, _ operation: any Operator) -> Bool {
        let planned = plannedAt[step.number]
        guard planned >= 0 else { return true }
        for case let input? in step.inputs where shapeTicks[input] > planned { return true }
        for index in operation.shapingInputs where index < step.inputs.count {
            if let input = step.inputs[index], contentTicks[input] > planned { return true }
        }
        return false
    }

    /// What the operator of a step knows of its inputs.
    func operands(_ step: Step) -> [Operand?] {
        step.inputs.map { input in
            input.map {
                Operand(
                    type: graph.values[$0].type, shape: shapes[$0], memory: pointers[$0].map { UnsafeRawPointer($0) })
            }
        }
    }

    /// Gives back what the plan of a step keeps, before another is made.
    func dropPlan(_ step: Step) {
        plans[step.number] = nil
        plannedAt[step.number] = -1
    }

    /// Keeps a plan, and gives the outputs the shapes it found.
    func take(_ plan: Plan, for step: Step, _ operation: any Operator) throws(OperatorMistake) {
        plans[step.number] = plan
        plannedAt[step.number] = tick
        computedAt[step.number] = -1
        for (output, shape) in zip(step.outputs, plan.shapes) where shapes[output] != shape || shapeTicks[output] < 0 {
            shapes[output] = try Shapes.checked(shape)
            shapeTicks[output] = tick
        }
    }

    /// Whether the numbers of the outputs are not those of an earlier run.
    func mustCompute(_ step: Step) -> Bool {
        guard let first = step.outputs.first, graph.memoryPlan.followsShapes[first] else { return true }
        return computedAt[step.number] < 0
            || step.inputs.contains { $0.map { contentTicks[$0] > computedAt[step.number] } ?? false }
    }

    /// The plan of a step, which was taken before.
    func plan(_ step: Step) -> Plan {
        guard let plan = plans[step.number] else { bug("graph run: expected a plan of \(step.place), found none") }
        return plan
    }

    /// Finds places for the outputs of a step, whose numbers are new from here on.
    func begin(_ step: Step, _ operation: any Operator) throws(OperatorMistake) {
        for (index, output) in step.outputs.enumerated() {
            if operation.memory == .shares {
                pointers[output] = step.inputs[0].flatMap { pointers[$0] }
            } else {
                outputs[index] = try reserve(output, shape: shapes[output])
            }
            contentTicks[output] = tick
        }
        // Whoever fails on the way has computed nothing.
        computedAt[step.number] = -1
    }

    /// Executes the plan of a step and rounds.
    func compute(_ step: Step, _ operation: any Operator, _ profile: NumericProfile) throws(OperatorMistake) {
        try begin(step, operation)
        if operation.memory != .shares {
            for (index, input) in step.inputs.enumerated() { inputs[index] = input.flatMap { pointers[$0] } }
            try plan(step).compute(Arguments(inputs: inputs, outputs: outputs))
        }
        computedAt[step.number] = tick
        guard operation.rounds else { return }
        for output in step.outputs {
            guard let memory = pointers[output] else { continue }
            Rounding.round(
                memory, count: shapes[output].product, type: graph.values[output].type, profile: profile)
        }
    }
}
