// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Quantities

/// What the nodes of a pool have in common.
public struct PoolProfile: Sendable {
    /// Requests a node serves at the same time, and how many more may wait.
    public let concurrency: Int
    public let queue: Int
    /// Service time by model: the law of the hardware for it.
    public let laws: [ServiceLaw]
    /// Sigma of the lognormal noise on the service time; 0 for none.
    public let noise: Double
    /// Time beside the service, like signing.
    public let extraTime: Nanoseconds
    /// Bytes an answer carries more.
    public let extraBytes: Int
    /// Number of the arithmetic of a node that serves a single request; where its bits depend on the batch, that of the
    /// next batch bucket follows it, and so on.
    public let arithmetic: Int
    /// How many buckets follow: 0 where bits do not depend on the batch.
    public let moreBuckets: Int
    /// Bytes of memory for models, and by model its size.
    public let memory: Double
    public let modelSizes: [Double]
    /// Nil when models need not be downloaded.
    public let hub: Hub?
    public let startsWarm: Bool

    /// Where models come from.
    public struct Hub: Sendable {
        /// Where it is.
        public let region: Int
        /// By region of the node: from asking to the first byte, a round trip.
        public let delays: [Nanoseconds]
        /// Bytes per second to one node.
        public let bandwidth: Double

        public init(region: Int, delays: [Nanoseconds], bandwidth: Double) {
            self.region = region
            self.delays = delays
            self.bandwidth = bandwidth
        }
    }

    public init(
        concurrency: Int, queue: Int, laws: [ServiceLaw], noise: Double, extraTime: Nanoseconds, extraBytes: Int,
        arithmetic: Int, moreBuckets: Int, memory: Double, modelSizes: [Double], hub: Hub?, startsWarm: Bool
    ) {
        self.concurrency = concurrency
        self.queue = queue
        self.laws = laws
        self.noise = noise
        self.extraTime = extraTime
        self.extraBytes = extraBytes
        self.arithmetic = arithmetic
        self.moreBuckets = moreBuckets
        self.memory = memory
        self.modelSizes = modelSizes
        self.hub = hub
        self.startsWarm = startsWarm
    }

    /// Number of the arithmetic of a request that is admitted as the last of so many in service.
    ///
    /// Buckets hold 1, 2, 4, 8 or 16 requests; the smallest that holds the batch at admission is kept to the end of the
    /// answer, as if kernels were captured once.
    func arithmetic(batch: Int) -> Int {
        arithmetic + min(moreBuckets, Int.bitWidth - (batch - 1).leadingZeroBitCount)
    }
}
