// SPDX-License-Identifier: GPL-3.0-or-later

import Memory
import Networks
import Quantities

/// Who is listed for a kind of work, as a whole and by region.
///
/// Listing, delisting, membership and the n-th member are O(1). Delisting moves the last member into the gap, so the
/// order depends on history, and on nothing else.
public final class Listing {
    /// Its place among the listings of the layout.
    public let number: Int
    public let participants: Participants
    private let everybody: Members
    private let byRegion: [Members]

    public init(number: Int, regions: Int, participants: Participants) {
        self.number = number
        self.participants = participants
        let inRegion = Places(participants.count)
        everybody = Members(most: participants.count, places: Places(participants.count))
        var there = Array(repeating: 0, count: regions)
        for participant in 0..<UInt32(participants.count) { there[participants.region(of: participant)] += 1 }
        byRegion = there.map { Members(most: $0, places: inRegion) }
    }

    public var count: Int { everybody.count }
    public func count(in region: Int) -> Int { byRegion[region].count }

    public subscript(number: Int) -> UInt32 { everybody[number] }
    public subscript(number: Int, in region: Int) -> UInt32 { byRegion[region][number] }

    /// Begins to bring the n-th member near.
    public func fetch(_ number: Int) { everybody.fetch(number) }

    public func contains(_ participant: UInt32) -> Bool { everybody.contains(participant) }

    /// Lists a participant; does nothing when it is listed.
    func insert(_ participant: UInt32) {
        guard !everybody.contains(participant) else { return }
        everybody.insert(participant)
        byRegion[participants.region(of: participant)].insert(participant)
    }

    /// Delists a participant; does nothing when it is not listed.
    func remove(_ participant: UInt32) {
        guard everybody.contains(participant) else { return }
        everybody.remove(participant)
        byRegion[participants.region(of: participant)].remove(participant)
    }

    /// Where each participant stands in its list. Lists that never share a participant share one of these.
    private final class Places {
        let of: UnsafeMutablePointer<UInt32>

        init(_ count: Int) {
            of = .scattered(count)
            of.initialize(repeating: .max, count: count)
        }

        deinit { of.deallocate() }
    }

    private final class Members {
        /// Behind a pointer, so that reading it is not checked at run time for a change that goes on at the same time.
        private struct State {
            let list: UnsafeMutablePointer<UInt32>
            var count = 0
        }

        private let state: UnsafeMutablePointer<State>
        private let places: Places

        /// - Parameter most: how many there can be.
        init(most: Int, places: Places) {
            self.places = places
            state = .allocate(capacity: 1)
            state.initialize(to: State(list: .scattered(most)))
        }

        deinit {
            state.pointee.list.deallocate()
            state.deallocate()
        }

        var count: Int { state.pointee.count }

        subscript(number: Int) -> UInt32 {
            precondition(number < count, "listing: expected a number below \(count), found \(number)")
            return state.pointee.list[number]
        }

        func fetch(_ number: Int) { (state.pointee.list + number).fetch() }

        func contains(_ participant: UInt32) -> Bool {
            let place = Int(places.of[Int(participant)])
            return place < count && state.pointee.list[place] == participant
        }

        func insert(_ participant: UInt32) {
            places.of[Int(participant)] = UInt32(count)
            state.pointee.list[count] = participant
            state.pointee.count += 1
        }

        func remove(_ participant: UInt32) {
            let place = Int(places.of[Int(participant)])
            state.pointee.count -= 1
            let last = state.pointee.list[count]
            if last != participant {
                state.pointee.list[place] = last
                places.of[Int(last)] = UInt32(place)
            }
        }
    }
}
