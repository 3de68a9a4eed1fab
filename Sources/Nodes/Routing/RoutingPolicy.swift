// SPDX-License-Identifier: GPL-3.0-or-later

import Ledgers
import Quantities
import Randomness

/// How a gateway chooses a node among those listed.
open class RoutingPolicy {
    public init() {}

    /// A listed node the request may go to, or nil when none was found.
    ///
    /// A policy may give up after `Self.patience` looks rather than search the whole list.
    open func choose(from listing: Listing, for ask: Ask, _ stream: inout Stream) -> UInt32? { nil }

    /// Whether `foresee` does anything; where not, no stream is started for it.
    open var hasForesight: Bool { false }

    /// Told of a choice that will soon be made with this stream, so that memory can be fetched for it. A hint: it changes no
    /// choice.
    open func foresee(_ listing: Listing, _ stream: inout Stream) {}

    /// Looks at candidates before a policy that draws at random gives up. With fewer than half of the list excluded, the
    /// chance to miss is below 1e-9.
    public static let patience = 32
}

/// Any listed node with the same probability (OpenGradient SDK `tee_registry.py`, code).
public final class RandomRouting: RoutingPolicy {
    public static let declaration = Declaration("random", "Any listed node with the same probability.")

    override public func choose(from listing: Listing, for ask: Ask, _ stream: inout Stream) -> UInt32? {
        guard listing.count > 0 else { return nil }
        for _ in 0..<Self.patience {
            let node = listing[stream.index(below: listing.count)]
            if ask.permits(node) { return node }
        }
        return firstPermitted(listing, ask)
    }
}

/// The listed nodes in turn. All gateways of a layout share the turn.
public final class RoundRobinRouting: RoutingPolicy {
    public static let declaration = Declaration("round-robin", "The listed nodes in turn.")

    private var turn = 0

    override public func choose(from listing: Listing, for ask: Ask, _ stream: inout Stream) -> UInt32? {
        for _ in 0..<min(listing.count, Self.patience) {
            turn = turn + 1 >= listing.count ? 0 : turn + 1
            let node = listing[turn]
            if ask.permits(node) { return node }
        }
        return firstPermitted(listing, ask)
    }
}

/// A random node of the nearest region that has a listed one.
public final class NearestRouting: RoutingPolicy {
    public static let declaration = Declaration("nearest", "A random node of the nearest region that has one listed.")

    /// By gateway region: all regions, nearest first.
    private let nearest: [[Int]]

    public init(nearest: [[Int]]) { self.nearest = nearest }

    override public func choose(from listing: Listing, for ask: Ask, _ stream: inout Stream) -> UInt32? {
        for region in nearest[ask.region] {
            let count = listing.count(in: region)
            guard count > 0 else { continue }
            for _ in 0..<min(count * 4, Self.patience) {
                let node = listing[stream.index(below: count), in: region]
                if ask.permits(node) { return node }
            }
            // Of a handful of nodes chance may miss the one that is left; a farther region must not serve in its place.
            for number in 0..<count where ask.permits(listing[number, in: region]) {
                return listing[number, in: region]
            }
        }
        return nil
    }
}

extension RoutingPolicy {
    /// The first listed node that is permitted; for the rare case that drawing at random found none. O(list).
    func firstPermitted(_ listing: Listing, _ ask: Ask) -> UInt32? {
        for number in 0..<listing.count where ask.permits(listing[number]) { return listing[number] }
        return nil
    }
}
