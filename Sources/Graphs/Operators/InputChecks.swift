// SPDX-License-Identifier: GPL-3.0-or-later

/// The kernel of a plan.
typealias Kernel = (Arguments) throws(OperatorMistake) -> Void

/// The kernel of pieces.
typealias PieceKernel = (Arguments, _ count: Int) -> Void

extension Array {
    /// The element at a place that must be there.
    func required<Wrapped>(_ index: Int) throws(OperatorMistake) -> Wrapped where Element == Wrapped? {
        guard index < count, let found = self[index] else {
            throw OperatorMistake("no input \(index)", allowed: "one")
        }
        return found
    }

    /// The element at a place that may be left out.
    func optional<Wrapped>(_ index: Int) -> Wrapped? where Element == Wrapped? { index < count ? self[index] : nil }
}

extension ElementType {
    /// Refuses all other types.
    func mustBe(_ allowed: ElementType...) throws(OperatorMistake) {
        guard allowed.contains(self) else {
            throw OperatorMistake("an input of type \(name)", allowed: allowed.map(\.name).joined(separator: ", "))
        }
    }

    /// Refuses these types.
    func mustNotBe(_ refused: ElementType...) throws(OperatorMistake) {
        guard !refused.contains(self) else {
            let allowed = Self.allCases.filter { !refused.contains($0) }.map(\.name)
            throw OperatorMistake("an input of type \(name)", allowed: allowed.joined(separator: ", "))
        }
    }

    /// Refuses all but the floating-point types.
    func mustBeFloat() throws(OperatorMistake) { try mustBe(.float32, .float16, .bfloat16) }
}

extension [ElementType?] {
    /// The type of the first input, a floating-point one.
    func floatType() throws(OperatorMistake) -> ElementType {
        let type = try required(0)
        try type.mustBeFloat()
        return type
    }

    /// The type of a product with weights: a floating-point one, which the weights have too, and the biases if there are any.
    func productType() throws(OperatorMistake) -> ElementType {
        let type = try floatType()
        try required(1).mustBe(type)
        try optional(2)?.mustBe(type)
        return type
    }
}

extension Operand {
    /// Refuses another number of dimensions.
    func mustHave(rank allowed: ClosedRange<Int>) throws(OperatorMistake) {
        guard allowed.contains(rank) else {
            throw OperatorMistake(
                "an input of the shape \(shape)", allowed: "\(allowed.lowerBound) to \(allowed.upperBound) dimensions")
        }
    }
}
