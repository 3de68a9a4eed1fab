// SPDX-License-Identifier: GPL-3.0-or-later

/// An age of an answer, counted from its delivery, on the fixed grid at which time to level is recorded.
public struct Age: Slot {
    /// The position on the grid.
    public let slot: Int

    /// The grid in seconds: 0, then three points a decade up to 3 hours.
    public static let grid: [Double] = [0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000]

    /// Every age of the grid, youngest first.
    public static let all = grid.indices.map(Age.init(slot:))

    /// Since delivery.
    public var seconds: Double { Self.grid[slot] }

    init(slot: Int) { self.slot = slot }
}

/// A level above L0 together with an age: where the curves of time to level are tallied.
public struct LevelAtAge: Slot {
    /// Above L0.
    public let level: Level
    /// On the grid.
    public let age: Age

    /// - Precondition: `level` is above L0, which every delivered answer holds at every age.
    public init(_ level: Level, _ age: Age) {
        precondition(level > .unassured, "level of a time-to-level count: expected L1...L6, found \(level.code)")
        self.level = level
        self.age = age
    }

    /// Level by level, youngest age first.
    public var slot: Int { (level.slot - 1) * 14 + age.slot }
}

/// A bin of the latency histogram: twelve per decade from 1 ms to 1000 s, one below, one above.
///
/// The edges are 1, 1.21, 1.47, 1.78, 2.15, 2.61, 3.16, 3.83, 4.64, 5.62, 6.81, 8.25 times a power of ten: ten to the
/// twelfths, rounded to three digits so that they can be written exactly. A bin holds lower ≤ latency < upper.
public struct LatencyBin: Slot {
    /// The position on the grid.
    public let slot: Int

    /// The lower edge of every bin in seconds, beginning with 0.
    public static let lowerEdges: [Double] = {
        let mantissas = [1, 1.21, 1.47, 1.78, 2.15, 2.61, 3.16, 3.83, 4.64, 5.62, 6.81, 8.25]
        let decades = [0.001, 0.01, 0.1, 1.0, 10.0, 100.0]
        return [0] + decades.flatMap { decade in mantissas.map { $0 * decade } } + [1000]
    }()

    /// Every bin, fastest first.
    public static let all = lowerEdges.indices.map(LatencyBin.init(slot:))

    /// In seconds; belongs to the bin.
    public var lower: Double { Self.lowerEdges[slot] }

    /// Infinite for the last bin.
    public var upper: Double { slot + 1 < Self.lowerEdges.count ? Self.lowerEdges[slot + 1] : .infinity }

    /// The bin a latency falls into. Complexity: O(log bins).
    public init(seconds: Double) {
        var low = 0
        var high = Self.lowerEdges.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if seconds >= Self.lowerEdges[middle] { low = middle } else { high = middle }
        }
        slot = low
    }

    init(slot: Int) { self.slot = slot }
}
