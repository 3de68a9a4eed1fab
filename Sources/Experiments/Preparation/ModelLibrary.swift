// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Foundation
import Models
import Quantities
import Scenarios

/// The model files within reach: those in the program, those that were fetched, and the user's own.
public struct ModelLibrary: Sendable {
    /// Why there is no such model.
    public enum Missing: Error, Equatable, CustomStringConvertible {
        /// A known model that nobody has fetched yet.
        case notFetched(String)
        /// A name that no card has, nor a file of a known kind.
        case unknown(String)
        /// A file that holds weights alone.
        case weightsOnly(String)
        case unreadable(String)

        public var description: String {
            switch self {
            case .notFetched(let name):
                "model '\(name)' is not here yet; fetch it with: trilemma models fetch \(name)"
            case .unknown(let name):
                "found the model '\(name)'; allowed: \(ModelCard.all.map(\.id).joined(separator: ", ")), or the path of "
                    + "a file that ends in .onnx or .gguf"
            case .weightsOnly(let path):
                "found the model '\(path)', in the format safetensors, which holds weights and not what to compute with "
                    + "them; allowed: the same model in the format .onnx or .gguf"
            case .unreadable(let path): "cannot read the model file \(path)"
            }
        }
    }

    private let shelf: ModelShelf

    public init(shelf: ModelShelf = ModelShelf()) { self.shelf = shelf }

    /// The model of a card.
    /// - Throws: `Missing`, or why the file cannot be read.
    public func model(_ card: ModelCard) throws -> ServedModel {
        switch card.origin {
        case .embedded:
            guard let model = ServedModel(embedded: card) else { throw Missing.unknown(card.id) }
            return model
        case .published(let file):
            guard let path = shelf.path(of: file) else { throw Missing.notFetched(card.id) }
            return try Self.model(card, at: path)
        case .file(let path): return try Self.model(card, at: path)
        }
    }

    private static func model(_ card: ModelCard, at path: String) throws -> ServedModel {
        guard let bytes = try BoundedFile.bytes(at: path, most: mostBytes(card.kind)) else {
            throw Missing.unreadable(path)
        }
        return ServedModel(card, bytes: bytes)
    }

    /// No protocol buffer has more than 2 GiB, and what is run beside the file needs half of the memory.
    private static func mostBytes(_ kind: ModelCard.Kind) -> Int {
        switch kind {
        case .graph: min(1 << 31, Machine.memory / 2)
        case .language: min(1 << 33, Machine.memory / 2)
        }
    }

    /// The card of a known name, or one made for the path of a model file.
    /// - Throws: `Missing.unknown` or `Missing.weightsOnly`.
    public static func card(_ nameOrPath: String) throws -> ModelCard { try card(nameOrPath, in: "") }

    /// - Parameter folder: where a path that does not begin with a slash begins.
    private static func card(_ nameOrPath: String, in folder: String) throws -> ModelCard {
        if let card = ModelCard.of(nameOrPath, in: folder) { return card }
        throw nameOrPath.hasSuffix(".safetensors") ? Missing.weightsOnly(nameOrPath) : Missing.unknown(nameOrPath)
    }

    /// A tolerance that was fitted to a file is nobody's to widen, by whatever path the file is named.
    private static func check(_ tolerance: Double?, of served: ServedModel) throws {
        guard let tolerance,
            let card = ModelCard.all.first(where: { $0.tolerance != nil && digest(of: $0) == served.digest }),
            let own = card.tolerance, Float(tolerance) != own
        else { return }
        throw FileMistake(
            path: served.card.id, found: "the tolerance \(tolerance) for the file of the model '\(card.id)'",
            allowed: "its own, \(own)")
    }

    private static func digest(of card: ModelCard) -> ContentDigest? {
        switch card.origin {
        case .embedded: ServedModel(embedded: card)?.digest
        case .published(let file): file.digest
        case .file: nil
        }
    }

    /// Every model of a scenario, in its order, with what it is asked.
    /// - Throws: `Missing` for the first that is not here, or what is wrong with given inputs.
    public func models(of scenario: Scenario) throws -> [SuppliedModel] {
        var known: [String: ServedModel] = [:]
        func served(_ name: String) throws -> ServedModel {
            if let model = known[name] { return model }
            let model = try model(Self.card(name, in: scenario.directory))
            known[name] = model
            return model
        }
        return try scenario.models.map { model in
            let requested = try served(model.outputs)
            let inputs =
                try model.inputs.map {
                    try GivenInputs(requested).set(at: scenario.path(of: $0), named: $0, newTokens: model.newTokens)
                } ?? requested.card.inputs.map(InputSet.named)
            try Self.check(model.tolerance, of: requested)
            guard let inputs, let tolerance = model.tolerance.map(Float.init) ?? requested.card.tolerance else {
                bug("model library: expected inputs and a tolerance of '\(model.id)', found none")
            }
            return try SuppliedModel(
                requested, substitute: model.substitute.map(served), inputs: inputs, tolerance: tolerance,
                newTokens: model.newTokens)
        }
    }
}
