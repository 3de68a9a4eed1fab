// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Measures

struct RecordTests {
    private let key = RowKey(
        layout: "two clouds, \"checked\"", variant: .twin, scale: 4, stratum: "main honest", stratumWeight: 0.9,
        replication: 7, region: "eu-west", model: "digits")

    @Test("The columns cover every number of the counts, each once, under names of their own")
    func columnsCoverEverything() {
        #expect(Column.all.count == Counts.width)
        #expect(Set(Column.all.map(\.name)).count == Column.all.count)
        let counts = Counts.distinct
        for (index, column) in Column.all.enumerated() {
            #expect(counts[keyPath: column.path].rounded(.down) == Double(index + 1), "\(column.name)")
        }
    }

    @Test("Every column name ends in a unit")
    func columnNamesHaveUnits() {
        let units = [
            "requests", "answers", "attempts", "operators", "tokens", "years", "s", "usd", "bytes", "joules", "users",
        ]
        for column in Column.all {
            #expect(units.contains(String(column.name.split(separator: "_").last!)), "\(column.name)")
        }
    }

    @Test("What is written reads back equal, quotes and commas included")
    func roundTrip() throws {
        let rows = [
            Row(key, .distinct), Row(RowKey(layout: "cloud", replication: 0), Counts(), failure: "event limit"),
        ]
        let text = RunRecord.write(rows)
        #expect(try RunRecord.read(text) == rows)
        #expect(RunRecord.write(try RunRecord.read(text)) == text)
    }

    @Test("Amounts are written to ten significant digits and counts in full")
    func digits() throws {
        var counts = Counts()
        counts.joules = 1.0 / 3
        counts.cohort.offered = 123_456_789_012
        let read = try RunRecord.read(RunRecord.write([Row(key, counts)]))[0].counts
        #expect(read.joules == 0.3333333333)
        #expect(read.cohort.offered == 123_456_789_012)
    }

    @Test("Columns may stand in any order")
    func shuffledColumns() throws {
        let rows = [Row(key, .distinct)]
        let shuffled = try RunRecord.write(rows).split(separator: "\n").map { line -> String in
            var fields = try CommaSeparated.parse(String(line))[0].map(\.text)
            fields.swapAt(0, 40)
            return CommaSeparated.line(fields)
        }
        #expect(try RunRecord.read(shuffled.joined()) == rows)
    }

    @Test("A bad record is refused with its place and what is allowed")
    func mistakes() {
        let good = RunRecord.write([Row(key, .distinct)])
        expect("", "1:1: nothing here; expected a line of column names")
        expect(good.replacing("timely_requests", with: "timly_requests"), "unknown column 'timly_requests'")
        expect(
            good.replacing("layout,variant", with: "layout,layout"), "1:8: column 'layout' stands here a second time")
        expect(good.replacing(",window_s\n", with: "\n"), "1:1: the column 'window_s' is missing")
        expect(good + "a,b\n", "3:1: expected \(Column.all.count + 9) fields, found 2")
        expect(good.replacing(",twin,", with: ",twn,"), "2:27: variant: expected scheme or twin, found 'twn'")
        expect(good.replacing(",0.9,", with: ",1.9,"), "stratum_weight: expected a probability above 0, found '1.9'")
        expect(good.replacing(",digits,,1,", with: ",digits,,1.5,"), "offered_requests: expected a whole number from 0")
        expect(good.replacing(",digits,,1,", with: ",digits,,nan,"), "offered_requests: expected a whole number from 0")
        expect(good.replacing(",digits,,1,", with: ",digits,,-1,"), "found '-1'")
        expect(good + good.split(separator: "\n")[1], "3:1: a second row with the same layout")
        expect(good + "\"open", "3:1: a quoted field that is never closed")
        expect(good + "a\"b\n", "3:2: a quote in the middle of a field")
    }

    private func expect(_ text: String, _ message: String, _ place: SourceLocation = #_sourceLocation) {
        do {
            _ = try RunRecord.read(text)
            Issue.record("no mistake found, expected: \(message)", sourceLocation: place)
        } catch {
            #expect(error.description.contains(message), sourceLocation: place)
        }
    }
}
