// SPDX-License-Identifier: GPL-3.0-or-later

import Models
import Nodes

/// The answers of one try that have arrived, in the order they were asked.
struct Vote {
    struct Member {
        let attempt: UInt32
        let answer: Answer
    }

    /// At most as many as executions and substitutes of one try; never empty.
    private(set) var members: [Member] = []

    /// The vote that an arriving attempt belongs to, with itself.
    init(of attempt: UInt32, _ live: LiveRequests) {
        let arriving = live.attempts[attempt]
        var other = live.requests[arriving.request].newestAttempt
        while other != Request.nothing {
            let record = live.attempts[other]
            if record.tryNumber == arriving.tryNumber, record.state == .arrived {
                members.insert(Member(attempt: other, answer: record.answer), at: 0)
            }
            other = record.previous
        }
    }

    /// The first member whose answer more than half of the executions support.
    ///
    /// Complexity: O(members²) comparisons.
    func majority(of executions: Int, _ comparison: Comparison) -> Member? {
        members.first { candidate in
            2 * members.count { comparison.equal($0.answer, candidate.answer) } > executions
        }
    }
}

/// How two answers to the same request are compared.
struct Comparison {
    let isExact: Bool
    let answers: AnswerTable

    func equal(_ a: Answer, _ b: Answer) -> Bool {
        isExact ? answers.isExactlyEqual(a, b) : answers.agree(a, b)
    }
}
