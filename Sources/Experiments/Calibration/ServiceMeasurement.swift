// SPDX-License-Identifier: GPL-3.0-or-later

import Models

/// How long one batch of equal requests took on this machine.
public struct ServiceMeasurement: Sendable, Equatable {
    /// Tokens of each request's input and of each answer.
    public let inputTokens: Int, outputTokens: Int
    /// Requests served together.
    public let batch: Int
    /// To the first tokens, and from there to the last.
    public let prefillSeconds: Double, decodeSeconds: Double

    public init(inputTokens: Int, outputTokens: Int, batch: Int, prefillSeconds: Double, decodeSeconds: Double) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.batch = batch
        self.prefillSeconds = prefillSeconds
        self.decodeSeconds = decodeSeconds
    }

    var prefillWork: FittedServiceLaw.Work { .prefill(inputTokens: inputTokens, batch: batch) }

    var decodeWork: FittedServiceLaw.Work {
        .decode(inputTokens: inputTokens, outputTokens: outputTokens, batch: batch)
    }

    /// Whether it is a measurement at all: something was done and took time. An answer of one token is not decoded.
    var isPossible: Bool {
        let decodes = outputTokens > 1
        return inputTokens >= 1 && outputTokens >= 1 && batch >= 1 && prefillSeconds > 0 && prefillSeconds.isFinite
            && decodeSeconds.isFinite && (decodes ? decodeSeconds > 0 : decodeSeconds == 0)
    }
}
