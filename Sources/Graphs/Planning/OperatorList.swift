// SPDX-License-Identifier: GPL-3.0-or-later

/// All operators. To add one, write a file with its kind and add a line here.
enum OperatorList {
    private static let kinds: [OperatorKind] =
        BinaryOperator.kinds + UnaryOperator.kinds + SignOperator.kinds + Extremes.kinds
        + [Clip.kind, Where.kind, Cast.kind]
        + [Constant.kind, ConstantOfShape.kind] + ShapeOperator.kinds
        + Reshaping.kinds + Expand.kinds
        + [Transpose.kind, Concat.kind, Split.kind, Slice.kind, Gather.kind, Pad.kind, Resize.kind]
        + [MatMul.kind, Gemm.kind, Conv.kind, ConvTranspose.kind, LSTM.kind]
        + Pool.kinds + Reduction.kinds + [ArgMax.kind, Softmax.kind]
        + [BatchNormalization.kind, LayerNormalization.kind] + Quantization.kinds

    private static let byName = Dictionary(kinds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The operator of that type, or nil. `If` and `Identity` are not here: the reader itself deals with them.
    static func named(_ name: String) -> OperatorKind? { byName[name] }

    /// All types that a node may have, for messages.
    static let names = (kinds.map(\.name) + ["Identity", "If"]).sorted().joined(separator: ", ")
}
