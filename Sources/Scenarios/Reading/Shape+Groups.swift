// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Shape {
    /// A group of keys of its own.
    static func section(_ section: Section<Value>) -> Shape where Value: Sendable {
        Shape(
            "the keys of \(section.name)",
            read: { entry, reading in section.read(entry, reading).flatMap { $0.isSound ? $0.value : nil } },
            write: { value, catalogue in section.write(value, catalogue) },
            schema: section.schema, rows: section.rows)
    }

    /// A list, on one line when its items are scalars.
    static func list<Item>(of item: Shape<Item>, atLeast least: Int = 0) -> Shape where Value == [Item] {
        let allowed = least == 0 ? "a list, each \(item.allowed)" : "a list of at least \(least), each \(item.allowed)"
        return Shape(
            allowed,
            read: { entry, reading in
                guard case .sequence(let entries) = entry.content, entries.count >= least else {
                    let found =
                        if case .sequence(let few) = entry.content { "a list of \(few.count)" } else { entry.summary }
                    reading.report(entry.position, .wrongValue(found: found, allowed: allowed))
                    return nil
                }
                let items = entries.compactMap { item.read($0, reading) }
                return items.count == entries.count ? items : nil
            },
            write: { items, catalogue in
                let trees = items.compactMap { item.write($0, catalogue) }
                let isFlat = trees.allSatisfy { if case .scalar = $0 { true } else { false } }
                return isFlat ? .flow(.sequence(trees)) : .sequence(trees)
            },
            schema: { catalogue in
                .object([
                    ("type", .text("array")), ("minItems", .number("\(least)")), ("items", item.schema(catalogue)),
                ])
            },
            rows: item.rows)
    }

    /// A list of entries with ids, each known by it from then on. Those without a mistake are kept.
    static func entries<Item>(_ kind: String, _ section: Section<Item>, atLeast least: Int = 0, atMost most: Int = 1000)
        -> Shape
    where Value == [Item], Item: Sendable {
        let allowed = "a list of \(least) to \(most) \(kind) entries"
        return Shape(
            allowed,
            read: { entry, reading in
                guard case .sequence(let entries) = entry.content, (least...most).contains(entries.count) else {
                    let found =
                        if case .sequence(let all) = entry.content { "a list of \(all.count)" } else { entry.summary }
                    reading.report(entry.position, .wrongValue(found: found, allowed: allowed))
                    return nil
                }
                return entries.enumerated().compactMap { index, item in
                    let id = item["id"]?.text ?? ""
                    if !id.isEmpty { reading.declare(kind, id, at: item["id"]?.position ?? item.position) }
                    return reading.inside(id.isEmpty ? "#\(index + 1)" : id, at: item.position) {
                        section.read(item, reading).flatMap { $0.isSound ? $0.value : nil }
                    }
                }
            },
            write: { items, catalogue in .sequence(items.map { section.write($0, catalogue) }) },
            schema: { catalogue in
                .object([
                    ("type", .text("array")), ("minItems", .number("\(least)")), ("maxItems", .number("\(most)")),
                    ("items", section.schema(catalogue)),
                ])
            },
            rows: section.rows)
    }
}

extension Shape where Value == [String] {
    /// The same list, without repetition.
    var distinct: Shape {
        let allowed = self.allowed + ", each once"
        return Shape(
            allowed,
            read: { entry, reading in
                guard let names = self.read(entry, reading) else { return nil }
                var seen: Set<String> = []
                guard let again = names.first(where: { !seen.insert($0).inserted }) else { return names }
                let found = Mistake.quoted(again) + " twice"
                reading.report(entry.position, .wrongValue(found: found, allowed: allowed))
                return nil
            },
            write: write, schema: schema)
    }
}

extension Shape where Value == [Double] {
    /// Plain numbers, at least `least` of them; `ascending` ones may be equal but not fall.
    static func numbers(atLeast least: Int, ascending: Bool) -> Shape {
        let list = Shape<[Double]>.list(of: .quantity(.number, from: 0, through: 1e15), atLeast: least)
        let allowed = list.allowed + (ascending ? ", none smaller than the one before" : ", not all zero")
        return Shape(
            allowed,
            read: { entry, reading in
                guard let values = list.read(entry, reading) else { return nil }
                let isSound = ascending ? zip(values, values.dropFirst()).allSatisfy(<=) : values.contains { $0 > 0 }
                if isSound { return values }
                let found = ascending ? "numbers that fall" : "zeros only"
                reading.report(entry.position, .wrongValue(found: found, allowed: allowed))
                return nil
            },
            write: { values, _ in .flow(.sequence(values.map { .scalar(ExactNumber.plain($0)) })) }, schema: list.schema
        )
    }
}

extension Shape where Value == [Int] {
    /// The factors of demand and pools: 1 first, then larger and larger.
    static var scales: Shape {
        let list = Shape<[Int]>.list(of: .count(from: 1, through: 1_000_000), atLeast: 1)
        let allowed = "a list of rising whole numbers that begins with 1, like [1, 2, 4]"
        return Shape(
            allowed,
            read: { entry, reading in
                guard let values = list.read(entry, reading) else { return nil }
                if values.first == 1, zip(values, values.dropFirst()).allSatisfy(<) { return values }
                let found = "[" + values.map(String.init).joined(separator: ", ") + "]"
                reading.report(entry.position, .wrongValue(found: found, allowed: allowed))
                return nil
            },
            write: list.write, schema: list.schema)
    }
}
