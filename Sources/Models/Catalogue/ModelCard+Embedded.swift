// SPDX-License-Identifier: GPL-3.0-or-later

/// The models that are compiled into the program. Tolerances are fitted again by a test.
extension ModelCard {
    private static let digitsSource =
        "Trained by Notebooks/train_digits.py on the UCI handwritten digits (E. Alpaydin, C. Kaynak 1998, CC BY 4.0)."

    /// Handwritten digits: 64 -> 48 -> 32 -> 10, 5,018 parameters, right on 356 of the 360 test images.
    public static let digits = ModelCard(
        "digits", .graph, .embedded("digits.onnx"), summary: "Classifies handwritten digits; 5,018 parameters.",
        source: digitsSource, inputs: .digits, tolerance: 0x1.8p-20, substitute: "digits-small")

    /// The declared substitute of `digits`: 64 -> 5 -> 10, 385 parameters, right on 326 of the 360 test images.
    public static let digitsSmall = ModelCard(
        "digits-small", .graph, .embedded("digits-small.onnx"),
        summary: "Classifies handwritten digits; 385 parameters.", source: digitsSource, inputs: .digits,
        tolerance: 0x1.1p-19)

    /// All of them.
    public static let embedded = [digits, digitsSmall]
}
