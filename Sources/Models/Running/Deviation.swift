// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Languages

/// In what a node's computation differs from the one asked for; nothing, for an honest one.
public struct Deviation: Hashable, Sendable {
    /// What part of the prompt is read.
    public enum Reading: Hashable, Sendable {
        case whole
        /// The first half of its tokens; of a graph's inputs the first half of the numbers, the others being zero.
        case firstHalf
    }

    /// The form the weights are run in.
    public var weights = WeightForm.published
    /// The share of the layers that is run, the first ones; at least one layer.
    public var layers = 1.0
    /// The form that keys and values are remembered in.
    public var cache = CacheForm.float32
    public var reading = Reading.whole
    /// The share of the tokens asked for after which it stops; at least one token.
    public var length = 1.0

    public init() {}

    public static let none = Deviation()

    /// Whether only a language model can deviate so: it has layers, a cache, and a length.
    public var needsLanguageModel: Bool { layers != 1 || cache != .float32 || length != 1 }

    /// All of it in words, for a table of answers that outlives the program: another text for every other deviation.
    var text: String {
        "weights \(weights.name) layers \(layers) cache \(cache) reading \(reading) length \(length)"
    }
}
