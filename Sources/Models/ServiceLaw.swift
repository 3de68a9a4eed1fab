// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// How long a machine takes over a request: a fixed part, a part per input token, a part per output token, and parts
/// for the context, which are the tokens before a token that its attention reads.
///
/// The first token comes with the end of the input's processing, every further one after a decoding step; so the time
/// per output token counts all tokens but the first, as serving benchmarks define TPOT.
public struct ServiceLaw: Sendable {
    /// Seconds per request, per input token and per output token after the first.
    public let fixed: Double, prefill: Double, decode: Double
    /// Seconds per token and token before it, of the input and of the output after its first token.
    public let prefillContext: Double, decodeContext: Double

    /// - Parameters:
    ///   - fixed: seconds per request.
    ///   - prefill: seconds per input token.
    ///   - decode: seconds per output token after the first.
    ///   - prefillContext: seconds per input token and input token before it.
    ///   - decodeContext: seconds per output token after the first and token of input or output before it.
    /// - Precondition: none is negative.
    public init(
        fixed: Double, prefill: Double, decode: Double, prefillContext: Double = 0, decodeContext: Double = 0
    ) {
        let parts = [fixed, prefill, decode, prefillContext, decodeContext]
        require(parts.allSatisfy { $0 >= 0 }, "service law: expected times from 0 s on, found \(parts)")
        self.fixed = fixed
        self.prefill = prefill
        self.decode = decode
        self.prefillContext = prefillContext
        self.decodeContext = decodeContext
    }

    /// What a measured law says of one request in a batch of equal ones, which are all served in the time of the batch.
    /// - Parameter batch: requests served together, from 1.
    public init(_ law: FittedServiceLaw, batch: Int) {
        let members = Double(batch)
        self.init(
            fixed: law.prefill.perPass, prefill: members * law.prefill.perToken,
            decode: law.decode.perPass + members * law.decode.perToken,
            prefillContext: members * law.prefill.perContextToken, decodeContext: members * law.decode.perContextToken)
    }

    /// From the start of service to the first token; longer than `Nanoseconds.farthest` counts as that.
    @inlinable public func firstToken(inputTokens: Int) -> Nanoseconds {
        Nanoseconds(saturating: prefillSeconds(Double(inputTokens)))
    }

    /// From the start of service to the last token; no sooner than the first, even when none is asked for.
    @inlinable public func total(inputTokens: Int, outputTokens: Int) -> Nanoseconds {
        Nanoseconds(saturating: seconds(inputTokens: inputTokens, outputTokens: outputTokens))
    }

    /// The same in seconds, not rounded.
    @inlinable public func seconds(inputTokens: Int, outputTokens: Int) -> Double {
        let input = Double(inputTokens), steps = Double(max(0, outputTokens - 1))
        let context = steps * input + steps * (steps - 1) / 2
        return prefillSeconds(input) + decode * steps + decodeContext * context
    }

    /// Token i of the input has i - 1 before it.
    @inlinable func prefillSeconds(_ tokens: Double) -> Double {
        fixed + prefill * tokens + prefillContext * (tokens * (tokens - 1) / 2)
    }
}
