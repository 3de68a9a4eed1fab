// SPDX-License-Identifier: GPL-3.0-or-later

import Models

/// The answers that are in public view: the latest that nodes gave, by model.
public final class Noticeboard {
    private struct Note {
        let answer: Answer
        /// `Request.name`.
        let request: UInt64
    }

    /// By model: the latest note, and the latest one about another request than that.
    private var notes: [(latest: Note?, other: Note?)]

    public init(models: Int) { notes = Array(repeating: (nil, nil), count: models) }

    /// The latest answer any node gave to another request for the model than the one named. O(1).
    public func latest(of model: Int, besides request: UInt64) -> Answer? {
        let (latest, other) = notes[model]
        return latest?.request == request ? other?.answer : latest?.answer
    }

    func post(_ answer: Answer, of model: Int, to request: UInt64) {
        if let latest = notes[model].latest, latest.request != request { notes[model].other = latest }
        notes[model].latest = Note(answer: answer, request: request)
    }
}
