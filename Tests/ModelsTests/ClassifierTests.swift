// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Models
import Randomness
import Testing

@Suite("Classifiers") struct ClassifierTests {
    static let cards = [ModelCard.digits, .digitsSmall]
    /// What the training script printed.
    private static let rightOfTest = ["digits": 356, "digits-small": 326]
    private static let rightOfCalibration = ["digits": 354, "digits-small": 340]

    private func scores(_ card: ModelCard, _ images: DigitImages, _ profile: NumericProfile) throws -> [[Float]] {
        let execution = try Execution(Computation(Columns.model(card), profile: profile))
        return try execution.outputs(of: images.inputs).map(Columns.scores)
    }

    private func right(_ card: ModelCard, _ images: DigitImages, _ profile: NumericProfile) throws -> Int {
        zip(try scores(card, images, profile), images.labels).count { scores, label in
            scores.allSatisfy { $0 <= scores[label] }
        }
    }

    @Test("as many labels are right as the training script printed", arguments: ["digits", "digits-small"])
    func accuracy(name: String) throws {
        let card = try #require(ModelCard.named(name))
        for profile in [NumericProfile.scalar, .wide8, .fused16, .fused1] {
            #expect(try right(card, .test, profile) == Self.rightOfTest[name])
            #expect(try right(card, .calibration, profile) == Self.rightOfCalibration[name])
        }
    }

    @Test("every bit of every score is frozen, by model and profile") func fingerprints() throws {
        let frozen = [
            "digits scalar": "70b533a3a85470ed", "digits wide-8": "d01ce6662002b70e",
            "digits fused-16": "faec08015a1dfe2a",
            "digits-small scalar": "8b360ed57e8db3b8", "digits-small wide-8": "76cf8b2a691c4c9a",
            "digits-small fused-16": "f01a286d33a62494",
        ]
        for card in Self.cards {
            for profile in [NumericProfile.scalar, .wide8, .fused16] {
                let bytes = try scores(card, .test, profile).joined().flatMap { score in
                    (0..<4).map { UInt8(truncatingIfNeeded: score.bitPattern >> (8 * UInt32($0))) }
                }
                let digest = String(Digest(of: bytes).low, radix: 16)
                #expect(digest == frozen["\(card.id) \(profile.name)"], "\(card.id) \(profile.name)")
            }
        }
    }

    @Test("the images are real and the two parts have none in common") func images() {
        for images in [DigitImages.test, .calibration] {
            #expect(images.labels.count == 360 && images.values.count == 360 * DigitImages.width)
            #expect(images.values.allSatisfy { $0 >= 0 && $0 <= 1 && ($0 * 16).rounded() == $0 * 16 })
            #expect(Set(images.labels) == Set(0...9))
        }
        func rows(_ images: DigitImages) -> Set<[Float]> {
            Set((0..<360).map { Array(images.values[$0 * 64..<($0 + 1) * 64]) })
        }
        #expect(rows(.test).isDisjoint(with: rows(.calibration)))
    }
}
