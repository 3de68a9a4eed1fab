// SPDX-License-Identifier: GPL-3.0-or-later

/// Gathers numbers that lie at regular distances into row-major order: transposing, slicing and repeating are this.
struct StridedCopy {
    /// Merged sizes and distances, in numbers of the source; at least one dimension.
    private let sizes: [Int]
    private let strides: [Int]
    /// Where the first number lies.
    private let offset: Int
    private let count: Int
    /// Bytes of a number: 1, 4 or 8.
    private let width: Int

    /// - Precondition: all places lie inside the source.
    init(sizes: [Int], strides: [Int], offset: Int = 0, width: Int) {
        var merged: (sizes: [Int], strides: [Int]) = ([], [])
        for (size, stride) in zip(sizes, strides) where size != 1 {
            if let last = merged.strides.last, last == stride * size {
                merged.sizes[merged.sizes.count - 1] *= size
                merged.strides[merged.strides.count - 1] = stride
            } else {
                merged.sizes.append(size)
                merged.strides.append(stride)
            }
        }
        count = sizes.product
        self.sizes = merged.sizes.isEmpty ? [1] : merged.sizes
        self.strides = merged.sizes.isEmpty ? [1] : merged.strides
        self.offset = offset
        self.width = width
    }

    /// A copy of what the first input holds, as the kernel of an operator.
    var kernel: Kernel {
        { arguments throws(OperatorMistake) in
            guard let source = arguments.inputs[0], let target = arguments.outputs[0] else { return }
            run(source, into: target)
        }
    }

    func run(_ source: UnsafeRawPointer, into target: UnsafeMutableRawPointer) {
        switch width {
        case 1: run(source.assumingMemoryBound(to: UInt8.self), target.assumingMemoryBound(to: UInt8.self))
        case 4: run(source.assumingMemoryBound(to: UInt32.self), target.assumingMemoryBound(to: UInt32.self))
        default: run(source.assumingMemoryBound(to: UInt64.self), target.assumingMemoryBound(to: UInt64.self))
        }
    }

    @inline(__always)
    private func run<Number>(_ source: UnsafePointer<Number>, _ target: UnsafeMutablePointer<Number>) {
        guard count > 0 else { return }
        let last = sizes.count - 1
        let (length, step) = (sizes[last], strides[last])
        for row in 0..<count / length {
            var (rest, place) = (row, offset)
            var axis = last - 1
            while axis >= 0 {
                let (quotient, index) = rest.quotientAndRemainder(dividingBy: sizes[axis])
                place += index * strides[axis]
                rest = quotient
                axis -= 1
            }
            let (from, to) = (source + place, target + row * length)
            switch step {
            case 1: to.update(from: from, count: length)
            case 0: to.update(repeating: from[0], count: length)
            default: for index in 0..<length { to[index] = from[index * step] }
            }
        }
    }
}
