// SPDX-License-Identifier: GPL-3.0-or-later

/// The models that are compiled into the program. Tolerances are fitted again by a test.
extension ModelCard {
    private static let digitsSource =
        "Trained by Notebooks/train_digits.py on the UCI handwritten digits (E. Alpaydin, C. Kaynak 1998, CC BY 4.0)."

    /// Handwritten digits: 64 -> 48 -> 32 -> 10, 5,018 parameters, right on 356 of the 360 test images.
    public static let digits = ModelCard(
        "digits", .graph, .embedded("digits.onnx"), summary: "Classifies handwritten digits; 5,018 parameters.",
        source: digitsSource, inputs: .digits, tolerance: 0.0050653815, substitute: "digits-small")

    /// The declared substitute of `digits`: 64 -> 5 -> 10, 385 parameters, right on 326 of the 360 test images.
    public static let digitsSmall = ModelCard(
        "digits-small", .graph, .embedded("digits-small.onnx"),
        summary: "Classifies handwritten digits; 385 parameters.", source: digitsSource, inputs: .digits,
        tolerance: 0.008233714)

    private static let austenSource =
        "Trained by Notebooks/train_tiny_language_model.py on Jane Austen's novels (public domain)."

    /// Continues passages of Jane Austen's novels: 4 layers of width 128, 0.8 million parameters in float16.
    public static let austen = ModelCard(
        "austen", .language, .embedded("austen.gguf"),
        summary: "Continues passages of Jane Austen's novels; 0.8 million parameters.", source: austenSource,
        inputs: .austen, tolerance: 0.0625, substitute: "austen-small", newTokens: 16)

    /// The declared substitute of `austen`: 0.15 million parameters in 8 bits (Q8_0).
    public static let austenSmall = ModelCard(
        "austen-small", .language, .embedded("austen-small.gguf"),
        summary: "Continues passages of Jane Austen's novels; 0.15 million parameters.", source: austenSource,
        inputs: .austen, tolerance: 0.03125, newTokens: 16)

    /// All of them.
    public static let embedded = [digits, digitsSmall, austen, austenSmall]
}
