// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Ledgers
import Memory
import Networks
import Quantities

/// What gateways believe about the load of nodes: a copy of the truth, taken at intervals.
///
/// Nodes publish how many requests they have, waiting and in service; the view is refreshed at a fixed interval, and
/// between refreshes only the gateways' own choices are added to it. A view that were always fresh would flatter every
/// policy that uses it (inference-sim #507 measured 23 %).
public final class LoadView: Component {
    static let refreshParameter = Parameter(
        "refresh", .quantity(.time, from: 0.001, through: 3600), default: "1 s",
        "How often the view of loads is renewed. Grade: assumed.")

    private let board: LoadBoard
    private let refresh: Nanoseconds
    private let shown: UnsafeMutablePointer<UInt32>
    private let count: Int
    /// By listing: its nodes by load.
    private let ranks: [LoadRank]
    private let listings: [Listing]

    /// - Parameter listings: all of the layout, in the order of their numbers.
    public init(board: LoadBoard, refresh: Nanoseconds, listings: [Listing], index: ComponentIndex) {
        self.board = board
        self.refresh = refresh
        self.listings = listings
        count = board.count
        shown = .scattered(count)
        shown.initialize(repeating: 0, count: count)
        ranks = listings.map { _ in LoadRank() }
        super.init(index: index)
    }

    deinit { shown.deallocate() }

    /// Takes the first view and schedules the next.
    public func start(in simulation: inout Simulation) { renew(&simulation) }

    override public func handle(_ event: Event, in simulation: inout Simulation) {
        // Nobody else is addressed through this component: every event is the next refresh.
        renew(&simulation)
    }

    /// Complexity: O(nodes) each time.
    private func renew(_ simulation: inout Simulation) {
        shown.update(from: board.loads, count: count)
        for (rank, listing) in zip(ranks, listings) { rank.sort(listing, by: shown) }
        simulation.schedule(0, at: simulation.now + refresh, in: .observation, for: index)
    }

    func load(of node: UInt32) -> UInt32 { shown[Int(node)] }

    /// Begins to bring the load of a node near.
    func fetch(_ node: UInt32) { (shown + Int(node)).fetch() }

    /// Adds one request to the view of a node.
    func note(_ node: UInt32) { shown[Int(node)] &+= 1 }

    /// Complexity: O(1) amortised over the nodes between two refreshes.
    func takeLeastLoaded(of listing: Listing, permittedBy ask: Ask) -> UInt32? {
        let rank = ranks[listing.number]
        guard let node = rank.take(where: { listing.contains($0) && ask.permits($0) }) else { return nil }
        note(node)
        return node
    }
}

/// Where nodes publish how many requests they have.
public final class LoadBoard: @unchecked Sendable {
    public let count: Int
    /// By participant: waiting and in service.
    public let loads: UnsafeMutablePointer<UInt32>

    public init(count: Int) {
        self.count = count
        loads = .scattered(count)
        loads.initialize(repeating: 0, count: count)
    }

    deinit { loads.deallocate() }
}

/// The nodes of a listing by load, for taking one of the least loaded again and again: rows of equal load, worked off
/// from the front; a node that is taken moves to the row above.
final class LoadRank {
    private var rows: [[UInt32]] = []
    private var firstRow = 0
    private var firstInRow = 0

    /// Sorts the listed nodes into rows, keeping the memory of the last time.
    func sort(_ listing: Listing, by load: UnsafePointer<UInt32>) {
        for row in rows.indices { rows[row].removeAll(keepingCapacity: true) }
        (firstRow, firstInRow) = (0, 0)
        for number in 0..<listing.count {
            let node = listing[number]
            append(node, to: Int(load[Int(node)]))
        }
    }

    /// The first node from the least loaded row on that qualifies, which then counts as loaded by one more.
    func take(where qualifies: (UInt32) -> Bool) -> UInt32? {
        while firstRow < rows.count, firstInRow >= rows[firstRow].count {
            firstRow += 1
            firstInRow = 0
        }
        var (row, place) = (firstRow, firstInRow)
        while row < rows.count {
            while place < rows[row].count {
                let node = rows[row][place]
                if qualifies(node) {
                    if row == firstRow {
                        rows[row][place] = rows[row][firstInRow]
                        firstInRow += 1
                    } else {
                        rows[row].remove(at: place)
                    }
                    append(node, to: row + 1)
                    return node
                }
                place += 1
            }
            row += 1
            place = 0
        }
        return nil
    }

    private func append(_ node: UInt32, to row: Int) {
        while rows.count <= row { rows.append([]) }
        rows[row].append(node)
    }
}
