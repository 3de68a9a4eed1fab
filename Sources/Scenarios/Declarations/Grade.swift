// SPDX-License-Identifier: GPL-3.0-or-later

/// How well a number is known, strongest first.
public enum Grade: String, Sendable, CaseIterable {
    /// By a program of this repository.
    case measured
    /// Stands in a public repository.
    case code
    /// Stands on an official page.
    case docs
    /// Stands in a publication.
    case paper
    /// Reported by a third party.
    case secondary
    /// Computed from graded numbers by a stated formula.
    case derived
    /// Somebody's choice, without evidence.
    case assumed
}
