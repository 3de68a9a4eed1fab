// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels
import Glibc

/// OpenBLAS, loaded at run time and told to use one thread.
///
/// Never linked: GSL's reference BLAS exports the same symbols, and would be measured in its place.
struct OpenBLAS {
    /// Why there is nothing to measure against.
    enum Failure: Error, CustomStringConvertible {
        case absent(String)
        case lacks(String)

        var description: String {
            switch self {
            case .absent(let reason):
                "OpenBLAS is not there (\(reason)); install the Debian package libopenblas0-pthread"
            case .lacks(let symbol):
                "libopenblas.so.0 has no \(symbol); install the Debian package libopenblas0-pthread"
            }
        }
    }

    /// C = alpha A x B + beta C: order, transpositions, m, n, k, alpha, A, lda, B, ldb, beta, C, ldc.
    typealias Matrix =
        @convention(c) (
            Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32, UnsafePointer<Float>, Int32,
            Float,
            UnsafeMutablePointer<Float>, Int32
        ) -> Void
    /// y = alpha A x + beta y: order, transposition, m, n, alpha, A, lda, x, step, beta, y, step.
    typealias Vector =
        @convention(c) (
            Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32, UnsafePointer<Float>, Int32, Float,
            UnsafeMutablePointer<Float>, Int32
        ) -> Void

    private static let rowMajor: Int32 = 101
    private static let asIs: Int32 = 111
    private static let transposed: Int32 = 112

    private let matrix: Matrix
    private let vector: Vector
    /// How the library was built and which kernels it picked.
    let configuration: String

    init() throws {
        guard let library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL) else {
            throw Failure.absent(dlerror().map { String(cString: $0) } ?? "no reason given")
        }
        func symbol<F>(_ name: String, as: F.Type) throws -> F {
            guard let address = dlsym(library, name) else { throw Failure.lacks(name) }
            return unsafeBitCast(address, to: F.self)
        }
        try symbol("openblas_set_num_threads", as: (@convention(c) (Int32) -> Void).self)(1)
        let text = try symbol("openblas_get_config", as: (@convention(c) () -> UnsafePointer<CChar>?).self)()
        configuration = text.map { String(cString: $0) } ?? "unknown"
        matrix = try symbol("cblas_sgemm", as: Matrix.self)
        vector = try symbol("cblas_sgemv", as: Vector.self)
    }

    /// C[rows][columns] = A[rows][inner] x B[inner][columns], all row by row.
    func multiply(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, rows: Int,
        inner: Int, columns: Int
    ) {
        let (m, k, n) = (Int32(rows), Int32(inner), Int32(columns))
        matrix(Self.rowMajor, Self.asIs, Self.asIs, m, n, k, 1, a, k, b, n, 0, c, n)
    }

    /// The same for one row, as a product of a matrix and a vector.
    func multiplyRow(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, inner: Int,
        columns: Int
    ) {
        vector(Self.rowMajor, Self.transposed, Int32(inner), Int32(columns), 1, b, Int32(columns), a, 1, 0, c, 1)
    }
}
