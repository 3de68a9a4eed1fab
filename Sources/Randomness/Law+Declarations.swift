// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The laws as a scenario names them.
extension Law {
    /// Why values that are possible one by one make no law together.
    public enum Mistake: Error, Equatable, Sendable, CustomStringConvertible {
        /// The second parameter must not lie below the first.
        case notBelow(lower: String, upper: String)
        /// Zero has no logarithm.
        case notPositive(String)

        public var description: String {
            switch self {
            case .notBelow(let lower, let upper): "'\(upper)' must be at least '\(lower)'"
            case .notPositive(let parameter): "'\(parameter)' must be above zero"
            }
        }
    }

    /// Every law of a quantity of the given dimension, in the order the documentation lists them.
    public static func declarations(for dimension: Dimension) -> [Declaration] {
        let amount = Parameter.Kind.quantity(dimension, from: 0, through: 1e15)
        return [
            Declaration(
                "constant", "Always the same value.", [Parameter("value", amount, "The value.")]),
            Declaration(
                "uniform", "Every value between two bounds is equally likely.",
                [Parameter("low", amount, "The lower bound."), Parameter("high", amount, "The upper bound.")]),
            Declaration(
                "exponential", "Without memory: as likely to end in the next moment however long it has lasted.",
                [Parameter("mean", amount, "The mean.")]),
            Declaration(
                "normal", "Normal, restricted to values above zero.",
                [
                    Parameter("mean", amount, "The mean before the restriction."),
                    Parameter("deviation", amount, "The standard deviation before the restriction."),
                ]),
        ] + lognormals(amount) + weibulls(amount) + bounded(amount)
    }

    private static func lognormals(_ amount: Parameter.Kind) -> [Declaration] {
        [
            Declaration(
                "lognormal", "Lognormal, given by two quantiles.",
                [
                    Parameter("median", amount, "Half of the values lie below."),
                    Parameter("p90", amount, "Nine tenths of the values lie below."),
                ]),
            Declaration(
                "lognormal-mean", "Lognormal, given by mean and relative spread.",
                [Parameter("mean", amount, "The mean."), variation]),
        ]
    }

    private static func weibulls(_ amount: Parameter.Kind) -> [Declaration] {
        let shape = Parameter(
            "shape", .quantity(.number, from: 0.1, through: 1000),
            "Below 1 the rate of ending falls with age, above 1 it rises.")
        return [
            Declaration(
                "weibull", "Weibull, given by its scale: 63.2 % of the values lie below it.",
                [Parameter("scale", amount, "The scale."), shape]),
            Declaration(
                "weibull-mean", "Weibull, given by its mean.", [Parameter("mean", amount, "The mean."), shape]),
        ]
    }

    private static func bounded(_ amount: Parameter.Kind) -> [Declaration] {
        let exponent = Parameter.Kind.quantity(.number, from: 0.05, through: 1000)
        return [
            Declaration(
                "pareto", "Pareto: the share above x falls as a power of x.",
                [
                    Parameter("minimum", amount, "The smallest value."),
                    Parameter("shape", exponent, "The power; up to 1 the mean is infinite, up to 2 the variance."),
                ]),
            Declaration(
                "gamma", "Gamma, given by mean and relative spread.",
                [
                    Parameter("mean", amount, "The mean."),
                    Parameter("variation", .quantity(.number, from: 0, through: 4), Self.variation.summary),
                ]),
            Declaration(
                "beta", "Beta, stretched to lie between two bounds.",
                [
                    Parameter("low", amount, "The lower bound."), Parameter("high", amount, "The upper bound."),
                    Parameter("alpha", exponent, "The larger, the fewer values near the lower bound."),
                    Parameter("beta", exponent, "The larger, the fewer values near the upper bound."),
                ]),
        ]
    }

    private static var variation: Parameter {
        Parameter(
            "variation", .quantity(.number, from: 0, through: 100), "The standard deviation divided by the mean.")
    }
}

extension Law {
    /// The law that checked arguments name.
    /// - Throws: `Mistake` when bounds or quantiles are the wrong way round, or a median is zero.
    public init(_ arguments: Arguments) throws(Mistake) {
        func value(_ parameter: String) -> Double { arguments.quantity(parameter) }
        func ordered(_ lower: String, _ upper: String) throws(Mistake) {
            guard value(lower) <= value(upper) else { throw .notBelow(lower: lower, upper: upper) }
        }
        switch arguments.name {
        case "constant": self = .constant(value("value"))
        case "uniform":
            try ordered("low", "high")
            self = .uniform(low: value("low"), high: value("high"))
        case "exponential": self = .exponential(mean: value("mean"))
        case "normal": self = .normal(mean: value("mean"), deviation: value("deviation"))
        case "lognormal":
            guard value("median") > 0 else { throw .notPositive("median") }
            try ordered("median", "p90")
            self = .lognormal(median: value("median"), p90: value("p90"))
        case "lognormal-mean": self = .lognormal(mean: value("mean"), variation: value("variation"))
        case "weibull": self = .weibull(scale: value("scale"), inverseShape: 1 / value("shape"))
        case "weibull-mean": self = .weibull(mean: value("mean"), shape: value("shape"))
        case "pareto": self = .pareto(minimum: value("minimum"), inverseShape: 1 / value("shape"))
        case "gamma": self = .gamma(mean: value("mean"), variation: value("variation"))
        case "beta":
            try ordered("low", "high")
            let low = value("low")
            self = .beta(alpha: value("alpha"), beta: value("beta"), low: low, width: value("high") - low)
        default: preconditionFailure("law: expected a declared name, found '\(arguments.name)'")
        }
    }
}
