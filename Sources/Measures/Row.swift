// SPDX-License-Identifier: GPL-3.0-or-later

/// What a row of the record belongs to.
public struct RowKey: Hashable, Sendable {
    /// The layout's name.
    public var layout: String
    /// With the scheme, or the twin.
    public var variant: Variant
    /// Demand and every pool are this many times those of the file.
    public var scale: Int
    /// Which of the layout's threat strata: `all` when it has no main operator.
    public var stratum: String
    /// The known probability of the stratum; 1 when there is only one.
    public var stratumWeight: Double
    /// Replication r is one common world for every layout, variant, scale and stratum.
    public var replication: Int
    /// The region of the users; `*` for what belongs to the layout as a whole.
    public var region: String
    /// The model asked for; `*` for what belongs to the layout as a whole.
    public var model: String

    /// A row of the layout as a whole at scale 1, unless said otherwise.
    public init(
        layout: String, variant: Variant = .scheme, scale: Int = 1, stratum: String = "all", stratumWeight: Double = 1,
        replication: Int, region: String = whole, model: String = whole
    ) {
        self.layout = layout
        self.variant = variant
        self.scale = scale
        self.stratum = stratum
        self.stratumWeight = stratumWeight
        self.replication = replication
        self.region = region
        self.model = model
    }

    /// The region and model of what cannot be told by region or model: nodes, money, energy, operators.
    public static let whole = "*"
}

/// The layout itself, or the same layout and seeds without its scheme, for the overhead.
public enum Variant: String, CaseIterable, Sendable {
    case scheme, twin
}

/// One line of the record.
public struct Row: Equatable, Sendable {
    /// What the counts belong to.
    public var key: RowKey
    /// What was counted.
    public var counts: Counts
    /// Empty when the replication ended as it should; otherwise why it did not, and the counts mean nothing.
    public var failure: String

    /// A row; without a failure unless one is given.
    public init(_ key: RowKey, _ counts: Counts, failure: String = "") {
        self.key = key
        self.counts = counts
        self.failure = failure
    }
}
