// SPDX-License-Identifier: GPL-3.0-or-later

import Yams

/// Says in our own words, at the true position, why a text is not YAML.
struct SyntaxMistake {
    private let source: SourceText

    init(_ source: SourceText) { self.source = source }

    func mistake(_ error: YamlError) -> Mistake {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            return mistake(problem, at: position(mark), since: context.map { position($0.mark) })
        case .composer(_, let problem, let mark, _):
            return Mistake(position(mark), problem.contains("alias") ? .alias : .secondDocument)
        case .duplicatedKeysInMapping(let keys, let context):
            return DuplicateKey(source).mistake(keys.sorted().first ?? "", at: position(context.mark))
        default:
            return Mistake(source.position(line: 1, column: 1), .syntax(.other))
        }
    }

    /// The parser's few complaints, told apart by their wording, which its library has kept for years; a complaint we do
    /// not know is reported as "not YAML" where the parser points.
    private func mistake(_ problem: String, at position: Position, since: Position?) -> Mistake {
        let start = since ?? position
        switch problem {
        case "could not find expected ':'": return Mistake(start, .syntax(.noColon))
        case "found unexpected end of stream", "found unexpected document indicator":
            return Mistake(position, .syntax(.unclosedQuote(since: start)))
        case "did not find expected ',' or ']'": return Mistake(position, .syntax(.unclosedList(since: start)))
        case "did not find expected ',' or '}'": return Mistake(position, .syntax(.unclosedMapping(since: start)))
        case "mapping values are not allowed in this context": return Mistake(position, .syntax(.secondColon))
        case "block sequence entries are not allowed in this context":
            return Mistake(position, .syntax(.misplacedDash))
        case "did not find expected <document start>": return Mistake(position, .syntax(.indentation))
        case "did not find expected key", "did not find expected '-' indicator":
            return Mistake(position, source.scalar(at: position) == "\t" ? .syntax(.tab) : .syntax(.indentation))
        case "found unknown escape character", "did not find expected hexdecimal number",
            "found invalid Unicode character escape code":
            return Mistake(position, .syntax(.badEscape))
        case "found character that cannot start any token":
            return Mistake(position, source.scalar(at: position) == "\t" ? .syntax(.tab) : .syntax(.strangeStart))
        case "did not find expected node content": return Mistake(position, .syntax(.noValue))
        default:
            if problem.contains("tab character") { return Mistake(position, .syntax(.tab)) }
            if problem.hasPrefix("Maximum nesting level") { return Mistake(position, .tooDeep) }
            return Mistake(position, .syntax(.other))
        }
    }

    private func position(_ mark: Mark) -> Position { source.position(line: mark.line, column: mark.column) }
}
