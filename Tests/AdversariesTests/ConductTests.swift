// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Models

import Quantities
import Testing

@testable import Adversaries
@testable import Nodes

@Suite("A conduct")
struct ConductTests {
    private static func random(collude: Bool) -> RandomAnswers {
        RandomAnswers(Arguments(name: "random", values: [("collude", .word(collude ? "yes" : "no"))]))
    }

    private static func cheaper(_ form: Int, pace: Double) -> CheaperComputation {
        CheaperComputation(
            Arguments(name: "cheaper", values: [("pace", .quantity(pace))]), answers: Truth.table,
            computations: Truth.computations(form))
    }

    @Test("that is honest runs what was asked, on the hardware it has, at its own pace, and does not stray")
    func honest() {
        let conduct = HonestConduct(answers: Truth.table, computations: Truth.computations(0))
        let place = Workplace()
        for profile in 0..<3 {
            let work = place.serve(conduct, place.job(place.request(17), arithmetic: profile))
            #expect(work.answer == Truth.table.answer(computation: profile, input: 17))
            #expect(work.pace == 1 && !work.isWithheld)
        }
        #expect(place.log.milestones.isEmpty)
    }

    @Test("that saves gives what the cheaper computation gives on this very input and hardware", arguments: 1...3)
    func cheaperComputations(form: Int) {
        let conduct = Self.cheaper(form, pace: 0.25)
        let place = Workplace()
        for profile in 0..<3 {
            for serial in 0..<UInt64(40) {
                let work = place.serve(conduct, place.job(place.request(serial), arithmetic: profile))
                #expect(work.answer == Truth.table.answer(computation: 3 * form + profile, input: Int(serial)))
                #expect(!Truth.table.isRight(work.answer, honest: profile, input: Int(serial)))
                #expect(work.pace == 0.25 && !work.isWithheld)
            }
        }
        let other = place.serve(conduct, place.job(place.request(5, model: 1), arithmetic: 2))
        #expect(other.answer == Truth.table.answer(computation: 11, input: 5), "by the model that was asked")
    }

    @Test("that makes answers up depends on the request and the attempt, alike in every run of the same seed")
    func random() {
        let alone = Self.random(collude: false)
        func answers(_ place: Workplace) -> [Answer] {
            (UInt64(0)..<30).flatMap { serial in
                let request = place.request(serial)
                return (0..<3).map { _ in place.serve(alone, request).answer }
            }
        }
        let first = answers(Workplace())
        let computed = Truth.table.answer(computation: 0, input: 0)
        let bits = first.map { Truth.table.distance($0, computed) }
        #expect(first.indices.allSatisfy { place in first[..<place].allSatisfy { $0 != first[place] } })
        #expect(Set(bits).count == 90)
        #expect(answers(Workplace()) == first)
        let others = [answers(Workplace(seed: 16)), answers(Workplace(replication: 1))]
        #expect(others.allSatisfy { other in !zip(other, first).contains { $0 == $1 } })
    }

    @Test("that makes answers up together gives the same one to a request whoever serves it, another to the next")
    func colluding() {
        let place = Workplace()
        let requests = (0..<30).map { place.request($0) }
        // Two conducts, as of two pools: they agree without having met.
        let answers = requests.map { request in
            (0..<4).map { _ in place.serve(Self.random(collude: true), request).answer }
        }
        #expect(answers.allSatisfy { shared in shared.allSatisfy { $0 == shared[0] } })
        let distinct = answers.map { $0[0] }
        #expect(distinct.indices.allSatisfy { number in distinct[..<number].allSatisfy { $0 != distinct[number] } })
        let alone = place.serve(Self.random(collude: false), requests[0]).answer
        #expect(alone != distinct[0] && Truth.table.agree(answers[3][0], answers[3][1]))
    }

    @Test("that makes answers up takes no time and sends them") func atOnce() {
        let place = Workplace()
        let work = [true, false].map { place.serve(Self.random(collude: $0), place.request(1)) }
        #expect(work.allSatisfy { $0.pace == 0 && !$0.isWithheld })
    }

