// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Describes scenario files to other programs and to readers, from the declarations the reader itself uses.
public enum ScenarioSchema {
    /// A JSON Schema, draft 2020-12, for editors to complete and check scenario files with; the same text on every
    /// machine, with a line end after the last line.
    ///
    /// It is looser than the reader where a schema cannot look: bounds of quantities, references, rules across keys.
    public static func json(_ catalogue: Catalogue = .standard) -> String {
        guard case .object(let scenario) = Sections.scenario.schema(catalogue) else {
            preconditionFailure("schema of the scenario: expected an object")
        }
        let head: [(String, Json)] = [
            ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
            ("title", .text("A scenario: one experiment on AI-inference networks")),
        ]
        return Json.object(head + scenario).written() + "\n"
    }

    /// Every key, in the order of the declarations.
    public static func keys(_ catalogue: Catalogue = .standard) -> [KeyRow] { Sections.scenario.rows(catalogue) }

    /// A number with one of the dimension's units, as the reader takes it; a bare number where there is no unit.
    static func quantity(_ dimension: Dimension) -> Json {
        guard !dimension.units.isEmpty else { return .object([("type", .text("number"))]) }
        let units = dimension.units.map { $0.name.replacing("/", with: "\\/") }
        let pattern = "^[-+]?[0-9]+(\\.[0-9]+)? ?(" + units.joined(separator: "|") + ")$"
        return .object([("type", .text("string")), ("pattern", .text(pattern))])
    }
}
