// SPDX-License-Identifier: GPL-3.0-or-later

import Scenarios
import Testing

/// A valid file, damaged at random, thousands of times.
@Suite struct MutationTests {
    /// A small generator of its own, so that the damage is the same everywhere.
    private struct Damage {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }

        private static let pieces: [String] = [
            "&", "*", "!", "[", "]", "{", "}", ":", "-", "#", "'", "\"", "\n", "\t", " ", "|", ">", "%", "@", "`", "~",
            "\\",
            "- ", ": ", "? ", "---\n", "<<: ", "0", "NaN", "-1", "1e9", "é", "\u{1F600}", "\u{0}", "\r", "\u{2028}",
            ",",
        ]

        /// Removes, repeats or inserts something at a few places.
        mutating func apply(to text: String) -> String {
            var scalars = Array(text.unicodeScalars)
            for _ in 0...next(3) where !scalars.isEmpty {
                let place = next(scalars.count), length = min(1 + next(12), scalars.count - place)
                switch next(4) {
                case 0: scalars.removeSubrange(place..<(place + length))
                case 1: scalars.insert(contentsOf: scalars[place..<(place + length)], at: next(scalars.count))
                case 2: scalars.insert(contentsOf: Self.pieces[next(Self.pieces.count)].unicodeScalars, at: place)
                default: scalars.swapAt(place, next(scalars.count))
                }
            }
            return String(String.UnicodeScalarView(scalars))
        }
    }

    @Test("A damaged file reads, or has mistakes that lie inside it", arguments: 0..<8) func damaged(batch: Int) {
        var damage = Damage(state: UInt64(batch) &* 7919 &+ 1)
        for _ in 0..<500 {
            let text = damage.apply(to: Fixtures.valid)
            let lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }
            do {
                let scenario = try Fixtures.read(text)
                let resolved = ScenarioWriter.yaml(scenario, catalogue: Fixtures.catalogue)
                #expect((try? Fixtures.read(resolved)) == scenario, "resolved differently:\n\(resolved)")
            } catch let mistakes as ScenarioMistakes {
                for mistake in mistakes.mistakes {
                    let position = mistake.position
                    let isInside =
                        (1...lines.count).contains(position.line)
                        && (1...(lines[position.line - 1].count + 1)).contains(position.column)
                    #expect(isInside, "\(mistake) in\n\(text)")
                    #expect(!mistake.description.contains("\n"))
                }
            } catch {
                Issue.record("another error: \(error)")
            }
        }
    }
}
