// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Graphs
import Kernels
import Languages
import ModelFiles
import Models

/// Runs a model on the inputs of a folder and writes what comes out into another.
public struct FolderRun {
    /// A file that is missing or cannot be written.
    public struct Mistake: Error, CustomStringConvertible {
        let path: String
        let found: String
        let allowed: String
        public var description: String { "\(path): found \(found); allowed: \(allowed)" }
    }

    private let model: ServedModel
    private let profile: NumericProfile
    private let newTokens: Int

    /// - Parameter newTokens: that a language model writes at most.
    public init(_ model: ServedModel, profile: NumericProfile, newTokens: Int) {
        self.model = model
        self.profile = profile
        self.newTokens = newTokens
    }

    /// Runs the model.
    /// - Returns: the paths of the files written.
    /// - Throws: what is wrong with the model, with an input, or with a folder.
    public func run(from inputs: String, to outputs: String) throws -> [String] {
        try FileManager.default.createDirectory(atPath: outputs, withIntermediateDirectories: true)
        switch model.card.kind {
        case .graph: return try runGraph(inputs, outputs)
        case .language: return try continueTexts(inputs, outputs)
        }
    }

    private func runGraph(_ inputs: String, _ outputs: String) throws -> [String] {
        let graph = try model.graph()
        var tensors: [String: Tensor] = [:]
        for (number, port) in graph.inputs.enumerated() {
            let path = inputs + "/input_\(number).pb"
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Mistake(path: path, found: "no such file", allowed: "a TensorProto for the input '\(port.name)'")
            }
            tensors[port.name] = try Tensor(protobuf: Array(data), file: path)
        }
        let results = try GraphRun(graph, profile: profile).run(tensors)
        return try zip(graph.outputs, results).enumerated().map { number, result in
            try write(Data(result.1.protobuf(name: result.0.name)), to: outputs + "/output_\(number).pb")
        }
    }

    private func continueTexts(_ inputs: String, _ outputs: String) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: inputs).filter { $0.hasSuffix(".txt") }.sorted()
        guard !names.isEmpty else {
            throw Mistake(path: inputs, found: "no file that ends in .txt", allowed: "a prompt in each such file")
        }
        let execution = try Execution(Computation(model, profile: profile, newTokens: newTokens))
        return try names.map { name in
            let path = inputs + "/" + name
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Mistake(path: path, found: "a file that cannot be read", allowed: "a text")
            }
            // Editors end a file with a line feed that nobody means.
            let prompt = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
            let text = try execution.text(continuing: prompt)
            return try write(Data((text + "\n").utf8), to: outputs + "/" + name)
        }
    }

    private func write(_ data: Data, to path: String) throws -> String {
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        return path
    }
}
