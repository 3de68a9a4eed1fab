// SPDX-License-Identifier: GPL-3.0-or-later

import Graphs

/// What a reader of text makes of a model's outputs, as the packages of PP-OCR do after the model.
enum Readings {
    /// The numbers of the characters in each row: the best label of every step, repetitions joined, then blanks (0) left out
    /// (A. Graves et al., "Connectionist temporal classification", ICML 2006).
    static func texts(_ labels: [Int], steps: Int) -> [[Int]] {
        stride(from: 0, to: labels.count, by: steps).map { start in
            let row = labels[start..<start + steps]
            return zip(row, [-1] + row.dropLast()).filter { $0 != $1 && $0 != 0 }.map(\.0)
        }
    }

    /// A rectangle of pixels, its last row and column included.
    struct Box: Equatable {
        let left: Int
        let top: Int
        let right: Int
        let bottom: Int
    }

    /// The rectangles around connected regions of a probability map [1][1][height][width] above 0.3, those whose mean
    /// probability is at least 0.5 (M. Liao et al., "Real-time scene text detection with differentiable binarization",
    /// AAAI 2020, with the thresholds of the package).
    static func boxes(_ map: Tensor) -> [Box] {
        guard let values = map.floats, map.shape.count == 4 else { return [] }
        let (height, width) = (map.shape[2], map.shape[3])
        var isOpen = values.map { $0 > 0.3 }
        return values.indices.compactMap { start in
            guard isOpen[start] else { return nil }
            var box = Box(left: start % width, top: start / width, right: start % width, bottom: start / width)
            var (sum, count): (Float, Int) = (0, 0)
            var waiting = [start]
            isOpen[start] = false
            while let place = waiting.popLast() {
                let (x, y) = (place % width, place / width)
                (sum, count) = (sum + values[place], count + 1)
                box = Box(
                    left: min(box.left, x), top: min(box.top, y), right: max(box.right, x), bottom: max(box.bottom, y))
                for (nextX, nextY) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
                where (0..<width).contains(nextX) && (0..<height).contains(nextY) && isOpen[nextY * width + nextX] {
                    isOpen[nextY * width + nextX] = false
                    waiting.append(nextY * width + nextX)
                }
            }
            return sum / Float(count) >= 0.5 ? box : nil
        }
    }
}
