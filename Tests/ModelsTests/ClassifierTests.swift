// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Kernels
import Models
import Randomness
import Testing

@Suite("Classifiers") struct ClassifierTests {
    /// What the training script printed.
    private static let rightOfTest = ["digits": 356, "digits-small": 326]
    private static let rightOfCalibration = ["digits": 354, "digits-small": 340]

    private func right(_ model: Classifier, _ set: InputSet, _ profile: NumericProfile) -> Int {
        (0..<set.count).count { input in
            let scores = model.scores(of: set.values(of: input), profile: profile)
            return scores.indices.allSatisfy { scores[$0] <= scores[set.labels[input]] }
        }
    }

    @Test("as many labels are right as the training script printed", arguments: Classifier.names)
    func accuracy(name: String) throws {
        let model = try #require(Classifier.named(name))
        for profile in NumericProfile.all {
            #expect(right(model, .test, profile) == Self.rightOfTest[name])
            #expect(right(model, .calibration, profile) == Self.rightOfCalibration[name])
        }
    }

    @Test("every bit of every score is frozen, by model and profile") func fingerprints() {
        let frozen = [
            "digits scalar": "ff0ec5942f29f0f4", "digits wide-8": "40ede7cf2568420e",
            "digits fused-16": "7421fc682e1fa70e",
            "digits-small scalar": "437ae325fcb8aaa", "digits-small wide-8": "2ddf90bc529f804f",
            "digits-small fused-16": "bf469906db654b0e",
        ]
        for model in Classifier.all {
            for profile in NumericProfile.all {
                let scores = (0..<InputSet.test.count).flatMap {
                    model.scores(of: InputSet.test.values(of: $0), profile: profile)
                }
                let bytes = scores.flatMap { score in
                    (0..<4).map { UInt8(truncatingIfNeeded: score.bitPattern >> (8 * UInt32($0))) }
                }
                let digest = String(Digest(of: bytes).low, radix: 16)
                #expect(digest == frozen["\(model.name) \(profile.name)"], "\(model.name) \(profile.name)")
            }
        }
    }

    @Test("scores agree with the same network worked out in double precision", arguments: Classifier.names)
    func doublePrecision(name: String) throws {
        let model = try #require(Classifier.named(name))
        for input in 0..<InputSet.test.count {
            var values = InputSet.test.values(of: input).map(Double.init)
            for layer in model.layers {
                let before = values
                values = (0..<layer.bias.count).map { output in
                    (0..<before.count).reduce(Double(layer.bias[output])) {
                        $0 + Double(layer.weights[output * before.count + $1]) * max(before[$1], 0)
                    }
                }
            }
            let powers = values.map(Foundation.exp)
            let total = powers.reduce(0, +)
            for profile in NumericProfile.all {
                let scores = model.scores(of: InputSet.test.values(of: input), profile: profile)
                for (score, power) in zip(scores, powers) {
                    #expect((Double(score) - power / total).magnitude <= Double(model.tolerance))
                }
            }
        }
    }

    @Test("the tolerance is four times what honest profiles differ by in calibration", arguments: Classifier.names)
    func tolerance(name: String) throws {
        let model = try #require(Classifier.named(name))
        var largest: Float = 0
        for input in 0..<InputSet.calibration.count {
            let values = InputSet.calibration.values(of: input)
            let runs = NumericProfile.all.map { model.scores(of: values, profile: $0) }
            for a in runs {
                for b in runs { for (x, y) in zip(a, b) { largest = max(largest, (x - y).magnitude) } }
            }
        }
        #expect(largest > 0)
        #expect(model.tolerance == Classifier.toleranceFactor * largest)
    }

    @Test("names and digests tell the classifiers apart") func identity() {
        #expect(Classifier.names == ["digits", "digits-small"])
        #expect(Classifier.named("digit") == nil)
        #expect(Classifier.digits.digest != Classifier.digitsSmall.digest)
        var layers = Classifier.digits.layers
        var weights = layers[1].weights
        weights[5] = weights[5].nextUp
        layers[1] = Classifier.Layer(weights: weights, bias: layers[1].bias)
        let changed = Classifier(name: "digits", layers: layers, tolerance: Classifier.digits.tolerance)
        #expect(changed.digest != Classifier.digits.digest)
        #expect(Classifier.digits.classes == 10)
    }
}

@Suite("Inputs") struct InputTests {
    @Test("both parts hold 360 real images of all ten digits, none of them in both") func parts() {
        for set in [InputSet.test, .calibration] {
            #expect(set.count == 360)
            #expect(set.values.count == 360 * InputSet.width)
            #expect(set.values.allSatisfy { (0...1).contains($0) && ($0 * 16) == ($0 * 16).rounded() })
            #expect(set.values.max() == 1)
            for digit in 0..<10 { #expect((20...55).contains(set.labels.count { $0 == digit })) }
        }
        let calibration = Set((0..<360).map { InputSet.calibration.values(of: $0) })
        #expect(calibration.isDisjoint(with: (0..<360).map { InputSet.test.values(of: $0) }))
    }
}
