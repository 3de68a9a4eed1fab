// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Graphs

/// What a model is asked.
public enum Input: Sendable {
    /// The inputs of a graph by name.
    case tensors([String: Tensor])
    /// What a language model is to continue or answer.
    case text(String)

    /// Of its contents.
    package var digest: ContentDigest {
        switch self {
        case .text(let text): ContentDigest(of: Array("text \(text)".utf8))
        case .tensors(let tensors):
            ContentDigest(
                of: tensors.keys.sorted().flatMap { name in
                    Array("tensor \(name) ".utf8) + (tensors[name]?.protobuf(name: name) ?? [])
                })
        }
    }
}
