// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// A sequence of points that fill the unit cube evenly: for the points of a design, not for the draws of a run.
public final class QuasiRandom {
    /// Which sequence.
    public enum Kind: String, CaseIterable, Sendable {
        /// I. M. Sobol', USSR Computational Mathematics and Mathematical Physics 7(4), 1967; up to 40 dimensions.
        case sobol
        /// J. H. Halton, Numerische Mathematik 2, 1960; up to 1,229 dimensions.
        case halton
    }

    private let sequence: UnsafeMutablePointer<gsl_qrng>
    /// Coordinates of a point.
    public let dimensions: Int

    /// - Throws: `GSLFailure` when the sequence has fewer dimensions.
    public init(_ kind: Kind, dimensions: Int) throws(GSLFailure) {
        GSLSetup.once
        precondition(dimensions > 0, "quasi-random sequence: expected dimensions, found \(dimensions)")
        let most = kind == .sobol ? 40 : 1_229
        guard dimensions <= most,
            let sequence = gsl_qrng_alloc(kind == .sobol ? gsl_qrng_sobol : gsl_qrng_halton, UInt32(dimensions))
        else { throw GSLFailure("gsl_qrng_alloc", Int32(GSL_EINVAL)) }
        self.sequence = sequence
        self.dimensions = dimensions
    }

    deinit { gsl_qrng_free(sequence) }

    /// The next point, each coordinate in [0, 1).
    /// - Throws: `GSLFailure` when the sequence is exhausted.
    public func next() throws(GSLFailure) -> [Double] {
        var point = [Double](repeating: 0, count: dimensions)
        let status = gsl_qrng_get(sequence, &point)
        guard status == 0 else { throw GSLFailure("gsl_qrng_get", status) }
        return point
    }
}
