// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness
import Testing

/// Laws as a scenario names them.
struct LawDeclarationTests {
    @Test("every declared law can be made from its own parameters", arguments: Dimension.allCases)
    func everyDeclarationIsRead(dimension: Dimension) throws {
        for declaration in Law.declarations(for: dimension) {
            let values = declaration.parameters.map { parameter -> (name: String, value: Arguments.Value) in
                (parameter.name, .quantity(["low", "median", "minimum"].contains(parameter.name) ? 1 : 2))
            }
            let law = try Law(Arguments(name: declaration.name, values: values))
            #expect(law.mean > 0 && law.mean < 100, "\(declaration.name)")
        }
    }

    @Test("a quantity in a law is written in the unit of its dimension, a shape without a unit")
    func dimensions() throws {
        let weibull = try #require(Law.declarations(for: .bandwidth).first { $0.name == "weibull" })
        for parameter in weibull.parameters {
            guard case .quantity(let dimension, _, _) = parameter.kind else {
                Issue.record("expected a quantity, found \(parameter.kind)")
                continue
            }
            #expect(dimension == (parameter.name == "shape" ? .number : .bandwidth))
        }
    }

    @Test("bounds and quantiles the wrong way round are the user's mistakes, not traps")
    func mistakes() {
        func mistake(_ name: String, _ values: [(name: String, value: Arguments.Value)]) -> Law.Mistake? {
            do throws(Law.Mistake) {
                _ = try Law(Arguments(name: name, values: values))
                return nil
            } catch { return error }
        }
        let reversed = mistake("uniform", [("low", .quantity(2)), ("high", .quantity(1))])
        #expect(reversed == .notBelow(lower: "low", upper: "high"))
        #expect(reversed?.description == "'high' must be at least 'low'")
        let narrow = mistake("lognormal", [("median", .quantity(2)), ("p90", .quantity(1))])
        #expect(narrow == .notBelow(lower: "median", upper: "p90"))
        let zero = mistake("lognormal", [("median", .quantity(0)), ("p90", .quantity(1))])
        #expect(zero == .notPositive("median"))
        #expect(mistake("lognormal", [("median", .quantity(2)), ("p90", .quantity(2))]) == nil)
    }

    @Test("a law without spread is its mean")
    func degenerate() throws {
        #expect(Law.gamma(mean: 3, variation: 0) == .constant(3))
        #expect(Law.normal(mean: 3, deviation: 0) == .constant(3))
        var stream = Stream(state: (1, 2, 3, 4))
        #expect((Law.lognormal(mean: 3, variation: 0).draw(&stream) - 3).magnitude < 1e-12)
        #expect(Law.lognormal(median: 3, p90: 3).draw(&stream) == 3)
    }

    @Test("heavy tails are cut where time ends, and their infinite moments are said to be infinite")
    func heavyTails() {
        let law = Law.pareto(minimum: 1, inverseShape: 20)
        var stream = Stream(state: (0, 0, 0, 1 << 30))
        #expect(law.drawTime(&stream) == Nanoseconds(seconds: 6_307_200_000))
        #expect(law.mean == .infinity && law.variance == .infinity)
    }
}
