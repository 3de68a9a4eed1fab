// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Quantities

/// What a model answered to a prompt: never the full logits, only the largest.
public struct Generation: Hashable, Sendable {
    /// How many logits are kept per position.
    public static let candidates = 128

    public let prompt: [Int32]
    /// The tokens that were chosen, with the stop token last if that ended the answer.
    public internal(set) var tokens: [Int32] = []
    /// For each of `tokens` the largest logits it was chosen among, sorted by logit, ties by the lowest id; fewer than 128
    /// only in a smaller vocabulary.
    public internal(set) var ranked: [[RankedLogit]] = []

    /// Whether a stop token ended it, not the number of tokens or the context.
    public internal(set) var isStopped = false

    init(prompt: [Int32]) { self.prompt = prompt }
}

extension Decoder {
    /// Answers prompts greedily: at each position the token with the largest logit, ties to the lowest id.
    ///
    /// As many at a time as the decoder has sequences, each in its own; those that end drop out. All sequences are forgotten
    /// before.
    /// - Parameters:
    ///   - newTokens: tokens per answer at most.
    ///   - stop: tokens that end an answer.
    ///   - observe: gets, for every position of every prompt and answer that is computed, the prompt's place in `prompts`, the
    ///     position and the hidden state after the last norm. The last token of an answer is chosen but not computed.
    /// - Returns: one per prompt, in their order.
    /// - Precondition: no prompt is empty or longer than the context.
    public func generate(
        prompts: [[Int32]], newTokens: Int, stop: Set<Int32>,
        observe: (_ prompt: Int, _ position: Int, _ hidden: UnsafeBufferPointer<Float>) -> Void = { _, _, _ in }
    ) -> [Generation] {
        require(
            prompts.allSatisfy { (1...context).contains($0.count) },
            "generation: expected prompts of 1 to \(context) tokens, found "
                + "\(prompts.map(\.count).first { !(1...context).contains($0) } ?? 0)")
        var answers = prompts.map { Generation(prompt: $0) }
        guard newTokens > 0 else { return answers }
        for first in stride(from: 0, to: prompts.count, by: sequences) {
            answer(first..<min(first + sequences, prompts.count), of: &answers, newTokens, stop, observe)
        }
        return answers
    }

    /// Answers a group of prompts, the i-th in sequence i.
    private func answer(
        _ group: Range<Int>, of answers: inout [Generation], _ newTokens: Int, _ stop: Set<Int32>,
        _ observe: (Int, Int, UnsafeBufferPointer<Float>) -> Void
    ) {
        for sequence in group.indices { reset(sequence: sequence - group.lowerBound) }
        // What all prompts begin with, like the opening of a conversation, is computed once.
        let shared = Generation.sharedOpening(of: answers[group])
        run(
            answers[group.lowerBound].prompt.prefix(shared).enumerated().map {
                Row(sequence: 0, position: $0, token: $1, wantsLogits: false)
            }
        ) { _, position, hidden, _ in
            for index in group { observe(index, position, hidden) }
        }
        for sequence in 1..<group.count { copy(positions: shared, of: 0, to: sequence) }
        let rows = group.flatMap { index in
            answers[index].prompt.enumerated().dropFirst(shared).map { position, token in
                Row(
                    sequence: index - group.lowerBound, position: position, token: token,
                    wantsLogits: position == answers[index].prompt.count - 1)
            }
        }
        run(rows) { sequence, position, hidden, logits in
            observe(group.lowerBound + sequence, position, hidden)
            if let logits { answers[group.lowerBound + sequence].choose(among: logits, stop) }
        }
        while true {
            let going = group.indices.filter { index in
                let answer = answers[index]
                return !answer.isStopped && answer.tokens.count < newTokens
                    && lengths[index - group.lowerBound] < context
            }
            if going.isEmpty { return }
            let last = going.map { (sequence: $0 - group.lowerBound, token: answers[$0].tokens.last ?? 0) }
            step(last) { sequence, position, hidden, logits in
                observe(group.lowerBound + sequence, position, hidden)
                if let logits { answers[group.lowerBound + sequence].choose(among: logits, stop) }
            }
        }
    }
}

extension Generation {
    /// Tokens with which all prompts begin, the last token of each left out.
    fileprivate static func sharedOpening(of answers: ArraySlice<Generation>) -> Int {
        guard answers.count > 1, let first = answers.first?.prompt else { return 0 }
        return answers.reduce(first.count - 1) { shared, answer in
            zip(first, answer.prompt).prefix(min(shared, answer.prompt.count - 1)).prefix { $0 == $1 }.count
        }
    }

    fileprivate mutating func choose(among logits: UnsafeBufferPointer<Float>, _ stop: Set<Int32>) {
        let largest = RankedLogit.largest(min(Self.candidates, logits.count), of: logits)
        guard let token = largest.first?.token else { return }
        tokens.append(token)
        ranked.append(largest)
        isStopped = stop.contains(token)
    }
}
