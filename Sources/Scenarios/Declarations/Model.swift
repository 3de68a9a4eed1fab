// SPDX-License-Identifier: GPL-3.0-or-later

/// A model that is served.
public struct Model: Sendable, Equatable, Identifiable {
    /// The name of the model.
    public var id: String
    /// The model file that computes the outputs: its name in the catalogue of models, or a path as the scenario names it.
    public var outputs: String
    /// The model file the conduct `substitute` serves instead; of the same kind, and asked the same inputs. Nil when there
    /// is none, and then no threat has that conduct.
    public var substitute: String?
    /// The path of what requests ask, as the scenario names it; nil for the inputs on the model's card.
    public var inputs: String?
    /// How far apart honest answers may lie; nil for what stands on the model's card.
    public var tolerance: Double?
    /// Tokens a language model really writes per request; nil for the number on its card. How long requests are in the
    /// simulation, the demand says.
    public var newTokens: Int?
    /// The model whose size and speed are simulated, when that is another than the one computed; results name both.
    public var standsFor: String?
    /// Bytes a cold node downloads and its memory holds; above zero, and fits every pool that serves the model.
    public var size: Double
}
