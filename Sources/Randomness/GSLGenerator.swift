// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// Our streams as a generator of the GNU Scientific Library, so that its distributions run on them.
///
/// One per thread, not one per entity: before a call the state of the current stream is set, after it read back. Only
/// distributions whose bits do not depend on the processor's fused multiplication are offered here.
public final class GSLGenerator {
    private let generator: UnsafeMutablePointer<gsl_rng>

    /// - Complexity: allocates once.
    public init() {
        GSLSetup.once
        guard let generator = gsl_rng_alloc(Self.type) else { preconditionFailure("gsl_rng_alloc: out of memory") }
        self.generator = generator
    }

    deinit { gsl_rng_free(generator) }

    /// Runs `body` on a generator that continues the stream.
    func continuing<Result>(_ stream: inout Stream, _ body: (UnsafeMutablePointer<gsl_rng>) -> Result) -> Result {
        let state = generator.pointee.state.assumingMemoryBound(to: Stream.self)
        state.pointee = stream
        defer { stream = state.pointee }
        return body(generator)
    }

    /// The number of events of a Poisson process with the given expected number (`gsl_ran_poisson`).
    /// - Precondition: 0 ≤ mean ≤ 1e9: the library counts in 32 bits.
    public func poisson(mean: Double, _ stream: inout Stream) -> Int {
        precondition(mean >= 0 && mean <= 1e9, "poisson: expected a mean from 0 through 1e9, found \(mean)")
        return continuing(&stream) { Int(gsl_ran_poisson($0, mean)) }
    }

    /// The number of successes in `trials` independent trials (`gsl_ran_binomial`).
    /// - Precondition: 0 ≤ trials ≤ 2^32 - 1, 0 ≤ probability ≤ 1.
    public func binomial(trials: Int, probability: Double, _ stream: inout Stream) -> Int {
        precondition(probability >= 0 && probability <= 1, "binomial: expected a probability, found \(probability)")
        return continuing(&stream) { Int(gsl_ran_binomial($0, probability, UInt32(trials))) }
    }

    /// The number of marked items among `draws` taken without replacement (`gsl_ran_hypergeometric`).
    /// - Precondition: no count is negative, and there are at least as many items as draws.
    public func hypergeometric(marked: Int, unmarked: Int, draws: Int, _ stream: inout Stream) -> Int {
        precondition(draws <= marked + unmarked, "hypergeometric: \(draws) draws of \(marked) + \(unmarked) items")
        return continuing(&stream) {
            Int(gsl_ran_hypergeometric($0, UInt32(marked), UInt32(unmarked), UInt32(draws)))
        }
    }
}

extension GSLGenerator {
    /// The registration: the library keeps the pointer as long as the process lives, and only reads it.
    private nonisolated(unsafe) static let type: UnsafePointer<gsl_rng_type> = {
        let name: StaticString = "philox4x64-xoshiro256++"
        let type = UnsafeMutablePointer<gsl_rng_type>.allocate(capacity: 1)
        type.initialize(
            to: gsl_rng_type(
                name: UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self), max: .max, min: 0,
                size: MemoryLayout<Stream>.size,
                set: { state, seed in
                    let block = Philox.block((UInt64(seed), 0, 0, 0), key: (0, 0))
                    state!.assumingMemoryBound(to: Stream.self).pointee = Stream(state: block)
                },
                get: { state in UInt(state!.assumingMemoryBound(to: Stream.self).pointee.next()) },
                get_double: { state in state!.assumingMemoryBound(to: Stream.self).pointee.uniform() }))
        return UnsafePointer(type)
    }()
}
