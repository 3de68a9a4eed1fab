// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Measures

struct StudyRecordTests {
    private var study: Study {
        var study = Study()
        study.title = "Clouds, and others"
        study.kind = .steady
        study.target = .checked
        study.scales = [1, 2, 4]
        study.headlineScale = 2
        study.totalObjective = 2.5
        study.clientDeadline = 10
        study.windowEnd = 3600
        study.equalisation = .cost
        study.reference = "cloud"
        study.notes = ["The digits stand for a language model.", "One trace, \"conversation\"."]
        var cloud = StudyLayout("cloud")
        cloud.highest = .signed
        cloud.mainOperator = "the cloud"
        var pool = StudyLayout("pool of all")
        pool.highest = .checked
        pool.auditProbability = 0.05
        pool.stakeUSD = 1000
        study.layouts = [cloud, pool]
        var alike = ProfilePair(model: "chat", first: "scalar", second: "wide-8")
        (alike.inputs, alike.sameBits, alike.withinTolerance) = (360, 0.25, 0.999)
        (alike.medianDistance, alike.largestDistance) = (1e-5, 0.5)
        study.profilePairs = [alike, ProfilePair(model: "chat", first: "scalar", second: "batch-dependent/4")]
        return study
    }

    @Test("A study reads back equal, absent facts included")
    func roundTrip() throws {
        #expect(try StudyRecord.read(StudyRecord.write(study)) == study)
    }

    @Test("A bad study is refused with its place and what is allowed")
    func mistakes() {
        let good = StudyRecord.write(study)
        expect(
            good.replacing("target_level,L5", with: "target_level,L9"), "target_level: expected L0 to L6, found 'L9'")
        expect(good.replacing("kind,steady", with: "kind,stedy"), "kind: expected terminating or steady, found 'stedy'")
        expect(good.replacing("floor,", with: "flor,"), "unknown fact 'flor'")
        expect(good.replacing("study,floor,0.9\n", with: ""), "1:1: the fact 'study floor' is missing")
        expect(good.replacing("layout cloud,highest_level,L2\n", with: ""), "'layout cloud highest_level' is missing")
        expect(
            good.replacing("study,floor", with: "stdy,floor"),
            "subject: expected study, layout NAME or profiles MODEL FIRST SECOND, found 'stdy'")
        expect(
            good.replacing("profiles chat scalar wide-8,inputs", with: "profiles chat scalar,inputs"),
            "subject: expected study, layout NAME or profiles MODEL FIRST SECOND, found 'profiles chat scalar'")
        expect(
            good.replacing("profiles chat scalar wide-8,same_bits,0.25\n", with: ""),
            "'profiles chat scalar wide-8 same_bits' is missing")
        expect(good + "study,floor,0.8\n", "the fact 'floor' stands here a second time")
        expect(good.replacing("floor,0.9", with: "floor,-1"), "floor: expected a number from 0, found '-1'")
    }

    private func expect(_ text: String, _ message: String, _ place: SourceLocation = #_sourceLocation) {
        do {
            _ = try StudyRecord.read(text)
            Issue.record("no mistake found, expected: \(message)", sourceLocation: place)
        } catch {
            #expect(error.description.contains(message), sourceLocation: place)
        }
    }
}
