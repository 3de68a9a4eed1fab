// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import OnnxFormat

/// One node of a graph as its operator wants to see it: attributes by name, constant inputs as tensors.
struct Node {
    let name: String
    let type: String
    /// The version of the operator set it was written for.
    let opset: Int
    /// The form its constant weights are to take.
    let weights: WeightForm
    /// For each input whether it is there; a file leaves optional ones out by an empty name.
    let inputs: [NodeInput?]
    /// For each output whether somebody reads it or could.
    let outputs: [Bool]
    let attributes: [String: Onnx_AttributeProto]

    /// Whether there is such an input.
    func has(input: Int) -> Bool { input < inputs.count && inputs[input] != nil }

    /// The input when it is constant, or nil.
    func constant(_ input: Int) -> Tensor? { input < inputs.count ? inputs[input]?.constant : nil }

    /// The type of the input's numbers; those that are not there count as float32.
    func type(_ input: Int) -> ElementType { input < inputs.count ? inputs[input]?.type ?? .float32 : .float32 }

    func has(_ attribute: String) -> Bool { attributes[attribute] != nil }
}

/// What is known of a node's input before any run.
struct NodeInput {
    let type: ElementType
    let constant: Tensor?
}

extension Node {
    func integer(_ attribute: String, default value: Int) throws(OperatorMistake) -> Int {
        guard let found = attributes[attribute] else { return value }
        guard found.kind == .int else { throw wrongKind(attribute, "one whole number") }
        return Int(found.i)
    }

    func integers(_ attribute: String) throws(OperatorMistake) -> [Int]? {
        guard let found = attributes[attribute] else { return nil }
        guard found.kind == .ints else { throw wrongKind(attribute, "a list of whole numbers") }
        return found.ints.map { Int($0) }
    }

    func number(_ attribute: String, default value: Float) throws(OperatorMistake) -> Float {
        guard let found = attributes[attribute] else { return value }
        guard found.kind == .float else { throw wrongKind(attribute, "one number") }
        return found.f
    }

    func numbers(_ attribute: String) throws(OperatorMistake) -> [Float]? {
        guard let found = attributes[attribute] else { return nil }
        guard found.kind == .floats else { throw wrongKind(attribute, "a list of numbers") }
        return found.floats
    }

    func text(_ attribute: String, default value: String) throws(OperatorMistake) -> String {
        guard let found = attributes[attribute] else { return value }
        guard found.kind == .string else { throw wrongKind(attribute, "text") }
        return String(decoding: found.s, as: UTF8.self)
    }

    func texts(_ attribute: String) throws(OperatorMistake) -> [String]? {
        guard let found = attributes[attribute] else { return nil }
        guard found.kind == .strings else { throw wrongKind(attribute, "a list of texts") }
        return found.strings.map { String(decoding: $0, as: UTF8.self) }
    }

    func tensor(_ attribute: String) throws(OperatorMistake) -> Tensor? {
        guard let found = attributes[attribute] else { return nil }
        guard found.kind == .tensor else { throw wrongKind(attribute, "a tensor") }
        return try Tensor(found.t)
    }

    /// One of the texts, all others refused by name.
    func choice(_ attribute: String, default value: String, of allowed: [String]) throws(OperatorMistake) -> String {
        let found = try text(attribute, default: value)
        guard allowed.contains(found) else { throw refused(attribute, found, allowed.joined(separator: ", ")) }
        return found
    }

    /// Refuses an attribute's value by name.
    func refused(_ attribute: String, _ found: some CustomStringConvertible, _ allowed: String) -> OperatorMistake {
        OperatorMistake("attribute '\(attribute)' = \(found)", allowed: allowed)
    }

    private func wrongKind(_ attribute: String, _ allowed: String) -> OperatorMistake {
        OperatorMistake("attribute '\(attribute)' of another kind", allowed: allowed)
    }
}

extension Onnx_AttributeProto {
    /// What it holds; the oldest files leave the kind out, and then the filled field tells.
    var kind: AttributeType {
        if hasType, type != .undefined { return type }
        if hasF { return .float }
        if hasI { return .int }
        if hasS { return .string }
        if hasT { return .tensor }
        if hasG { return .graph }
        if !floats.isEmpty { return .floats }
        return strings.isEmpty ? .ints : .strings
    }
}
