// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Classifier {
    /// Handwritten digits: 64 -> 48 -> 32 -> 10, 5,018 parameters, right on 356 of the 360 test inputs.
    ///
    /// Trained by Notebooks/train_digits.py. Tolerance: 1.4e-6, fitted as its comment says; a test fits it again.
    public static let digits = Classifier(
        name: "digits", widths: DigitsWeights.widths, base64: DigitsWeights.base64, tolerance: 0x1.8p-20)

    /// The declared substitute of `digits`: 64 -> 5 -> 10, 385 parameters, right on 326 of the 360 test inputs.
    ///
    /// Trained by Notebooks/train_digits.py. Tolerance: 2.0e-6, fitted as its comment says; a test fits it again.
    public static let digitsSmall = Classifier(
        name: "digits-small", widths: DigitsSmallWeights.widths, base64: DigitsSmallWeights.base64, tolerance: 0x1.1p-19
    )

    /// All classifiers that a scenario can name.
    public static let all = [digits, digitsSmall]

    /// Their names, in the same order.
    public static let names = all.map(\.name)

    /// The classifier of that name, or nil.
    public static func named(_ name: String) -> Classifier? { all.first { $0.name == name } }

    /// From the text that the training script writes: by layer [outputs][inputs] weights, then [outputs] biases.
    private init(name: String, widths: [Int], base64: String, tolerance: Float) {
        var numbers = Base64.floats(of: base64)[...]
        let layers = zip(widths, widths.dropFirst()).map { inputs, outputs in
            let weights = numbers.prefix(inputs * outputs)
            numbers = numbers.dropFirst(weights.count)
            let bias = numbers.prefix(outputs)
            numbers = numbers.dropFirst(bias.count)
            return Layer(weights: Array(weights), bias: Array(bias))
        }
        require(
            numbers.isEmpty && layers.last?.outputs == layers.last?.bias.count,
            "classifier \(name): expected as many numbers as widths \(widths) need, found \(numbers.count) more")
        self.init(name: name, layers: layers, tolerance: tolerance)
    }
}
