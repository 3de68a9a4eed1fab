// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Models
import Quantities

extension DivergenceStudy {
    /// A way to cheat: the name of a conduct, and where its answers come from.
    public struct Conduct: Sendable {
        enum Source: Sendable {
            /// Another computation.
            case computation(ServedModel, Deviation)
            /// Nowhere: the answer is made up.
            case invention
            /// The honest answer to the input before, the first one's to the last.
            case otherInput
            /// The honest answer to the same input, given before.
            case memory
        }

        let name: String
        let source: Source

        /// What is computed instead; nil when nothing is.
        var computation: (model: ServedModel, deviation: Deviation)? {
            if case .computation(let model, let deviation) = source { (model, deviation) } else { nil }
        }

        /// Every conduct that answers this model's requests otherwise than asked, at its default parameters.
        /// - Parameter substitute: the model that is served instead by the conduct of that name; nil leaves it out.
        public static func all(of model: ServedModel, substitute: ServedModel?) -> [Conduct] {
            let cheaper = CheaperComputation.standardCheats.compactMap { name, cheat -> Conduct? in
                if cheat.isSubstitute {
                    return substitute.map { Conduct(name: name, source: .computation($0, .none)) }
                }
                if cheat.deviation.needsLanguageModel, model.card.kind != .language { return nil }
                return Conduct(name: name, source: .computation(model, cheat.deviation))
            }
            return cheaper + [
                Conduct(name: RandomAnswers.declaration.name, source: .invention),
                Conduct(name: CopiedAnswers.declaration.name, source: .otherInput),
                Conduct(name: StaleAnswers.declaration.name, source: .memory),
            ]
        }

        /// What a conduct that computes nothing gives out where honest machines of one profile give these outputs.
        /// - Parameter profile: its number; what is made up differs from one to the next.
        /// - Returns: nil when it computes.
        func outputs(insteadOf honest: [Output], profile: Int) -> [Output]? {
            switch source {
            case .computation: nil
            // An odd factor, so that no two have the same seed.
            case .invention:
                honest.enumerated().map { input, output in
                    output.madeUp(seed: UInt64(profile * honest.count + input) &* 0x9E37_79B9_7F4A_7C15)
                }
            case .otherInput: Array(honest.suffix(1) + honest.dropLast())
            case .memory: honest
            }
        }
    }
}
