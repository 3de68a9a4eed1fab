// SPDX-License-Identifier: GPL-3.0-or-later

/// What is measured, the cheapest first, so that a budget that ends early ends at the long and the many.
struct CalibrationGrid {
    struct Cell: Equatable {
        let inputTokens: Int, outputTokens: Int, batch: Int

        /// How long it will take, relative to the other cells: tokens of input, and for each further pass the tokens of the
        /// batch and eight more for reading the weights (assumed; it only orders the cells and guesses what still fits).
        var effort: Double { Double(batch * inputTokens + (outputTokens - 1) * (batch + 8)) }
    }

    let cells: [Cell]

    /// Every input length with every batch; the output lengths take turns, so that each meets short and long inputs, small
    /// and large batches.
    /// - Parameter context: tokens a request may have, input and output together.
    init(context: Int) {
        let inputs = [8, 16, 32, 64, 128, 256, 512], batches = [1, 2, 4, 8, 16], outputs = [2, 5, 17, 65, 257]
        let all = inputs.enumerated().flatMap { row, input in
            batches.enumerated().compactMap { column, batch -> Cell? in
                let output = min(outputs[(row + column) % outputs.count], context - input)
                return output > 1 ? Cell(inputTokens: input, outputTokens: output, batch: batch) : nil
            }
        }
        cells = all.sorted { ($0.effort, $0.batch) < ($1.effort, $1.batch) }
    }

    /// Of a graph, an inference of which counts as one token in and one out.
    private init(inferences: ClosedRange<Int>) {
        cells = inferences.map { Cell(inputTokens: 1, outputTokens: 1, batch: $0) }
    }

    static let graph = CalibrationGrid(inferences: 1...16)
}
