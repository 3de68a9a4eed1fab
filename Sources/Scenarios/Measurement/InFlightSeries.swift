// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// How many requests are in flight, sampled at equally spaced times from the start of the run to the end of the window.
///
/// By Little's law it carries the waiting of all requests, those that are never answered included; a run that has not
/// forgotten its empty start shows it here.
final class InFlightSeries {
    /// Samples of a whole run: 200 batches of five for MSER-5.
    static let count = 1000

    private(set) var samples: [Double] = []
    private let step: Nanoseconds
    private var next: Nanoseconds
    private var inFlight = 0

    /// - Parameter end: of the window.
    init(until end: Nanoseconds) {
        step = Nanoseconds(max(1, end.count / Int64(Self.count)))
        next = step
        samples.reserveCapacity(Self.count)
    }

    /// Takes the samples that are due, then notes that a request was offered (1) or met its outcome (-1).
    func change(by difference: Int, at time: Nanoseconds) {
        while time >= next, samples.count < Self.count {
            samples.append(Double(inFlight))
            next += step
        }
        inFlight += difference
    }
}
