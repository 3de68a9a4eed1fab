// SPDX-License-Identifier: GPL-3.0-or-later

extension Output {
    /// What an answer made up from a seed looks like in the place of this output: see `Answer.random`.
    /// - Complexity: O(numbers).
    public func madeUp(seed: UInt64) -> Output { madeUp(by: .random(seed: seed)) }

    func madeUp(by answer: Answer) -> Output {
        switch self {
        case .graph(let form): .graph(answer.madeUp(like: form))
        // Nobody who has not run the model knows what it would write.
        case .text: .text(TokenOutput(tokens: [], candidates: [], logits: []))
        }
    }
}

extension Answer {
    /// Numbers of the form that a graph gives out. One that decides something is given an answer of no form at all, which
    /// agrees with none: nobody knows among how many it decides.
    fileprivate func madeUp(like form: GraphOutput) -> GraphOutput {
        var rows: UInt64 = 0
        var parts: [GraphOutput.Part] = []
        for part in form.parts {
            guard case .scores(let scores, let shape) = part else { return GraphOutput(parts: []) }
            let classes = part.classes
            var numbers: [Float] = []
            numbers.reserveCapacity(scores.count)
            while numbers.count < scores.count {
                numbers += classes > 0 ? madeUpRow(rows, classes: classes) : [Self.unit(mixed(rows))]
                rows += 1
            }
            parts.append(.scores(numbers, shape: shape))
        }
        return GraphOutput(parts: parts)
    }

    /// Scores that look sure of one class.
    private func madeUpRow(_ row: UInt64, classes: Int) -> [Float] {
        let bits = mixed(row)
        let label = Int(((bits >> 32) * UInt64(classes)) >> 32)
        let score = 0.5 + Self.unit(bits) / 2
        return (0..<classes).map { $0 == label ? score : (1 - score) / Float(classes - 1) }
    }

    /// In [0, 1), from the lowest 23 bits.
    private static func unit(_ bits: UInt64) -> Float { Float(bits & 0x7F_FFFF) * 0x1p-23 }

    /// D. Stafford's 13th variant of the 64-bit finalizer of MurmurHash3, so that any seeds will do; the rows follow each
    /// other by the golden ratio, as in SplitMix64.
    private func mixed(_ row: UInt64) -> UInt64 {
        let seed = bits &+ row &* 0x9E37_79B9_7F4A_7C15
        var mixed = (seed ^ seed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
