// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Measures
import Reports
import Testing

struct ReportTests {
    @Test("A change of one number of the record changes the report")
    func madeFromTheRecord() throws {
        let text = try Example.report().document(.full).text()
        var rows = Example.rows
        rows[1].counts.right[.unassured] -= 5
        #expect(try StudyReport(Example.study, rows).document(.full).text() != text)
    }

    @Test("The records written and read back give the same report")
    func throughTheFiles() throws {
        let direct = try Example.report()
        let study = try StudyRecord.read(StudyRecord.write(Example.study))
        let rows = try RunRecord.read(RunRecord.write(Example.rows))
        let again = try StudyReport(study, rows, files: [StudyReport.File("runs.csv", "the record")])
        #expect(again.document(.full).text() == direct.document(.full).text())
        #expect(again.document(.full).markdown == direct.document(.full).markdown)
        #expect(again.json.encoded == direct.json.encoded)
        #expect(again.curves == direct.curves)
    }

    @Test("A layout that cannot reach the target has no number there and no verdict")
    func notReachable() throws {
        let report = try Example.report()
        let text = report.document(.full).text()
        for line in text.split(separator: "\n") where line.hasPrefix("cloud ") && line.contains(" L5") {
            #expect(line.contains("not reachable"), "\(line)")
        }
        #expect(report.analysis.verdicts(scale: 1).allSatisfy { $0.first != "cloud" && $0.second != "cloud" })
        #expect(!report.curves.contains("cloud,L3"))
        #expect(!report.csv.contains("cloud,1,L3"))
    }

    @Test("A layout that cannot reach the target has no exposure below it, one without a stake no rate of slashing")
    func withoutMeaning() throws {
        let report = try Example.report()
        let text = report.document(.full).text(width: 10000)
        let exposure = try #require(text.range(of: "Answers usable below L5"))
        let row = text[exposure.upperBound...].split(separator: "\n").first { $0.hasPrefix("cloud ") }
        #expect(row?.split(separator: " ", omittingEmptySubsequences: true) == ["cloud", "not", "reachable", "-"])
        #expect(!report.csv.contains("cloud,1,,exposure_mean_s"))
        #expect(report.csv.contains("pool,1,,exposure_mean_s"))
        #expect(report.csv.contains("hybrid,1,,honest_slashed_per_operator_year"))
        #expect(!report.csv.contains("pool,1,,honest_slashed_per_operator_year"))
    }

    @Test("One replication gives no interval anywhere and verdicts that say so")
    func oneReplication() throws {
        let single = try StudyReport(Example.study, Example.rows.filter { $0.key.replication == 1 })
        let text = single.document(.full).text(width: 10000)
        let tables = try #require(text.range(of: "Notes\n"))
        #expect(!text[..<tables.lowerBound].contains(/\[-?[0-9.]+, -?[0-9.]+\]/))
        #expect(!text[..<tables.lowerBound].contains("≤"))
        #expect(text.contains("cannot tell (nothing is known yet)"))
        #expect(single.answer.contains("cannot be told from hybrid (assumed honest) by one replication"))
        #expect(!single.answer.contains("interval"))
    }

    @Test("At target L0 the column of L0 stands once")
    func targetUnassured() throws {
        var study = Example.study
        study.target = .unassured
        let text = try StudyReport(study, Example.rows).document(.full).text(width: 10000)
        for line in text.split(separator: "\n") { #expect(line.ranges(of: "U at L0").count < 2, "\(line)") }
        let heading = try #require(text.split(separator: "\n").first { $0.contains("U at L0") })
        #expect(heading.ranges(of: "correct").count == 1)
    }

    @Test("Without a request the answer says so")
    func nothingOffered() throws {
        let rows = Example.rows.map { Row($0.key, $0.key.region == RowKey.whole ? $0.counts : Counts()) }
        #expect(
            try StudyReport(Example.study, rows).answer
                == "Nothing was offered in the window, so nothing can be said of any layout.")
    }