    @Test("that copies gives the latest answer to another request for the model, never to its own")
    func copy() {
        let place = Workplace()
        let noticeboard = Noticeboard(models: 2)
        let conduct = CopiedAnswers(noticeboard: noticeboard)
        let requests = (0..<3).map { place.request($0) }
        let honest = (0..<3).map { Truth.table.answer(computation: 0, input: $0) }
        func post(_ number: Int, profile: Int = 0) {
            noticeboard.post(
                Truth.table.answer(computation: profile, input: number), of: 0,
                to: place.live.requests[requests[number]].name)
        }
        let first = place.serve(conduct, requests[0])
        #expect(!honest.contains(first.answer) && first.answer != .none, "nothing to copy yet: made up")
        post(0)
        let own = place.serve(conduct, requests[0]).answer
        #expect(own != honest[0] && own != first.answer, "made up again, by another attempt")
        #expect(place.serve(conduct, requests[1]).answer == honest[0])
        // Two honest nodes have answered the very request that the copy is asked for.
        post(1)
        post(1, profile: 1)
        #expect(place.serve(conduct, requests[1]).answer == honest[0])
        #expect(place.serve(conduct, requests[2]).answer == Truth.table.answer(computation: 1, input: 1))
        let work = place.serve(conduct, place.request(9, model: 1))
        #expect(!honest.contains(work.answer) && work.pace == 0 && !work.isWithheld, "another model's are of no use")
    }

    @Test("that withholds takes the request and has no answer")
    func withhold() {
        let place = Workplace()
        let work = place.serve(Withholding(), place.request(1))
        #expect(work.isWithheld && work.answer == .none && work.pace == 0)
    }

    @Test("that is not honest tells the measurement so, with request, attempt and node", arguments: 0..<5)
    func strayed(number: Int) {
        let conducts = [
            Self.cheaper(1, pace: 1), Self.random(collude: true), Self.random(collude: false),
            CopiedAnswers(noticeboard: Noticeboard(models: 1)), Withholding(),
        ]
        let place = Workplace()
        let job = place.job(place.request(3))
        _ = place.serve(conducts[number], job)
        #expect(place.log.milestones.count == 1)
        let told = place.log.milestones[0]
        #expect(told.kind == MilestoneKind.strayed.rawValue)
        #expect(told.request == job.request && told.attempt == job.attempt && told.participant == 4)
    }

    @Test("that is stale computes what it never saw, then repeats it to the same prompt at once and strays")
    func stale() {
        let place = Workplace()
        let honest = HonestConduct(answers: Truth.table, computations: Truth.computations(0))
        let conduct = StaleAnswers(honest, models: 2)
        let first = place.serve(conduct, place.job(place.request(7), arithmetic: 1))
        #expect(first.answer == Truth.table.answer(computation: 1, input: 7) && first.pace == 1)
        #expect(place.log.milestones.isEmpty, "the first time it is honest")
        // Serial 367 asks the same of the 360 prompts; on other hardware the old answer is given all the same.
        let again = place.serve(conduct, place.job(place.request(367), arithmetic: 2))
        #expect(again.answer == first.answer && again.pace == 0)
        #expect(place.log.milestones.map(\.kind) == [MilestoneKind.strayed.rawValue])
        #expect(Truth.table.isRight(again.answer, honest: 2, input: 7), "right, but unfaithful")
        let other = place.serve(conduct, place.job(place.request(7, model: 1)))
        #expect(other.answer == Truth.table.answer(computation: 9, input: 7), "another model, another memory")
    }

    @Test("that saves says how its computation deviates, each in another way")
    func deviations() throws {
        let cheats = try CheaperComputation.declarations.map { declaration in
            let values = declaration.parameters.map { ($0.name, Arguments.Value.quantity(0.5)) }
            let arguments = Arguments(name: declaration.name, values: values)
            return try #require(CheaperComputation.cheat(arguments))
        }
        for (number, cheat) in cheats.enumerated() {
            #expect(cheat.isSubstitute == (cheat.deviation == .none))
            #expect(cheats[..<number].allSatisfy { $0.deviation != cheat.deviation })
        }
        #expect(CheaperComputation.cheat(Arguments(name: "random")) == nil)
        #expect(cheats.count { $0.deviation.needsLanguageModel } == 4)
    }
}
