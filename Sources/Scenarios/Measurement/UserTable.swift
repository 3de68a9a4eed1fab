// SPDX-License-Identifier: GPL-3.0-or-later

import Measures

/// How each user of each demand has fared: requests of the cohort offered, and those that were timely.
struct UserTable: ~Copyable {
    private struct User {
        var offered: UInt32 = 0
        var timely: UInt32 = 0
    }

    /// Where the users of a demand begin; one entry more than there are demands.
    private let first: [Int]
    private let users: UnsafeMutablePointer<User>

    /// - Parameter counts: users by demand.
    init(_ counts: [Int]) {
        first = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        let total = first[first.count - 1]
        users = .allocate(capacity: max(total, 1))
        users.initialize(repeating: User(), count: total)
    }

    deinit { users.deallocate() }

    func offer(_ demand: Int, user: UInt32) { users[first[demand] + Int(user)].offered += 1 }
    func serve(_ demand: Int, user: UInt32) { users[first[demand] + Int(user)].timely += 1 }

    /// Adds the users of a demand to a row: those who asked, and those of them who got less than half in time.
    /// - Complexity: O(users).
    func add(_ demand: Int, to counts: inout Counts) {
        for user in first[demand]..<first[demand + 1] where users[user].offered > 0 {
            counts.users += 1
            if 2 * users[user].timely < users[user].offered { counts.usersBelowHalf += 1 }
        }
    }
}
