// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import CKernels
import Foundation
import Kernels

/// Inference kernels against the libraries that others use, on one core.
struct KernelsBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernels",
        abstract: "Matrix products against OpenBLAS, ONNX models against ONNX Runtime, decoding against llama.cpp.")

    @Flag(help: "Print a JSON object.")
    var json = false

    @Option(help: "A Python interpreter with onnxruntime and xllamacpp; or the environment variable TRILEMMA_PYTHON.")
    var python: String?

    @Option(help: "A folder with the public models' files; or the environment variable TRILEMMA_ONNX_MODELS.")
    var models: String?

    /// Below this OpenBLAS cannot have found its AVX-512 or AVX2 kernels, and a comparison would flatter.
    private static let leastOfPeer = 30.0

    func run() throws {
        let peer = try loaded()
        Self.say("OpenBLAS: \(peer.configuration)")
        let batch = ProductComparison(rows: 192, inner: 384, columns: 384, against: peer)
        if trilemma_can_run(TRILEMMA_AVX512), batch.theirs < Self.leastOfPeer {
            Self.say("OpenBLAS reaches \(batch.theirs) GFLOP/s, expected at least \(Self.leastOfPeer) with AVX-512")
            throw ExitCode(1)
        }
        let single = [384, 2048].map { ProductComparison(rows: 1, inner: $0, columns: $0, against: peer) }
        let aligned = [384, 2048].map {
            ProductComparison(rows: 1, inner: $0, columns: $0, isAligned: true, against: peer)
        }
        let all = [batch] + single + aligned
        var figures = Figures()
        figures.add("sgemm_vs_openblas", ([batch] + single).map(\.ratio).min() ?? .nan)
        for one in all { figures.add("sgemm_\(one.name)", one.ratio) }
        for one in all { if let ratio = one.ratioToVectors { figures.add("sgemv_\(one.name)", ratio) } }
        for one in all { figures.add("ours_gflops_\(one.name)", one.ours) }
        for one in all { figures.add("openblas_gflops_\(one.name)", one.theirs) }
        addLatencies(to: &figures)
        figures.print(asJSON: json)
    }

    /// Whole models against ONNX Runtime: `onnx_latency_vs_onnxruntime` is the worst of all, and is left out unless all
    /// could be measured.
    private func addLatencies(to figures: inout Figures) {
        let environment = ProcessInfo.processInfo.environment
        guard let python = python ?? environment["TRILEMMA_PYTHON"],
            let folder = models ?? environment["TRILEMMA_ONNX_MODELS"]
        else { return Self.say("SKIPPED: ONNX models; name an interpreter with --python and a folder with --models") }
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        var worst = 0.0
        for model in OnnxComparison.models {
            guard let file = files.first(where: { "/\($0)".hasSuffix("/" + model.file) }) else {
                Self.say("SKIPPED: \(model.name); there is no \(model.file) in \(folder)")
                worst = .nan
                continue
            }
            do {
                let one = try OnnxComparison(model, at: folder + "/" + file, python: python)
                worst = worst.isNaN ? worst : max(worst, one.ratio)
                figures.add("onnx_latency_vs_onnxruntime_\(one.name)", one.ratio)
                figures.add("ours_ms_\(one.name)", one.ours * 1e3)
                figures.add("onnxruntime_ms_\(one.name)", one.theirs * 1e3)
            } catch {
                Self.say("SKIPPED: \(model.name): \(error)")
                worst = .nan
            }
        }
        if !worst.isNaN { figures.add("onnx_latency_vs_onnxruntime", worst) }
        addDecoding(files, in: folder, python: python, to: &figures)
    }

    /// A language model against llama.cpp: `decode_vs_peer`, which is against the bandwidth of the memory where llama.cpp is not
    /// there, and is left out when the model's file is not.
    private func addDecoding(
        _ files: [String], in folder: String, python: String, to figures: inout Figures
    ) {
        guard let file = files.first(where: { $0.hasSuffix(DecodeComparison.file) }) else {
            return Self.say("SKIPPED: decoding; there is no \(DecodeComparison.file) in \(folder)")
        }
        do {
            let decoding = try DecodeComparison(at: folder + "/" + file, python: python)
            switch decoding.theirs {
            case .success(let theirs):
                Self.say("decode_vs_peer: the peer is llama.cpp with one thread, from the Python package xllamacpp")
                figures.add("decode_vs_peer", decoding.tokensPerSecond / theirs)
                figures.add("decode_llama_cpp_tokens_per_s", theirs)
            case .failure(let reason):
                Self.say("decode_vs_peer: the peer is the bound of the memory; llama.cpp: \(reason)")
                figures.add("decode_vs_peer", decoding.tokensPerSecond / decoding.bound)
            }
            figures.add("decode_vs_bound", decoding.tokensPerSecond / decoding.bound)
            figures.add("decode_tokens_per_s", decoding.tokensPerSecond)
            figures.add("decode_bound_tokens_per_s", decoding.bound)
        } catch {
            Self.say("SKIPPED: decoding: \(error)")
        }
    }

    private func loaded() throws -> OpenBLAS {
        do {
            return try OpenBLAS()
        } catch let failure as OpenBLAS.Failure {
            Self.say("\(failure)")
            throw ExitCode(1)
        }
    }

    /// A line beside the results.
    private static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
