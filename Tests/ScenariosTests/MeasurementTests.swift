// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Scenarios

@Suite("The books of the measurement")
struct MeasurementTests {
    @Test("Sums that let additions wait are right at any time")
    func sums() {
        let sums = PatientSums(50)
        var expected = Array(repeating: Int64(0), count: 50)
        for step in 0..<2_000 {
            // Runs of the same place, and places far apart.
            let place = step / 7 % 3 == 0 ? 4 : step * 31 % 50
            sums.add(Int64(step % 13 - 5), to: place)
            expected[place] += Int64(step % 13 - 5)
            let isRight = (0..<50).allSatisfy { sums[$0] == expected[$0] }
            #expect(isRight, "after step \(step)")
        }
    }

    @Test("A node has the numeric profile of its pool")
    func profiles() {
        var profiles = NumericProfiles()
        for (profile, end) in [(2, 5), (0, 6), (2, 9)] { profiles.add(profile, before: end) }
        #expect((2..<9).map { profiles[UInt32($0)] } == [2, 2, 2, 0, 2, 2, 2])
    }

    @Test("Its records are as small as they say")
    func sizes() {
        #expect(MemoryLayout<RequestRecord>.stride == 24)
        #expect(MemoryLayout<AttemptRecord>.stride == 4)
    }
}
