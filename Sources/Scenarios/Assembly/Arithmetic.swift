// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// What decides the bits of an honest answer beside model and input: a numeric profile, and the batch bucket where the
/// profile depends on it.
public struct Arithmetic: Sendable, Equatable {
    public let profile: NumericProfile
    public let bucket: BatchBucket

    /// For readers: the profile's name, with the bucket where there are several.
    public var name: String { profile.isBatchInvariant ? profile.name : "\(profile.name)/\(bucket.rawValue)" }

    /// Those that nodes of a scenario can reach: profiles in the order of all, buckets ascending from one.
    static func all(of scenario: Scenario) -> [Arithmetic] {
        let pools = scenario.layouts.flatMap(\.pools)
        return NumericProfile.all.flatMap { profile in
            let batches = pools.filter { scenario.hardware($0.hardware).profile == profile.name }.map(\.concurrency)
            guard let largest = batches.max() else { return [Arithmetic]() }
            let last = profile.isBatchInvariant ? BatchBucket.one : BatchBucket(batch: largest)
            return BatchBucket.allCases.filter { $0.rawValue <= last.rawValue }.map {
                Arithmetic(profile: profile, bucket: $0)
            }
        }
    }
}
