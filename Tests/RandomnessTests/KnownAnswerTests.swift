// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Testing

/// The building blocks against answers published with them, and the keyed streams against answers of a second,
/// independent implementation.
struct KnownAnswerTests {
    /// The vectors published with Random123: all zeros, all ones, digits of pi.
    @Test("Philox4x64-10 gives the answers published with it")
    func philox() {
        #expect(
            Philox.block((0, 0, 0, 0), key: (0, 0))
                == (0x1655_4D9E_CA36_314C, 0xDB20_FE9D_672D_0FDC, 0xD7E7_72CE_E186_176B, 0x7E68_B68A_EC7B_A23B))
        #expect(
            Philox.block((.max, .max, .max, .max), key: (.max, .max))
                == (0x87B0_92C3_013F_E90B, 0x438C_3C67_BE8D_0224, 0x9CC7_D7C6_9CD7_77B6, 0xA09C_AEBF_594F_0BA0))
        let pi: Philox.Block = (
            0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89
        )
        #expect(
            Philox.block(pi, key: (0x4528_21E6_38D0_1377, 0xBE54_66CF_34E9_0C6C))
                == (0xA528_F454_03E6_1D95, 0x38C7_2DBD_566E_9788, 0xA5A1_610E_72FD_18B5, 0x57BD_43B5_E52B_7FE6))
    }

    /// Vectors of the reference implementation: the bytes 0, 1, 2, ... under the key of bytes 0 ... 15.
    @Test(
        "SipHash-2-4-128 gives the answers published with it",
        arguments: [
            (0, 0xE6A8_25BA_047F_81A3, 0x9302_55C7_1472_F66D), (1, 0x44AF_996B_D8C1_87DA, 0x45FC_229B_1159_7634),
            (7, 0x53C1_DBD8_BEEB_F1A1, 0x3982_F01F_A64A_B8C0), (8, 0x61F5_5862_BAA9_623B, 0xB497_14F3_64E2_830F),
            (15, 0x11A8_B033_99E9_9354, 0xD9C3_CF97_0FEC_087E), (16, 0xBB54_B067_CAA4_E26E, 0x7705_2385_BF15_33FD),
            (63, 0x4A83_502F_77D1_5051, 0x7CBD_3F97_9A06_3E50),
        ] as [(UInt8, UInt64, UInt64)])
    func sipHash(count: UInt8, low: UInt64, high: UInt64) {
        let key = Digest(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908)
        #expect(Digest(of: 0..<count, key: key) == Digest(low: low, high: high))
    }

    @Test("xoshiro256++ started at 1, 2, 3, 4 gives the answers of the reference implementation")
    func xoshiro() {
        var stream = Stream(state: (1, 2, 3, 4))
        let expected: [UInt64] = [
            41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386, 9_228_616_714_210_784_205,
            9_973_669_472_204_895_162, 14_011_001_112_246_962_877, 12_406_186_145_184_390_807,
            15_849_039_046_786_891_736, 10_450_023_813_501_588_000,
        ]
        #expect(expected.map { _ in stream.next() } == expected)
    }

    @Test("a subject is the digest of its path")
    func subject() {
        let digest = Subject("demand/eu-west-1/chat").digest
        #expect(digest == Digest(low: 0x45F8_AC20_C8C7_6451, high: 0xF44C_F05F_6F33_3349))
    }

    @Test("keyed streams begin with the frozen bits")
    func keyedStreams() {
        func first(_ key: StreamKey, _ ordinal: UInt64 = 0, _ second: UInt64 = 0) -> [UInt64] {
            var stream = key.stream(ordinal, second)
            return (0..<3).map { _ in stream.next() }
        }
        let chat = Subject("demand/eu-west-1/chat")
        #expect(
            first(StreamKey(seed: 1, replication: 0, purpose: .arrival, subject: chat))
                == [0x51E9_BF7B_5596_D2E2, 0xC1CF_A8A9_C2AC_92A7, 0x6427_9A68_FB27_C548])
        #expect(
            first(StreamKey(seed: 1, replication: 0, purpose: .retry, subject: chat), 12_345, 2)
                == [0x988C_B5BB_5E8D_B5D0, 0xD8ED_BA6A_ED76_9761, 0xBF95_6F9B_DFA9_7F78])
        let operatorKey = StreamKey(
            seed: .max, replication: 999, purpose: .threat, subject: Subject("operator/nébula"))
        #expect(first(operatorKey) == [0x8082_7600_CB81_4FCB, 0x73E1_C8C6_DB5E_CE86, 0xF34B_6577_04E1_B4DB])
    }

    @Test("the numbers of the purposes are frozen")
    func purposes() {
        #expect(Purpose.allCases.map(\.rawValue) == Array(1...20) + [255])
    }
}
