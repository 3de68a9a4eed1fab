// SPDX-License-Identifier: GPL-3.0-or-later

/// In what form a node holds the weights it runs.
///
/// Every form but `published` saves memory and time and changes answers a little; a node that was paid for the published
/// weights and uses another form cheats.
public enum WeightForm: Hashable, Sendable, CaseIterable {
    /// As the model file has them.
    case published
    /// Each weight rounded to bfloat16, ties to even.
    case bfloat16
    /// 8 bits, symmetric, one scale per output channel; see `WeightRounding`.
    case int8
    /// 4 bits, symmetric, one scale per output channel.
    case int4
    /// 8 bits, symmetric, one scale per block of 32 consecutive weights of an output channel.
    case int8Blocks
    /// 4 bits, symmetric, one scale per block of 32.
    case int4Blocks

    /// Consecutive weights that share a scale in the forms by block, as in GGUF's Q8_0 and Q4_0.
    public static let block = 32

    /// What a scenario and a table call it.
    public var name: String {
        switch self {
        case .published: "published"
        case .bfloat16: "bf16"
        case .int8: "int8"
        case .int4: "int4"
        case .int8Blocks: "int8-blocks"
        case .int4Blocks: "int4-blocks"
        }
    }
}
