// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds the name somebody probably meant.
enum Nearest {
    /// The candidate nearest to `word`, the first of several equally near; nil when none is near enough to be a slip:
    /// more than a third of its letters, or more than three, would have to change.
    /// - Complexity: O(candidates x length²); words longer than 64 letters have no neighbour, and only the first 1,000
    ///   candidates are looked at.
    static func name(to word: String, among candidates: [String]) -> String? {
        guard word.count <= 64 else { return nil }
        let letters = Array(word.lowercased())
        var best: (name: String, distance: Int)?
        for candidate in candidates.prefix(1000) where candidate != word {
            let target = Array(candidate.lowercased())
            let allowed = min(3, max(1, max(letters.count, target.count) / 3))
            guard abs(letters.count - target.count) <= allowed else { continue }
            let distance = distance(letters, target)
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other, no letter touched
    /// twice (optimal string alignment; F. J. Damerau, Communications of the ACM 7(3), 1964, restricted).
    static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in 0...a.count { rows[i][0] = i }
        for j in 0...b.count { rows[0][j] = j }
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        for i in 1...a.count {
            for j in 1...b.count {
                let change = a[i - 1] == b[j - 1] ? 0 : 1
                var least = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    least = min(least, rows[i - 2][j - 2] + 1)
                }
                rows[i][j] = least
            }
        }
        return rows[a.count][b.count]
    }
}
