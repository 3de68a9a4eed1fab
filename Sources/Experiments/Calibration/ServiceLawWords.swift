// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Quantities

extension FittedServiceLaw {
    /// The law as sentences for readers.
    public var words: String {
        let first = Self.sum([
            (prefill.perPass, ""), (prefill.perToken, " x b x i"), (prefill.perContextToken, " x b x i x (i - 1) / 2"),
        ])
        let further = Self.sum([
            (decode.perPass, ""), (decode.perToken, " x b"), (decode.perContextToken, " x b x c"),
        ])
        let start =
            "\(model), on \(machine), from \(measurements) measurements:\n"
            + "b requests of i input tokens, served together, have their first tokens after\n  \(first)"
        return start + (further.isEmpty ? "." : ";\neach further token, with c tokens before it, takes\n  \(further).")
    }

    /// The parts of the law as a table has them: phase, time per pass, per token and per token of context, residuals.
    public var rows: [[String]] {
        [("prefill", prefill), ("decode", decode)].map { name, phase in
            [name] + [phase.perPass, phase.perToken, phase.perContextToken].map(Self.text)
                + [Digits.write(100 * phase.residualScale, significant: 2) + " %"]
        }
    }

    /// What was measured, by name.
    public var ranges: [[String]] {
        [("input tokens", inputTokens), ("output tokens", outputTokens), ("requests at a time", batch)].map {
            [$0, "\($1.lowerBound)", "\($1.upperBound)"]
        }
    }

    private static func sum(_ parts: [(seconds: Double, factor: String)]) -> String {
        parts.filter { $0.seconds > 0 }.map { text($0.seconds) + $0.factor }.joined(separator: " + ")
    }

    /// Three digits: more would be beyond what the residuals leave sure.
    private static func text(_ seconds: Double) -> String {
        let rounded = Double(Digits.write(seconds, significant: 3)) ?? seconds
        return Quantity.write(rounded, as: .time)
    }
}
