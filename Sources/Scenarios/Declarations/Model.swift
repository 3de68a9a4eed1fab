// SPDX-License-Identifier: GPL-3.0-or-later

/// A model that is served.
public struct Model: Sendable, Equatable, Identifiable {
    /// The name of the model.
    public var id: String
    /// The embedded model that computes the outputs: `digits` or `digits-small`.
    public var outputs: String
    /// The embedded model the conduct `substitute` serves instead; nil when there is none, and then no threat has that
    /// conduct.
    public var substitute: String?
    /// The model whose size and speed are simulated, when that is another than the one computed; results name both.
    public var standsFor: String?
    /// Bytes a cold node downloads and its memory holds; above zero, and fits every pool that serves the model.
    public var size: Double
}
