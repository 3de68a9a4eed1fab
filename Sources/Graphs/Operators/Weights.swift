// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Constant weights in the form in which a node runs them.
enum Weights {
    /// Weights [outputs][inputs], row by row.
    static func rows(_ weights: [Float], inputs: Int, form: WeightForm) -> [Float] {
        inputs > 0 ? form.applied(to: weights, inputs: inputs) : weights
    }

    /// Weights [inputs][outputs], whose scales belong to the columns, laid out for products.
    static func packed(columns weights: [Float], inner: Int, outputs: Int, form: WeightForm) -> PackedMatrix {
        guard form != .published else { return PackedMatrix(rowMajor: weights.span, inner: inner, columns: outputs) }
        let rows = Self.rows(transposed(weights, rows: inner, columns: outputs), inputs: inner, form: form)
        return PackedMatrix(transposed: rows.span, columns: outputs, inner: inner)
    }

    /// Rows and columns exchanged.
    static func transposed(_ numbers: [Float], rows: Int, columns: Int) -> [Float] {
        var result = numbers
        for row in 0..<rows {
            for column in 0..<columns { result[column * rows + row] = numbers[row * columns + column] }
        }
        return result
    }
}
