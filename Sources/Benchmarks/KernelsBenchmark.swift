// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import CKernels
import Foundation
import Kernels

/// Inference kernels against the libraries that others use, on one core.
struct KernelsBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernels", abstract: "Matrix products in the default order, as multiples of OpenBLAS's speed.")

    @Flag(help: "Print a JSON object.")
    var json = false

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
        figures.print(asJSON: json)
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
