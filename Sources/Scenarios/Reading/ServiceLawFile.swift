// SPDX-License-Identifier: GPL-3.0-or-later

import Models

/// The stored form of a measured service law, which scenarios name: a JSON object whose keys and quantities are those that may
/// stand in a scenario, so that one reader, with its positions and messages, reads both.
public enum ServiceLawFile {
    /// The text of the file: keys in a fixed order, every number so that it reads back to the last bit, a line end after the
    /// last line.
    public static func json(_ law: FittedServiceLaw) -> String {
        Sections.law.write(LawDraft(law), .standard).json.written() + "\n"
    }

    /// Reads a file; mistakes go to the reading, with positions in the file or, when there is none, where it is named.
    fileprivate static func read(_ path: String, namedAt entry: Entry, _ reading: Reading) -> FittedServiceLaw? {
        do throws(TextFile.Failure) { try TextFile.probe(path) } catch {
            reading.report(entry.position, .cannotRead(error))
            return nil
        }
        do throws(Mistake) {
            return Sections.law.law(try Composer(SourceReader.read(path)).compose(), reading)
        } catch {
            reading.report(error)
            return nil
        }
    }
}

extension Shape where Value == FittedServiceLaw {
    /// A measured law: in a file of its own, or its keys in place, as a resolved scenario has them.
    static var law: Shape {
        let allowed = "the path of a law file, relative to the file that names it, or the keys of a service law"
        return Shape(
            allowed,
            read: { entry, reading in
                switch entry.content {
                case .mapping: return Sections.law.law(entry, reading)
                case .scalar(let path) where !path.isEmpty:
                    let file = TextFile.path(path, besides: reading.file)
                    return ServiceLawFile.read(file, namedAt: entry, reading)
                default:
                    reading.report(entry.position, .wrongValue(found: entry.summary, allowed: allowed))
                    return nil
                }
            },
            write: { law, catalogue in Sections.law.write(LawDraft(law), catalogue) },
            schema: { catalogue in
                .object([("oneOf", .list([.object([("type", .text("string"))]), Sections.law.schema(catalogue)]))])
            },
            rows: Sections.law.rows)
    }
}

extension Section<LawDraft> {
    fileprivate func law(_ entry: Entry, _ reading: Reading) -> FittedServiceLaw? {
        guard let (draft, isSound) = read(entry, reading), isSound else { return nil }
        return draft.law
    }
}

extension LawDraft {
    init(_ law: FittedServiceLaw) {
        func phase(_ phase: FittedServiceLaw.Phase) -> Phase {
            Phase(
                perPass: phase.perPass, perToken: phase.perToken, perContextToken: phase.perContextToken,
                residualScale: phase.residualScale)
        }
        func range(_ range: ClosedRange<Int>) -> Range { Range(from: range.lowerBound, through: range.upperBound) }
        self.init(
            model: law.model, machine: law.machine, prefill: phase(law.prefill), decode: phase(law.decode),
            inputTokens: range(law.inputTokens), outputTokens: range(law.outputTokens), batch: range(law.batch),
            measurements: law.measurements)
    }

    /// - Precondition: it was read without a mistake.
    fileprivate var law: FittedServiceLaw {
        func phase(_ phase: Phase) -> FittedServiceLaw.Phase {
            FittedServiceLaw.Phase(
                perPass: phase.perPass, perToken: phase.perToken, perContextToken: phase.perContextToken,
                residualScale: phase.residualScale)
        }
        func range(_ range: Range) -> ClosedRange<Int> { range.from...range.through }
        return FittedServiceLaw(
            model: model, machine: machine, prefill: phase(prefill), decode: phase(decode),
            inputTokens: range(inputTokens), outputTokens: range(outputTokens), batch: range(batch),
            measurements: measurements)
    }
}

extension YamlTree {
    /// Whole numbers as numbers, everything else as text.
    fileprivate var json: Json {
        switch self {
        case .scalar(let text): Int(text).map(String.init) == text ? .number(text) : .text(text)
        case .flow(let tree): tree.json
        case .sequence(let items): .list(items.map(\.json))
        case .mapping(let pairs): .object(pairs.map { ($0.0, $0.1.json) })
        }
    }
}
