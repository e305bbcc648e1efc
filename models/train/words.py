"""Make the word vectors that linking compares words with: `python words.py BASE --out src/link/data/words.bin`.

BASE is the encoder that `base.py` makes, before any training for claims: it was made for comparing texts in many
languages, and a word and its translation lie near each other there. Each of the most frequent words of both languages is
encoded alone; of its mean state the principal directions are kept, each divided by the root of its spread, so that a few
loud directions that all words share do not drown the rest, and rounded to four bits.

The file: magic `DXW1`, number of words and dimensions (u32, little endian), the words (UTF-8, sorted, one a line, the block
preceded by its length in bytes, u32), then for each word half a byte a dimension, the lower half first, value + 8.
"""

import argparse
import struct
from pathlib import Path

import numpy as np
import torch
import wordfreq
from tokenizers import Tokenizer

import encoder

WORDS = {"fr": 15_000, "en": 11_000}
FIT = 6_000  # the most frequent words alone, half of each language, say which directions are kept
DIMENSIONS = 128
PROMPT = "query: "  # what e5 was trained to see before a text


def vocabulary():
    lists = []
    for lang, count in WORDS.items():
        words = [w for w in wordfreq.top_n_list(lang, 3 * count) if w.isalpha() and len(w) > 2]
        lists.append(words[:count])
    fit = [word for words in lists for word in words[: FIT // 2]]
    return sorted({word for words in lists for word in words}), fit


@torch.no_grad()
def encode(model, tokenizer, words, batch=256):
    order = sorted(range(len(words)), key=lambda i: len(words[i]))
    rows = [None] * len(words)
    for start in range(0, len(order), batch):
        part = order[start : start + batch]
        pieces = [tokenizer.encode(PROMPT + words[i]).ids for i in part]
        longest = max(map(len, pieces))
        ids = torch.ones(len(part), longest, dtype=torch.long)
        mask = torch.zeros(len(part), longest, dtype=torch.bool)
        for row, one in enumerate(pieces):
            ids[row, : len(one)] = torch.tensor(one)
            mask[row, : len(one)] = True
        states = model(ids, mask).float()
        means = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        for row, i in enumerate(part):
            rows[i] = means[row].numpy()
    return np.stack(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model, _ = encoder.load(args.base)
    model.eval()
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    words, fit = vocabulary()
    vectors = encode(model, tokenizer, words)
    index = {word: i for i, word in enumerate(words)}
    sample = vectors[[index[word] for word in fit]]
    mean = sample.mean(0)
    _, spread, directions = np.linalg.svd(sample - mean, full_matrices=False)
    kept = (vectors - mean) @ directions[:DIMENSIONS].T / np.sqrt(spread[:DIMENSIONS])
    # Four bits: from -7 to 7, where 7 is three spreads of the word's own values.
    scale = 7 / (3 * kept.std(1, keepdims=True))
    nibbles = np.clip(np.rint(kept * scale), -7, 7).astype(np.int8) + 8
    packed = (nibbles[:, 0::2] | (nibbles[:, 1::2] << 4)).astype(np.uint8)
    text = "\n".join(words).encode()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    header = b"DXW1" + struct.pack("<III", len(words), DIMENSIONS, len(text))
    args.out.write_bytes(header + text + packed.tobytes())
    print(f"{len(words)} words, {args.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