    @Test("A verdict whose interval reaches into the indifference says so, and the sentence below agrees")
    func importance() throws {
        var study = Example.study
        study.indifference = 0.21
        let report = try StudyReport(study, Example.rows)
        let text = report.document(.verdicts).text(width: 10000)
        #expect(text.contains("perhaps by less than matters"))
        #expect(!text.contains("do not matter"))
        #expect(report.answer.contains("is better than hybrid (assumed honest), though perhaps by less than matters"))
    }

    @Test("A layout exempted from the threat is labelled wherever it stands in a text")
    func assumedHonest() throws {
        let text = try Example.report().document(.full).text(width: 10000)
        #expect(text.ranges(of: "hybrid").count == text.ranges(of: "hybrid (assumed honest)").count)
    }

    @Test("Operators with more than a fifth of the capacity are named, one or several")
    func mainOperators() throws {
        func note(_ operators: String) throws -> String? {
            var study = Example.study
            study.layouts[0].mainOperator = operators
            let text = try StudyReport(study, Example.rows).document(.full).text(width: 10000)
            return text.split(separator: "\n").first { $0.contains("more than 20 %") }.map(String.init)
        }
        #expect(
            try note("a")?.hasSuffix("cloud: a has more than 20 % of the capacity; its honesty makes the strata.")
                == true)
        let several = "cloud: a, b and c have more than 20 % of the capacity each; their honesty makes the strata."
        #expect(try note("a, b, c")?.hasSuffix(several) == true)
        #expect(try note("") == nil)
    }

    @Test("The answer names what is better, equivalent, not told apart, not able")
    func answers() throws {
        #expect(
            try Example.report().answer
                == "pool delivers the most verified inference: it gives a timely, right answer at L5 (checked) to 76.0 % "
                + "of requests (95 % interval 72.3 to 79.7) at scale 1. It is better than hybrid (assumed honest); cloud "
                + "cannot reach L5.")
        var study = Example.study
        study.target = .proven
        #expect(
            try StudyReport(study, Example.rows).answer
                == "No layout of this study can reach L6 (proven), the level it asks for.")
        study.target = .signed
        study.indifference = 0.2
        #expect(try StudyReport(study, Example.rows).answer.contains("though perhaps by less than matters"))
        let alone = Example.rows.filter { $0.key.layout == "pool" && $0.key.scale == 1 && $0.key.replication == 0 }
        #expect(
            try StudyReport(Example.study, alone).answer
                == "pool gives a timely, right answer at L5 (checked) to 78.0 % of requests.")
    }

    @Test("Flags stand in the notes: long challenge windows, small Y(1), left-out replications, a single one")
    func flags() throws {
        var study = Example.study
        study.layouts[1].challengeWindow = 7200
        var rows = Example.rows
        for index in rows.indices where rows[index].key.layout == "hybrid" && rows[index].key.scale == 1 {
            for level in Level.allCases { rows[index].counts.right[level] /= 2 }
        }
        rows[0].failure = "the event limit was reached"
        let notes = try StudyReport(study, rows).document(.verdicts).text(width: 10000)
        #expect(notes.contains("pool: the challenge window of 7200 s is longer than the cohort of 100 s."))
        #expect(notes.contains("hybrid (assumed honest): Y(1) is below 0.5, so S says little."))
        #expect(notes.contains("Replication 0 is left out everywhere: in cloud, the event limit was reached."))
        #expect(notes.contains("audit probability p = 0.05, stake s = 1000 USD"))
        let single = try StudyReport(Example.study, Example.rows.filter { $0.key.replication == 1 })
        #expect(single.document(.verdicts).text(width: 10000).contains("One replication gives no intervals"))
    }

    @Test("Counts that do not add up are flagged")
    func conservation() throws {
        var rows = Example.rows
        rows[1].counts.cohort.lost += 1
        let text = try StudyReport(Example.study, rows).document(.verdicts).text(width: 10000)
        #expect(text.contains("cloud, k = 1: requests of the cohort unaccounted for: expected 0, found -1."))
    }

    @Test("A layout the study does not know is refused")
    func unknownLayout() {
        var study = Example.study
        study.layouts.removeLast()
        #expect(throws: PanelMistake.unknownLayout("hybrid")) { try StudyReport(study, Example.rows) }
    }
}
