// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// How long a machine takes over a request: a fixed part, a part per input token, a part per output token.
///
/// The first token comes with the end of the input's processing, every further one after a decoding step; so the time per
/// output token counts all tokens but the first, as serving benchmarks define TPOT.
public struct ServiceLaw: Sendable {
    /// Seconds per request, per input token and per output token after the first.
    public let fixed: Double, prefill: Double, decode: Double

    /// - Parameters:
    ///   - fixed: seconds per request.
    ///   - prefill: seconds per input token.
    ///   - decode: seconds per output token after the first.
    /// - Precondition: none is negative.
    public init(fixed: Double, prefill: Double, decode: Double) {
        require(
            fixed >= 0 && prefill >= 0 && decode >= 0,
            "service law: expected times from 0 s on, found \(fixed), \(prefill), \(decode)")
        self.fixed = fixed
        self.prefill = prefill
        self.decode = decode
    }

    /// From the start of service to the first token; longer than `Nanoseconds.farthest` counts as that.
    @inlinable public func firstToken(inputTokens: Int) -> Nanoseconds {
        Nanoseconds(saturating: fixed + prefill * Double(inputTokens))
    }

    /// From the start of service to the last token; no sooner than the first, even when none is asked for.
    @inlinable public func total(inputTokens: Int, outputTokens: Int) -> Nanoseconds {
        Nanoseconds(
            saturating: fixed + prefill * Double(inputTokens) + decode * Double(max(0, outputTokens - 1)))
    }
}
