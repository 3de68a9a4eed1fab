// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs
import Quantities

/// Real images of handwritten digits with the digit that each shows, 8 x 8 pixels.
///
/// Source: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998,
/// doi:10.24432/C50P49, as shipped by scikit-learn, licence CC BY 4.0. Split by Notebooks/train_digits.py into disjoint
/// parts for training (not kept here), calibration and test.
public struct DigitImages: Sendable {
    /// [count][64]: brightness from 0 to 1 in sixteenths, row by row.
    public let values: [Float]
    /// [count]: the digit written, 0 to 9.
    public let labels: [Int]

    /// The 360 images that requests ask about.
    public static let test = DigitImages("digits-test.bytes")
    /// The 360 images that tolerances are fitted on.
    public static let calibration = DigitImages("digits-calibration.bytes")

    /// Pixels of an image.
    public static let width = 64

    /// From a file of 64 brightnesses per image, then one label per image, a byte each.
    private init(_ file: String) {
        let bytes = EmbeddedFile.bytes(file)
        let count = bytes.count / (Self.width + 1)
        require(
            bytes.count == count * (Self.width + 1),
            "digits: expected whole images, found \(bytes.count) bytes in \(file)")
        values = bytes[..<(count * Self.width)].map { Float($0) / 16 }
        labels = bytes[(count * Self.width)...].map(Int.init)
    }

    /// As the graphs `digits` and `digits-small` take them: [1][64] each.
    public var inputs: [Input] {
        labels.indices.map { image in
            let pixels = Array(values[image * Self.width..<(image + 1) * Self.width])
            return .tensors([Self.inputName: Tensor(shape: [1, Self.width], floats: pixels)])
        }
    }

    private static let inputName = "pixels"
}
