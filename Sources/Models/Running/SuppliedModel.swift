// SPDX-License-Identifier: GPL-3.0-or-later

/// A model as a scenario serves it: its file, what it is asked, and how far honest answers may lie apart.
public struct SuppliedModel: Sendable {
    /// The model that requests ask for.
    public let requested: ServedModel
    /// The smaller model that a substituting node serves instead; nil when there is none.
    public let substitute: ServedModel?
    /// What both are asked.
    public let inputs: InputSet
    /// How far apart two honest outputs of the requested model may lie.
    public let tolerance: Float
    /// The same of the substitute: its own, or the requested model's when nobody has fitted it.
    public let substituteTolerance: Float
    /// Tokens that are written per request, by both; 0 of graphs.
    public let newTokens: Int

    /// - Parameter newTokens: those of the requested model's card unless told.
    public init(
        _ requested: ServedModel, substitute: ServedModel?, inputs: InputSet, tolerance: Float, newTokens: Int? = nil
    ) {
        self.requested = requested
        self.substitute = substitute
        self.inputs = inputs
        self.tolerance = tolerance
        substituteTolerance = substitute?.card.tolerance ?? tolerance
        self.newTokens = newTokens ?? requested.card.newTokens
    }
}
