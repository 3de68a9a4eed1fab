// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Graphs
import Kernels
import ModelFiles
import Models

/// Runs a model on given inputs and writes what comes out into a folder, under the names of the inputs.
public struct FolderRun {
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
    /// - Parameters:
    ///   - inputs: a path, as `GivenInputs` reads it.
    ///   - outputs: a folder; made if it is not there.
    /// - Returns: the paths of the files written.
    /// - Throws: what is wrong with the model, with an input, or with a folder.
    public func run(from inputs: String, to outputs: String) throws -> [String] {
        let named = try GivenInputs(model).named(at: inputs)
        try FileManager.default.createDirectory(atPath: outputs, withIntermediateDirectories: true)
        switch model.card.kind {
        case .graph: return try runGraph(named, outputs)
        case .language: return try continueTexts(named, outputs)
        }
    }

    private func runGraph(_ inputs: [(name: String, input: Input)], _ outputs: String) throws -> [String] {
        let graph = try model.graph()
        let run = GraphRun(graph, profile: profile)
        return try inputs.flatMap { name, input in
            guard case .tensors(let tensors) = input else { return [String]() }
            let folder = name.isEmpty ? outputs : outputs + "/" + name
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            return try zip(graph.outputs, run.run(tensors)).enumerated().map { number, result in
                try write(Data(result.1.protobuf(name: result.0.name)), to: folder + "/output_\(number).pb")
            }
        }
    }

    private func continueTexts(_ inputs: [(name: String, input: Input)], _ outputs: String) throws -> [String] {
        let execution = try Execution(Computation(model, profile: profile, newTokens: newTokens))
        return try inputs.map { name, input in
            guard case .text(let prompt) = input else { return "" }
            let file = name.hasSuffix(".txt") ? name : name + ".txt"
            return try write(Data((execution.text(continuing: prompt) + "\n").utf8), to: outputs + "/" + file)
        }
    }

    private func write(_ data: Data, to path: String) throws -> String {
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        return path
    }
}
