// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Graphs
import Kernels
import ModelFiles
import Models

/// Inputs in files of the user's.
///
/// A graph takes a folder with `input_0.pb`, `input_1.pb`, ... in the order of its inputs (ONNX TensorProto files), or a
/// folder of such folders, as the ONNX project ships test data. A language model takes a text file with a prompt on each
/// line, or a folder of files that end in `.txt`, a prompt in each. Names are read in ascending order.
public struct GivenInputs {
    private let model: ServedModel

    public init(_ model: ServedModel) { self.model = model }

    /// All inputs at a path, as a set.
    /// - Parameters:
    ///   - name: the path as the user named it; the path itself unless told.
    ///   - newTokens: that a language model shall write; those on its card unless told.
    /// - Throws: what is missing or cannot be read; all prompts that the model cannot take.
    /// - Complexity: O(bytes).
    public func set(at path: String, named name: String? = nil, newTokens: Int? = nil) throws -> InputSet {
        let inputs = try named(at: path)
        if model.card.kind == .language { try check(inputs, at: path, newTokens) }
        return InputSet(name: name ?? path, asked: inputs.map(\.input))
    }

    /// Refuses prompts that are empty or too long, all of them at once, before any is answered.
    private func check(_ inputs: [(name: String, input: Input)], at path: String, _ newTokens: Int?) throws {
        let execution = try Execution(Computation(model, profile: .fused1, newTokens: newTokens))
        let separator = Self.isFolder(path) ? "/" : ":"
        let mistakes = inputs.compactMap { name, input in
            execution.mistake(in: input).map {
                FileMistake(path: path + separator + name, found: $0.found, allowed: $0.allowed)
            }
        }
        if !mistakes.isEmpty { throw FileMistakes(all: mistakes) }
    }

    /// All inputs at a path with their names; at least one.
    /// - Throws: what is missing or cannot be read.
    public func named(at path: String) throws -> [(name: String, input: Input)] {
        switch model.card.kind {
        case .graph: try tensors(at: path)
        case .language: try texts(at: path)
        }
    }

    private func tensors(at path: String) throws -> [(name: String, input: Input)] {
        let ports = try model.graph().inputs
        let folders = try Self.contents(of: path).filter { Self.isFolder(path + "/" + $0) }
        guard !folders.isEmpty, !FileManager.default.fileExists(atPath: path + "/input_0.pb") else {
            return [("", try Self.tensors(in: path, ports))]
        }
        return try Self.capped(folders, at: path).map { ($0, try Self.tensors(in: path + "/" + $0, ports)) }
    }

    private static func tensors(in folder: String, _ ports: [Graphs.Port]) throws -> Input {
        var tensors: [String: Tensor] = [:]
        for (number, port) in ports.enumerated() {
            let path = folder + "/input_\(number).pb"
            guard let bytes = try BoundedFile.bytes(at: path, most: largestTensor) else {
                throw FileMistake(
                    path: path, found: "no such file", allowed: "a TensorProto for the input '\(port.name)'")
            }
            tensors[port.name] = try Tensor(protobuf: bytes, file: path)
        }
        return .tensors(tensors)
    }

    private func texts(at path: String) throws -> [(name: String, input: Input)] {
        guard Self.isFolder(path) else { return try lines(of: path) }
        let names = try Self.contents(of: path).filter { $0.hasSuffix(".txt") }
        guard !names.isEmpty else {
            throw FileMistake(path: path, found: "no file that ends in .txt", allowed: "a prompt in each such file")
        }
        // Editors end a file with a line feed that nobody means.
        return try Self.capped(names, at: path).map { name in
            (name, .text(try Self.text(of: path + "/" + name).trimmingCharacters(in: .newlines)))
        }
    }

    private func lines(of path: String) throws -> [(name: String, input: Input)] {
        let lines = try Self.text(of: path).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        // Named by the number that an editor shows.
        let prompts = lines.enumerated().filter { !$1.isEmpty }
        guard !prompts.isEmpty else {
            throw FileMistake(path: path, found: "no line with a prompt", allowed: "a prompt on each line")
        }
        return try Self.capped(prompts, at: path).map { ("\($0 + 1)", .text(String($1))) }
    }

    /// More would be answers that nobody waits for, and a table of comparisons that no memory holds.
    private static let most = 65_536
    private static let largestText = 64 << 20
    private static let largestTensor = 1 << 31

    private static func capped<Items: Collection>(_ items: Items, at path: String) throws -> Items {
        guard items.count <= most else {
            throw FileMistake(path: path, found: "\(items.count) inputs", allowed: "at most \(most)")
        }
        return items
    }

    private static func text(of path: String) throws -> String {
        guard let bytes = try BoundedFile.bytes(at: path, most: largestText),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            throw FileMistake(path: path, found: "a file that cannot be read as UTF-8", allowed: "a text")
        }
        return text
    }

    private static func contents(of folder: String) throws -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
            throw FileMistake(path: folder, found: "no folder that can be read", allowed: "a folder of inputs")
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
