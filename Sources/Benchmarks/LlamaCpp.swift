// SPDX-License-Identifier: GPL-3.0-or-later

/// llama.cpp with one thread, as the Python package xllamacpp has it.
enum LlamaCpp {
    /// - Parameters:
    ///   - python: an interpreter with the package xllamacpp.
    ///   - model: the path of a GGUF file.
    ///   - tokens: tokens that a run decodes, one after another.
    static func peer(python: String, model: String, tokens: Int) throws -> PythonPeer {
        try PythonPeer("llama.cpp", python: python, script: script, arguments: [model, "\(tokens)"])
    }

    /// What an answer of one token takes is taken from what an answer of some more takes: the prompt, and all that a request
    /// costs besides. Choosing a token and its text are counted; both are little beside its weights.
    private static let script = """
        from os import O_WRONLY, devnull, dup2, open
        from sys import argv, stdin
        from time import process_time
        from xllamacpp import CommonParams, Server
        # Its log.
        dup2(open(devnull, O_WRONLY), 2)
        options = CommonParams()
        options.model.path = argv[1]
        options.cpuparams.n_threads = options.cpuparams_batch.n_threads = 1
        options.n_ctx = 512
        options.n_parallel = 1
        server = Server(options)
        def answer(tokens):
            start = process_time()
            server.handle_completions({
                "prompt": "The capital of France is", "max_tokens": tokens, "temperature": 0, "ignore_eos": True,
                "cache_prompt": False})
            return process_time() - start
        answer(2)
        print("ready", flush=True)
        for line in stdin:
            one = min(answer(1) for _ in range(int(line)))
            print(repr(min(answer(1 + int(argv[2])) for _ in range(int(line))) - one), flush=True)
        """
}
