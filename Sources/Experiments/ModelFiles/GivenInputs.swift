// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Graphs
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

    /// All inputs at a path, as a set of that name.
    /// - Throws: what is missing or cannot be read.
    /// - Complexity: O(bytes).
    public func set(at path: String) throws -> InputSet {
        InputSet(name: path, asked: try named(at: path).map(\.input))
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
        return try folders.map { ($0, try Self.tensors(in: path + "/" + $0, ports)) }
    }

    private static func tensors(in folder: String, _ ports: [Graphs.Port]) throws -> Input {
        var tensors: [String: Tensor] = [:]
        for (number, port) in ports.enumerated() {
            let path = folder + "/input_\(number).pb"
            guard let data = FileManager.default.contents(atPath: path) else {
                throw FileMistake(
                    path: path, found: "no such file", allowed: "a TensorProto for the input '\(port.name)'")
            }
            tensors[port.name] = try Tensor(protobuf: Array(data), file: path)
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
        return try names.map { name in
            (name, .text(try Self.text(of: path + "/" + name).trimmingCharacters(in: .newlines)))
        }
    }

    private func lines(of path: String) throws -> [(name: String, input: Input)] {
        let lines = try Self.text(of: path).split(whereSeparator: \.isNewline)
        guard !lines.isEmpty else {
            throw FileMistake(path: path, found: "no line with a prompt", allowed: "a prompt on each line")
        }
        return lines.enumerated().map { ("\($0 + 1)", .text(String($1))) }
    }

    private static func text(of path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
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

/// A file of the user's that is missing or cannot be read or written.
struct FileMistake: Error, CustomStringConvertible {
    let path: String
    let found: String
    let allowed: String
    var description: String { "\(path): found \(found); allowed: \(allowed)" }
}
