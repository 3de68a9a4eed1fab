// SPDX-License-Identifier: GPL-3.0-or-later

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

    /// The set's own name, or the path it was read from.
    public let name: String
    /// What requests ask.
    public let asked: [Input]
    /// What tolerances are fitted on; none of it is ever asked.
    public let calibration: [Input]

    public init(name: String, asked: [Input], calibration: [Input] = []) {
        self.name = name
        self.asked = asked
        self.calibration = calibration
    }

    /// The inputs of that name.
    public static func named(_ name: Name) -> InputSet {
        switch name {
        case .digits: digits
        case .austen: austen
        case .questions: questions
        }
    }

    private static let digits = InputSet(
        name: Name.digits.rawValue, asked: DigitImages.test.inputs, calibration: DigitImages.calibration.inputs)
    private static let austen = texts(.austen)
    private static let questions = texts(.questions)

    private static func texts(_ name: Name) -> InputSet {
        InputSet(
            name: name.rawValue, asked: EmbeddedFile.lines("\(name.rawValue)-test.txt").map(Input.text),
            calibration: EmbeddedFile.lines("\(name.rawValue)-calibration.txt").map(Input.text))
    }
}
