// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The places and weights by which one axis is resized, computed once.
public struct ResizedAxis: Hashable, Sendable {
    /// Which place of the input an output stands at, as ONNX names it (operator Resize-19).
    public enum Coordinates: Hashable, Sendable {
        /// (o + 1/2) / scale - 1/2.
        case halfPixel
        /// o / scale.
        case asymmetric
        /// o (inputs - 1) / (scale inputs - 1); 0 where there is one output.
        case alignCorners
        /// As half pixel, but 0 where there is one output.
        case pytorchHalfPixel
        /// As half pixel, but moved so that what outputs lost by rounding their number is missing on both sides alike.
        case halfPixelSymmetric
    }

    /// Which of two places is nearest.
    public enum Nearest: Hashable, Sendable {
        /// The nearer one, the lower at half.
        case roundPreferFloor
        /// The nearer one, the upper at half.
        case roundPreferCeiling
        case floor
        case ceiling

        /// The whole place that stands for a place.
        func whole(_ place: Double) -> Double {
            switch self {
            case .roundPreferFloor: (place - 0.5).rounded(.up)
            case .roundPreferCeiling: (place + 0.5).rounded(.down)
            case .floor: place.rounded(.down)
            case .ceiling: place.rounded(.up)
            }
        }
    }

    public enum Mode: Hashable, Sendable {
        /// The number at the nearest place.
        case nearest(Nearest)
        /// x[lower] x (1 - t) + x[lower + 1] x t, where t is what the place has past `lower`; both products rounded, then
        /// their sum. Places outside take the number at the edge.
        case linear
    }

    public let inputs: Int
    public let outputs: Int
    @usableFromInline let lower: [Int32]
    let upper: [Int32]
    /// Of the upper place; empty where each output copies one number.
    @usableFromInline let weights: [Float]

    /// Bytes that the places and weights of an output take while they are computed.
    public static let bytesPerOutput = MemoryLayout<Double>.stride + 3 * MemoryLayout<Float>.stride

    /// - Parameters:
    ///   - scale: outputs per input, as the file says it or outputs / inputs. Places are computed in double precision.
    /// - Precondition: at least one input unless there are no outputs; both below 2^31; scale above 0.
    /// - Complexity: O(outputs).
    public init(inputs: Int, outputs: Int, scale: Double, coordinates: Coordinates, mode: Mode) {
        require(
            (inputs > 0 || outputs == 0) && inputs < 1 << 31 && (0..<1 << 31).contains(outputs) && scale > 0,
            "resized axis: expected inputs and outputs below 2^31 and a scale above 0, "
                + "found \(inputs), \(outputs) and \(scale)")
        self.inputs = inputs
        self.outputs = outputs
        // What the outputs would be without rounding; a scale made of both numbers gives the number itself.
        let exact =
            (scale * Double(inputs) - Double(outputs)).magnitude < 1e-6 ? Double(outputs) : scale * Double(inputs)
        let moved = Double(inputs) / 2 * (1 - Double(outputs) / exact)
        let places = (0..<outputs).map { output -> Double in
            let half = (Double(output) + 0.5) / scale - 0.5
            return switch coordinates {
            case .halfPixel: half
            case .asymmetric: Double(output) / scale
            case .alignCorners: outputs == 1 ? 0 : Double(output * (inputs - 1)) / (exact - 1)
            case .pytorchHalfPixel: outputs == 1 ? 0 : half
            case .halfPixelSymmetric: moved + half
            }
        }
        func clamped(_ place: Double) -> Int32 { Int32(min(max(place, 0), Double(inputs - 1))) }
        switch mode {
        case .nearest(let nearest):
            lower = places.map { clamped(nearest.whole($0)) }
            upper = lower
            weights = []
        case .linear:
            lower = places.map { clamped($0.rounded(.down)) }
            upper = places.map { clamped($0.rounded(.down) + 1) }
            weights = places.map { Float($0 - $0.rounded(.down)) }
        }
    }

    /// Resizes the middle axis of [outer][inputs][inner] to [outer][outputs][inner]. Allocates nothing.
    ///
    /// Several axes are resized one after another; the caller rounds to activations after the last one.
    /// - Precondition: the memory holds what is said; nothing overlaps.
    /// - Complexity: O(outer x outputs x inner).
    public func run(
        _ input: UnsafePointer<Float>, outer: Int, inner: Int, into output: UnsafeMutablePointer<Float>
    ) {
        if weights.isEmpty { return move(input, outer: outer, inner: inner, into: output) }
        for place in 0..<outer {
            let source = input + place * inputs * inner
            for index in 0..<outputs {
                let target = output + (place * outputs + index) * inner
                let low = source + Int(lower[index]) * inner
                let (high, weight) = (source + Int(upper[index]) * inner, weights[index])
                for i in 0..<inner { target[i] = low[i] * (1 - weight) + high[i] * weight }
            }
        }
    }

    /// The same for numbers of any type, of which each output copies the nearest.
    /// - Precondition: the mode is nearest.
    @inlinable public func move<Number: BitwiseCopyable>(
        _ input: UnsafePointer<Number>, outer: Int, inner: Int, into output: UnsafeMutablePointer<Number>
    ) {
        require(weights.isEmpty, "resized axis: expected the nearest numbers, found interpolation")
        lower.withUnsafeBufferPointer { places in
            for row in 0..<outer {
                let (source, target) = (input + row * inputs * inner, output + row * outputs * inner)
                if inner == 1 {
                    for index in 0..<outputs { target[index] = source[Int(places[index])] }
                } else {
                    for index in 0..<outputs {
                        (target + index * inner).update(from: source + Int(places[index]) * inner, count: inner)
                    }
                }
            }
        }
    }
}
