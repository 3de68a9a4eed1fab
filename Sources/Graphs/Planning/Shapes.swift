// SPDX-License-Identifier: GPL-3.0-or-later

import ModelFiles

/// Arithmetic with shapes that come from files.
enum Shapes {
    /// Checks a shape that an operator is about to make.
    static func checked(_ shape: [Int]) throws(OperatorMistake) -> [Int] {
        guard shape.count <= Limits.dimensions else {
            throw OperatorMistake("\(shape.count) dimensions", allowed: "at most \(Limits.dimensions)")
        }
        guard CheckedSize.product(shape) != nil else {
            throw OperatorMistake(
                "the shape \(shape)", allowed: "dimensions from 0, at most \(CheckedSize.mostElements) numbers")
        }
        return shape
    }

    /// Bytes that tensors of the shapes and types take together.
    static func bytes(of shapes: [[Int]], _ types: [ElementType]) throws(OperatorMistake) -> Int {
        var bytes = 0
        for (shape, type) in zip(shapes, types) { bytes += try checked(shape).reduce(1, *) * type.stride }
        return bytes
    }

    /// An axis counted from the end when negative; `rank` itself only where an operator allows the place behind the last.
    static func axis(_ axis: Int, rank: Int, behindLast: Bool = false) throws(OperatorMistake) -> Int {
        let last = behindLast ? rank : rank - 1
        let resolved = axis < 0 ? axis &+ rank : axis
        guard resolved >= 0, resolved <= last else {
            throw OperatorMistake("axis \(axis)", allowed: "-\(rank) to \(last)")
        }
        return resolved
    }

    /// Axes that must differ.
    static func axes(_ axes: [Int], rank: Int) throws(OperatorMistake) -> [Int] {
        var resolved: [Int] = []
        for axis in axes {
            let place = try Self.axis(axis, rank: rank)
            guard !resolved.contains(place) else {
                throw OperatorMistake("axis \(axis) twice", allowed: "each axis once")
            }
            resolved.append(place)
        }
        return resolved
    }

    /// The shape that all of the shapes can be repeated to: aligned at the last dimension, sizes equal or 1
    /// (the ONNX specification, "Broadcasting in ONNX", multidirectional).
    static func broadcast(_ shapes: [[Int]]) throws(OperatorMistake) -> [Int] {
        var result = [Int](repeating: 1, count: shapes.map(\.count).max() ?? 0)
        for shape in shapes {
            for (offset, size) in shape.reversed().enumerated() {
                let place = result.count - 1 - offset
                if result[place] == 1 {
                    result[place] = size
                } else if size != 1, size != result[place] {
                    throw OperatorMistake(
                        "the shapes \(shapes.map { "\($0)" }.joined(separator: " and "))",
                        allowed: "sizes that are equal or 1")
                }
            }
        }
        return try checked(result)
    }

    /// How far apart neighbours of each dimension lie in row-major order.
    static func strides(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for index in shape.indices.dropLast().reversed() { strides[index] = strides[index + 1] * shape[index + 1] }
        return strides
    }
}

extension [Int] {
    /// The number of elements of a checked shape.
    var product: Int { reduce(1, *) }
}
