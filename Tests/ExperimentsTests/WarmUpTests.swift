// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Measures
import Scenarios
import Testing

/// MSER-5 warns of a window that begins before a layout has forgotten its empty start.
@Suite("Warm-up of steady studies") struct WarmUpTests {
    /// One cloud, whose requests take seconds.
    private func notes(study: String = "steady", start: String, length: String = "900 s", rate: String) throws
        -> [String]
    {
        var small = SmallScenario(replications: 4)
        small.rate = rate
        small.window = "{start: \(start), length: \(length)}"
        small.threat = ""
        small.faults = ""
        small.layouts = [SmallScenario.cloud(nodes: 4)]
        let text = small.text.replacing("study: terminating", with: "study: \(study)")
        let scenario = try ScenarioReader.read(text: text, file: SmallScenario.root + "/Scenarios/small.yaml")
        let run = try StudyRun(scenario, workers: 2)
        return run.study.notes.filter { $0.contains("MSER-5") }
    }

    @Test("a window that begins at once is warned of, by layout, with what MSER-5 would leave out")
    func early() throws {
        let notes = try notes(start: "100 ms", length: "100 s", rate: "4/s")
        #expect(notes.count == 1)
        let note = try #require(notes.first)
        #expect(note.hasPrefix("cloud: MSER-5 would leave out the first "), "\(note)")
        #expect(note.hasSuffix("the window begins at 0.1 s, so results may still show the empty start."), "\(note)")
    }

    @Test("a window that begins when all is settled is not, nor is a terminating study")
    func late() throws {
        #expect(try notes(start: "600 s", rate: "4/s") == [])
        #expect(try notes(study: "terminating", start: "100 ms", rate: "4/s") == [])
    }
}
