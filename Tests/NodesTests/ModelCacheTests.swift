// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness
import Testing

@testable import Nodes

@Suite("The models in memory")
struct ModelCacheTests {
    private static let hub = PoolProfile.Hub(
        region: 0, delays: [Nanoseconds(seconds: 1)], bandwidth: 100)

    private static func cache(
        sizes: [Double], memory: Double, nodes: Int = 1, hub: PoolProfile.Hub? = hub, warm: Bool = false
    ) -> ModelCache {
        ModelCache(nodes: nodes, sizes: sizes, memory: memory, hub: hub, warm: warm)
    }

    /// Waits of requests for the models, a thousand seconds apart.
    private static func waits(_ cache: inout ModelCache, _ models: [Int], from start: Double = 0) -> [Double] {
        models.enumerated().map { number, model in
            let now = Nanoseconds(seconds: start + Double(number) * 1_000)
            return cache.wait(node: 0, model: model, region: 0, now: now).time.seconds
        }
    }

    @Test("are brought in once, in the hub's delay and size over bandwidth")
    func coldStart() {
        var cache = Self.cache(sizes: [1_000, 250], memory: 2_000)
        #expect(Self.waits(&cache, [0, 1, 0, 1]) == [11, 3.5, 0, 0])
    }

    @Test("come from a hub that is as far as its region, and only what is brought in is a download")
    func distance() {
        let hub = PoolProfile.Hub(
            region: 0, delays: [.zero, Nanoseconds(seconds: 0.25)], bandwidth: 100)
        var cache = Self.cache(sizes: [100], memory: 100, nodes: 2, hub: hub)
        let found = [(0, 0), (1, 1), (1, 1)].map { node, region in
            cache.wait(node: node, model: 0, region: region, now: .zero)
        }
        #expect(found.map(\.time.seconds) == [1, 1.25, 1.25])
        #expect(found.map(\.isDownload) == [true, true, false])
    }

    @Test("keep requests waiting for a model on its way only for what is left of the download")
    func download() {
        var cache = Self.cache(sizes: [1_000], memory: 1_000)
        let waits = [0, 4, 10.5, 11, 12].map {
            cache.wait(node: 0, model: 0, region: 0, now: Nanoseconds(seconds: $0)).time.seconds
        }
        #expect(waits == [11, 7, 0.5, 0, 0])
    }

    @Test("make room by putting out what was used least recently, no more than needed")
    func leastRecentlyUsed() {
        var cache = Self.cache(sizes: [100, 100, 100, 200], memory: 300)
        // 0, 1, 2 fill the memory; 0 is used again, so 3 puts out 1 and 2; then 1 puts out 0.
        #expect(Self.waits(&cache, [0, 1, 2, 0, 3]) == [2, 2, 2, 0, 3])
        #expect(Self.waits(&cache, [0, 3, 1, 3, 0], from: 10_000) == [0, 0, 2, 0, 2])
    }

    @Test("fill the memory to the last byte")
    func exactFit() {
        var cache = Self.cache(sizes: [100, 200, 1], memory: 300)
        #expect(Self.waits(&cache, [0, 1, 0, 1]) == [2, 3, 0, 0])
        // One byte more puts out the oldest.
        #expect(Self.waits(&cache, [2, 1, 0], from: 10_000) == [1.01, 0, 2])
    }

    @Test("of which one alone exceeds the memory: it puts out everything, and is put out by anything")
    func tooLarge() {
        var cache = Self.cache(sizes: [500, 100, 100], memory: 300)
        #expect(Self.waits(&cache, [1, 2, 0, 0]) == [2, 2, 6, 0])
        #expect(Self.waits(&cache, [1, 2, 1, 0], from: 10_000) == [2, 2, 0, 6])
    }

    @Test("are all there from the beginning when warm, until a crash empties that node's memory alone")
    func warm() {
        var cache = Self.cache(sizes: [100, 100], memory: 300, nodes: 2, warm: true)
        #expect(Self.waits(&cache, [0, 1]) == [0, 0])
        cache.forget(node: 0)
        #expect(cache.wait(node: 1, model: 0, region: 0, now: Nanoseconds(seconds: 9_000)).time == .zero)
        #expect(Self.waits(&cache, [0, 1, 0], from: 9_000) == [2, 2, 0])
    }

    @Test("are always there when there is no hub to bring them from, even after a crash")
    func noHub() {
        var cache = Self.cache(sizes: [100, 100], memory: 100, hub: nil)
        cache.forget(node: 0)
        #expect(Self.waits(&cache, [0, 1, 0, 1]) == [0, 0, 0, 0])
    }

    @Test("are those that a list in order of use would hold, whatever is asked", arguments: 0..<20)
    func oracle(seed: Int) {
        var stream = key("cache").stream(UInt64(seed))
        let sizes = (0..<6).map { _ in Double(50 + 10 * stream.index(below: 20)) }
        let memory = 500.0
        var cache = Self.cache(sizes: sizes, memory: memory, nodes: 3)
        /// By node, least recently used first.
        var held: [[Int]] = [[], [], []]
        var misses = 0
        for step in 0..<2_000 {
            let node = stream.index(below: 3)
            if stream.bernoulli(0.02) {
                cache.forget(node: node)
                held[node] = []
                continue
            }
            let model = stream.index(below: 6)
            let isHeld = held[node].contains(model)
            held[node].removeAll { $0 == model }
            while held[node].reduce(sizes[model], { $0 + sizes[$1] }) > memory { held[node].removeFirst() }
            held[node].append(model)
            misses += isHeld ? 0 : 1
            let wait = cache.wait(node: node, model: model, region: 0, now: Nanoseconds(seconds: Double(step) * 100))
                .time
            #expect(wait == (isHeld ? .zero : Nanoseconds(seconds: 1 + sizes[model] / 100)), "step \(step)")
        }
        #expect((100..<1_900).contains(misses))
    }
}
