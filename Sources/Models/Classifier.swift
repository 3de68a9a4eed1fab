// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Quantities
import Randomness

/// A model: dense layers with rectifiers between them and a softmax at the end.
public struct Classifier: Sendable {
    /// One dense layer.
    public struct Layer: Sendable {
        /// [outputs][inputs], row by row.
        public let weights: [Float]
        /// [outputs].
        public let bias: [Float]

        public init(weights: [Float], bias: [Float]) {
            self.weights = weights
            self.bias = bias
        }

        public var outputs: Int { bias.count }
        public var inputs: Int { weights.count / bias.count }
    }

    public let name: String
    public let layers: [Layer]
    /// Of the shape and the bits of all weights and biases.
    public let digest: Digest
    /// How far apart two honest score vectors for one input may lie (largest difference of a score).
    ///
    /// `toleranceFactor` times the largest distance that honest runs under two of the named numeric profiles have on the
    /// calibration inputs. No layout or scheme can change it.
    public let tolerance: Float

    /// The margin of the tolerance over what was seen in calibration, since test inputs may differ a little more.
    /// Grade: assumed.
    public static let toleranceFactor: Float = 4

    public init(name: String, layers: [Layer], tolerance: Float) {
        self.name = name
        self.layers = layers
        self.tolerance = tolerance
        digest = Self.digest(of: layers)
    }

    /// Scores it gives.
    public var classes: Int { layers.last?.outputs ?? 0 }

    /// The same classifier with its weights in another form. The digest stays that of the full weights: it names what was
    /// asked for, not what is run.
    /// - Complexity: O(number of weights).
    func rounded(to weights: Weights) -> [Layer] {
        layers.map { Layer(weights: weights.form.applied(to: $0.weights, inputs: $0.inputs), bias: $0.bias) }
    }

    /// The score of each class for one input: a forward pass through `layers`, in the order that the profile says.
    /// - Complexity: O(number of weights).
    static func scores(_ layers: [Layer], _ input: [Float], _ profile: NumericProfile) -> [Float] {
        var values = input
        for (number, layer) in layers.enumerated() {
            values = profile.dense(weights: layer.weights.span, bias: layer.bias.span, input: values.span)
            if number < layers.count - 1 { values = values.map(Elementary.rectified) }
        }
        return profile.softmax(values)
    }

    /// The score of each class for one input.
    /// - Parameter input: as many numbers as the first layer takes.
    /// - Complexity: O(number of weights).
    public func scores(
        of input: [Float], weights: Weights = .full, profile: NumericProfile = .scalar
    ) -> [Float] {
        Self.scores(rounded(to: weights), input, profile)
    }

    private static func digest(of layers: [Layer]) -> Digest {
        var bytes: [UInt8] = []
        func add(_ word: UInt32) {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        for layer in layers {
            add(UInt32(layer.outputs))
            add(UInt32(layer.inputs))
            for number in layer.weights + layer.bias { add(number.bitPattern) }
        }
        return Digest(of: bytes)
    }
}
