// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// How a class of hardware rounds: in which order a reduction adds, to what it rounds the running total, whether it
/// multiplies and adds at once, and to what a layer rounds its outputs.
///
/// The order of a reduction over k, and no other:
///
/// 1. k is cut into blocks, the last one possibly shorter.
/// 2. In a block, `lanes` running sums start at +0. Sum number i mod lanes takes the product at place i of the block in
///    ascending order of i, rounded before it is added or fused with the addition. All in float32.
/// 3. The sums of a block are added up, see `Combination`.
/// 4. The total is the sum of the first block; the sums of the others are added in ascending order. After each block, not
///    after each step, the total is rounded to `accumulator`. That is where hardware loses bits: a matrix instruction
///    adds its handful of products in wide registers and writes the total back in the accumulator's format, and a product
///    split along k stores its parts' sums in the output's format.
/// 5. A bias is added last with a rounding of its own, in float32; then the output is rounded to `activations`.
///
/// Honest machines that differ in this give answers that differ in their last bits, which is what a checker that compares
/// bit by bit stumbles over. The named profiles are stand-ins for such classes, not models of particular devices: they
/// have the orders and formats usual in each class, and none of the devices' own tricks (truncation instead of rounding
/// inside matrix instructions, shared exponents, sums whose order changes from run to run).
public struct NumericProfile: Hashable, Sendable {
    /// Running sums kept side by side in one block of a reduction.
    public enum Lanes: Int, Hashable, Sendable {
        case one = 1
        case four = 4
        case eight = 8
        case sixteen = 16
    }

    /// How the running sums of a block are added up.
    public enum Combination: Hashable, Sendable {
        /// From the first to the last.
        case sequential
        /// The upper half to the lower half, lane by lane, until one is left.
        case tree
    }

    /// How a product enters its running sum.
    public enum MultiplyAdd: Hashable, Sendable {
        /// Rounded, then added and rounded again.
        case separate
        /// Multiplied and added with one rounding (IEEE 754-2019, 5.4.1, fusedMultiplyAdd).
        case fused
    }

    /// How many steps of k a block has; at least 1.
    public enum Blocks: Hashable, Sendable {
        /// All steps.
        case whole
        /// The same number in every batch.
        case every(Int)
        /// A number for each batch bucket; one that reaches past the end of k takes all steps.
        case byBucket(one: Int, two: Int, four: Int, eight: Int, sixteen: Int)
    }

    public let name: String
    public let lanes: Lanes
    public let combination: Combination
    public let multiplyAdd: MultiplyAdd
    public let blocks: Blocks
    public let accumulator: NumberType
    public let activations: NumberType

    /// - Precondition: blocks have at least one step.
    public init(
        name: String, lanes: Lanes, combination: Combination, multiplyAdd: MultiplyAdd, blocks: Blocks = .whole,
        accumulator: NumberType = .float32, activations: NumberType = .float32
    ) {
        self.name = name
        self.lanes = lanes
        self.combination = combination
        self.multiplyAdd = multiplyAdd
        self.blocks = blocks
        self.accumulator = accumulator
        self.activations = activations
        let shortest = BatchBucket.allCases.map { blockLength(in: $0) ?? 1 }.min() ?? 1
        require(shortest > 0, "numeric profile \(name): expected blocks of at least 1 step, found \(shortest)")
    }

    /// The same profile with its totals in float32, as normalisations and softmax keep them in every profile: a sum of
    /// squares passes the largest float16 where 256 numbers of 16 come together, so libraries take these sums in float32.
    public var wide: NumericProfile {
        NumericProfile(
            name: name, lanes: lanes, combination: combination, multiplyAdd: multiplyAdd, blocks: blocks,
            activations: activations)
    }

    /// Steps of k in a block, or nil for all of them.
    public func blockLength(in bucket: BatchBucket) -> Int? {
        switch blocks {
        case .whole: nil
        case .every(let length): length
        case .byBucket(let one, let two, let four, let eight, let sixteen):
            switch bucket {
            case .one: one
            case .two: two
            case .four: four
            case .eight: eight
            case .sixteen: sixteen
            }
        }
    }

    /// Whether the bits of an answer do not depend on the batch it was computed in.
    public var isBatchInvariant: Bool {
        if case .byBucket(let one, let two, let four, let eight, let sixteen) = blocks {
            return [two, four, eight, sixteen].allSatisfy { $0 == one }
        }
        return true
    }
}
