// SPDX-License-Identifier: GPL-3.0-or-later

/// Constant: a tensor that stands in the file.
struct Constant: Operator {
    static let kind = OperatorKind(
        "Constant", inputs: 0...0, attributes: ["value", "value_float", "value_floats", "value_int", "value_ints"]
    ) { node throws(OperatorMistake) in
        guard node.attributes.count == 1 else {
            throw OperatorMistake("\(node.attributes.count) values", allowed: "one attribute with the value")
        }
        if let tensor = try node.tensor("value") { return Constant(tensor: tensor) }
        if let floats = try node.numbers("value_floats") {
            return Constant(tensor: Tensor(shape: [floats.count], floats: floats))
        }
        if let whole = try node.integers("value_ints") {
            return Constant(tensor: Tensor(shape: [whole.count], int64: whole.map(Int64.init)))
        }
        if node.has("value_float") {
            return Constant(tensor: Tensor(shape: [], floats: [try node.number("value_float", default: 0)]))
        }
        return Constant(tensor: Tensor(shape: [], int64: [Int64(try node.integer("value_int", default: 0))]))
    }

    let tensor: Tensor

    var rounds: Bool { false }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] { [tensor.elementType] }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let tensor = tensor
        return Plan([tensor.shape]) { arguments throws(OperatorMistake) in
            tensor.withBytes { bytes in
                if let source = bytes.baseAddress {
                    arguments.outputs[0]?.copyMemory(from: source, byteCount: bytes.count)
                }
            }
        }
    }
}

/// ConstantOfShape: one number repeated to a shape that an input says.
struct ConstantOfShape: Operator {
    static let kind = OperatorKind("ConstantOfShape", inputs: 1...1, attributes: ["value"]) {
        node throws(OperatorMistake) in
        let value = try node.tensor("value") ?? Tensor(shape: [1], floats: [0])
        guard value.count == 1 else { throw node.refused("value", "\(value.count) numbers", "one number") }
        return ConstantOfShape(value: value)
    }

    let value: Tensor

    var shapingInputs: [Int] { [0] }
    var rounds: Bool { false }

    func types(of inputs: [ElementType?]) throws(OperatorMistake) -> [ElementType] {
        try inputs.required(0).mustBe(.int64)
        return [value.elementType]
    }

    func plan(_ inputs: [Operand?], _ setting: Setting) throws(OperatorMistake) -> Plan {
        let shape = try Shapes.checked(try inputs.required(0).integers())
        let (value, count) = (value, shape.product)
        return Plan([shape]) { arguments throws(OperatorMistake) in
            let width = value.elementType.stride
            value.withBytes { bytes in
                guard let source = bytes.baseAddress, let target = arguments.outputs[0] else { return }
                for index in 0..<count { (target + index * width).copyMemory(from: source, byteCount: width) }
            }
        }
    }
}
