// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Networks
import Quantities
import Randomness
import Testing

@testable import Ledgers

@Suite("A listing")
struct ListingTests {
    private static func members(_ listing: Listing) -> [UInt32] { (0..<listing.count).map { listing[$0] } }
    private static func members(_ listing: Listing, in region: Int) -> [UInt32] {
        (0..<listing.count(in: region)).map { listing[$0, in: region] }
    }

    private static func everybody(_ count: Int, regions: Int) -> Participants {
        var simulation = Simulation()
        return participants(count, regions: regions, owner: simulation.reserve())
    }

    @Test("holds, as a whole and by region, whom a set would hold after any listing and delisting", arguments: 0..<5)
    func likeASet(seed: Int) {
        var stream = stream("listing", seed)
        let (count, regions) = (40, 3)
        let listing = Listing(number: 0, regions: regions, participants: Self.everybody(count, regions: regions))
        var expected: Set<UInt32> = []
        for step in 0..<3_000 {
            let participant = UInt32(stream.index(below: count))
            // Long stretches of growing and of shrinking, so that the list is full and empty in turn.
            if stream.bernoulli(step / 300 % 2 == 0 ? 0.8 : 0.2) {
                listing.insert(participant)
                expected.insert(participant)
            } else {
                listing.remove(participant)
                expected.remove(participant)
            }
            #expect(listing.contains(participant) == expected.contains(participant))
            guard step % 10 == 0 else { continue }
            let found = Self.members(listing)
            #expect(found.count == expected.count && Set(found) == expected)
            for region in 0..<regions {
                let there = Self.members(listing, in: region)
                #expect(Set(there) == expected.filter { Int($0) % regions == region })
                #expect(there.count == Set(there).count)
            }
            #expect((0..<UInt32(count)).allSatisfy { listing.contains($0) == expected.contains($0) })
        }
    }

    @Test("keeps the order of listing, and fills a gap with the last member")
    func order() {
        let listing = Listing(number: 0, regions: 2, participants: Self.everybody(6, regions: 2))
        for participant in [4, 1, 5, 2, 0] { listing.insert(UInt32(participant)) }
        #expect(Self.members(listing) == [4, 1, 5, 2, 0])
        listing.remove(1)
        #expect(Self.members(listing) == [4, 0, 5, 2])
        #expect(Self.members(listing, in: 0) == [4, 2, 0] && Self.members(listing, in: 1) == [5])
        listing.remove(2)
        listing.insert(1)
        #expect(Self.members(listing) == [4, 0, 5, 1])
    }

    @Test("lists nobody twice, and shrugs at the delisting of who is not there")
    func twice() {
        let listing = Listing(number: 0, regions: 1, participants: Self.everybody(3, regions: 1))
        listing.remove(2)
        listing.insert(1)
        listing.insert(1)
        #expect(Self.members(listing) == [1] && Self.members(listing, in: 0) == [1])
        listing.remove(1)
        listing.remove(1)
        #expect(listing.count == 0 && listing.count(in: 0) == 0 && !listing.contains(1))
    }

    @Test("knows nothing of the others that hold the same participants")
    func apart() {
        let all = Self.everybody(4, regions: 2)
        let listings = [0, 1].map { Listing(number: $0, regions: 2, participants: all) }
        for participant in 0..<4 { listings[0].insert(UInt32(participant)) }
        listings[1].insert(3)
        listings[0].remove(0)
        #expect(Self.members(listings[0]) == [3, 1, 2] && Self.members(listings[1]) == [3])
        #expect(!listings[1].contains(1) && listings[0].contains(3))
    }
}
