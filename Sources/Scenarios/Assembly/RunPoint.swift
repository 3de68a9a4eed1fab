// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Measures
import Quantities

/// What one replication is of: everything that tells it from the others of its scenario.
public struct RunPoint: Hashable, Sendable {
    public var layout: String
    public var variant: Variant
    public var scale: Int
    /// Number of the stratum among those of the layout at this scale.
    public var stratum: Int
    /// Which world: the same number gives every layout the same demand, latencies and faults.
    public var replication: Int

    public init(layout: String, variant: Variant = .scheme, scale: Int = 1, stratum: Int = 0, replication: Int) {
        self.layout = layout
        self.variant = variant
        self.scale = scale
        self.stratum = stratum
        self.replication = replication
    }
}

extension Scenario {
    /// Every run of the scenario, in the order of the record: layout, variant, scale, stratum, replication.
    ///
    /// Each layout with a scheme has a twin without, at scale 1, from which its overhead is computed.
    public func runPoints(layouts: [Layout]) -> [RunPoint] {
        layouts.flatMap { layout in
            Variant.allCases.flatMap { variant -> [RunPoint] in
                if variant == .twin, layout.scheme.name == "none" { return [] }
                let scales = variant == .twin ? [1] : scales
                return scales.flatMap { scale in
                    strata(of: layout, scale: scale).indices.flatMap { stratum in
                        (0..<replications).map {
                            RunPoint(
                                layout: layout.id, variant: variant, scale: scale, stratum: stratum, replication: $0)
                        }
                    }
                }
            }
        }
    }

    /// The strata of a layout at a scale: the patterns of honesty of its main operators.
    public func strata(of layout: Layout, scale: Int) -> [ThreatLaw.Stratum] {
        ThreatLaw(self, layout, Cast(self, layout, scale: scale)).strata
    }
}
