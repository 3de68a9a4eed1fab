// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Models
import Quantities

/// The stored form of a service law: a JSON object, so that simulations read what was measured once.
public enum ServiceLawFile {
    /// The JSON text of a law: keys in alphabetical order, seconds in full precision.
    public static func json(_ law: FittedServiceLaw) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        // Encoding fails only for numbers that are not finite, which a law cannot hold.
        guard let data = try? encoder.encode(Document(law)) else { bug("service law: not encoded") }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// Writes the law so that a reader finds the old file or the new one, never half of it.
    /// - Throws: `CalibrationMistake.unreadable`.
    public static func write(_ law: FittedServiceLaw, to path: String) throws(CalibrationMistake) {
        do { try Data(json(law).utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
    }

    /// - Throws: `CalibrationMistake`: `.unreadable`, or `.malformed` for anything but the object that `write` writes.
    public static func read(_ path: String) throws(CalibrationMistake) -> FittedServiceLaw {
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        return try law(data, path: path)
    }

    /// - Parameter path: for messages only.
    static func law(_ data: Data, path: String) throws(CalibrationMistake) -> FittedServiceLaw {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: data)
        } catch DecodingError.keyNotFound(let key, let context) {
            throw .malformed(path: path, place: place(context.codingPath + [key]), expected: "a value, found none")
        } catch DecodingError.typeMismatch(let type, let context) {
            throw .malformed(path: path, place: place(context.codingPath), expected: "a value of type \(type)")
        } catch DecodingError.valueNotFound(let type, let context) {
            throw .malformed(path: path, place: place(context.codingPath), expected: "a value of type \(type)")
        } catch DecodingError.dataCorrupted(let context) {
            throw .malformed(path: path, place: place(context.codingPath), expected: "JSON with numbers in range")
        } catch { throw .unreadable(path: path, reason: error.localizedDescription) }
        if let key = unknownKey(in: data) { throw .malformed(path: path, place: key, expected: "no such key") }
        if let problem = document.problem {
            throw .malformed(path: path, place: problem.place, expected: problem.expected)
        }
        return document.law
    }

    private static func place(_ path: [any CodingKey]) -> String {
        path.isEmpty ? "file" : path.map(\.stringValue).joined(separator: ".")
    }

    /// The first key, in alphabetical order, that a law has no use for.
    private static func unknownKey(in data: Data) -> String? {
        guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else { return nil }
        func unknown(_ part: Any?, _ known: [String], _ prefix: String) -> String? {
            let keys = (part as? [String: Any])?.keys.sorted() ?? []
            return keys.first { !known.contains($0) }.map { prefix + $0 }
        }
        let phase = Document.Phase.CodingKeys.allCases.map(\.rawValue)
        let range = Document.Range.CodingKeys.allCases.map(\.rawValue)
        return unknown(object, Document.CodingKeys.allCases.map(\.rawValue), "")
            ?? ["prefill", "decode"].lazy.compactMap { unknown(object[$0], phase, $0 + ".") }.first
            ?? ["inputTokens", "outputTokens", "batch"].lazy.compactMap { unknown(object[$0], range, $0 + ".") }.first
    }
}
