// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles

/// How a tensor's numbers are stored in a GGUF file; only those that can be run.
///
/// Layouts: ggml's `block_q4_0`, `block_q4_1`, `block_q8_0`. A block has 32 consecutive weights of a row; in the 4-bit forms
/// byte j holds weight j in its lower four bits and weight j + 16 in its upper.
enum TensorType: UInt32, CaseIterable {
    case float32 = 0
    case float16 = 1
    /// Scale d in binary16, 16 bytes: d x (q - 8).
    case q40 = 2
    /// Scale d and minimum m in binary16, 16 bytes: d x q + m.
    case q41 = 3
    /// Scale d in binary16, 32 signed bytes: d x q.
    case q80 = 8
    case bfloat16 = 30

    /// Weights in a block.
    var blockLength: Int { bytesPerBlock == bytesPerNumber ? 1 : 32 }

    var bytesPerBlock: Int {
        switch self {
        case .float32: 4
        case .float16, .bfloat16: 2
        case .q40: 18
        case .q41: 20
        case .q80: 34
        }
    }

    /// Of forms without blocks; 0 for the others.
    private var bytesPerNumber: Int {
        switch self {
        case .float32: 4
        case .float16, .bfloat16: 2
        case .q40, .q41, .q80: 0
        }
    }

    var name: String {
        switch self {
        case .float32: "F32"
        case .float16: "F16"
        case .q40: "Q4_0"
        case .q41: "Q4_1"
        case .q80: "Q8_0"
        case .bfloat16: "BF16"
        }
    }

    /// The names that the ggml project gives to all type numbers, so that a refusal can name what it refuses.
    private static let everyName: [UInt32: String] = [
        6: "Q5_0", 7: "Q5_1", 9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 15: "Q8_K",
        16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS",
        24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
    ]

    /// What a refusal calls a type number.
    static func name(of number: UInt32) -> String { everyName[number] ?? "number \(number)" }

    /// What a refusal lists.
    static var allowed: String { allCases.map(\.name).joined(separator: ", ") }
}
