// SPDX-License-Identifier: GPL-3.0-or-later

/// How a class of hardware rounds: the order in which a reduction adds, and whether it multiplies and adds at once.
///
/// Honest machines that differ in this give answers that differ in their last bits, which is what a checker that compares
/// bit by bit stumbles over. The named profiles are stand-ins for such classes, not models of particular devices: they
/// have the orders of addition usual in each class, and none of the devices' own tricks (reduced formats, split sums).
public struct NumericProfile: Hashable, Sendable {
    /// Running sums kept side by side in one reduction.
    public enum Lanes: Int, Hashable, Sendable {
        case one = 1
        case four = 4
        case eight = 8
        case sixteen = 16
    }

    /// How the running sums are added up.
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

    public let name: String
    public let lanes: Lanes
    public let combination: Combination
    public let multiplyAdd: MultiplyAdd

    public init(name: String, lanes: Lanes, combination: Combination, multiplyAdd: MultiplyAdd) {
        self.name = name
        self.lanes = lanes
        self.combination = combination
        self.multiplyAdd = multiplyAdd
    }
}

extension NumericProfile {
    /// One sum, products rounded: plain code on any processor.
    public static let scalar = NumericProfile(
        name: "scalar", lanes: .one, combination: .sequential, multiplyAdd: .separate)

    /// Eight sums, products rounded, added in a tree: stands for processors with 256-bit vectors.
    public static let wide8 = NumericProfile(
        name: "wide-8", lanes: .eight, combination: .tree, multiplyAdd: .separate)

    /// Sixteen sums, fused, added in a tree: stands for graphics processors and processors with 512-bit vectors.
    public static let fused16 = NumericProfile(
        name: "fused-16", lanes: .sixteen, combination: .tree, multiplyAdd: .fused)

    /// All profiles that a scenario can name.
    public static let all = [scalar, wide8, fused16]

    /// Their names, in the same order.
    public static var names: [String] { all.map(\.name) }

    /// The profile of that name, or nil.
    public static func named(_ name: String) -> NumericProfile? { all.first { $0.name == name } }
}
