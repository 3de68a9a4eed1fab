// SPDX-License-Identifier: GPL-3.0-or-later

import Adversaries
import Models
import Quantities

extension Checks {
    /// The rules about models, and about what cheats can do with them.
    func checkModels() {
        guard reading.isSound("models") else { return }
        for model in scenario.models {
            checkSubstitute(of: model)
            checkLength(of: model)
            checkInputs(of: model)
        }
        checkConduct()
    }

    private func place(_ model: Model, _ key: String) -> Position { reading.place("models", model.id, key) }

    /// A substitute answers the same questions in the same form.
    private func checkSubstitute(of model: Model) {
        guard let name = model.substitute, let card = ModelCard.of(model.outputs), let other = ModelCard.of(name)
        else { return }
        guard card.kind == other.kind else {
            report(
                place(model, "substitute"), found: "\(Mistake.quoted(name)), which is a \(other.kind.noun)",
                allowed: "a \(card.kind.noun), as \(Mistake.quoted(model.outputs)) is")
            return
        }
        // A file of the user's says nothing of its inputs; whether it takes those that are given shows when it is run.
        guard card.inputs != other.inputs, card.inputs != nil, other.inputs != nil else { return }
        let allowed = ModelCard.all.filter { $0.kind == card.kind && $0.inputs == card.inputs && $0.id != card.id }
        report(
            place(model, "substitute"), found: "\(Mistake.quoted(name)), which is asked other inputs",
            allowed: allowed.isEmpty ? "no substitute" : Mistake.list(allowed.map(\.id)))
    }

    /// Only a language model writes tokens.
    private func checkLength(of model: Model) {
        guard model.newTokens != nil, ModelCard.of(model.outputs)?.kind == .graph else { return }
        report(
            place(model, "new-tokens"), found: "new tokens of \(Mistake.quoted(model.outputs)), which writes none",
            allowed: "this key for language models")
    }

    /// What a card says of a model is neither missing nor said again: a scenario cannot widen a fitted tolerance.
    private func checkInputs(of model: Model) {
        guard let card = ModelCard.of(model.outputs) else { return }
        func check(_ key: String, isOnCard: Bool, isGiven: Bool) {
            guard isOnCard == isGiven else { return }
            let name = Mistake.quoted(model.outputs)
            report(
                place(model, isGiven ? key : "outputs"),
                found: isGiven ? "\(key) of \(name), which has its own" : "\(name), which has no \(key) of its own",
                allowed: isGiven ? "this key for models without" : "a model with its own, or the key '\(key)'")
        }
        if card.kind == .graph, let inputs = model.inputs, (try? TextFile.probe(scenario.path(of: inputs))) != nil {
            report(
                place(model, "inputs"), found: "a file for \(Mistake.quoted(model.outputs)), which is a graph",
                allowed: "a folder of tensors, or of such folders")
        }
        check("inputs", isOnCard: card.inputs != nil, isGiven: model.inputs != nil)
        check("tolerance", isOnCard: card.tolerance != nil, isGiven: model.tolerance != nil)
    }

    /// The conduct of the threat is possible with every model.
    private func checkConduct() {
        guard let conduct = scenario.threat?.conduct, let cheat = CheaperComputation.cheat(conduct) else { return }
        func refuse(_ models: [Model], _ found: String, _ allowed: String) {
            guard !models.isEmpty else { return }
            let names = models.map { Mistake.quoted($0.id) }.joined(separator: ", ")
            report(
                reading.place("threat", "conduct"), found: "the conduct '\(conduct.name)' with \(found) \(names)",
                allowed: allowed)
        }
        if cheat.isSubstitute {
            refuse(
                scenario.models.filter { $0.substitute == nil }, "no substitute for model",
                "this conduct when every model has the key 'substitute'")
        }
        if cheat.deviation.needsLanguageModel {
            refuse(
                scenario.models.filter { ModelCard.of($0.outputs)?.kind == .graph }, "the classifier",
                "this conduct when every model is a language model")
        }
    }
}
