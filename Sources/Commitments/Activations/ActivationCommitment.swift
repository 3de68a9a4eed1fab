// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Binds a node to the largest activations of a stretch of tokens, in two bytes for each and two more.
///
/// The last hidden states (after the final normalisation) of the stretch are laid one after the other,
/// [position][channel], and rounded to bfloat16. A polynomial takes, at the index of each of the k largest in
/// magnitude, the 16 bits of its value; indices are first reduced by the largest modulus that keeps them apart. A
/// verifier gets the same hidden states of all tokens from one prefill, finds its own k largest, and compares its
/// values with those of the polynomial: where the two computations are alike both find the same places and about the
/// same values; anywhere else the polynomial's values are as good as random.
///
/// Laid out as in the authors' published code: the modulus and the coefficients, the constant one first, each in two
/// bytes, the most significant one first. That code drops the modulus when it evaluates, which only matters where it is
/// not 65,497.
///
/// Source: J. M. Ong et al., "TOPLOC: A Locality Sensitive Hashing Scheme for Trustless Verifiable Inference",
/// arXiv:2501.16007, 2025.
public struct ActivationCommitment: Hashable, Sendable {
    /// Activations that are bound; the authors' choice.
    public static let standardCount = 128

    private let modulus: UInt16
    private let polynomial: FieldPolynomial

    /// Commits to the `topK` activations of largest magnitude, or to all if there are fewer. Of equal magnitudes the
    /// earlier ones count as larger.
    /// - Parameter window: the activations, [position][channel]; at least one, below 2^31.
    /// - Precondition: 1 ≤ topK ≤ 512.
    /// - Complexity: O(count + topK²).
    public init(window: Span<Float>, topK: Int = standardCount) {
        require((1...512).contains(topK), "activation commitment: expected 1 to 512 activations, found \(topK)")
        let largest = LargestActivations(window, count: topK)
        let modulus = Self.modulus(separating: largest.indices)
        self.modulus = UInt16(modulus)
        polynomial = FieldPolynomial(
            through: largest.indices.map { UInt64($0 % modulus) }, largest.values.map { UInt64($0.bits) })
    }

    /// The largest modulus up to the field's prime under which all indices stay distinct.
    ///
    /// In a window of no more than 65,497 activations it is the prime itself. Otherwise a modulus m keeps k random
    /// indices apart with a probability of about exp(-k² / 2m), 0.88 for k = 128 and 0.14 for k = 512, and 32,729 of
    /// them are tried.
    private static func modulus(separating indices: [Int]) -> Int {
        for modulus in stride(from: Int(FieldPolynomial.prime), to: 1 << 15, by: -1) {
            var isTaken = [Bool](repeating: false, count: modulus)
            let areDistinct = indices.allSatisfy { index in
                defer { isTaken[index % modulus] = true }
                return !isTaken[index % modulus]
            }
            if areDistinct { return modulus }
        }
        bug("activation commitment: expected a modulus that keeps \(indices.count) indices apart, found none")
    }
}

extension ActivationCommitment {
    /// What bytes from a stranger are when they are no commitment.
    public enum Mistake: Error, Equatable, Sendable {
        /// Expected an even number of bytes, from 4 to 1,026.
        case length(found: Int)
        /// Expected a modulus above 32,768, up to 65,497.
        case modulus(found: Int)
        /// Expected coefficients below 65,497; the first one that is not.
        case coefficient(position: Int, found: Int)
    }

    /// The commitment as it travels: 2 + 2k bytes, 258 for k = 128.
    public var bytes: [UInt8] { ([modulus] + polynomial.coefficients).flatMap(\.bigEndianBytes) }

    /// Reads what `bytes` wrote.
    public init(bytes: [UInt8]) throws(Mistake) {
        guard bytes.count % 2 == 0, (4...1026).contains(bytes.count) else { throw .length(found: bytes.count) }
        let words = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        guard words[0] > 1 << 15, words[0] <= FieldPolynomial.prime else { throw .modulus(found: Int(words[0])) }
        if let position = words.dropFirst().firstIndex(where: { $0 >= FieldPolynomial.prime }) {
            throw .coefficient(position: position - 1, found: Int(words[position]))
        }
        modulus = words[0]
        polynomial = FieldPolynomial(coefficients: Array(words.dropFirst()))
    }

    /// Activations that it binds.
    public var count: Int { polynomial.coefficients.count }

    /// How the activations that a verifier has computed differ from those committed to.
    /// - Parameter window: the activations of the same stretch, [position][channel].
    /// - Complexity: O(count of the window + k²).
    public func errors(against window: Span<Float>) -> ActivationErrors {
        let largest = LargestActivations(window, count: count)
        let errors = zip(largest.indices, largest.values).compactMap { index, found -> Int? in
            let committed = BrainFloat(bits: polynomial.value(at: UInt64(index) % UInt64(modulus)))
            guard committed.exponent == found.exponent else { return nil }
            return abs(Int(committed.mantissa) - Int(found.mantissa))
        }
        return ActivationErrors(count: count, mantissaErrors: errors)
    }
}
