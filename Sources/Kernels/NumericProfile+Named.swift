// SPDX-License-Identifier: GPL-3.0-or-later

/// The named profiles. Each stands for a class of hardware and says why it does.
extension NumericProfile {
    // MARK: Float32 throughout

    /// One sum, products rounded: plain code on any processor.
    public static let scalar = NumericProfile(
        name: "scalar", lanes: .one, combination: .sequential, multiplyAdd: .separate)

    /// Eight sums, products rounded, added in a tree: stands for processors with 256-bit vectors.
    public static let wide8 = NumericProfile(
        name: "wide-8", lanes: .eight, combination: .tree, multiplyAdd: .separate)

    /// Sixteen sums, fused, added in a tree: stands for graphics processors and processors with 512-bit vectors.
    public static let fused16 = NumericProfile(
        name: "fused-16", lanes: .sixteen, combination: .tree, multiplyAdd: .fused)

    /// One fused sum per output, k ascending: the default for language models and graphs.
    ///
    /// Stands for matrix kernels that keep each output in one register and vectorise over outputs, as matrix libraries
    /// for processors with fused multiply-add do while k fits one of their blocks. It is also the fastest order here.
    public static let fused1 = NumericProfile(
        name: "fused-1", lanes: .one, combination: .sequential, multiplyAdd: .fused)

    /// One fused sum per block of 64 steps, the blocks added one after another.
    ///
    /// Stands for kernels that cut k into pieces that fit a cache or the shared memory of a graphics processor and add
    /// each piece's sum to the output (K. Goto, R. van de Geijn, ACM TOMS 34(3), 2008; k-tiles of 32 to 64 are usual on
    /// graphics processors).
    public static let blocked64 = NumericProfile(
        name: "blocked-64", lanes: .one, combination: .sequential, multiplyAdd: .fused, blocks: .every(64))

    /// Blocks of k that are the shorter the smaller the batch is: the same request, in another batch, in other bits.
    ///
    /// Stands for libraries that split a product along k when a small batch alone has too few outputs to occupy the
    /// device ("split-k"), and so choose another order for another batch. The lengths are powers of two that halve with
    /// the bucket, so that every bucket differs from the others once k is above 256.
    public static let batchDependent = NumericProfile(
        name: "batch-dependent", lanes: .one, combination: .sequential, multiplyAdd: .fused,
        blocks: .byBucket(one: 32, two: 64, four: 128, eight: 256, sixteen: .max))

    // MARK: Short formats

    /// Sums in float32, layer outputs in bfloat16: stands for accelerators that serve bfloat16 models and accumulate in
    /// float32, today's most usual way to serve. Blocks of 32 as in their matrix kernels' k-tiles.
    public static let bfloat16Activations = NumericProfile(
        name: "bf16-activations", lanes: .one, combination: .sequential, multiplyAdd: .fused, blocks: .every(32),
        activations: .bfloat16)

    /// Sums in float32, layer outputs in float16: stands for graphics processors that serve float16 models and accumulate
    /// in float32.
    public static let float16Activations = NumericProfile(
        name: "fp16-activations", lanes: .one, combination: .sequential, multiplyAdd: .fused, blocks: .every(32),
        activations: .float16)

    /// Sums of 128 steps in float32, their total in bfloat16: stands for products split along k whose parts are reduced in
    /// the format of the output, which some frameworks allow by default for bfloat16.
    public static let bfloat16Accumulate = NumericProfile(
        name: "bf16-accumulate", lanes: .one, combination: .sequential, multiplyAdd: .fused, blocks: .every(128),
        accumulator: .bfloat16, activations: .bfloat16)

    /// Sums of 16 steps in float32, their total in float16: stands for matrix instructions with float16 accumulators,
    /// which consumer graphics processors run at twice the rate of those with float32. 16 is the k of such an instruction.
    public static let float16Accumulate = NumericProfile(
        name: "fp16-accumulate", lanes: .one, combination: .sequential, multiplyAdd: .fused, blocks: .every(16),
        accumulator: .float16, activations: .float16)

    /// All profiles that a scenario can name; the tolerances of models are fitted to them.
    public static let all = [
        scalar, wide8, fused16, fused1, blocked64, batchDependent, bfloat16Activations, float16Activations,
        bfloat16Accumulate, float16Accumulate,
    ]

    /// Their names, in the same order.
    public static var names: [String] { all.map(\.name) }

    /// The profile of that name, or nil.
    public static func named(_ name: String) -> NumericProfile? { all.first { $0.name == name } }
}
