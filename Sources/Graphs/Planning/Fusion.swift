// SPDX-License-Identifier: GPL-3.0-or-later

/// An operator with constant weights that can take over constants of the step behind it, channel by channel.
protocol AbsorbsConstants: Operator {
    /// The numbers of a constant that differs only along the channels of the output, or nil.
    func channels(of constant: Tensor) -> [Float]?
    /// The operator that gives factor x what this one gives + summand, or nil when the steps must stay two.
    func absorbing(factors: [Float]?, summands: [Float]) -> (any Operator)?
}

/// An operator that may become part of the one before it.
protocol Absorbable: Operator {
    /// Which input is variable, and what becomes of it; nil when more than one is.
    func constants(_ inputs: [Value?]) -> (input: Int, AbsorbedConstants)?
}

/// What an absorbed step does to its only variable input: factors first, if any, then summands.
struct AbsorbedConstants {
    let factors: [Float]?
    let summands: Tensor
}

/// Makes one step of a convolution or product and of the constant it is added to, or of the normalisation behind it.
///
/// Exporters write biases as additions of their own, and leave normalisations behind convolutions; a pass over memory costs
/// as much as a small convolution. An absorbed summand is added last with a rounding of its own, so in profiles that keep
/// activations in float32 the bits stay the same; an absorbed normalisation is multiplied into the weights once.
struct Fusion {
    private let values: [Value]
    private var reads: [Int]

    /// The block with its pairs made one, inner blocks included.
    static func applied(to block: Block, values: [Value]) -> Block {
        var fusion = Fusion(values: values, reads: Array(repeating: 0, count: values.count))
        fusion.count(block)
        return fusion.fused(block)
    }

    private mutating func count(_ block: Block) {
        for output in block.outputs { reads[output] += 1 }
        for step in block.steps {
            for case let input? in step.inputs { reads[input] += 1 }
            if case .choice(let first, let second) = step.work {
                count(first)
                count(second)
            }
        }
    }

    private func fused(_ block: Block) -> Block {
        var result = Block(steps: [], outputs: block.outputs)
        // Where in the result a value is made.
        var makers: [Int: Int] = [:]
        for step in block.steps {
            if let (place, merged) = merged(step, makers, result.steps) {
                result.steps[place] = merged
                makers[merged.outputs[0]] = place
                continue
            }
            var step = step
            if case .choice(let first, let second) = step.work {
                step = step.working(.choice(then: fused(first), otherwise: fused(second)))
            }
            for output in step.outputs { makers[output] = result.steps.count }
            result.steps.append(step)
        }
        return result
    }

    /// The step before this one with this one absorbed, and its place; nil when they must stay two.
    private func merged(_ step: Step, _ makers: [Int: Int], _ steps: [Step]) -> (Int, Step)? {
        guard case .operation(let operation) = step.work, let absorbed = operation as? any Absorbable,
            let (index, constants) = absorbed.constants(step.inputs.map { $0.map { values[$0] } }),
            let source = step.inputs[index], reads[source] == 1, values[source].type == .float32,
            let place = makers[source], case .operation(let before) = steps[place].work,
            let absorber = before as? any AbsorbsConstants,
            let summands = constants.factors == nil
                ? absorber.channels(of: constants.summands) : constants.summands.floats,
            let whole = absorber.absorbing(factors: constants.factors, summands: summands)
        else { return nil }
        let former = steps[place]
        let merged = Step(
            number: former.number, name: former.name, type: former.type, work: .operation(whole),
            inputs: former.inputs, outputs: step.outputs)
        return (place, merged)
    }
}

extension Step {
    /// The same step with other work.
    func working(_ work: Work) -> Step {
        Step(number: number, name: name, type: type, work: work, inputs: inputs, outputs: outputs)
    }
}

extension Block {
    /// The block with its steps numbered in the order of the listing: a choice stands behind both its branches, so that each
    /// step reads what earlier ones put out.
    func numbered(from start: inout Int) -> Block {
        var steps: [Step] = []
        for step in self.steps {
            var work = step.work
            if case .choice(let first, let second) = work {
                work = .choice(then: first.numbered(from: &start), otherwise: second.numbered(from: &start))
            }
            steps.append(
                Step(
                    number: start, name: step.name, type: step.type, work: work, inputs: step.inputs,
                    outputs: step.outputs))
            start += 1
        }
        return Block(steps: steps, outputs: outputs)
    }
}
