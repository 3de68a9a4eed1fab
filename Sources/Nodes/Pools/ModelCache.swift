// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Which models the nodes of a pool have in memory, and what it takes to bring in another.
///
/// A node without the model asked downloads it from the hub, putting out what it used least recently until it fits
/// (LRU). Requests for a model on its way wait for that one download.
struct ModelCache {
    private struct Place {
        /// When the model is there; `never` while nobody has asked for it.
        var ready: Nanoseconds
        var lastUsed: Nanoseconds
    }

    private let sizes: [Double]
    private let memory: Double
    /// Nil when everything is always in memory.
    private let hub: PoolProfile.Hub?
    /// One row of places per node.
    private var places: [Place]

    /// - Parameters:
    ///   - sizes: bytes of each model; each fits the memory.
    ///   - memory: bytes of a node.
    ///   - warm: whether every model is there at time zero; then only a crash empties the memory.
    init(nodes: Int, sizes: [Double], memory: Double, hub: PoolProfile.Hub?, warm: Bool) {
        self.sizes = sizes
        self.memory = memory
        self.hub = hub
        let empty = Place(ready: warm ? .zero : .never, lastUsed: .zero)
        places = hub == nil ? [] : Array(repeating: empty, count: nodes * sizes.count)
    }

    /// How long a request for the model has to wait now at a node of a region, and whether a download begins for it.
    /// Complexity: O(models).
    mutating func wait(
        node: Int, model: Int, region: Int, now: Nanoseconds
    ) -> (time: Nanoseconds, isDownload: Bool) {
        guard let hub else { return (.zero, false) }
        let row = node * sizes.count
        places[row + model].lastUsed = now
        let isDownload = places[row + model].ready == .never
        if isDownload {
            makeRoom(row, for: model, now)
            let transfer = Nanoseconds(seconds: min(sizes[model] / hub.bandwidth, 3.1e9))
            places[row + model].ready = now + hub.delays[region] + transfer
        }
        return (max(.zero, places[row + model].ready - now), isDownload)
    }

    /// A crash empties the memory of a node that can download again.
    mutating func forget(node: Int) {
        guard hub != nil else { return }
        for model in sizes.indices { places[node * sizes.count + model].ready = .never }
    }

    private mutating func makeRoom(_ row: Int, for model: Int, _ now: Nanoseconds) {
        while true {
            let held = sizes.indices.filter { $0 != model && places[row + $0].ready != .never }
            let used = held.reduce(0) { $0 + sizes[$1] }
            guard used + sizes[model] > memory, !held.isEmpty else { return }
            let oldest = held.min { places[row + $0].lastUsed < places[row + $1].lastUsed } ?? held[0]
            places[row + oldest].ready = .never
        }
    }
}
