// SPDX-License-Identifier: GPL-3.0-or-later

import Models

/// The answers that are in public view: the latest one any node gave, by model.
public final class Noticeboard {
    private var answers: [Answer?]

    public init(models: Int) { answers = Array(repeating: nil, count: models) }

    public func latest(of model: Int) -> Answer? { answers[model] }

    func post(_ answer: Answer, of model: Int) { answers[model] = answer }
}
