// SPDX-License-Identifier: GPL-3.0-or-later

/// Which values share memory in a run.
///
/// Every value lives from the step that makes it to the last step that may read it. Steps are counted in the order of the
/// listing, both branches of a choice one after the other: whatever is executed is a part of that order, so values that
/// do not meet in it never meet. A value that is another under a new shape lives in the memory of that other. A slot is
/// taken over when its value is no longer read, the most recently freed one first, since its memory is still in the cache
/// (linear scan: M. Poletto, V. Sarkar, ACM TOPLAS 21(5), 1999). Sizes are known only in a run; a slot grows to the
/// largest value it was asked to hold.
struct MemoryPlan {
    /// For each value its slot; nil for constants, for values inside another's memory and for those nobody makes.
    private(set) var slots: [Int?]
    /// How many slots there are.
    private(set) var count = 0
    /// For each value whether its numbers follow from constants and shapes alone, so that they change only with shapes.
    /// Such a value keeps its slot, and is computed again only when a shape has changed.
    private(set) var followsShapes: [Bool]

    private let values: [Value]
    private let reuses: Bool
    private var roots: [Int]
    /// For each value one that has the same shape in every run, whatever that is.
    private var likes: [Int]
    private var lastReads: [Int]
    /// The values that end at each count.
    private var ends: [Int: [Int]] = [:]
    private var free: [Int] = []

    /// - Parameter reuses: false gives every value a slot of its own, which is what the plan is tested against.
    init(_ block: Block, inputs: [Int], values: [Value], reuses: Bool = true) {
        self.values = values
        self.reuses = reuses
        slots = Array(repeating: nil, count: values.count)
        followsShapes = values.map { $0.constant != nil }
        roots = Array(values.indices)
        likes = Array(values.indices)
        lastReads = Array(repeating: 0, count: values.count)
        var clock = 0
        findLives(in: block, &clock)
        for output in block.outputs { lastReads[roots[output]] = .max }
        for (value, last) in lastReads.enumerated() where roots[value] == value {
            ends[last, default: []].append(value)
        }
        for input in inputs { slots[input] = takeSlot() }
        release(at: 0)
        clock = 0
        assign(block, &clock)
    }

    // MARK: Lives

    private mutating func findLives(in block: Block, _ clock: inout Int) {
        for step in block.steps {
            clock += 1
            for case let input? in step.inputs { lastReads[roots[input]] = clock }
            switch step.work {
            case .operation(let operation):
                if operation.memory == .shares, let input = step.inputs[0] { roots[step.outputs[0]] = roots[input] }
                if operation.memory == .overwrites, let like = commonShape(of: step) { likes[step.outputs[0]] = like }
                let follows =
                    operation.readsOnlyShapes || step.inputs.allSatisfy { $0.map { followsShapes[$0] } ?? true }
                for output in step.outputs { followsShapes[output] = follows }
            case .choice(let first, let second):
                findLives(in: first, &clock)
                findLives(in: second, &clock)
                clock += 1
                for value in first.outputs + second.outputs { lastReads[roots[value]] = clock }
            }
            for output in step.outputs { lastReads[roots[output]] = max(lastReads[roots[output]], clock) }
        }
    }

    /// The value whose shape all inputs have, single numbers aside.
    private func commonShape(of step: Step) -> Int? {
        let tensors = step.inputs.compactMap { $0 }.filter { values[$0].constant?.shape.isEmpty != true }
        guard let first = tensors.first, tensors.allSatisfy({ likes[$0] == likes[first] }) else { return nil }
        return likes[first]
    }

    private func haveOneShape(_ a: Int, _ b: Int) -> Bool {
        likes[a] == likes[b] || values[a].shape != nil && values[a].shape == values[b].shape
    }

    // MARK: Slots

    private mutating func assign(_ block: Block, _ clock: inout Int) {
        for step in block.steps {
            clock += 1
            switch step.work {
            case .operation(let operation):
                if operation.memory == .shares { break }
                if operation.memory == .overwrites, takeOver(step, at: clock) { break }
                for output in step.outputs { slots[output] = takeSlot() }
            case .choice(let first, let second):
                release(at: clock)
                assign(first, &clock)
                assign(second, &clock)
                clock += 1
                for output in step.outputs { slots[output] = takeSlot() }
            }
            release(at: clock)
        }
    }

    /// Gives the output the slot of an input of its shape that ends here.
    private mutating func takeOver(_ step: Step, at clock: Int) -> Bool {
        let output = step.outputs[0]
        guard reuses, !followsShapes[output] else { return false }
        for case let input? in step.inputs {
            let root = roots[input]
            guard haveOneShape(input, output), lastReads[root] == clock, !followsShapes[root], let slot = slots[root],
                values[root].type.stride == values[output].type.stride
            else { continue }
            slots[output] = slot
            ends[clock]?.removeAll { $0 == root }
            return true
        }
        return false
    }

    private mutating func takeSlot() -> Int {
        if let slot = free.popLast() { return slot }
        count += 1
        return count - 1
    }

    private mutating func release(at clock: Int) {
        guard reuses else { return }
        for value in ends[clock] ?? [] where !followsShapes[value] {
            if let slot = slots[value] { free.append(slot) }
        }
    }
}
