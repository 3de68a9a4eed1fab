// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Languages
import ModelFiles
import TestTools
import Testing

/// Damaged GGUF files are read, and answer if they can still be read.
@Suite("Damaged language models are survived")
struct DamageTests {
    /// One for each type of tensor; sizes and offsets stand in the first bytes.
    private static let run = DamageRun(fixtures: [0, 1, 2, 3, 8, 30].map { TinyModel.bytes($0) }, head: 8192) {
        try answer($0)
    }

    @Test("Every fixture is a good file; all but that of 32-bit numbers are of at most 64 KiB")
    func fixtures() throws {
        for bytes in Self.run.fixtures {
            #expect(bytes.count <= (bytes == TinyModel.bytes(0) ? 131_072 : 65_536))
            try Self.answer(bytes)
        }
    }

    @Test("In a child: damages, reads and asks models", .enabled(if: DamageRun.isChild))
    func child() throws { try Self.run.child { $0 is ModelFileMistake } }

    @Test("5,000 damaged copies end in an answer or a typed error", .disabled(if: DamageRun.isChild))
    func survival() throws {
        let problems = try DamageRun.problems(of: "LanguagesTests.DamageTests/child", children: 10)
        #expect(problems?.isEmpty != false, "\(problems ?? [])")
    }

    private static func answer(_ bytes: [UInt8]) throws {
        let model = try LanguageModel(gguf: bytes, file: "damaged")
        let decoder = Decoder(model, profile: .fused1, context: 4)
        let tokens = model.tokenizer.encode("hello 12").prefix(3).filter { $0 < Int32(model.tokenizer.count) }
        if !tokens.isEmpty { _ = decoder.generate(prompts: [Array(tokens)], newTokens: 2, stop: []) }
    }
}
