// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Declared parameters are read, written and described with the same kinds as the keys of a section.
extension Parameter {
    /// What may stand as the value.
    var value: Shape<Arguments.Value> {
        switch kind {
        case .quantity(let dimension, let from, let through):
            Shape<Double>.quantity(dimension, from: from, through: through)
                .held(as: { .quantity($0) }, of: { if case .quantity(let value) = $0 { value } else { nil } })
        case .count(let from, let through):
            Shape<Int>.count(from: from, through: through)
                .held(as: { .count($0) }, of: { if case .count(let value) = $0 { value } else { nil } })
        case .choice(let words): Shape<String>.word(words).heldAsWord
        case .reference(let target): Shape<String>.reference(to: target).heldAsWord
        case .references(let target):
            Shape<[String]>.list(of: .reference(to: target))
                .held(as: { .words($0) }, of: { if case .words(let value) = $0 { value } else { nil } })
        case .file: Shape<String>.file.heldAsWord
        }
    }

    var isRequired: Bool { standard == nil }

    /// The default in words.
    var absence: String { standard.map { $0.isEmpty ? "absent" : $0 } ?? "required" }
}

extension Shape where Value: Sendable {
    fileprivate func held(
        as wrap: @escaping @Sendable (Value) -> Arguments.Value,
        of unwrap: @escaping @Sendable (Arguments.Value) -> Value?
    ) -> Shape<Arguments.Value> {
        Shape<Arguments.Value>(
            allowed, read: { entry, reading in self.read(entry, reading).map(wrap) },
            write: { value, catalogue in unwrap(value).flatMap { self.write($0, catalogue) } }, schema: schema)
    }
}

extension Shape where Value == String {
    fileprivate var heldAsWord: Shape<Arguments.Value> {
        held(as: { .word($0) }, of: { if case .word(let value) = $0 { value } else { nil } })
    }
}

extension Declaration {
    /// Reads the parameters; `entry` is the name alone or a group of keys that holds it.
    func read(_ entry: Entry, _ reading: Reading, of kind: String) -> Arguments? {
        let title = "\(kind) '\(name)'"
        var pairs: [Entry.Pair] = []
        if case .mapping(let found) = entry.content { pairs = found.filter { $0.key != "name" } }
        let meant = reading.reportUnknown(pairs, of: title, allowed: ["name"] + parameters.map(\.name))
        var values: [(name: String, value: Arguments.Value)] = []
        var isSound = true
        for parameter in parameters {
            let written = pairs.first { $0.key == parameter.name }?.value
            let standard = parameter.standard.flatMap { $0.isEmpty ? nil : Entry.written($0, at: entry.position) }
            if let stated = written ?? standard {
                let place = parameter.name
                guard let value = reading.inside(place, at: stated.position, { parameter.value.read(stated, reading) })
                else {
                    isSound = false
                    continue
                }
                values.append((parameter.name, value))
            } else if parameter.isRequired {
                isSound = false
                let problem = Problem.missingKey(parameter.name, of: title, allowed: parameter.value.allowed)
                reading.miss(parameter.name, meant.contains(parameter.name) ? nil : problem, at: entry.position)
            }
        }
        return isSound ? Arguments(name: name, values: values) : nil
    }

    func write(_ arguments: Arguments, _ catalogue: Catalogue) -> YamlTree {
        let pairs = parameters.compactMap { parameter in
            arguments[parameter.name].flatMap { parameter.value.write($0, catalogue) }.map { (parameter.name, $0) }
        }
        return pairs.isEmpty ? .scalar(name) : .flow(.mapping([("name", .scalar(name))] + pairs))
    }

    /// The name alone, when no parameter must be given, or the group of keys.
    func schema(_ catalogue: Catalogue) -> Json {
        let properties = parameters.map { parameter in
            let text = parameter.summary + " Default: " + parameter.absence + "."
            return (parameter.name, parameter.value.schema(catalogue).described(text))
        }
        let required = ["name"] + parameters.filter(\.isRequired).map(\.name)
        let group = Json.object([
            ("description", .text(summary)), ("type", .text("object")), ("additionalProperties", .flag(false)),
            ("required", .list(required.map(Json.text))),
            ("properties", .object([("name", .object([("const", .text(name))]))] + properties)),
        ])
        guard !parameters.contains(where: \.isRequired) else { return group }
        let word = Json.object([("description", .text(summary)), ("const", .text(name))])
        return .object([("oneOf", .list([word, group]))])
    }

    func rows() -> [KeyRow] {
        [KeyRow(key: name, allowed: "name", standard: "", summary: summary)]
            + parameters.map { parameter in
                KeyRow(
                    key: name + "." + parameter.name, allowed: parameter.value.allowed, standard: parameter.absence,
                    summary: parameter.summary)
            }
    }
}
