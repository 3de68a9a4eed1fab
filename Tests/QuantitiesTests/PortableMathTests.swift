// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Testing

/// Against correctly rounded values, computed in 400-bit arithmetic.
struct PortableMathTests {
    /// How many representable numbers lie between two numbers of the same sign.
    static func distance(_ a: Double, _ b: Double) -> UInt64 {
        max(a.bitPattern, b.bitPattern) - min(a.bitPattern, b.bitPattern)
    }

    @Test("log is within one unit in the last place of the true logarithm", arguments: logarithms)
    func log(x: Double, expected: Double) { #expect(Self.distance(PortableMath.log(x), expected) <= 1) }

    @Test("exp is within one unit in the last place of the true exponential", arguments: exponentials)
    func exp(x: Double, expected: Double) { #expect(Self.distance(PortableMath.exp(x), expected) <= 1) }

    @Test("log1p is within one unit in the last place, also where 1 + x rounds x away", arguments: logarithmsOfOnePlus)
    func log1p(x: Double, expected: Double) { #expect(Self.distance(PortableMath.log1p(x), expected) <= 1) }

    @Test("pow is within one unit in the last place, also for exponents of many millions", arguments: powers)
    func pow(base: Double, exponent: Double, expected: Double) {
        #expect(Self.distance(PortableMath.pow(base, exponent), expected) <= 1)
    }

    @Test("special values follow the limits") func specialValues() {
        #expect(PortableMath.log(0) == -.infinity && PortableMath.log(-0.0) == -.infinity)
        #expect(PortableMath.log(.infinity) == .infinity && PortableMath.log(1) == 0)
        #expect(PortableMath.log(-1).isNaN && PortableMath.log(.nan).isNaN && PortableMath.log(-.infinity).isNaN)
        #expect(PortableMath.exp(-.infinity) == 0 && PortableMath.exp(-746) == 0 && PortableMath.exp(0) == 1)
        #expect(PortableMath.exp(710) == .infinity && PortableMath.exp(.infinity) == .infinity)
        #expect(PortableMath.exp(.nan).isNaN)
        #expect(PortableMath.log1p(-1) == -.infinity && PortableMath.log1p(-2).isNaN)
        #expect(PortableMath.log1p(0) == 0 && PortableMath.log1p(.infinity) == .infinity)
        #expect(PortableMath.pow(0, 2) == 0 && PortableMath.pow(0, -2) == .infinity && PortableMath.pow(0, 0) == 1)
        #expect(PortableMath.pow(.infinity, 2) == .infinity && PortableMath.pow(.infinity, -2) == 0)
        #expect(PortableMath.pow(0.5, .infinity) == 0 && PortableMath.pow(2, .infinity) == .infinity)
        #expect(PortableMath.pow(0.5, -.infinity) == .infinity && PortableMath.pow(2, -.infinity) == 0)
        #expect(PortableMath.pow(1, .infinity) == 1 && PortableMath.pow(0.5, 1e300) == 0)
        #expect(PortableMath.pow(-1, 2).isNaN && PortableMath.pow(2, .nan).isNaN && PortableMath.pow(.nan, 2).isNaN)
    }

    @Test("a hundred thousand results have the frozen bits, on any machine and in any build") func frozenBits() {
        var digest: UInt64 = 0
        var bits: UInt64 = 1
        for _ in 0..<100_000 {
            bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let x = Double(bitPattern: 0x3F00_0000_0000_0000 + bits >> 7)
            let back = PortableMath.exp(PortableMath.log(x))
            #expect((back / x - 1).magnitude < 2e-14)
            digest = (digest &* 31) ^ back.bitPattern ^ PortableMath.pow(x, 0.37).bitPattern
            digest ^= PortableMath.log1p(x).bitPattern
        }
        #expect(digest == 10_127_376_246_694_401_770)
    }
}

extension PortableMathTests {
    static let logarithms: [(Double, Double)] = [
        (0x1p-1, -0x1.62e42fefa39efp-1), (0x1p1, 0x1.62e42fefa39efp-1),
        (0x1.8p1, 0x1.193ea7aad030bp0), (0x1.4p3, 0x1.26bb1bbb55516p1),
        (0x1.56e1fc2f8f359p-997, -0x1.5963447f87fb5p9), (0x1p-1074, -0x1.74385446d71c3p9),
        (0x1.fffffffffffffp1023, 0x1.62e42fefa39efp9), (0x1.6a09e667f3bccp-1, -0x1.62e42fefa39f1p-2),
        (0x1.6a09e667f3bcdp-1, -0x1.62e42fefa39eep-2), (0x1.6a09e667f3bcdp0, 0x1.62e42fefa39fp-2),
        (0x1.fffffffffffffp-1, -0x1p-53), (0x1.0000000000001p0, 0x1.fffffffffffffp-53),
        (0x1.fff2e48e8a71ep-1, -0x1.a3738d2cf1cc2p-14), (0x1.00068db8bac71p0, 0x1.a368d0657fcd4p-14),
        (0x1p-53, -0x1.25e4f7b2737fap5), (0x1.ffep-1, -0x1.0008005559559p-12),
        (0x1.921fb54442d18p1, 0x1.250d048e7a1bdp0), (0x1.fae147ae147aep-1, -0x1.495453e6fd4bcp-7),
        (0x1.4cccccccccccdp0, 0x1.0ca937be1b9dcp-2), (0x1.6b851eb851eb8p-1, -0x1.5eb5c7907e4cap-2),
        (0x1.fde9f10a8d361p78, 0x1.b6094e92cca28p5), (0x1.4f8b588e368f1p-17, -0x1.7069e2aa2aa5bp3),
        (0x1.edd2f1a9fbe77p6, 0x1.343774f3e2362p2),
    ]

    static let exponentials: [(Double, Double)] = [
        (0x1p0, 0x1.5bf0a8b145769p1), (-0x1p0, 0x1.78b56362cef38p-2),
        (0x1p-1, 0x1.a61298e1e069cp0), (0x1.b7cdfd9d7bdbbp-34, 0x1.000000006df38p0),
        (-0x1.56e1fc2f8f359p-997, 0x1p0), (0x1.62e42fefa39efp-2, 0x1.6a09e667f3bccp0),
        (-0x1.62e42fefa39efp-2, 0x1.6a09e667f3bcdp-1), (0x1.62e42fefa39fp-2, 0x1.6a09e667f3bcdp0),
        (0x1.4p3, 0x1.5829dcf95056p14), (-0x1.4p3, 0x1.7cd79b5647c9bp-15),
        (0x1.92p6, 0x1.fcc37a76f9e76p144), (-0x1.92p6, 0x1.01a0e5643644fp-145),
        (0x1.5ep9, 0x1.d945df4f8ec8ep1009), (0x1.62e42fefa39efp9, 0x1.fffffffffff2ap1023),
        (-0x1.5ep9, 0x1.14f2b0fb9307fp-1010), (-0x1.62p9, 0x1.7c8ab2288c9abp-1022),
        (-0x1.68p9, Double(bitPattern: 0x9_93B4_DC95)), (-0x1.74p9, 0x1p-1073),
        (-0x1.7490a3d70a3d7p9, 0x1p-1074), (0x1.a36e2eb1c432dp-16, 0x1.0001a36f864b7p0),
        (0x1.44p4, 0x1.290d76d1966a9p29), (0x1.a666666666666p1, 0x1.b1cd5e7807b7bp4),
        (-0x1.259999999999ap5, 0x1.0998b04bdd19p-53),
    ]

    static let logarithmsOfOnePlus: [(Double, Double)] = [
        (0x1.79ca10c924223p-67, 0x1.79ca10c924223p-67), (0x1.b7cdfd9d7bdbbp-34, 0x1.b7cdfd9d1d693p-34),
        (-0x1.b7cdfd9d7bdbbp-34, -0x1.b7cdfd9dda4e3p-34), (0x1.4f8b588e368f1p-17, 0x1.4f8aea9ae7317p-17),
        (-0x1.4f8b588e368f1p-17, -0x1.4f8bc681e6006p-17), (0x1.47ae147ae147bp-7, 0x1.460d6ccca3677p-7),
        (-0x1.47ae147ae147bp-7, -0x1.495453e6fd4b7p-7), (0x1.3333333333333p-2, 0x1.0ca937be1b9dcp-2),
        (-0x1.3333333333333p-2, -0x1.6d3c324e13f4ep-2), (-0x1p-1, -0x1.62e42fefa39efp-1),
        (0x1p0, 0x1.62e42fefa39efp-1), (0x1.8p1, 0x1.62e42fefa39efp0),
        (0x1.2a05f2p33, 0x1.7069e2aa3184ep4), (0x1.7e43c8800759cp996, 0x1.5963447f87fb5p9),
        (-0x1.ffffde7210be9p-1, -0x1.ba18a998fc064p3), (0x1p-53, 0x1p-53),
        (-0x1p-53, -0x1p-53),
    ]

    static let powers: [(Double, Double, Double)] = [
        (0x1p1, 0x1p-1, 0x1.6a09e667f3bcdp0),
        (0x1p1, 0x1.4p3, 0x1p10),
        (0x1.4p3, -0x1.8p1, 0x1.0624dd2f1a9fcp-10),
        (0x1.4f8b588e368f1p-17, 0x1.7ae147ae147aep-2, 0x1.cedc3ccaea15cp-7),
        (0x1p-1, 0x1.0c8p10, 0x1p-1074),
        (0x1p-1, 0x1.f44p9, 0x1.6a09e667f3bcdp-1001),
        (0x1.8p1, 0x1.2c2p9, 0x1.4bb38b6fe095p951),
        (0x1.000001ad7f29bp0, 0x1.dcd65p29, 0x1.349445c228792p144),
        (0x1.fffffca501acbp-1, 0x1.dcd65p29, 0x1.a8c1679619156p-145),
        (0x1.0000000000001p0, 0x1.6345785d8ap56, 0x1.06272889f21c5p32),
        (0x1p-2, 0x1.5555555555555p-2, 0x1.428a2f98d728bp-1),
        (0x1.ep2, 0x1p1, 0x1.c2p5),
        (0x1.7e43c8800759cp996, 0x1.051eb851eb852p0, 0x1.6c8e5ca239078p1016),
        (0x1.56e1fc2f8f359p-997, 0x1.051eb851eb852p0, 0x1.6789e3750f743p-1017),
        (0x1p-1074, 0x1p-1, 0x1p-537),
        (Double(bitPattern: 0x1268_8B70_E62B), -0x1.ccccccccccccdp-1, 0x1.c34c70a777aep926),
        (0x1.ff7ced916872bp-1, 0x1.0624dd2f1a9fcp-10, 0x1.ffffde6dc5999p-1),
        (0x1.edd2f1a9fbe77p6, -0x1.f8f5c28f5c28fp2, 0x1.224ec1169f129p-55),
        (0x1.6a09e667f3bcdp0, 0x1p1, 0x1.0000000000001p1),
        (0x1.6a09e667f3bccp-1, 0x1.5ep9, 0x1.ffffffffffdd1p-351),
        (0x1.cd2b297d889bcp-54, 0x1.4p1, 0x1.16c262777579cp-133),
        (0x1.259999999999ap5, 0x1.999999999999ap-4, 0x1.6f08c374498b6p0),
    ]
}
