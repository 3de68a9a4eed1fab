// SPDX-License-Identifier: GPL-3.0-or-later

/// The state of one node of a pool. 32 bytes, half a cache line.
struct PoolNode {
    /// Number of its conduct.
    let conduct: UInt16
    /// As in `Participants`, whose entry would be one more line to visit.
    let region: UInt16
    var isUp = true
    var serving: UInt32 = 0
    var waiting: UInt32 = 0
    /// The queue, linked through the attempts.
    var head = Request.nothing
    var tail = Request.nothing
    /// What is in service, linked through the attempts both ways.
    var served = Request.nothing
    /// Advances with every crash, so that completions of lost work are recognised.
    var epoch: UInt32 = 0
}
