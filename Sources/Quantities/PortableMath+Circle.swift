// SPDX-License-Identifier: GPL-3.0-or-later

// MARK: - Sine and cosine

extension PortableMath {
    /// Angles beyond this are refused: up to here, the nearest multiple of pi / 2 times each part of pi / 2 is exact.
    public static var largestAngle: Double { 0x1p20 }

    /// Sine and cosine of an angle in radians: error of each below 2^-52, absolute.
    ///
    /// With n the nearest whole number to x / (pi / 2), the remainder x - n pi / 2 is formed with pi / 2 in three parts (33
    /// bits, 33 bits, 53 bits: W. J. Cody, W. Waite, "Software Manual for the Elementary Functions", 1980). On the remainder,
    /// of magnitude at most pi / 4, sin r = r + r^3 P(r^2) and cos r = 1 - r^2/2 + r^4 Q(r^2).
    /// - Precondition: the magnitude of `x` is at most `largestAngle`.
    /// - Complexity: constant.
    public static func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
        require(
            x.magnitude <= largestAngle,
            "sine: expected an angle of at most \(largestAngle) radians, found \(x)")
        let turns = (x * 0x1.45f306dc9c883p-1).rounded(.toNearestOrEven)
        let r = ((x - turns * 0x1.921fb54400000p+0) - turns * 0x1.0b4611a600000p-34) - turns * 0x1.3198a2e037073p-69
        let (sine, cosine) = (sineOfRemainder(r), cosineOfRemainder(r))
        switch Int(turns) & 3 {
        case 0: return (sine, cosine)
        case 1: return (cosine, -sine)
        case 2: return (-sine, -cosine)
        default: return (-cosine, sine)
        }
    }

    /// Minimax on |r| up to 0.7855: relative error 2^-57.1.
    private static func sineOfRemainder(_ r: Double) -> Double {
        let z = r * r
        let low = -0.16666666666666632 + z * 0.00833333333332241
        let high = -0.00019841269829805113 + z * 2.7557313690938355e-06
        let highest = -2.5050757955393104e-08 + z * 1.5896786038229719e-10
        let p = low + z * z * (high + z * z * highest)
        return r + r * (z * p)
    }

    /// Minimax on |r| up to 0.7855: error 2^-59.9.
    private static func cosineOfRemainder(_ r: Double) -> Double {
        let z = r * r
        let low = 0.0416666666666666 + z * -0.001388888888887412
        let high = 2.4801587289479284e-05 + z * -2.755731435145293e-07
        let highest = 2.0875723148453327e-09 + z * -1.1359641094819931e-11
        let p = low + z * z * (high + z * z * highest)
        return 1 - (0.5 * z - z * z * p)
    }
}
