// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Randomness

/// In what form a node holds the weights it runs: the parameter of the conducts that save memory.
public enum Weights: Hashable, Sendable {
    /// As published.
    case full
    /// Rounded to 8 bits, one scale per output channel.
    case int8
    /// Rounded to 4 bits.
    case int4

    /// What the form does to numbers.
    var form: WeightForm {
        switch self {
        case .full: .published
        case .int8: .int8
        case .int4: .int4
        }
    }
}

/// All that decides the bits of an answer, but for the input.
///
/// Two are equal when the digests of their models' weights, the numeric profiles, the batch buckets and the forms of the
/// weights are: together with the input this is the key under which an `AnswerTable` remembers an answer.
public struct Computation: Hashable, Sendable {
    public let model: Classifier
    public let weights: Weights
    public let profile: NumericProfile
    /// The class of batch sizes that it runs in. Part of the key because kernels may reduce in another order in another
    /// bucket; those of this room do not, see `NumericProfile.dense`.
    public let batchBucket: Int

    public init(model: Classifier, weights: Weights = .full, profile: NumericProfile, batchBucket: Int = 0) {
        self.model = model
        self.weights = weights
        self.profile = profile
        self.batchBucket = batchBucket
    }

    public static func == (a: Self, b: Self) -> Bool { a.key == b.key }
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }

    private struct Key: Hashable {
        let digest: Digest
        let profile: NumericProfile
        let batchBucket: Int
        let weights: Weights
    }

    private var key: Key {
        Key(digest: model.digest, profile: profile, batchBucket: batchBucket, weights: weights)
    }
}
