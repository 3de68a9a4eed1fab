// SPDX-License-Identifier: GPL-3.0-or-later

/// Correction for asking many questions of the same data.
public enum Holm {
    /// p-values so enlarged that comparing each with α errs on any of them with probability at most α.
    ///
    /// The k-th smallest of m is multiplied by m - k + 1, and none may be below a smaller one's (S. Holm, "A simple
    /// sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6(2), 1979). NaN counts as a
    /// question, is treated as 1, and stays NaN.
    /// - Returns: in the order given.
    /// - Complexity: O(m log m).
    public static func adjusted(_ pValues: [Double]) -> [Double] {
        let known = pValues.map { $0.isNaN ? 1 : $0 }
        let order = known.indices.sorted { (known[$0], $0) < (known[$1], $1) }
        var adjusted = pValues
        var largest = 0.0
        for (rank, index) in order.enumerated() {
            largest = max(largest, min(1, known[index] * Double(known.count - rank)))
            if !pValues[index].isNaN { adjusted[index] = largest }
        }
        return adjusted
    }
}
