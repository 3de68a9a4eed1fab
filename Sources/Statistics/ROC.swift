// SPDX-License-Identifier: GPL-3.0-or-later

/// How well a distance tells cheats from the honest, over all thresholds above which a check could reject.
///
/// The receiver operating characteristic: the share of cheats rejected against the share of the honest rejected. Every
/// distance is taken as independent of the others.
public struct ROC: Sendable, Equatable {
    /// The distances of honest answers, ascending.
    public let honest: [Double]
    /// The distances of cheats' answers, ascending.
    public let cheats: [Double]

    /// - Precondition: no distance is NaN; they may be infinite.
    /// - Complexity: O(n log n).
    public init(honest: [Double], cheats: [Double]) {
        precondition((honest + cheats).allSatisfy { !$0.isNaN }, "ROC: expected distances, found NaN")
        self.honest = honest.sorted()
        self.cheats = cheats.sorted()
    }

    /// What a check rejects that rejects everything farther away than a threshold.
    public struct Rejections: Sendable, Equatable {
        public let threshold: Double
        /// Of honest answers.
        public let honest: Proportion
        /// Of cheats' answers.
        public let cheats: Proportion
    }

    /// What is rejected at a threshold that was fixed beforehand.
    /// - Complexity: O(log n).
    public func rejections(above threshold: Double) -> Rejections {
        func rejected(_ distances: [Double]) -> Proportion {
            let kept = distances.count(atMost: threshold)
            return Proportion(events: Double(distances.count - kept), trials: Double(distances.count))
        }
        return Rejections(threshold: threshold, honest: rejected(honest), cheats: rejected(cheats))
    }

    /// What is rejected at the smallest threshold that rejects at most this share of these honest answers.
    ///
    /// The threshold is fitted to the same honest answers, so their share says nothing about answers to come: for that
    /// see `Quantiles.upperBound`. Without honest answers everything is rejected.
    /// - Complexity: O(log n).
    public func rejections(honestAtMost share: Double) -> Rejections {
        precondition(share >= 0 && share <= 1, "ROC: expected a share, found \(share)")
        // A share like 0.07 x 100 must not lose a count to rounding.
        let count = Int((share * Double(honest.count)).nextUp)
        return rejections(above: count < honest.count ? honest[honest.count - 1 - count] : -.infinity)
    }

    /// The corners of the curve, from rejecting none to rejecting all: one for each distinct distance, and one more.
    /// - Complexity: O(n log n).
    public var points: [Rejections] {
        var thresholds: [Double] = []
        for distance in (honest + cheats).sorted(by: >) where thresholds.last != distance {
            thresholds.append(distance)
        }
        return (thresholds + [-.infinity]).map { rejections(above: $0) }
    }
}

extension [Double] {
    /// How many are at most `limit`; ascending.
    func count(atMost limit: Double) -> Int { countBefore { $0 > limit } }

    /// How many are below `limit`; ascending.
    func count(below limit: Double) -> Int { countBefore { $0 >= limit } }

    /// How many come before the first one that is past; all after that one must be.
    private func countBefore(_ isPast: (Double) -> Bool) -> Int {
        var low = 0, high = count
        while low < high {
            let middle = low + (high - low) / 2
            if isPast(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
