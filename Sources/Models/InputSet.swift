// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Real inputs with their true labels: images of handwritten digits, 8 x 8 pixels.
///
/// Results of a simulation are conditional on the finite set that its requests draw from.
///
/// Source: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998,
/// doi:10.24432/C50P49, as shipped by scikit-learn, licence CC BY 4.0. Split by Notebooks/train_digits.py into disjoint
/// parts for training (not kept here), calibration and test.
public struct InputSet: Sendable {
    /// [count][64]: brightness from 0 to 1 in sixteenths, row by row.
    public let values: [Float]
    /// [count]: the digit written, 0 to 9.
    public let labels: [Int]

    public var count: Int { labels.count }

    /// Numbers in one input.
    public static let width = 64

    /// The 360 inputs that requests ask about.
    public static let test = InputSet(TestInputs.base64, count: TestInputs.count)

    /// The 360 inputs that tolerances are fitted on.
    public static let calibration = InputSet(CalibrationInputs.base64, count: CalibrationInputs.count)

    private init(_ base64: String, count: Int) {
        let bytes = Base64.bytes(of: base64)
        let pixels = count * Self.width
        require(bytes.count == pixels + count, "inputs: expected \(pixels + count) bytes, found \(bytes.count)")
        values = bytes[..<pixels].map { Float($0) / 16 }
        labels = bytes[pixels...].map(Int.init)
    }

    /// The numbers of one input.
    /// - Precondition: 0 ≤ `input` < `count`.
    /// - Complexity: O(width).
    public func values(of input: Int) -> [Float] {
        require(labels.indices.contains(input), "inputs: expected a number below \(count), found \(input)")
        return Array(values[input * Self.width..<(input + 1) * Self.width])
    }
}
