// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// ONNX Runtime with one thread, in a Python process of its own that times single runs when told.
final class OnnxRuntime {
    /// Why there is nothing to measure against.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let process = Process()
    private let toChild = Pipe()
    private let fromChild = Pipe()
    private var unread = Data()

    /// - Parameters:
    ///   - python: the interpreter; it has the packages numpy and onnxruntime.
    ///   - model: the path of an ONNX file.
    ///   - inputs: name, type as numpy calls it, and shape of each input.
    init(python: String, model: String, inputs: [(name: String, type: String, shape: [Int])]) throws {
        process.executableURL = URL(fileURLWithPath: python)
        let described = inputs.flatMap { [$0.name, $0.type, $0.shape.map(String.init).joined(separator: ",")] }
        process.arguments = ["-c", Self.script, model] + described
        process.standardInput = toChild
        process.standardOutput = fromChild
        do { try process.run() } catch { throw Failure(description: "\(python) cannot be run: \(error)") }
        let greeting = try line()
        guard greeting == "ready" else {
            throw Failure(description: "ONNX Runtime said '\(greeting)', expected 'ready'")
        }
    }

    deinit {
        try? toChild.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The least processor seconds of several runs, one after another.
    func leastSeconds(ofRuns runs: Int) throws -> Double {
        try toChild.fileHandleForWriting.write(contentsOf: Data("\(runs)\n".utf8))
        let answer = try line()
        guard let seconds = Double(answer) else { throw Failure(description: "ONNX Runtime said '\(answer)'") }
        return seconds
    }

    private func line() throws -> String {
        while !unread.contains(UInt8(ascii: "\n")) {
            let data = fromChild.fileHandleForReading.availableData
            if data.isEmpty { throw Failure(description: "the process of ONNX Runtime ended; are its packages there?") }
            unread += data
        }
        let end = unread.firstIndex(of: UInt8(ascii: "\n")) ?? unread.endIndex
        defer { unread = Data(unread[end...].dropFirst()) }
        return String(decoding: unread[..<end], as: UTF8.self)
    }

    /// The numbers are those of `OnnxComparison.numbers`.
    private static let script = """
        from sys import argv, stdin
        from time import process_time
        from numpy import arange, array, int64, prod
        from onnxruntime import InferenceSession, SessionOptions
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = InferenceSession(argv[1], options, providers=["CPUExecutionProvider"])
        inputs = {}
        for name, kind, shape in zip(*[iter(argv[2:])] * 3):
            shape = [int(size) for size in shape.split(",") if size]
            whole = arange(int(prod(shape, dtype=int64))) * 7919 % 251
            numbers = whole / 251 if kind.startswith("float") else whole if shape else array([16000])
            inputs[name] = numbers.astype(kind).reshape(shape)
        session.run(None, inputs)
        print("ready", flush=True)
        for line in stdin:
            least = 1e9
            for _ in range(int(line)):
                start = process_time()
                session.run(None, inputs)
                least = min(least, process_time() - start)
            print(repr(least), flush=True)
        """
}
