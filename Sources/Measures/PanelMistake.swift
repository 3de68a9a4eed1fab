// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Why the rows of a record do not make a panel.
public enum PanelMistake: Error, Equatable, Sendable, CustomStringConvertible {
    /// Not one replication without a failed row.
    case noRows
    /// A layout of the record has no facts in the study.
    case unknownLayout(String)
    /// A stratum has two different probabilities.
    case twoWeights(layout: String, stratum: String, Double, Double)
    /// The probabilities of a layout's strata do not sum to 1.
    case weightsDoNotSumToOne(layout: String, sum: Double)
    /// A replication that stands elsewhere is not there.
    case missing(replication: Int, layout: String, variant: Variant, scale: Int, stratum: String)

    public var description: String {
        switch self {
        case .noRows:
            "the record holds no replication without a failure"
        case .unknownLayout(let layout):
            "layout '\(layout)' of the record has no facts in the study"
        case .twoWeights(let layout, let stratum, let first, let second):
            "layout '\(layout)', stratum '\(stratum)': expected one probability, found \(digits(first)) and "
                + digits(second)
        case .weightsDoNotSumToOne(let layout, let sum):
            "layout '\(layout)': expected the probabilities of its strata to sum to 1, found \(digits(sum))"
        case .missing(let replication, let layout, let variant, let scale, let stratum):
            "layout '\(layout)', \(variant.rawValue), scale \(scale), stratum '\(stratum)': replication "
                + "\(replication) is missing"
        }
    }

    private func digits(_ value: Double) -> String { Digits.write(value, significant: 10) }
}
