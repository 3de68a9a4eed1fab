// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// How long one machine takes over one model, as measured on that machine: the first token and the rest apart.
///
/// A *pass* is one run of the network. The input of a batch takes one pass over all of its tokens; every further token
/// of an answer takes a pass over one token of each member of the batch.
public struct FittedServiceLaw: Sendable, Equatable {
    /// What passes of one kind cost. Seconds = passes x perPass + tokens x perToken + context x perContextToken, where
    /// the context of a token are the tokens before it, which its attention reads.
    public struct Phase: Sendable, Equatable {
        /// Seconds; 0 where the measurements show no such part.
        public let perPass: Double, perToken: Double, perContextToken: Double
        /// The standard deviation of measured / fitted seconds - 1, outliers apart.
        public let residualScale: Double

        /// - Parameter residualScale: a share, 0.02 for two per cent.
        /// - Precondition: all are finite, none is negative.
        public init(perPass: Double, perToken: Double, perContextToken: Double, residualScale: Double) {
            let parts = [perPass, perToken, perContextToken, residualScale]
            require(
                parts.allSatisfy { $0.isFinite && $0 >= 0 },
                "fitted service law: expected finite numbers from 0 on, found \(parts)")
            self.perPass = perPass
            self.perToken = perToken
            self.perContextToken = perContextToken
            self.residualScale = residualScale
        }

        /// The time of this work.
        public func seconds(_ work: Work) -> Double {
            work.passes * perPass + work.tokens * perToken + work.context * perContextToken
        }
    }

    /// How much of everything that costs time.
    public struct Work: Sendable, Equatable {
        public let passes: Double, tokens: Double, context: Double

        /// Of the input: one pass; token i of n has i - 1 tokens before it.
        public static func prefill(inputTokens: Int, batch: Int) -> Work {
            let tokens = Double(inputTokens), members = Double(batch)
            return Work(passes: 1, tokens: members * tokens, context: members * tokens * (tokens - 1) / 2)
        }

        /// Of the output after its first token: pass i has the whole input and i - 1 output tokens before its token.
        public static func decode(inputTokens: Int, outputTokens: Int, batch: Int) -> Work {
            let passes = Double(max(0, outputTokens - 1)), members = Double(batch)
            let context = passes * Double(inputTokens) + passes * (passes - 1) / 2
            return Work(passes: passes, tokens: members * passes, context: members * context)
        }
    }

    public let prefill: Phase
    public let decode: Phase
    /// What was measured: outside of these ranges the law is an extrapolation.
    public let inputTokens: ClosedRange<Int>, outputTokens: ClosedRange<Int>, batch: ClosedRange<Int>
    /// How many measurements the law is fitted to.
    public let measurements: Int
    /// The model measured and the machine it ran on, in words.
    public let model: String, machine: String

    /// - Precondition: the ranges begin at 1 or above; there is a measurement.
    public init(
        model: String, machine: String, prefill: Phase, decode: Phase, inputTokens: ClosedRange<Int>,
        outputTokens: ClosedRange<Int>, batch: ClosedRange<Int>, measurements: Int
    ) {
        let lowest = min(inputTokens.lowerBound, outputTokens.lowerBound, batch.lowerBound, measurements)
        require(lowest >= 1, "fitted service law: expected ranges and measurements from 1 on, found \(lowest)")
        self.model = model
        self.machine = machine
        self.prefill = prefill
        self.decode = decode
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.batch = batch
        self.measurements = measurements
    }

    /// From the start of service of a batch of equal requests to their first tokens.
    public func firstToken(inputTokens: Int, batch: Int = 1) -> Nanoseconds {
        ServiceLaw(self, batch: batch).firstToken(inputTokens: inputTokens)
    }

    /// From the start of service of a batch of equal requests to their last tokens; no sooner than the first.
    public func total(inputTokens: Int, outputTokens: Int, batch: Int = 1) -> Nanoseconds {
        ServiceLaw(self, batch: batch).total(inputTokens: inputTokens, outputTokens: outputTokens)
    }

    /// Whether the law was measured at such a request. Elsewhere it extrapolates, which results must say.
    public func covers(inputTokens: Int, outputTokens: Int, batch: Int = 1) -> Bool {
        self.inputTokens.contains(inputTokens) && self.outputTokens.contains(outputTokens)
            && self.batch.contains(batch)
    }
}
