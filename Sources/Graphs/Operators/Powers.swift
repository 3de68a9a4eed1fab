// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Pow: a base of one type, an exponent of any type of numbers; the result has the type of the base.
enum Powers {
    static func plan(_ walk: BroadcastWalk, _ shape: [Int], _ base: ElementType, _ exponent: Operand) -> Plan {
        guard base.isFloat, exponent.type.isFloat, exponent.count == 1 else {
            return Plan([shape], compute: kernel(walk, base, exponent))
        }
        return Plan(
            shape,
            Pieces(count: walk.count, isSingle: [false, true]) { arguments, count in
                Elementary.power(
                    arguments.input(0), exponent: arguments.input(1, as: Float.self)[0], into: arguments.output(),
                    count: count)
            })
    }

    private static func kernel(_ walk: BroadcastWalk, _ base: ElementType, _ exponent: Operand) -> Kernel {
        guard base.isFloat else { return wholeKernel(walk, base, exponent.type) }
        let type = exponent.type
        return { arguments throws(OperatorMistake) in
            let read = Numbers.reader(arguments, 1, type)
            let (bases, results) = (arguments.input(0, as: Float.self), arguments.output(as: Float.self))
            forEach(walk) { first, second, place in
                results[place] = Elementary.power(bases[first], Float(read(second)))
            }
        }
    }

    private static func wholeKernel(_ walk: BroadcastWalk, _ base: ElementType, _ exponent: ElementType) -> Kernel {
        guard exponent.isFloat else {
            return base == .int32
                ? wholeKernel(walk, Int32.self, exponent) : wholeKernel(walk, Int64.self, exponent)
        }
        return { arguments throws(OperatorMistake) in
            let (bases, exponents) = (Numbers.reader(arguments, 0, base), Numbers.reader(arguments, 1, exponent))
            let write = Numbers.writer(arguments, base)
            forEach(walk) { first, second, place in
                write(place, Double(Elementary.power(Float(bases(first)), Float(exponents(second)))))
            }
        }
    }

    /// Both are whole: exact, or the low bits of what is too large.
    private static func wholeKernel<Number: FixedWidthInteger>(
        _ walk: BroadcastWalk, _: Number.Type, _ exponent: ElementType
    ) -> Kernel {
        { arguments throws(OperatorMistake) in
            let (bases, exponents) = (arguments.input(0, as: Number.self), Numbers.reader(arguments, 1, exponent))
            let results = arguments.output(as: Number.self)
            forEach(walk) { first, second, place in
                results[place] = power(bases[first], Numbers.whole(exponents(second)))
            }
        }
    }

    /// By squaring. With an exponent below 0 a fraction, which is cut, but of 1 and -1; 0 has none, and gives the largest
    /// number.
    private static func power<Number: FixedWidthInteger>(_ base: Number, _ exponent: Int) -> Number {
        if exponent < 0 {
            if base == 0 { return .max }
            return base.magnitude == 1 ? (exponent.isMultiple(of: 2) ? 1 : base) : 0
        }
        var (result, square, rest) = (1 as Number, base, exponent)
        while rest > 0 {
            if !rest.isMultiple(of: 2) { result = result &* square }
            square = square &* square
            rest /= 2
        }
        return result
    }

    /// Number by number; the slow way, for kernels that cost much more than the walk.
    private static func forEach(_ walk: BroadcastWalk, _ body: (Int, Int, Int) -> Void) {
        let last = walk.sizes.count - 1
        walk.forEachRow { first, second, place in
            for index in 0..<walk.sizes[last] {
                body(first + index * walk.strides[0][last], second + index * walk.strides[1][last], place + index)
            }
        }
    }
}
