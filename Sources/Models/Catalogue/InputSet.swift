// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import Quantities

/// The inputs that are compiled into the program: those that requests ask, and others that tolerances are fitted on.
///
/// Results of a simulation are conditional on the finite set that its requests draw from.
public struct InputSet: Sendable {
    public enum Name: String, Sendable, CaseIterable {
        /// Images of handwritten digits, 8 x 8 pixels.
        case digits
        /// Beginnings of sentences from the text that the tiny language models were trained on, held out.
        case verses
        /// Questions and tasks in plain English, written for this project.
        case questions
    }

    /// What requests ask.
    public let asked: [Input]
    /// What tolerances are fitted on; none of it is ever asked.
    public let calibration: [Input]

    /// The inputs of that name.
    public static func named(_ name: Name) -> InputSet {
        switch name {
        case .digits: digits
        case .verses: verses
        case .questions: questions
        }
    }

    private static let digits = InputSet(
        asked: DigitImages.test.inputs, calibration: DigitImages.calibration.inputs)
    private static let verses = texts("verses-asked.txt", "verses-calibration.txt")
    private static let questions = texts("questions-asked.txt", "questions-calibration.txt")

    private static func texts(_ asked: String, _ calibration: String) -> InputSet {
        InputSet(
            asked: EmbeddedFile.lines(asked).map(Input.text),
            calibration: EmbeddedFile.lines(calibration).map(Input.text))
    }
}
