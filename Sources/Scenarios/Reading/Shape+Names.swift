// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Shape where Value == String {
    /// The name of something declared in the scenario: a region, a model, a pool, ...
    static func reference(to kind: String) -> Shape {
        Shape(
            "the id of a \(kind)",
            read: { entry, reading in
                guard let name = entry.text, !name.isEmpty else {
                    reading.report(entry.position, .wrongValue(found: entry.summary, allowed: "the id of a \(kind)"))
                    return nil
                }
                reading.refer(kind, name, at: entry.position)
                return name
            },
            write: { name, _ in .scalar(name) },
            schema: { _ in .object([("type", .text("string"))]).described("the id of a \(kind)") })
    }

}

extension Shape where Value == Arguments {
    /// Something the program has an implementation for, by its name, with or without parameters: `receipts` or
    /// `{name: re-execution, executions: 3}`.
    static func named(_ kind: String, _ list: any (KeyPath<Catalogue, [Declaration]> & Sendable)) -> Shape {
        let article = kind.first.map { "aeiou".contains($0) } == true ? "an" : "a"
        let allowed = "\(article) \(kind) by name, or {name: ..., parameters}"
        return Shape(
            allowed,
            read: { entry, reading in
                guard let name = (entry["name"] ?? entry).text else {
                    let problem = Problem.wrongValue(found: entry.summary, allowed: allowed)
                    reading.report(entry.position, problem)
                    return nil
                }
                let known = reading.catalogue[keyPath: list]
                guard let declaration = known.first(where: { $0.name == name }) else {
                    let problem = Problem.unknownName(name, of: kind, allowed: known.map(\.name))
                    reading.report((entry["name"] ?? entry).position, problem)
                    return nil
                }
                return declaration.read(entry, reading, of: kind)
            },
            write: { value, catalogue in
                catalogue[keyPath: list].first { $0.name == value.name }?.write(value, catalogue)
            },
            schema: { catalogue in
                .object([("oneOf", .list(catalogue[keyPath: list].map { $0.schema(catalogue) }))])
            },
            rows: { catalogue in catalogue[keyPath: list].flatMap { $0.rows() } })
    }
}
