// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import ModelFiles
import Models
import TestTools
import Testing

/// Files of weights alone, which hubs hold beside models: they are refused, whatever they are called and hold.
@Suite("Files in the format safetensors are refused") struct SafetensorsTests {
    /// The length of the header in eight bytes, the header, then the numbers.
    private static let good: [UInt8] = {
        let header = #"{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[4,8],"data_offsets":[0,128]}}"#
        let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
        return length + Array(header.utf8) + Array(repeating: 63, count: 128)
    }()

    @Test("by their name, which says what is allowed", arguments: ["w.safetensors", "/tmp/a b/model.safetensors"])
    func named(path: String) {
        let mistake = #expect(throws: ModelLibrary.Missing.self) { try ModelLibrary.card(path) }
        #expect(mistake == .weightsOnly(path))
        #expect(mistake?.description.contains("'\(path)', in the format safetensors") == true)
        #expect(mistake?.description.hasSuffix("in the format .onnx or .gguf") == true)
    }

    @Test("under the name of another format, whole, cut off and damaged", arguments: ["w.onnx", "w.gguf"])
    func disguised(path: String) throws {
        let card = try #require(ModelCard.of(path))
        var draws = SeededNumbers(state: 5)
        // A length of 2^63 numbers, an offset outside, and the first bytes of the file alone.
        var files = [Self.good, Array(Self.good.prefix(8)), Array(repeating: 255, count: 8) + Self.good.dropFirst(8)]
        for _ in 0..<200 {
            var bytes = Array(Self.good.prefix(draws.next(1...Self.good.count)))
            for _ in 0..<draws.next(0...4) { bytes[draws.next(0...bytes.count - 1)] ^= 1 << UInt8(draws.next(0...7)) }
            files.append(bytes)
        }
        for bytes in files {
            let model = ServedModel(card, bytes: bytes)
            #expect(throws: ModelFileMistake.self) {
                switch card.kind {
                case .graph: _ = try model.graph()
                case .language: _ = try model.language()
                }
            }
        }
    }
}
