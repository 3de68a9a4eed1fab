// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// One mistake in a scenario or trace file: where it is, what was found, what is allowed, and the nearest valid name.
///
/// All words are made here, by `parts`.
public struct Mistake: Error, Sendable, Equatable {
    /// Where it is; inside the file.
    public let position: Position
    let problem: Problem

    init(_ position: Position, _ problem: Problem) {
        self.position = position
        self.problem = problem
    }
}

extension Mistake: CustomStringConvertible {
    /// `file:line:column: found ...; allowed: ...; did you mean '...'?`
    public var description: String {
        let (found, allowed, meant) = parts
        let question = meant.map { "; did you mean '\($0)'?" } ?? ""
        return "\(position): found \(found); allowed: \(allowed)\(question)"
    }

    private var parts: (found: String, allowed: String, meant: String?) {
        switch problem {
        case .cannotRead(let failure): Self.words(failure)
        case .empty: ("an empty file", "the keys of a scenario", nil)
        case .notUTF8: ("bytes that are not UTF-8", "text in UTF-8", nil)
        case .byteOrderMark: ("a byte-order mark", "text in UTF-8 that begins without one", nil)
        case .strangeCharacter(let value):
            ("the character U+" + Self.hexadecimal(value), "text without control characters", nil)
        case .includeCycle(let files):
            ("an include of itself: " + files.joined(separator: " -> "), "files in a tree", nil)
        case .syntax(let syntax): Self.words(syntax)
        case .duplicateKey(let key, let first):
            ("the key \(Self.quoted(key)) again" + Self.seen(first), "each key once", nil)
        case .anchor: ("an anchor", Self.include, nil)
        case .alias: ("an alias", Self.include, nil)
        case .tag: ("a tag", "values without a tag; what they are follows from their key", nil)
        case .mergeKey: ("the merge key '<<'", Self.include, nil)
        case .secondDocument: ("a second document", "one document per file", nil)
        case .keyNotAWord: ("a key that is no single word", "a word as key", nil)
        case .tooDeep: ("nesting deeper than \(Composer.deepest) levels", "at most \(Composer.deepest) levels", nil)
        case .tooLong:
            ("more than \(Composer.longest) lines and list items", "at most \(Composer.longest) in a file", nil)
        case .unknownKey(let key, let section, let allowed):
            ("unknown key \(Self.quoted(key)) of \(section)", Self.list(allowed), Nearest.name(to: key, among: allowed))
        case .missingKey(let key, let section, let allowed): ("no key '\(key)' of \(section)", allowed, nil)
        case .wrongValue(let found, let allowed): (found, allowed, nil)
        case .wrongQuantity(let mistake, let dimension): Self.words(mistake, dimension)
        case .unknownName(let name, let kind, let allowed):
            ("unknown \(kind) \(Self.quoted(name))", Self.list(allowed), Nearest.name(to: name, among: allowed))
        case .duplicateName(let name, let kind, let first):
            ("the \(kind) \(Self.quoted(name)) again" + Self.seen(first), "each id once", nil)
        case .contradiction(let found, let allowed): (found, allowed, nil)
        case .tooMany(let most): ("more than \(most) mistakes", "none; the others are not listed", nil)
        }
    }

    private static let include =
        "each value written out; what several files share goes into a file of its own, by 'include'"

    private static func words(_ failure: TextFile.Failure) -> (String, String, String?) {
        switch failure {
        case .missing: ("no such file", "the path of a file, relative to the file that names it", nil)
        case .forbidden: ("a file that may not be read", "a readable file", nil)
        case .folder: ("a folder", "a file", nil)
        case .notAFile: ("something that is no ordinary file", "a file", nil)
        case .tooLarge(let bytes, let limit): ("a file of \(bytes) bytes", "at most \(limit) bytes", nil)
        case .unreadable: ("a file that cannot be read", "a readable file", nil)
        }
    }

    private static func words(_ syntax: Problem.Syntax) -> (String, String, String?) {
        switch syntax {
        case .tab: ("a tab", "spaces for indentation", nil)
        case .unclosedQuote(let since): ("no closing quote" + began(since), "a quote that is closed", nil)
        case .unclosedList(let since): ("neither ',' nor ']' in the list" + began(since), "[item, item]", nil)
        case .unclosedMapping(let since):
            ("neither ',' nor '}' in the keys" + began(since), "{key: value, key: value}", nil)
        case .secondColon:
            ("a ':' where no key can stand", "one 'key: value' on a line; quotes around text with ': '", nil)
        case .noColon: ("a key without ':'", "key: value", nil)
        case .misplacedDash: ("a '-' where no list can begin", "list items on lines of their own", nil)
        case .indentation:
            (
                "a line that does not continue what stands above it", "keys and items of one group in the same column",
                nil
            )
        case .badEscape: ("an unknown escape in double quotes", "\\\\, \\\", \\n and \\t, or single quotes", nil)
        case .strangeStart: ("a character that begins no value", "quotes around text that begins with it", nil)
        case .noValue: ("no value where one must stand", "key: value, or - item", nil)
        case .other: ("text that is not YAML", "keys with values, lists and comments in YAML", nil)
        }
    }

    private static func words(_ mistake: Quantity.Mistake, _ dimension: Dimension) -> (String, String, String?) {
        let units = dimension.units.map(\.name)
        let allowed = "a number with a unit, like \(dimension.example) (units: \(units.joined(separator: ", ")))"
        return switch mistake {
        case .notANumber(""): ("nothing", dimension.units.isEmpty ? "a plain decimal number" : allowed, nil)
        case .notANumber(let text): (quoted(text), dimension.units.isEmpty ? "a plain decimal number" : allowed, nil)
        case .noUnit(let text): ("\(quoted(text)) without a unit", allowed, nil)
        case .unknownUnit(let unit): ("unknown unit \(quoted(unit))", allowed, Nearest.name(to: unit, among: units))
        case .unitNotAllowed(let unit):
            ("\(quoted(unit)) after a number that has no unit", "a plain decimal number", nil)
        case .tooLarge(let text): (quoted(text), "a number below 1e18", nil)
        }
    }

    private static func seen(_ first: Position?) -> String { first.map { ", first at \($0.line):\($0.column)" } ?? "" }

    private static func began(_ since: Position) -> String { " that begins at \(since.line):\(since.column)" }

    static func list(_ names: [String]) -> String {
        guard !names.isEmpty else { return "none, because none is declared" }
        let shown = names.prefix(60).joined(separator: ", ")
        return names.count > 60 ? shown + " and \(names.count - 60) more" : shown
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// A text from a file between quotes, on one line and not too long.
    static func quoted(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(48) {
            let isPlain = scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format
            shown.unicodeScalars.append(isPlain ? scalar : " ")
        }
        return "'\(shown)\(text.unicodeScalars.count > 48 ? "..." : "")'"
    }
}

/// All mistakes of a reading, in the order of files, lines and columns.
public struct ScenarioMistakes: Error, Sendable, Equatable {
    /// At least one; sorted, each once.
    public let mistakes: [Mistake]

    init(_ mistakes: [Mistake]) {
        precondition(!mistakes.isEmpty, "mistakes: expected at least one, found none")
        var unique: [Mistake] = []
        let keyed = mistakes.map { (mistake: $0, text: $0.description) }
        for (mistake, _) in keyed.sorted(by: { ($0.mistake.position, $0.text) < ($1.mistake.position, $1.text) })
        where unique.last != mistake {
            unique.append(mistake)
        }
        self.mistakes = unique
    }
}

extension ScenarioMistakes: CustomStringConvertible {
    /// One line each, without a line end after the last.
    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
