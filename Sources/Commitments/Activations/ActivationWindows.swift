// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// How the positions of an answer are cut into stretches that get a commitment each.
///
/// As in the authors' published code: the whole prompt is the first stretch, whatever its length, and then every 32
/// tokens that were decoded are one, the last of them perhaps shorter.
public enum ActivationWindows {
    /// Decoded tokens in a stretch; the authors' choice.
    public static let standardLength = 32

    /// The stretches as ranges of positions.
    /// - Parameters:
    ///   - prompt: tokens of the prompt, at least 1.
    ///   - decoded: tokens that were fed back; a token that was only given out, the last one of an answer, has no
    ///     hidden state.
    ///   - length: decoded tokens in a stretch.
    /// - Complexity: O(stretches).
    public static func ranges(prompt: Int, decoded: Int, length: Int = standardLength) -> [Range<Int>] {
        require(
            prompt >= 1 && decoded >= 0 && length >= 1,
            "activation windows: expected a prompt, no or more decoded tokens and a length from 1, "
                + "found \(prompt), \(decoded), \(length)")
        let end = prompt + decoded
        return [0..<prompt] + stride(from: prompt, to: end, by: length).map { $0..<min($0 + length, end) }
    }
}
