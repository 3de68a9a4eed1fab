# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the two digit classifiers that nodes serve, and writes them as ONNX files with the inputs they are asked.

How to run, from the top of the repository:

    python3 -m venv .venv
    .venv/bin/pip install scikit-learn numpy onnx
    .venv/bin/python Notebooks/train_digits.py

Data: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998,
doi:10.24432/C50P49, licence CC BY 4.0; the 1,797 samples of 8 x 8 pixels, each 0 to 16, that scikit-learn ships. They
are shuffled once and split into 1,077 for training, 360 for fitting tolerances (calibration) and 360 for requests
(test).

Everything is drawn from fixed seeds. On another machine the linear algebra library may add in another order and so
change the weights' last digits: the committed files are the record, and the tests hold Swift against them.
"""

import pathlib

import numpy as np
import onnx
from sklearn.datasets import load_digits

TRAINING, CALIBRATION, TEST = 1077, 360, 360
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "CModelFiles" / "files"


def split():
    """Inputs as pixels 0...16 and labels of the three disjoint parts."""
    digits = load_digits()
    order = np.random.default_rng(20260101).permutation(len(digits.data))
    assert len(order) == TRAINING + CALIBRATION + TEST
    bounds = [0, TRAINING, TRAINING + CALIBRATION, len(order)]
    parts = [order[start:end] for start, end in zip(bounds, bounds[1:])]
    return [(digits.data[part], digits.target[part]) for part in parts]


def forward(layers, inputs):
    """The activations after each layer: rectified but for the last, which are scores before the softmax."""
    activations = [inputs]
    for number, (weights, bias) in enumerate(layers):
        sums = activations[-1] @ weights.T + bias
        activations.append(sums if number == len(layers) - 1 else np.maximum(sums, 0))
    return activations


def softmax(sums):
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def gradients(layers, inputs, targets, decay):
    """Of the mean cross-entropy plus decay / 2 times the squared weights."""
    activations = forward(layers, inputs)
    error = (softmax(activations[-1]) - targets) / len(inputs)
    result = []
    for number in reversed(range(len(layers))):
        weights, _ = layers[number]
        result.insert(0, (error.T @ activations[number] + decay * weights, error.sum(axis=0)))
        if number > 0:
            error = (error @ weights) * (activations[number] > 0)
    return result


def train(inputs, labels, widths, *, seed, epochs, rate, decay, smoothing, batch=32):
    """A multi-layer perceptron trained by Adam (D. Kingma, J. Ba, ICLR 2015, algorithm 1), in double precision."""
    random = np.random.default_rng(seed)
    layers = [
        [random.normal(0, np.sqrt(2 / before), (after, before)), np.zeros(after)]
        for before, after in zip(widths, widths[1:])
    ]
    first = [[np.zeros_like(part) for part in layer] for layer in layers]
    second = [[np.zeros_like(part) for part in layer] for layer in layers]
    targets = np.eye(widths[-1])[labels] * (1 - smoothing) + smoothing / widths[-1]
    step = 0
    for epoch in range(epochs):
        pace = rate * (1 - epoch / epochs)
        order = random.permutation(len(inputs))
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            step += 1
            for number, layer in enumerate(gradients(layers, inputs[chosen], targets[chosen], decay)):
                for part, slope in enumerate(layer):
                    mean, square = first[number][part], second[number][part]
                    mean += 0.1 * (slope - mean)
                    square += 0.001 * (slope**2 - square)
                    move = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
                    layers[number][part] -= pace * move
    return [(weights.astype(np.float32), bias.astype(np.float32)) for weights, bias in layers]


def right(layers, inputs, labels):
    """How many labels the classifier, in single precision, gets right."""
    return int((forward(layers, inputs.astype(np.float32))[-1].argmax(axis=1) == labels).sum())


def write_model(name, layers):
    """Gemm and Relu by turns, at the end a Softmax: pixels from 0 to 1, [batch][64], to scores, [batch][10]."""
    nodes, numbers, last = [], [], "pixels"
    for number, (weights, bias) in enumerate(layers):
        names = [f"weights{number}", f"bias{number}"]
        numbers += [onnx.numpy_helper.from_array(part, label) for part, label in zip((weights, bias), names)]
        nodes.append(onnx.helper.make_node("Gemm", [last, *names], [f"sums{number}"], transB=1))
        if number < len(layers) - 1:
            last = f"values{number}"
            nodes.append(onnx.helper.make_node("Relu", [f"sums{number}"], [last]))
        else:
            nodes.append(onnx.helper.make_node("Softmax", [f"sums{number}"], ["scores"], axis=-1))

    def values(label, width):
        return onnx.helper.make_tensor_value_info(label, onnx.TensorProto.FLOAT, ["batch", width])

    ends = values("pixels", layers[0][0].shape[1]), values("scores", len(layers[-1][1]))
    model = onnx.helper.make_model(
        onnx.helper.make_graph(nodes, name, [ends[0]], [ends[1]], numbers),
        opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8, producer_name="Notebooks/train_digits.py",
    )
    onnx.checker.check_model(model, full_check=True)
    (FOLDER / f"{name}.onnx").write_bytes(model.SerializeToString(deterministic=True))


def write_inputs(name, inputs, labels):
    """The pixels of all images, 64 bytes of 0 to 16 each, row by row, then the labels, one byte each."""
    (FOLDER / f"{name}.bytes").write_bytes(inputs.astype(np.uint8).tobytes() + labels.astype(np.uint8).tobytes())


def main():
    training, calibration, test = split()
    plans = {
        # The model: two hidden layers, smoothed labels so that scores do not all stand at 1.
        "digits": dict(
            widths=[64, 48, 32, 10], seed=1, epochs=60, rate=3e-3, decay=1e-3, smoothing=0.05,
        ),
        # Its substitute: a thirteenth of the weights and clearly worse.
        "digits-small": dict(
            widths=[64, 5, 10], seed=2, epochs=60, rate=3e-3, decay=1e-3, smoothing=0.05,
        ),
    }
    for name, plan in plans.items():
        layers = train(training[0] / 16, training[1], **plan)
        found = right(layers, test[0] / 16, test[1])
        scores = softmax(forward(layers, test[0] / 16)[-1]).max(axis=1)
        print(
            f"{name}: right on {found} of {TEST} test inputs ({found / TEST:.2%}), "
            f"{right(layers, calibration[0] / 16, calibration[1])} of {CALIBRATION} calibration inputs; "
            f"mean highest score {scores.mean():.3f}"
        )
        write_model(name, layers)
    write_inputs("digits-calibration", *calibration)
    write_inputs("digits-test", *test)


if __name__ == "__main__":
    main()
