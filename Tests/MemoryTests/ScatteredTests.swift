// SPDX-License-Identifier: GPL-3.0-or-later

import Memory
import Testing

@Suite("Memory for records visited in no order")
struct ScatteredTests {
    @Test(
        "begins at a cache line, and where it is large at a large page",
        arguments: [0, 1, 1000, 30_000, 40_000, 300_000])
    func alignment(count: Int) {
        let records = UnsafeMutablePointer<UInt64>.scattered(count)
        defer { records.deallocate() }
        let alignment = count * 8 < 256 << 10 ? 64 : 2 << 20
        #expect(UInt(bitPattern: records) % UInt(alignment) == 0)
        for place in 0..<count { records[place] = UInt64(place) }
        #expect((0..<count).allSatisfy { records[$0] == UInt64($0) })
    }

    @Test("can be fetched from any address")
    func fetching() {
        let record = UnsafeMutablePointer<UInt64>.scattered(1)
        defer { record.deallocate() }
        record.initialize(to: 7)
        for distance in [0, 1, -1, 1 << 40, -(1 << 40)] {
            (record + distance).fetch()
            UnsafePointer(record + distance).fetch()
        }
        #expect(record.pointee == 7)
    }
}
