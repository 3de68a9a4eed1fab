// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads one line of `runs.csv`, its fields in the order of `RunRecord.keys` and `Column.all`.
struct RowReader {
    let fields: [CommaSeparated.Field]

    func row() throws(RecordMistake) -> Row {
        let key = RowKey(
            layout: try word(0), variant: try variant(1), scale: try whole(2, from: 1), stratum: try word(3),
            stratumWeight: try weight(4), replication: try whole(5, from: 0), region: try word(6),
            model: try word(7))
        var counts = Counts()
        for (index, column) in Column.all.enumerated() {
            counts[keyPath: column.path] = try number(index + RunRecord.keys.count, column)
        }
        return Row(key, counts, failure: fields[8].text)
    }

    private func word(_ index: Int) throws(RecordMistake) -> String {
        guard !fields[index].text.isEmpty else { throw bad(index, RunRecord.keys[index], "a name") }
        return fields[index].text
    }

    private func variant(_ index: Int) throws(RecordMistake) -> Variant {
        guard let variant = Variant(rawValue: fields[index].text) else {
            throw bad(index, RunRecord.keys[index], "scheme or twin")
        }
        return variant
    }

    private func whole(_ index: Int, from least: Int) throws(RecordMistake) -> Int {
        guard let value = Int(fields[index].text), value >= least else {
            throw bad(index, RunRecord.keys[index], "a whole number from \(least)")
        }
        return value
    }

    private func weight(_ index: Int) throws(RecordMistake) -> Double {
        guard let value = Double(fields[index].text), value > 0, value <= 1 else {
            throw bad(index, RunRecord.keys[index], "a probability above 0")
        }
        return value
    }

    private func number(_ index: Int, _ column: Column) throws(RecordMistake) -> Double {
        let expected = column.kind == .count ? "a whole number from 0" : "a number from 0"
        guard let value = Double(fields[index].text), value >= 0, value.isFinite else {
            throw bad(index, column.name, expected)
        }
        guard column.kind == .amount || value == value.rounded() else { throw bad(index, column.name, expected) }
        return value
    }

    private func bad(_ index: Int, _ column: String, _ expected: String) -> RecordMistake {
        let field = fields[index]
        return RecordMistake(
            line: field.line, column: field.column, .badValue(column: column, found: field.text, expected: expected))
    }
}
