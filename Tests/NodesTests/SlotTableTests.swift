// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Measures
import Quantities
import Randomness
import Testing

@testable import Nodes

@Suite("A slot table")
struct SlotTableTests {
    @Test("keeps every open record apart and as it was, over growth and reuse", arguments: 0..<5)
    func likeADictionary(seed: Int) {
        var stream = key("slots").stream(UInt64(seed))
        let table = SlotTable<UInt64>(capacity: 2)
        defer { table.deallocate() }
        var expected: [UInt32: UInt64] = [:]
        var most = 0
        for step in 0..<5_000 {
            // Long stretches of growing and of shrinking.
            if expected.isEmpty || stream.bernoulli(step / 500 % 2 == 0 ? 0.7 : 0.3) {
                let slot = table.open(UInt64(step))
                #expect(expected[slot] == nil, "slot \(slot) was given out twice")
                expected[slot] = UInt64(step)
            } else {
                let slots = expected.keys.sorted()
                let slot = slots[stream.index(below: slots.count)]
                if stream.bernoulli(0.5) {
                    table[slot] += 1_000_000
                    expected[slot]! += 1_000_000
                } else {
                    table.close(slot)
                    expected[slot] = nil
                }
            }
            most = max(most, expected.count)
            #expect(table.count == expected.count)
            if step % 50 == 0 { #expect(expected.allSatisfy { table[$0.key] == $0.value }) }
            #expect(expected.keys.allSatisfy { Int($0) < most }, "slots are used again before new ones are")
        }
        #expect(most > 100)
    }

    @Test("is the same table in every copy, also after growing through one of them")
    func copies() {
        let table = SlotTable<Int>(capacity: 1)
        defer { table.deallocate() }
        let copy = table
        let slots = (0..<100).map { table.open($0) }
        #expect(copy.count == 100)
        #expect(slots.indices.allSatisfy { copy[slots[$0]] == $0 })
        copy.close(slots[50])
        #expect(table.count == 99 && table.open(7) == slots[50])
    }
}

@Suite("The live request table")
struct LiveRequestsTests {
    @Test("has records of a cache line each")
    func sizes() {
        #expect(MemoryLayout<Request>.stride == 64 && MemoryLayout<Attempt>.stride == 64)
        #expect(MemoryLayout<PoolNode>.stride == 32)
    }

    @Test("closes a request with its last hold, tells so once, and only then gives out its slots again")
    func holds() {
        let log = Log()
        var simulation = Simulation(observer: log)
        let live = LiveRequests.tests()
        let request = live.open(serial: 0)
        let attempts = [3, 4].map { live.openAttempt(request, node: $0, gateway: 0, isCheck: false) }
        live.hold(request)
        // The person, the message, and the first attempt let go; the second attempt still works on it.
        live.release(request, in: &simulation)
        live.release(request, in: &simulation)
        live.end(attempts[0], .gone, in: &simulation)
        let others = (0..<2_000).map { live.open(serial: UInt64($0 + 1)) }
        #expect(!others.contains(request) && Set(others).count == 2_000)
        #expect(live.attempts.count == 2 && live.attempts[attempts[0]].state == .gone)
        #expect(live.requests[request].serial == 0 && log.all(.closed).isEmpty)
        live.end(attempts[1], .arrived, in: &simulation)
        #expect(log.all(.closed).map(\.request) == [request])
        #expect(live.attempts.count == 0 && live.requests.count == 2_000)
        #expect(live.open(serial: 9) == request)
    }

    @Test("never confuses a handle that is still held with a request that came later", arguments: 0..<3)
    func reuse(seed: Int) {
        var stream = key("reuse").stream(UInt64(seed))
        let log = Log()
        var simulation = Simulation(observer: log)
        let live = LiveRequests.tests()
        /// By request: its serial number and how many hold it.
        var expected: [UInt32: (serial: UInt64, holds: Int)] = [:]
        var closed = 0
        for step in 0..<4_000 {
            let known = expected.keys.sorted()
            if known.isEmpty || stream.bernoulli(0.3) {
                let request = live.open(serial: UInt64(step))
                #expect(expected[request] == nil)
                expected[request] = (UInt64(step), 1)
            } else {
                let request = known[stream.index(below: known.count)]
                if stream.bernoulli(0.35) {
                    live.hold(request)
                    expected[request]!.holds += 1
                } else {
                    live.release(request, in: &simulation)
                    expected[request]!.holds -= 1
                    if expected[request]!.holds == 0 {
                        expected[request] = nil
                        closed += 1
                    }
                }
            }
            #expect(log.all(.closed).count == closed || step % 100 != 0)
            #expect(live.requests.count == expected.count)
            if step % 40 == 0 { #expect(expected.allSatisfy { live.requests[$0.key].serial == $0.value.serial }) }
        }
        #expect(log.all(.closed).count == closed && closed > 500)
    }

    @Test("links the attempts of a request from the newest to the first, numbered, with the try they belong to")
    func attempts() {
        let live = LiveRequests.tests()
        let (request, other) = (live.open(serial: 0), live.open(serial: 1))
        live.requests[request].tries = 1
        let first = live.openAttempt(request, node: 5, gateway: 2, isCheck: false)
        _ = live.openAttempt(other, node: 5, gateway: 0, isCheck: false)
        live.requests[request].tries = 2
        let second = live.openAttempt(request, node: 6, gateway: 3, isCheck: true)
        #expect(live.requests[request].newestAttempt == second)
        let record = live.attempts[second]
        #expect(record.previous == first && live.attempts[first].previous == Request.nothing)
        #expect(record.ordinal == 1 && record.tryNumber == 2 && record.isCheck && record.gateway == 3)
        #expect(live.attempts[first].ordinal == 0 && live.attempts[first].tryNumber == 1)
        #expect(record.state == .open && record.node == 6 && record.request == request)
    }

    @Test("draws by demand, number, kind and ordinal, never by slot")
    func streams() {
        func words(_ live: LiveRequests, _ request: UInt32) -> [UInt64] {
            DemandStream.allCases.flatMap { kind in
                (UInt64(0)..<3).map { second in
                    var stream = live.stream(kind, request, second)
                    return stream.next()
                }
            }
        }
        let (here, there) = (LiveRequests.tests(demands: 2), LiveRequests.tests(demands: 2))
        let request = here.open(serial: 7)
        for serial in 0..<10 { _ = there.open(serial: UInt64(100 + serial)) }
        let same = there.open(serial: 7)
        #expect(same != request && words(here, request) == words(there, same))
        let different = [
            words(here, request), words(here, here.open(serial: 8)), words(here, here.open(serial: 7, demand: 1)),
        ]
        #expect(Set(different.flatMap { $0 }).count == 3 * 15)
    }
}
