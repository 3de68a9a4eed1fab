// SPDX-License-Identifier: GPL-3.0-or-later

import Ledgers
import Networks
import Quantities
import Randomness

/// The node with the fewest requests by the gateway's view, which is as old as its last refresh.
///
/// Between refreshes the gateway adds its own choices to the view, so that it does not send everything to one node. Of
/// equally loaded nodes the one met first in the list is taken, and the search goes on from there next time.
public final class LeastLoadedRouting: RoutingPolicy {
    public static let declaration = Declaration(
        "least-loaded", "The node with the fewest requests, by a view as old as its last refresh.",
        [LoadView.refreshParameter])

    private let view: LoadView

    public init(view: LoadView) { self.view = view }

    override public func choose(from listing: Listing, for ask: Ask, _ stream: inout Stream) -> UInt32? {
        if let node = view.takeLeastLoaded(of: listing, permittedBy: ask) { return node }
        return firstPermitted(listing, ask)
    }
}

/// Of two random nodes the one with fewer requests, by the gateway's view (Mitzenmacher, "The power of two choices in
/// randomized load balancing", IEEE TPDS 12(10), 2001).
public final class PowerOfTwoRouting: RoutingPolicy {
    public static let declaration = Declaration(
        "power-of-two", "Of two random nodes the one with fewer requests, by a view as old as its last refresh.",
        [LoadView.refreshParameter])

    private let view: LoadView
    /// The places in the listing whose nodes were drawn in foresight last.
    private let foreseen: UnsafeMutablePointer<(Int, Int)>

    public init(view: LoadView) {
        self.view = view
        foreseen = .allocate(capacity: 1)
        foreseen.initialize(to: (0, 0))
    }

    deinit { foreseen.deallocate() }

    override public var hasForesight: Bool { true }

    /// Which nodes are drawn the listing says, and then the view how loaded they are: the listing's memory is fetched at
    /// once, what is known of the nodes with the choice that comes after.
    override public func foresee(_ listing: Listing, _ stream: inout Stream) {
        guard listing.count > 0 else { return }
        fetchNode(at: foreseen.pointee.0, listing)
        fetchNode(at: foreseen.pointee.1, listing)
        foreseen.pointee = (stream.index(below: listing.count), stream.index(below: listing.count))
        listing.fetch(foreseen.pointee.0)
        listing.fetch(foreseen.pointee.1)
    }

    /// The listing may have changed, or be another one: then the wrong memory is fetched.
    private func fetchNode(at place: Int, _ listing: Listing) {
        guard place < listing.count else { return }
        view.fetch(listing[place])
        listing.participants.fetch(listing[place])
    }

    override public func choose(from listing: Listing, for ask: Ask, _ stream: inout Stream) -> UInt32? {
        guard let first = draw(listing, ask, &stream) else { return firstPermitted(listing, ask) }
        let second = draw(listing, ask, &stream) ?? first
        let chosen = view.load(of: second) < view.load(of: first) ? second : first
        view.note(chosen)
        return chosen
    }

    private func draw(_ listing: Listing, _ ask: Ask, _ stream: inout Stream) -> UInt32? {
        guard listing.count > 0 else { return nil }
        for _ in 0..<Self.patience {
            let node = listing[stream.index(below: listing.count)]
            if ask.permits(node) { return node }
        }
        return nil
    }
}
