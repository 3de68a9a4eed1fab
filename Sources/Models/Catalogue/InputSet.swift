// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Graphs
import Quantities

/// What a model is asked: the inputs that requests draw from, and others that tolerances are fitted on.
///
/// Results of a simulation are conditional on the finite set that its requests draw from.
public struct InputSet: Sendable {
    /// The sets that are compiled into the program.
    public enum Name: String, Sendable, CaseIterable {
        /// Images of handwritten digits, 8 x 8 pixels.
        case digits
        /// Beginnings of passages from Jane Austen's novels, held out when the tiny language models were trained.
        case austen
        /// Questions and tasks in plain English, written for this project.
        case questions
    }

    /// The set's own name, or the path it was read from as the user named it.
    public let name: String
    /// Of the inputs that are asked, where they are the user's; nil for sets that are compiled into the program.
    public let digest: ContentDigest?
    /// What requests ask.
    public let asked: [Input]
    /// What tolerances are fitted on; none of it is ever asked.
    public let calibration: [Input]

    /// Inputs of the user's.
    /// - Complexity: O(bytes of what is asked).
    public init(name: String, asked: [Input], calibration: [Input] = []) {
        self.init(
            name: name, digest: ContentDigest(of: asked.flatMap { $0.digest.bytes }), asked: asked,
            calibration: calibration)
    }

    private init(name: String, digest: ContentDigest?, asked: [Input], calibration: [Input]) {
        self.digest = digest
        self.name = name
        self.asked = asked
        self.calibration = calibration
    }

    /// For readers, and to tell sets apart: no two that ask other things have the same.
    public var identity: String { digest.map { "\(name), SHA-256 \($0.hex)" } ?? name }

    /// The inputs of that name.
    public static func named(_ name: Name) -> InputSet {
        switch name {
        case .digits: digits
        case .austen: austen
        case .questions: questions
        }
    }

    private static let digits = InputSet(
        name: Name.digits.rawValue, digest: nil, asked: DigitImages.test.inputs,
        calibration: DigitImages.calibration.inputs)
    private static let austen = texts(.austen)
    private static let questions = texts(.questions)

    private static func texts(_ name: Name) -> InputSet {
        InputSet(
            name: name.rawValue, digest: nil, asked: EmbeddedFile.lines("\(name.rawValue)-test.txt").map(Input.text),
            calibration: EmbeddedFile.lines("\(name.rawValue)-calibration.txt").map(Input.text))
    }
}
