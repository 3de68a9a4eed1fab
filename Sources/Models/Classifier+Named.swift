// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Classifier {
    /// Handwritten digits: 64 -> 48 -> 32 -> 10, 5,018 parameters, right on 356 of the 360 test inputs.
    ///
    /// Trained by Notebooks/train_digits.py. The tolerance, 1.4e-6, is fitted again by a test.
    public static let digits = Classifier(
        name: "digits", widths: DigitsWeights.widths, base64: DigitsWeights.base64, tolerance: 0x1.8p-20)

    /// The declared substitute of `digits`: 64 -> 5 -> 10, 385 parameters, right on 326 of the 360 test inputs.
    ///
    /// Trained by Notebooks/train_digits.py. The tolerance, 2.0e-6, is fitted again by a test.
    public static let digitsSmall = Classifier(
        name: "digits-small", widths: DigitsSmallWeights.widths, base64: DigitsSmallWeights.base64,
        tolerance: 0x1.1p-19)

    /// All classifiers that a scenario can name.
    public static let all = [digits, digitsSmall]

    /// Their names, in the same order.
    public static let names = all.map(\.name)

    /// The classifier of that name, or nil.
    public static func named(_ name: String) -> Classifier? { all.first { $0.name == name } }

    /// From the text that the training script writes: by layer [outputs][inputs] weights, then [outputs] biases.
    private init(name: String, widths: [Int], base64: String, tolerance: Float) {
        let numbers = Base64.floats(of: base64)
        let shapes = zip(widths, widths.dropFirst())
        let expected = shapes.reduce(0) { $0 + ($1.0 + 1) * $1.1 }
        require(
            numbers.count == expected, "classifier \(name): expected \(expected) numbers, found \(numbers.count)")
        var rest = numbers[...]
        func next(_ count: Int) -> [Float] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let layers = shapes.map { inputs, outputs in Layer(weights: next(inputs * outputs), bias: next(outputs)) }
        self.init(name: name, layers: layers, tolerance: tolerance)
    }
}
