# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference logits and tokenizations of a Llama-architecture GGUF file, by numpy and nothing else of ours.

    python3 check_smollm2.py MODEL.gguf FOLDER

Writes FOLDER/prompts.txt (one JSON string per line), FOLDER/tokens.txt (the tokens of each, by spaces) and
FOLDER/logits.bin (for each prompt the logits of its last position, float32, little-endian). The tests of Languages read them,
and FOLDER/model.gguf, when TRILEMMA_SMOLLM2 names FOLDER. The weights are dequantised by the formulas of the format, all
arithmetic is float64, and the tokenizer is the naive one that searches the best pair anew each time.
"""
import json
import os
import shutil
import struct
import sys
import unicodedata

import numpy as np

PROMPTS = [
    "The capital of France is",
    "Hello, world!",
    "  two  spaces\n\n\tand a tab; it's they'll we've I'd 'quoted'",
    "In 2024, 3.14159 x 10^23 = ½?",
    "Größe, naïve café, привет мир, 你好世界, שלום, 🙂👍🏽",
    "def f(x):\n    return x ** 2  # square\n",
    "<|im_start|>user\nWhat is 2 + 2?<|im_end|>\n<|im_start|>assistant\n",
    "a" * 40 + "\r\n\u00a0\u3000end \u0301",
]


class Reader:
    """The directory of a GGUF file (specification of the ggml project)."""

    PLAIN = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}

    def __init__(self, data):
        self.data, self.place = data, 8
        tensors, keys = self.plain("Q"), self.plain("Q")
        self.metadata = {self.text(): self.value(self.plain("I")) for _ in range(keys)}
        entries = [self.entry() for _ in range(tensors)]
        alignment = self.metadata.get("general.alignment", 32)
        start = -(-self.place // alignment) * alignment
        self.tensors = {name: (shape, kind, start + offset) for name, shape, kind, offset in entries}

    def plain(self, form):
        (value,) = struct.unpack_from("<" + form, self.data, self.place)
        self.place += struct.calcsize("<" + form)
        return value

    def text(self):
        length = self.plain("Q")
        self.place += length
        return self.data[self.place - length : self.place].decode()

    def value(self, kind):
        if kind == 8:
            return self.text()
        if kind == 9:
            kind, count = self.plain("I"), self.plain("Q")
            return [self.value(kind) for _ in range(count)]
        return self.plain(self.PLAIN[kind])

    def entry(self):
        name = self.text()
        shape = [self.plain("Q") for _ in range(self.plain("I"))]
        return name, shape, self.plain("I"), self.plain("Q")

    def tensor(self, name):
        """A tensor as float64, its last axis being the one that runs fastest in the file."""
        shape, kind, start = self.tensors[name]
        count = int(np.prod(shape))
        if kind == 0:
            numbers = np.frombuffer(self.data, "<f4", count, start)
        elif kind == 1:
            numbers = np.frombuffer(self.data, "<f2", count, start)
        elif kind == 8:
            block = np.frombuffer(self.data, np.dtype([("d", "<f2"), ("q", "i1", 32)]), count // 32, start)
            numbers = block["d"].astype(np.float32)[:, None] * block["q"].astype(np.float32)
        elif kind in (2, 3):
            fields = [("d", "<f2")] + ([("m", "<f2")] if kind == 3 else []) + [("q", "u1", 16)]
            block = np.frombuffer(self.data, np.dtype(fields), count // 32, start)
            q = np.concatenate([block["q"] & 15, block["q"] >> 4], axis=1).astype(np.float64)
            d = block["d"].astype(np.float64)[:, None]
            m = block["m"].astype(np.float64)[:, None] if kind == 3 else -8 * d
            numbers = (d * q + m).astype(np.float32)
        else:
            sys.exit(f"tensor {name} has type {kind}, which this script does not read")
        return numbers.astype(np.float64).reshape(shape[::-1])


class Tokens:
    """Byte-level pairs, in the most naive way."""

    def __init__(self, metadata):
        self.names = metadata["tokenizer.ggml.tokens"]
        self.ids = {name: index for index, name in enumerate(self.names)}
        self.ranks = {tuple(line.split(" ")): rank for rank, line in enumerate(metadata["tokenizer.ggml.merges"])}
        kinds = metadata.get("tokenizer.ggml.token_type", [1] * len(self.names))
        self.special = sorted((n for n, k in zip(self.names, kinds) if k in (3, 4)), key=len, reverse=True)
        self.unknown = metadata.get("tokenizer.ggml.unknown_token_id")
        self.splits_digits = metadata["tokenizer.ggml.pre"] == "smollm"
        self.visible, extra = {}, 0
        for byte in range(256):
            shown = 33 <= byte <= 126 or 161 <= byte <= 172 or 174 <= byte
            self.visible[byte] = chr(byte if shown else 256 + extra)
            extra += not shown

    @staticmethod
    def kind(character):
        category = unicodedata.category(character)
        if category[0] in "LN":
            return category[0]
        # Python counts U+001C to U+001F as white space, Unicode does not.
        return "S" if character.isspace() and character not in "\x1c\x1d\x1e\x1f" else "O"

    def pieces(self, text):
        while text:
            limit = len(text)
            if self.splits_digits:
                places = [i for i, c in enumerate(text) if self.kind(c) == "N"]
                limit = 1 if places[:1] == [0] else places[0] if places else limit
            end = self.end(text[:limit])
            yield text[:end]
            text = text[end:]

    def end(self, text):
        for suffix in ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d"):
            if text.startswith(suffix):
                return len(suffix)
        first = 1 if text[0] == " " and len(text) > 1 and self.kind(text[1]) != "S" else 0
        end = first
        while end < len(text) and self.kind(text[end]) == self.kind(text[first]):
            end += 1
        if self.kind(text[first]) == "S" and end < len(text) and end > 1:
            end -= 1
        return end

    def merge(self, piece):
        parts = [self.visible[byte] for byte in piece.encode()]
        while True:
            pairs = [(self.ranks[pair], i) for i, pair in enumerate(zip(parts, parts[1:])) if pair in self.ranks]
            if not pairs:
                return [self.ids.get(part, self.unknown) for part in parts]
            _, i = min(pairs)
            parts[i : i + 2] = [parts[i] + parts[i + 1]]

    def encode(self, text):
        tokens, plain = [], ""
        while text:
            found = next((name for name in self.special if text.startswith(name)), None)
            if found is None:
                plain, text = plain + text[0], text[1:]
                continue
            tokens += [t for piece in self.pieces(plain) for t in self.merge(piece)] + [self.ids[found]]
            plain, text = "", text[len(found) :]
        return tokens + [t for piece in self.pieces(plain) for t in self.merge(piece)]


def normed(x, scale, epsilon):
    return x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + epsilon) * scale


def rotated(x, base):
    """[positions][heads][width], pairs of neighbours."""
    positions, _, width = x.shape
    angles = np.arange(positions)[:, None, None] * base ** (-np.arange(0, width, 2) / width)
    a, b = x[..., 0::2], x[..., 1::2]
    turned = [a * np.cos(angles) - b * np.sin(angles), a * np.sin(angles) + b * np.cos(angles)]
    return np.stack(turned, axis=-1).reshape(x.shape)


def last_logits(reader, cache, tokens):
    """The logits of the last position."""
    meta = reader.metadata
    heads, groups = meta["llama.attention.head_count"], meta["llama.attention.head_count_kv"]
    epsilon, base = meta["llama.attention.layer_norm_rms_epsilon"], meta.get("llama.rope.freq_base", 10000.0)

    def weights(name):
        if name not in cache:
            cache[name] = reader.tensor(name + ".weight").astype(np.float32)
        return cache[name].astype(np.float64)

    x = weights("token_embd")[tokens]
    count, width = x.shape
    mask = np.triu(np.full((count, count), -np.inf), 1)
    for layer in range(meta["llama.block_count"]):
        part = f"blk.{layer}."
        h = normed(x, weights(part + "attn_norm"), epsilon)
        q = rotated((h @ weights(part + "attn_q").T).reshape(count, heads, -1), base)
        k = rotated((h @ weights(part + "attn_k").T).reshape(count, groups, -1), base)
        v = (h @ weights(part + "attn_v").T).reshape(count, groups, -1)
        k, v = np.repeat(k, heads // groups, axis=1), np.repeat(v, heads // groups, axis=1)
        scores = np.einsum("ihd,jhd->hij", q, k) / np.sqrt(q.shape[-1]) + mask
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        x = x + np.einsum("hij,jhd->ihd", shares, v).reshape(count, width) @ weights(part + "attn_output").T
        h = normed(x, weights(part + "ffn_norm"), epsilon)
        gate = h @ weights(part + "ffn_gate").T
        x = x + (gate / (1 + np.exp(-gate)) * (h @ weights(part + "ffn_up").T)) @ weights(part + "ffn_down").T
    last = normed(x[-1], weights("output_norm"), epsilon)
    return last @ weights("output" if "output.weight" in reader.tensors else "token_embd").T


def main():
    model, folder = sys.argv[1:]
    with open(model, "rb") as file:
        reader = Reader(file.read())
    tokenizer, cache = Tokens(reader.metadata), {}
    os.makedirs(folder, exist_ok=True)
    target = os.path.join(folder, "model.gguf")
    if not os.path.exists(target):
        shutil.copyfile(model, target)
    encoded = [tokenizer.encode(prompt) for prompt in PROMPTS]
    with open(os.path.join(folder, "prompts.txt"), "w") as file:
        file.writelines(json.dumps(prompt) + "\n" for prompt in PROMPTS)
    with open(os.path.join(folder, "tokens.txt"), "w") as file:
        file.writelines(" ".join(map(str, tokens)) + "\n" for tokens in encoded)
    with open(os.path.join(folder, "logits.bin"), "wb") as file:
        for tokens in encoded:
            file.write(last_logits(reader, cache, tokens).astype("<f4").tobytes())


if __name__ == "__main__":
    main()
