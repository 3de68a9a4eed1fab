// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

extension Decoder {
    /// Takes rows through all layers and the last norm; the keys and values of their positions are kept.
    func advance(_ rows: [Row]) {
        let sizes = model.configuration
        for (index, row) in rows.enumerated() {
            model.embedding.expand(column: Int(row.token), into: memory.hidden.start + index * sizes.width)
        }
        profile.roundActivations(memory.hidden.start, count: rows.count * sizes.width)
        for (index, layer) in model.layers.enumerated() {
            attend(rows, layer, index)
            feedForward(rows.count, layer)
        }
        normalise(memory.hidden, rows.count, by: model.outputNorm)
    }

    /// x = x + attention(norm(x)).
    private func attend(_ rows: [Row], _ layer: LanguageModel.Layer, _ index: Int) {
        let sizes = model.configuration
        normalise(memory.hidden, rows.count, by: layer.attentionNorm)
        multiply(memory.normed, rows.count, by: layer.query, into: memory.query)
        multiply(memory.normed, rows.count, by: layer.key, into: memory.key)
        multiply(memory.normed, rows.count, by: layer.value, into: memory.value)
        for (place, row) in rows.enumerated() {
            let query = memory.query.start + place * sizes.width
            let key = memory.key.start + place * sizes.kvWidth
            let value = memory.value.start + place * sizes.kvWidth
            rotary.rotate(query, heads: sizes.heads, position: row.position)
            rotary.rotate(key, heads: sizes.kvHeads, position: row.position)
            profile.roundActivations(query, count: sizes.width)
            profile.roundActivations(key, count: sizes.kvWidth)
            cache.round(key, heads: sizes.kvHeads, width: sizes.headWidth)
            cache.round(value, heads: sizes.kvHeads, width: sizes.headWidth)
            memory.caches[row.sequence][index].store(key: key, value: value, at: row.position)
        }
        for (place, row) in rows.enumerated() {
            memory.caches[row.sequence][index].attend(
                memory.query.start + place * sizes.width, queryHeads: sizes.heads, positions: row.position + 1,
                into: memory.attended.start + place * sizes.width, scratch: memory.scores.start, profile: profile,
                bucket: bucket)
        }
        multiply(memory.attended, rows.count, by: layer.output, into: memory.branch)
        addBranch(rows.count)
    }

    /// x = x + down(silu(gate(norm(x))) x up(norm(x))).
    private func feedForward(_ rows: Int, _ layer: LanguageModel.Layer) {
        normalise(memory.hidden, rows, by: layer.feedForwardNorm)
        multiply(memory.normed, rows, by: layer.gate, into: memory.gate)
        multiply(memory.normed, rows, by: layer.up, into: memory.up)
        let count = rows * model.configuration.feedForward
        let (gate, up) = (memory.gate.start, memory.up.start)
        Elementary.apply(.silu, gate, into: gate, count: count)
        profile.roundActivations(gate, count: count)
        for index in 0..<count { gate[index] *= up[index] }
        profile.roundActivations(gate, count: count)
        multiply(memory.gate, rows, by: layer.down, into: memory.branch)
        addBranch(rows)
    }

    private func addBranch(_ rows: Int) {
        let count = rows * model.configuration.width
        let (hidden, branch) = (memory.hidden.start, memory.branch.start)
        for index in 0..<count { hidden[index] += branch[index] }
        profile.roundActivations(hidden, count: count)
    }

    /// The normed rows, beside the rows.
    private func normalise(_ numbers: AlignedNumbers, _ rows: Int, by scale: [Float]) {
        scale.withUnsafeBufferPointer { scale in
            guard let start = scale.baseAddress else { return }
            profile.normaliseRootMeanSquares(
                numbers.start, rows: rows, length: scale.count, scale: start, epsilon: model.configuration.epsilon,
                into: memory.normed.start, bucket: bucket)
        }
    }

    private func multiply(
        _ input: AlignedNumbers, _ rows: Int, by weights: QuantizedMatrix, into output: AlignedNumbers
    ) {
        profile.matrixProduct(
            input.start, rows: rows, weights: weights, into: output.start, scratch: memory.scratch.start,
            bucket: bucket)
    }
}

// MARK: - Logits

extension Decoder {
    /// Tells what was computed, in order; logits are computed for the rows that want them, up to 16 at once.
    func report(_ rows: [Row], observe: Observer) {
        let width = model.configuration.width
        var start = 0
        while start < rows.count {
            // A run of rows that all want logits, or none of which does.
            var end = start + 1
            while end < rows.count, rows[end].wantsLogits == rows[start].wantsLogits,
                !rows[start].wantsLogits || end - start < DecoderMemory.logitRows
            { end += 1 }
            if rows[start].wantsLogits { computeLogits(start..<end) }
            for index in start..<end {
                let hidden = UnsafeBufferPointer(start: memory.normed.start + index * width, count: width)
                let logits = UnsafeBufferPointer(
                    start: memory.logits.start + (index - start) * memory.logitStride,
                    count: model.configuration.vocabulary)
                observe(rows[index].sequence, rows[index].position, hidden, rows[index].wantsLogits ? logits : nil)
            }
            start = end
        }
    }

    private func computeLogits(_ rows: Range<Int>) {
        profile.matrixProduct(
            memory.normed.start + rows.lowerBound * model.configuration.width, rows: rows.count,
            weights: model.logits, into: memory.logits.start, scratch: memory.scratch.start, bucket: bucket,
            outputStride: memory.logitStride)
    }
}
