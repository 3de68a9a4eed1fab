# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the tiny language model that nodes serve and its substitute, and writes them as GGUF files with their prompts.

How to run, from the top of the repository (about a quarter of an hour on one core):

    apt-get download r-cran-janeaustenr && dpkg-deb -x r-cran-janeaustenr_*.deb /tmp/novels
    python3 -m venv .venv
    .venv/bin/pip install jax tokenizers gguf numpy
    .venv/bin/python Notebooks/train_tiny_language_model.py --novels /tmp/novels
    .venv/bin/python Notebooks/train_tiny_language_model.py --check

Data: the six completed novels of Jane Austen (1775-1817), in the public domain, as shipped by the Debian package
r-cran-janeaustenr 1.0.0 (the package itself: J. Silge, licence MIT). One chapter in eleven is held out: the validation
loss is measured on those, and the prompts are taken from them.

The models are of the Llama architecture: H. Touvron et al., "LLaMA", arXiv 2302.13971, 2023, section 2.2, with the
grouped queries of J. Ainslie et al., "GQA", EMNLP 2023, arXiv 2305.13245. Rotation is of adjacent pairs, as llama.cpp
has it for this architecture, so no rows are permuted. The embedding serves as the output matrix too.

Everything is drawn from fixed seeds. On another machine additions may be in another order and so change the weights'
last digits: the committed files are the record. `--check` reads them back and computes their logits a second way.
"""

import argparse
import json
import os
import pathlib
import re
import struct
import time
import zlib

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import gguf
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "CModelFiles" / "files"
BOOKS = "usr/lib/R/site-library/janeaustenr/data/Rdata.rdb"
END = "<|endoftext|>"
VOCABULARY, CONTEXT, EPSILON, ROTATION = 1024, 256, 1e-5, 10000.0
HELD_OUT = 11  # one chapter in so many
TEST, CALIBRATION = 256, 64

PLANS = {
    "austen": dict(
        width=128, layers=4, heads=4, groups=2, hidden=320, kind=gguf.GGMLQuantizationType.F16,
        steps=1000, batch=4, seed=1,
    ),
    # The substitute: less than a fifth of the weights, at a byte each, and clearly worse.
    "austen-small": dict(
        width=64, layers=2, heads=4, groups=2, hidden=160, kind=gguf.GGMLQuantizationType.Q8_0,
        steps=800, batch=4, seed=2,
    ),
}


# Text


def novels(folder):
    """The lines of each novel, from R's serialised character vectors (format 3), deflated one after the other."""
    data = (pathlib.Path(folder) / BOOKS).read_bytes()
    while data:
        stream = zlib.decompressobj()
        book = stream.decompress(data[4:]) + stream.flush()
        data = stream.unused_data
        start = 18 + struct.unpack_from(">i", book, 14)[0]
        count = struct.unpack_from(">i", book, start + 4)[0]
        start += 8
        lines = []
        for _ in range(count):
            length = struct.unpack_from(">i", book, start + 4)[0]
            lines.append(book[start + 8 : start + 8 + length].decode())
            start += 8 + length
        yield lines


def chapters(lines):
    """The paragraphs of each chapter, each on one line, without marks of emphasis; from chapter 1 on."""
    found = []
    for paragraph in re.split(r"\n\s*\n", "\n".join(lines)):
        text = " ".join(paragraph.replace("_", "").split())
        if re.fullmatch(r"chapter \w+\.?", text, re.IGNORECASE):
            found.append([])
        elif found and len(text) > 20 and not text.isupper():
            found[-1].append(text)
    return found


