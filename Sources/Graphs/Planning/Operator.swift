// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// One operator of a graph: its attributes read and checked, its constant weights laid out. It never changes.
protocol Operator: Sendable {
    /// The types of the outputs.
    /// - Throws: what is wrong with the types of the inputs.
    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType]

    /// Inputs whose numbers, not only their shapes, decide the shapes of the outputs or the choice of the kernel.
    var shapingInputs: [Int] { get }

    /// Whether the numbers of the inputs do not matter, only their shapes.
    var readsOnlyShapes: Bool { get }

    /// How the memory of the output may relate to that of an input.
    var memory: MemoryRelation { get }

    /// Whether the outputs are new floating-point numbers, which the executor rounds to the profile's activations and to
    /// the type of the output.
    var rounds: Bool { get }

    /// The shapes of the outputs, and the kernel for them. Called when a shape, or a number of a shaping input, is not what
    /// it was in the run before.
    /// - Throws: what is wrong with the shapes or the numbers.
    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan
}

/// How the memory of the first output relates to that of the inputs.
enum MemoryRelation {
    /// They are apart.
    case separate
    /// Each number comes of those at the same place, the inputs repeated to the shape of the output, which may be written
    /// over an input of its own shape once nobody else reads that.
    case overwrites
    /// The output is the first input under another shape.
    case shares
}

extension Operator {
    var shapingInputs: [Int] { [] }
    var readsOnlyShapes: Bool { false }
    var memory: MemoryRelation { .separate }
    var rounds: Bool { true }
}

/// How the graph is computed.
struct Setting {
    let profile: NumericProfile
    let bucket: BatchBucket
    let budget: MemoryBudget
}

/// What an operator knows of an input when it plans.
struct Operand {
    let type: ElementType
    let shape: [Int]
    /// The numbers, when they are known already: always for shaping inputs.
    let memory: UnsafeRawPointer?

    var count: Int { shape.reduce(1, *) }
    var rank: Int { shape.count }

    /// The whole numbers of a shaping input.
    func integers() throws(OperatorMistake) -> [Int] {
        guard let memory else {
            throw OperatorMistake("an input whose numbers are not known", allowed: "known numbers")
        }
        guard let numbers = Tensor(copying: memory, shape: shape, type: type).integers else {
            throw OperatorMistake("an input of type \(type.name)", allowed: "whole numbers")
        }
        return numbers
    }

    /// The floating-point numbers of a shaping input.
    func floats() throws(OperatorMistake) -> [Float] {
        guard let memory else {
            throw OperatorMistake("an input whose numbers are not known", allowed: "known numbers")
        }
        guard let numbers = Tensor(copying: memory, shape: shape, type: type).floats else {
            throw OperatorMistake("an input of type \(type.name)", allowed: "floating-point numbers")
        }
        return numbers
    }
}

/// Where the numbers of a node's inputs and outputs lie in a run.
struct Arguments {
    let inputs: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    let outputs: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    /// The numbers of an input that is there.
    func input<Number>(_ index: Int, as _: Number.Type = Number.self) -> UnsafePointer<Number> {
        UnsafePointer(inputs[index].unsafelyUnwrapped.assumingMemoryBound(to: Number.self))
    }

    /// The numbers of an input that may be left out.
    func optional<Number>(_ index: Int, as _: Number.Type = Number.self) -> UnsafePointer<Number>? {
        inputs[index].map { UnsafePointer($0.assumingMemoryBound(to: Number.self)) }
    }

    /// The place for the numbers of an output.
    func output<Number>(_ index: Int = 0, as _: Number.Type = Number.self) -> UnsafeMutablePointer<Number> {
        outputs[index].unsafelyUnwrapped.assumingMemoryBound(to: Number.self)
    }
}

/// The shapes of an operator's outputs and the kernel that computes them.
struct Plan {
    let shapes: [[Int]]
    /// Computes; throws when numbers of an input are impossible, such as an index outside.
    let compute: Kernel
    /// The same for some of the numbers, where that is possible.
    let pieces: Pieces?
    /// What is taken of the run's memory for as long as the plan lives.
    private let shares: [MemoryBudget.Share]

    init(_ shapes: [[Int]], shares: [MemoryBudget.Share] = [], compute: @escaping Kernel) {
        self.shapes = shapes
        self.compute = compute
        self.shares = shares
        pieces = nil
    }

    init(_ shape: [Int], _ pieces: Pieces) {
        shapes = [shape]
        compute = { arguments throws(OperatorMistake) in pieces.compute(arguments, pieces.count) }
        self.pieces = pieces
        shares = []
    }
}

/// The kernel of an operator that computes each number of its only output from those at the same place in its inputs.
struct Pieces {
    /// Numbers of the output.
    let count: Int
    /// For each input whether it has one number for all places.
    let isSingle: [Bool]
    /// Computes some numbers; the arguments name the first of them in each tensor.
    let compute: PieceKernel
}
