// SPDX-License-Identifier: GPL-3.0-or-later

/// A model that the program knows by name: what it is, where its file comes from, how far apart honest machines are.
public struct ModelCard: Sendable, Identifiable {
    /// What kind of file it is.
    public enum Kind: String, Sendable {
        /// A graph of operators in an ONNX file; see `GraphOutput` for how its answers are compared.
        case graph
        /// A language model of the Llama architecture in a GGUF file.
        case language

        /// In messages.
        public var noun: String {
            switch self {
            case .graph: "graph"
            case .language: "language model"
            }
        }
    }

    /// Where the file comes from.
    public enum Origin: Sendable {
        /// Compiled into the program, under this name.
        case embedded(String)
        /// Inside a package that others have published.
        case published(PublishedFile)
        /// A file of the user's, by its path.
        case file(String)
    }

    /// The name a scenario and the command line call it by.
    public let id: String
    public let kind: Kind
    public let origin: Origin
    /// In one sentence.
    public let summary: String
    /// Who made it, and its licence.
    public let source: String
    /// The embedded inputs it is asked; nil when it has none and they must be given.
    public let inputs: InputSet.Name?
    /// How far apart two honest outputs for one input may lie; nil until it was fitted. No layout or scheme can change it.
    ///
    /// See `Tolerance` for how it is fitted, on calibration inputs that are disjoint from those that are asked.
    public let tolerance: Float?
    /// Tokens it writes per request unless the scenario says otherwise; of language models.
    public let newTokens: Int
    /// A smaller model that is asked the same inputs; nil when there is none.
    public let substitute: String?
    /// Whether its prompts are wrapped as turns of a conversation.
    public let isChat: Bool

    public init(
        _ id: String, _ kind: Kind, _ origin: Origin, summary: String, source: String, inputs: InputSet.Name? = nil,
        tolerance: Float? = nil, substitute: String? = nil, newTokens: Int = 0, isChat: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.origin = origin
        self.summary = summary
        self.source = source
        self.inputs = inputs
        self.tolerance = tolerance
        self.substitute = substitute
        self.newTokens = newTokens
        self.isChat = isChat
    }

    /// The card of that name, or nil.
    public static func named(_ name: String) -> ModelCard? { all.first { $0.id == name } }

    /// The card of that name, or one made for the path of a file by its ending; nil for anything else.
    /// - Parameter folder: where a path that does not begin with a slash begins, with a slash at its end.
    public static func of(_ nameOrPath: String, in folder: String = "") -> ModelCard? {
        if let card = named(nameOrPath) { return card }
        guard let kind = endings.first(where: { nameOrPath.hasSuffix($0.ending) })?.kind else { return nil }
        return ModelCard(
            nameOrPath, kind, .file(nameOrPath.hasPrefix("/") ? nameOrPath : folder + nameOrPath),
            summary: "A file of the user's.", source: "the user",
            newTokens: kind == .language ? 32 : 0)
    }

    /// How the names of model files end.
    private static let endings: [(ending: String, kind: Kind)] = [(".onnx", .graph), (".gguf", .language)]

    /// Every card, those of embedded models first.
    public static let all = embedded + published
}
