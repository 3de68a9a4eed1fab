// SPDX-License-Identifier: GPL-3.0-or-later

import Networks
import Quantities

/// Who is listed for a kind of work, as a whole and by region.
///
/// Listing, delisting, membership and the n-th member are O(1). Delisting moves the last member into the gap, so the
/// order depends on history, and on nothing else.
public final class Listing {
    /// Its place among the listings of the layout.
    public let number: Int
    private let participants: Participants
    private let everybody: Members
    private let byRegion: [Members]

    public init(number: Int, regions: Int, participants: Participants) {
        self.number = number
        self.participants = participants
        let inRegion = Places(participants.count)
        everybody = Members(places: Places(participants.count))
        byRegion = (0..<regions).map { _ in Members(places: inRegion) }
    }

    public var count: Int { everybody.count }
    public func count(in region: Int) -> Int { byRegion[region].count }

    public subscript(number: Int) -> UInt32 { everybody.list[number] }
    public subscript(number: Int, in region: Int) -> UInt32 { byRegion[region].list[number] }

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
            of = .allocate(capacity: max(count, 1))
            of.initialize(repeating: .max, count: max(count, 1))
        }

        deinit { of.deallocate() }
    }

    private final class Members {
        private(set) var list: [UInt32] = []
        private let places: Places

        init(places: Places) { self.places = places }

        var count: Int { list.count }

        func contains(_ participant: UInt32) -> Bool {
            let place = Int(places.of[Int(participant)])
            return place < list.count && list[place] == participant
        }

        func insert(_ participant: UInt32) {
            places.of[Int(participant)] = UInt32(list.count)
            list.append(participant)
        }

        func remove(_ participant: UInt32) {
            let place = Int(places.of[Int(participant)])
            let last = list.removeLast()
            if last != participant {
                list[place] = last
                places.of[Int(last)] = UInt32(place)
            }
        }
    }
}
