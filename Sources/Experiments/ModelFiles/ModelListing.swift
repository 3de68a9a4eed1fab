// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Graphs
import Languages
import Models

/// What can be said of models without running them.
public enum ModelListing {
    /// Facts about a model, by name, in the order they are told.
    public typealias Facts = [(name: String, value: String)]

    /// Where a model's file is: in the program, in the cache, or nowhere yet.
    public static func place(of card: ModelCard, _ shelf: ModelShelf) -> String {
        switch card.origin {
        case .embedded: "built in"
        case .published(let file): shelf.size(of: file) == file.size ? "fetched" : "not fetched"
        case .file(let path): path
        }
    }

    /// Bytes of the file.
    public static func size(of card: ModelCard) -> Int64? {
        switch card.origin {
        case .embedded: ServedModel(embedded: card).map { Int64($0.size) }
        case .published(let file): file.size
        case .file: nil
        }
    }

    /// What a model file holds.
    /// - Throws: what is wrong with the file.
    public static func facts(of model: ServedModel) throws -> Facts {
        let card = model.card
        var facts: Facts = [
            ("model", card.id), ("what it is", card.summary), ("source", card.source), ("bytes", "\(model.size)"),
            ("SHA-256", model.digest.hex),
        ]
        if let tolerance = card.tolerance { facts.append(("tolerance", "\(tolerance)")) }
        if let inputs = card.inputs {
            let set = InputSet.named(inputs)
            facts.append(
                ("inputs", "\(inputs.rawValue), \(set.asked.count) asked, \(set.calibration.count) for calibration"))
        }
        switch card.kind {
        case .graph: return facts + Self.facts(of: try model.graph())
        case .language: return facts + Self.facts(of: try model.language())
        }
    }

    private static func facts(of graph: Graph) -> Facts {
        let ports = graph.inputs.map { ("input", text(of: $0)) } + graph.outputs.map { ("output", text(of: $0)) }
        let kinds = graph.operators.map(\.type)
        let counts = Set(kinds).sorted().map { kind in "\(kinds.count { $0 == kind }) \(kind)" }
        return ports + [("operators", counts.joined(separator: ", "))]
    }

    private static func text(of port: Port) -> String {
        let shape = port.shape.map { $0.map(String.init) ?? "?" }.joined(separator: " x ")
        return "\(port.name): \(port.elementType.name) [\(shape)]"
    }

    private static func facts(of model: LanguageModel) -> Facts {
        let sizes = model.configuration
        return [
            ("layers", "\(sizes.layers)"), ("width", "\(sizes.width)"),
            ("heads", "\(sizes.heads), \(sizes.kvHeads) of keys and values"), ("feed-forward", "\(sizes.feedForward)"),
            ("vocabulary", "\(sizes.vocabulary)"), ("context", "\(sizes.context)"),
            ("bytes read per token", "\(model.bytesPerToken)"),
        ]
    }
}
