// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Kernels

/// All that decides the bits of an output, but for the input.
///
/// Two are equal when the digests of their model files, their deviations, numeric profiles, batch buckets and lengths are:
/// together with the input this is the key under which an output is remembered.
public struct Computation: Hashable, Sendable {
    public let model: ServedModel
    public let deviation: Deviation
    public let profile: NumericProfile
    /// The class of batch sizes that it counts as run in; matters only to profiles that say so.
    public let bucket: BatchBucket
    /// Tokens asked for; 0 of graphs.
    public let newTokens: Int

    /// - Parameter newTokens: those of the model's card unless told.
    public init(
        _ model: ServedModel, _ deviation: Deviation = .none, profile: NumericProfile, bucket: BatchBucket = .one,
        newTokens: Int? = nil
    ) {
        self.model = model
        self.deviation = deviation
        self.profile = profile
        self.bucket = profile.isBatchInvariant ? .one : bucket
        self.newTokens = newTokens ?? model.card.newTokens
    }

    /// The key of the outputs for some inputs in a store that outlives the program.
    ///
    /// The first word is the version of the arithmetic and of the form in which outputs are kept: whoever changes a bit of
    /// either changes it.
    public func digest(of inputs: some Sequence<Input>) -> ContentDigest {
        let words = [
            "outputs 3", "\(model.digest)", deviation.text, "\(profile)", "\(bucket.rawValue)", "\(newTokens)",
            "\(model.card.isChat)",
        ]
        return ContentDigest(ofWords: words + inputs.map { "\($0.digest)" })
    }
}

extension Computation {
    /// About how long one input takes on one core, for a plan.
    ///
    /// Weights are multiplied once per token; a byte of a model file stands for one multiplication (float32 files have
    /// fewer weights, 4-bit ones more). 32 tokens of prompt are assumed.
    public var expectedSeconds: Double {
        let tokens = model.card.kind == .language ? 32 + Double(newTokens) * deviation.length : 1
        return Double(model.bytes.count) * tokens / Self.bytesPerSecond
    }

    /// Bytes of a model file that one core works through in a second, one token each.
    private static let bytesPerSecond = 1e10
}
