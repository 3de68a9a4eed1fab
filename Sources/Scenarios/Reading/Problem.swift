// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What can be wrong with a scenario file. `Mistake` puts it into words.
enum Problem: Equatable, Sendable {
    // The file as a whole
    case cannotRead(TextFile.Failure)
    case empty
    case notUTF8
    case byteOrderMark
    case strangeCharacter(UInt32)
    case includeCycle(through: [String])

    // The text as YAML, or as the part of YAML a scenario may use
    case syntax(Syntax)
    case duplicateKey(String, first: Position?)
    case anchor
    case alias
    case tag
    case mergeKey
    case secondDocument
    case keyNotAWord
    case tooDeep
    case tooLong

    // What stands in it
    case unknownKey(String, of: String, allowed: [String])
    case missingKey(String, of: String, allowed: String)
    case wrongValue(found: String, allowed: String)
    case wrongQuantity(Quantity.Mistake, Dimension)
    case unknownName(String, of: String, allowed: [String])
    case duplicateName(String, of: String, first: Position)
    /// Values that are possible one by one, but not together.
    case contradiction(found: String, allowed: String)
    /// Stands for all that follow.
    case tooMany(Int)

    /// Where a text stops being YAML.
    enum Syntax: Equatable, Sendable {
        case tab
        case unclosedQuote(since: Position)
        case unclosedList(since: Position)
        case unclosedMapping(since: Position)
        case secondColon
        case noColon
        case misplacedDash
        case indentation
        case badEscape
        case strangeStart
        case noValue
        case other
    }
}
