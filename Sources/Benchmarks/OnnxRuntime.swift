// SPDX-License-Identifier: GPL-3.0-or-later

/// ONNX Runtime with one thread.
enum OnnxRuntime {
    /// - Parameters:
    ///   - python: an interpreter with the packages numpy and onnxruntime.
    ///   - model: the path of an ONNX file.
    ///   - inputs: name, type as numpy calls it, and shape of each input.
    static func peer(
        python: String, model: String, inputs: [(name: String, type: String, shape: [Int])]
    ) throws -> PythonPeer {
        let described = inputs.flatMap { [$0.name, $0.type, $0.shape.map(String.init).joined(separator: ",")] }
        return try PythonPeer("ONNX Runtime", python: python, script: script, arguments: [model] + described)
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
