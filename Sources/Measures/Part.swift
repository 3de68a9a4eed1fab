// SPDX-License-Identifier: GPL-3.0-or-later

/// What measures are told apart by within a layout: a region of users, a model, or one of each.
public struct Part: Equatable, Sendable {
    /// Nil for all regions.
    public let region: String?
    /// Nil for all models.
    public let model: String?

    /// A part of every layout.
    public init(region: String? = nil, model: String? = nil) {
        self.region = region
        self.model = model
    }

    /// The cell of the part in a layout at a scale.
    public func cell(_ layout: String, scale: Int) -> Panel.Cell {
        Panel.Cell(layout, scale: scale, region: region, model: model)
    }
}

extension Panel {
    /// Every region with all models, then every model in all regions, in the order of the record.
    public var parts: [Part] { regions.map { Part(region: $0) } + models.map { Part(model: $0) } }

    /// Every region with every model, where there are several of both; none elsewhere, since `parts` tells as much.
    public var smallestParts: [Part] {
        guard regions.count > 1, models.count > 1 else { return [] }
        return regions.flatMap { region in models.map { Part(region: region, model: $0) } }
    }
}
