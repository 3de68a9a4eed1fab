// SPDX-License-Identifier: GPL-3.0-or-later

import Models

extension Shape where Value == String {
    /// The path of a file that can be read, relative to the file that names it.
    static var file: Shape { readable("the path of a file, relative to the scenario") { _ in false } }

    /// The same, or of a folder.
    static var fileOrFolder: Shape {
        readable("the path of a file or folder, relative to the scenario") { $0 == .folder }
    }

    /// Probed when read, so that a missing file is a mistake of the scenario with a position.
    private static func readable(
        _ allowed: String, unless isFine: @escaping @Sendable (TextFile.Failure) -> Bool
    ) -> Shape {
        Shape(
            allowed,
            read: { entry, reading in
                guard let path = entry.text, !path.isEmpty else {
                    reading.report(entry.position, .wrongValue(found: entry.summary, allowed: allowed))
                    return nil
                }
                do throws(TextFile.Failure) {
                    try TextFile.probe(TextFile.path(path, besides: reading.file))
                } catch {
                    guard isFine(error) else {
                        reading.report(entry.position, .cannotRead(error))
                        return nil
                    }
                }
                return reading.rebased(path)
            },
            write: { path, _ in .scalar(path) },
            schema: { _ in .object([("type", .text("string"))]).described(allowed) })
    }

    /// A model of the catalogue by its name, or the path of a file of the user's.
    static var modelFile: Shape {
        let names = ModelCard.all.map(\.id)
        let path = "the path of a file that ends in .onnx or .gguf"
        return Shape(
            "one of " + names.joined(separator: ", ") + ", or " + path,
            read: { entry, reading in
                guard let card = entry.text.flatMap({ ModelCard.of($0) }) else {
                    reading.report(
                        entry.position, .unknownName(entry.text ?? entry.summary, of: "model", allowed: names + [path]))
                    return nil
                }
                return ModelCard.named(card.id) == nil ? file.read(entry, reading) : card.id
            },
            write: { name, _ in .scalar(name) },
            schema: { _ in
                .object([
                    (
                        "anyOf",
                        .list([
                            .object([("enum", .list(names.map(Json.text)))]),
                            .object([("type", .text("string")), ("pattern", .text("\\.(onnx|gguf)$"))]),
                        ])
                    )
                ])
            })
    }
}