def split(folder):
    """Training chapters and held-out chapters, in the order of the books."""
    every = [chapter for book in novels(folder) for chapter in chapters(book)]
    held = [chapter for number, chapter in enumerate(every) if number % HELD_OUT == HELD_OUT // 2]
    return [chapter for number, chapter in enumerate(every) if number % HELD_OUT != HELD_OUT // 2], held


def train_tokenizer(training):
    """Byte-level byte-pair encoding behind GPT-2's pre-tokenizer (A. Radford et al., 2019, section 2.2)."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=[END], show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
    )
    tokenizer.train_from_iterator(("\n".join(chapter) for chapter in training), trainer)
    return tokenizer


def encode(tokenizer, parts):
    """All chapters as one row of tokens, the end mark before each."""
    end = tokenizer.token_to_id(END)
    return np.concatenate([[end, *tokenizer.encode("\n".join(chapter)).ids] for chapter in parts]).astype(np.int32)


def choose_prompts(tokenizer, held):
    """Beginnings of held-out paragraphs, 24 to 40 tokens, whole words; test and calibration from other chapters."""
    random = np.random.default_rng(20260103)
    calibration, test = [], []
    for number, chapter in enumerate(held):
        for paragraph in chapter:
            ids = tokenizer.encode(paragraph).ids
            length = int(random.integers(24, 41))
            while length >= 24 and (length >= len(ids) or not tokenizer.id_to_token(ids[length]).startswith("Ġ")):
                length -= 1
            if length >= 24:
                prompt = tokenizer.decode(ids[:length])
                assert tokenizer.encode(prompt).ids == ids[:length], prompt
                (calibration if number % 4 == 0 else test).append(prompt)
    return [
        [prompts[place] for place in np.sort(random.permutation(len(prompts))[:count])]
        for prompts, count in ((test, TEST), (calibration, CALIBRATION))
    ]


# Model


def shapes(plan):
    """Of every tensor by its name in the file: [outputs][inputs]."""
    width, hidden = plan["width"], plan["hidden"]
    shared = width // plan["heads"] * plan["groups"]
    result = {"token_embd.weight": (VOCABULARY, width), "output_norm.weight": (width,)}
    for layer in range(plan["layers"]):
        result |= {
            f"blk.{layer}.attn_norm.weight": (width,),
            f"blk.{layer}.attn_q.weight": (width, width),
            f"blk.{layer}.attn_k.weight": (shared, width),
            f"blk.{layer}.attn_v.weight": (shared, width),
            f"blk.{layer}.attn_output.weight": (width, width),
            f"blk.{layer}.ffn_norm.weight": (width,),
            f"blk.{layer}.ffn_gate.weight": (hidden, width),
            f"blk.{layer}.ffn_up.weight": (hidden, width),
            f"blk.{layer}.ffn_down.weight": (width, hidden),
        }
    return result


def forward(weights, tokens, plan):
    """Logits [batch][position][token] in JAX."""
    import jax
    import jax.numpy as jnp

    batch, length = tokens.shape
    heads, groups, size = plan["heads"], plan["groups"], plan["width"] // plan["heads"]
    angles = jnp.arange(length)[:, None] * ROTATION ** (-jnp.arange(0, size, 2) / size)
    cosine, sine = jnp.cos(angles)[:, None], jnp.sin(angles)[:, None]
    visible = jnp.tril(jnp.ones((length, length), bool))

    def normed(x, name):
        return x * jax.lax.rsqrt(jnp.mean(x * x, axis=-1, keepdims=True) + EPSILON) * weights[name]

    def rotated(x):
        even, odd = x[..., ::2], x[..., 1::2]
        return jnp.stack([even * cosine - odd * sine, even * sine + odd * cosine], axis=-1).reshape(x.shape)

    def attention(x, block):
        query = rotated((x @ weights[block + "attn_q.weight"].T).reshape(batch, length, heads, size))
        key = rotated((x @ weights[block + "attn_k.weight"].T).reshape(batch, length, groups, size))
        value = (x @ weights[block + "attn_v.weight"].T).reshape(batch, length, groups, size)
        query = query.reshape(batch, length, groups, heads // groups, size)
        scores = jnp.einsum("bqghd,bkgd->bghqk", query, key) / np.sqrt(size)
        shares = jax.nn.softmax(jnp.where(visible, scores, -jnp.inf), axis=-1)
        mixed = jnp.einsum("bghqk,bkgd->bqghd", shares, value).reshape(batch, length, heads * size)
        return mixed @ weights[block + "attn_output.weight"].T

    def feed_forward(x, block):
        gate = jax.nn.silu(x @ weights[block + "ffn_gate.weight"].T)
        return (gate * (x @ weights[block + "ffn_up.weight"].T)) @ weights[block + "ffn_down.weight"].T

    x = weights["token_embd.weight"][tokens]
    for layer in range(plan["layers"]):
        block = f"blk.{layer}."
        x = x + attention(normed(x, block + "attn_norm.weight"), block)
        x = x + feed_forward(normed(x, block + "ffn_norm.weight"), block)
    return normed(x, "output_norm.weight") @ weights["token_embd.weight"].T


def orthogonal(matrix):
    """About the nearest matrix with orthonormal rows or columns: five Newton-Schulz steps with Muon's coefficients."""
    import jax.numpy as jnp

    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (jnp.linalg.norm(x) + 1e-7)
    for _ in range(5):
        square = x @ x.T
        x = 3.4445 * x + (-4.7750 * square + 2.0315 * square @ square) @ x
    return x.T if tall else x


def train(tokens, plan, name):
    """Matrices by Muon (K. Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024), embedding
    and norms by Adam (D. Kingma, J. Ba, ICLR 2015, algorithm 1); the pace falls linearly to zero."""
    import jax
    import jax.numpy as jnp

    random = np.random.default_rng(plan["seed"])
    weights = {}
    for key, shape in shapes(plan).items():
        spread = 0.02 if key == "token_embd.weight" else shape[-1] ** -0.5
        if key.endswith(("attn_output.weight", "ffn_down.weight")):
            spread /= np.sqrt(2 * plan["layers"])
        values = random.normal(0, spread, shape) if len(shape) == 2 else np.ones(shape)
        weights[key] = jnp.asarray(values, jnp.float32)

    def loss(weights, rows):
        scores = jax.nn.log_softmax(forward(weights, rows[:, :-1], plan))
        return -jnp.mean(jnp.take_along_axis(scores, rows[:, 1:, None], axis=-1))

    def move(key, slope, mean, square, number):
        if slope.ndim == 2 and key != "token_embd.weight":
            return 0.02 * np.sqrt(max(1, slope.shape[0] / slope.shape[1])) * orthogonal(slope + 19 * mean)
        return 0.005 * mean / (1 - 0.95**number) / (jnp.sqrt(square / (1 - 0.98**number)) + 1e-8)

    @jax.jit
    def step(weights, means, squares, rows, number):
        value, slopes = jax.value_and_grad(loss)(weights, rows)
        pace = jnp.minimum(number / 50, (plan["steps"] - number) / plan["steps"])
        means = {key: 0.95 * means[key] + 0.05 * slope for key, slope in slopes.items()}
        squares = {key: 0.98 * squares[key] + 0.02 * slope**2 for key, slope in slopes.items()}
        moves = {key: move(key, slopes[key], means[key], squares[key], number) for key in weights}
        return {key: weights[key] - pace * moves[key] for key in weights}, means, squares, value

    means = {key: jnp.zeros_like(value) for key, value in weights.items()}
    squares, recent, start = means, [], time.time()
    for number in range(1, plan["steps"] + 1):
        places = random.integers(0, len(tokens) - CONTEXT, plan["batch"])
        rows = np.stack([tokens[place : place + CONTEXT + 1] for place in places])
        weights, means, squares, value = step(weights, means, squares, rows, number)
        recent = [*recent[-49:], float(value)]
        if number % 50 == 0:
            print(f"{name}: step {number}, loss {np.mean(recent):.3f}, {time.time() - start:.0f} s", flush=True)
    return {key: np.asarray(value) for key, value in weights.items()}


# Files


def write_model(name, weights, tokenizer):
    """A GGUF file, version 3: matrices in the plan's type, norms in single precision."""
    plan = PLANS[name]
    described = json.loads(tokenizer.to_str())["model"]
    tokens = sorted(described["vocab"], key=described["vocab"].get)
    end = tokens.index(END)
    writer = gguf.GGUFWriter(FOLDER / f"{name}.gguf", "llama")
    writer.add_name(name)
    writer.add_description("Trained on the novels of Jane Austen by Notebooks/train_tiny_language_model.py")
    writer.add_file_type(
        gguf.LlamaFileType.MOSTLY_F16 if plan["kind"].name == "F16" else gguf.LlamaFileType.MOSTLY_Q8_0
    )
    writer.add_block_count(plan["layers"])
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(plan["width"])
    writer.add_feed_forward_length(plan["hidden"])
    writer.add_head_count(plan["heads"])
    writer.add_head_count_kv(plan["groups"])
    writer.add_layer_norm_rms_eps(EPSILON)
    writer.add_rope_freq_base(ROTATION)
    writer.add_rope_dimension_count(plan["width"] // plan["heads"])
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(
        [gguf.TokenType.CONTROL if token == END else gguf.TokenType.NORMAL for token in tokens]
    )
    writer.add_token_merges([" ".join(pair) for pair in described["merges"]])
    writer.add_bos_token_id(end)
    writer.add_eos_token_id(end)
    writer.add_add_bos_token(False)
    for key, values in weights.items():
        kind = plan["kind"] if values.ndim == 2 else gguf.GGMLQuantizationType.F32
        writer.add_tensor(key, gguf.quants.quantize(values, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


class ModelFile:
    """A model read back from its file, and its logits in numpy: a second writing of `forward`, in double precision."""

    def __init__(self, name):
        reader = gguf.GGUFReader(FOLDER / f"{name}.gguf")
        self.weights = {
            tensor.name: gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
            for tensor in reader.tensors
        }
        for key in ("block_count", "attention.head_count", "attention.head_count_kv", "rope.freq_base"):
            setattr(self, key.split(".")[-1], reader.get_field(f"llama.{key}").contents())
        self.epsilon = reader.get_field("llama.attention.layer_norm_rms_epsilon").contents()
        self.tokens = reader.get_field("tokenizer.ggml.tokens").contents()
        self.merges = reader.get_field("tokenizer.ggml.merges").contents()

    def tokenizer(self):
        """The tokenizer that the file describes."""
        from tokenizers import Tokenizer, decoders, models, pre_tokenizers

        tokenizer = Tokenizer(
            models.BPE(
                vocab={token: number for number, token in enumerate(self.tokens)},
                merges=[tuple(merge.split(" ")) for merge in self.merges],
            )
        )
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
        tokenizer.decoder = decoders.ByteLevel()
        return tokenizer

    def matrix(self, name, x):
        return x @ self.weights[name].astype(np.float64).T

    def normed(self, name, x):
        return x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + self.epsilon) * self.weights[name]

    def rotated(self, x, heads):
        """[position][head][pair] as complex numbers, turned by position x base^(-pair / pairs)."""
        x = x.reshape(len(x), heads, -1, 2)
        pairs = x.shape[2]
        angles = np.arange(len(x))[:, None] * float(self.freq_base) ** (-np.arange(pairs) / pairs)
        return (x[..., 0] + 1j * x[..., 1]) * np.exp(1j * angles)[:, None]

    def attention(self, block, x):
        share = self.head_count // self.head_count_kv
        query = self.rotated(self.matrix(block + "attn_q.weight", x), self.head_count)
        key = self.rotated(self.matrix(block + "attn_k.weight", x), self.head_count_kv)
        value = self.matrix(block + "attn_v.weight", x).reshape(len(x), self.head_count_kv, -1)
        hidden = np.triu(np.full((len(x), len(x)), -np.inf), 1)
        mixed = []
        for head in range(self.head_count):
            scores = (query[:, head] @ key[:, head // share].conj().T).real / np.sqrt(value.shape[-1]) + hidden
            powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
            mixed.append(powers / powers.sum(axis=-1, keepdims=True) @ value[:, head // share])
        return self.matrix(block + "attn_output.weight", np.concatenate(mixed, axis=-1))

    def feed_forward(self, block, x):
        gate = self.matrix(block + "ffn_gate.weight", x)
        up = self.matrix(block + "ffn_up.weight", x)
        return self.matrix(block + "ffn_down.weight", gate / (1 + np.exp(-gate)) * up)

    def logits(self, tokens):
        """[position][token]."""
        x = self.weights["token_embd.weight"][tokens].astype(np.float64)
        for layer in range(self.block_count):
            block = f"blk.{layer}."
            x = x + self.attention(block, self.normed(block + "attn_norm.weight", x))
            x = x + self.feed_forward(block, self.normed(block + "ffn_norm.weight", x))
        return self.matrix("token_embd.weight", self.normed("output_norm.weight", x))


def check():
    """Holds the files against each other and the two writings of the forward pass against each other."""
    prompts = (FOLDER / "austen-test.txt").read_text().splitlines()
    known = (FOLDER / "austen-calibration.txt").read_text().splitlines()
    assert (len(prompts), len(known)) == (TEST, CALIBRATION) and not set(prompts) & set(known)
    for name, plan in PLANS.items():
        model = ModelFile(name)
        assert {key: value.shape for key, value in model.weights.items()} == shapes(plan)
        tokenizer = model.tokenizer()
        rows = [tokenizer.encode(prompt).ids for prompt in prompts]
        assert all(24 <= len(row) <= 40 and tokenizer.decode(row) == text for row, text in zip(rows, prompts))
        apart, largest = 0.0, 0.0
        for row in rows[:16]:
            expected = np.asarray(forward(model.weights, np.array([row]), plan))[0]
            apart = max(apart, np.abs(model.logits(row) - expected).max())
            largest = max(largest, np.abs(expected).max())
        print(f"{name}: largest difference of a logit {apart:.2e}, largest logit {largest:.1f}")
        row = list(rows[0])
        while len(row) < len(rows[0]) + 32:
            row.append(int(model.logits(row)[-1].argmax()))
        print(f"{name}: {prompts[0]} |{tokenizer.decode(row[len(rows[0]):])}")
        assert apart <= 1e-4 * largest


def loss(weights, tokens, plan):
    """Mean nats per token, over windows of the context that do not overlap; a last part of one is left out."""
    import jax

    weights = jax.device_put(weights)

    @jax.jit
    def total(row):
        scores = jax.nn.log_softmax(forward(weights, row[None, :-1], plan)[0])
        return -scores[np.arange(CONTEXT), row[1:]].sum()

    starts = range(0, len(tokens) - CONTEXT, CONTEXT)
    return sum(float(total(tokens[start : start + CONTEXT + 1])) for start in starts) / (len(starts) * CONTEXT)


def report(name, training, held, size):
    """Held-out loss of the model in the file, beside that of guessing each token by its frequency alone."""
    shares = (np.bincount(training, minlength=VOCABULARY) + 0.5) / (len(training) + 0.5 * VOCABULARY)
    found = {"by frequency": -np.log(shares[held]).mean(), name: loss(ModelFile(name).weights, held, PLANS[name])}
    for label, nats in found.items():
        print(f"{label}: {nats:.3f} nats per token, {nats * len(held) / size:.3f} per byte, on held-out text")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--novels", help="where the Debian package was unpacked")
    arguments.add_argument("--check", action="store_true", help="check the committed files instead")
    chosen = arguments.parse_args()
    if chosen.check:
        return check()
    training, held = split(chosen.novels)
    tokenizer = train_tokenizer(training)
    for name, prompts in zip(("austen-test", "austen-calibration"), choose_prompts(tokenizer, held)):
        (FOLDER / f"{name}.txt").write_text("\n".join(prompts) + "\n")
    tokens, held_tokens = encode(tokenizer, training), encode(tokenizer, held)
    size = sum(len("\n".join(chapter).encode()) for chapter in held)
    print(f"{len(tokens)} tokens to train on, {len(held_tokens)} held out ({size} bytes)")
    for name, plan in PLANS.items():
        write_model(name, train(tokens, plan, name), tokenizer)
        report(name, tokens, held_tokens, size)


if __name__ == "__main__":
    main()
