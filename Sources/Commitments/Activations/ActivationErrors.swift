// SPDX-License-Identifier: GPL-3.0-or-later

/// How activations that were recomputed differ from those committed to.
public struct ActivationErrors: Hashable, Sendable {
    /// Activations that were compared, k.
    public let count: Int
    /// How many of them agree in the exponent.
    public let exponentMatches: Int
    /// Over those that agree in the exponent, the mean of |difference of the mantissas|, in units of the last of
    /// bfloat16's seven bits: 0 to 127. Infinite when none agrees.
    public let meanMantissaError: Double
    /// Their median, the mean of the middle two for an even number; infinite when none agrees.
    public let medianMantissaError: Double

    /// - Parameter mantissaErrors: of the activations that agree in the exponent.
    init(count: Int, mantissaErrors: [Int]) {
        self.count = count
        exponentMatches = mantissaErrors.count
        guard !mantissaErrors.isEmpty else {
            (meanMantissaError, medianMantissaError) = (.infinity, .infinity)
            return
        }
        meanMantissaError = Double(mantissaErrors.reduce(0, +)) / Double(mantissaErrors.count)
        let sorted = mantissaErrors.sorted()
        medianMantissaError = Double(sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

/// How far apart activations may be and still count as those of the same computation.
public struct ActivationThresholds: Hashable, Sendable {
    /// The largest mean of the mantissa errors.
    public let meanMantissaError: Double
    /// The largest median of the mantissa errors.
    public let medianMantissaError: Double
    /// The smallest share of activations that agree in the exponent.
    public let exponentShare: Double

    public init(meanMantissaError: Double, medianMantissaError: Double, exponentShare: Double) {
        self.meanMantissaError = meanMantissaError
        self.medianMantissaError = medianMantissaError
        self.exponentShare = exponentShare
    }

    /// For models that compute in bfloat16: mean at most 10, median at most 8, at least 90 of 128 exponents.
    ///
    /// At most 38 mismatches, that is; some ports of the code read the 90 as the mismatches allowed, and accept far
    /// more. Grade: code (the authors' `vllm_validate_poly.py`).
    public static let bfloat16 = ActivationThresholds(
        meanMantissaError: 10, medianMantissaError: 8, exponentShare: 90.0 / 128)

    /// For models that compute in float32: mean at most 256, median at most 128, at most 8 mismatches of 128.
    ///
    /// Those two count units of float32's 23 bits, 2^16 of which are one of bfloat16's, so that hardly one committed
    /// value in 256 may be off by one. Grade: unverified (commonly quoted, not found in the authors' code, which
    /// refuses to commit to float32): not a standard to hold results against.
    public static let float32 = ActivationThresholds(
        meanMantissaError: 256 / 0x1p16, medianMantissaError: 128 / 0x1p16, exponentShare: 120.0 / 128)

    /// Whether the errors are within all three.
    public func accepts(_ errors: ActivationErrors) -> Bool {
        errors.meanMantissaError <= meanMantissaError && errors.medianMantissaError <= medianMantissaError
            && Double(errors.exponentMatches) >= exponentShare * Double(errors.count)
    }
}
