"""Make a base folder of another encoder: `python adopt.py FOLDER --out DIR`.

FOLDER holds a BERT, RoBERTa, CamemBERT or XLM-R encoder as Hugging Face has them (config.json, model.safetensors,
tokenizer.json). The weights get the names that `encoder.py` and the Rust program read, without pooler and language model;
the tokenizer splits words at punctuation and digits besides what it does itself, so that spans of words are spans of pieces.
"""

import argparse
import json
from pathlib import Path

from safetensors.numpy import load_file, save_file

from base import WORD_BOUNDARIES

PREFIXES = ("bert.", "roberta.", "camembert.", "xlm_roberta.")
PARTS = ("embeddings.", "encoder.layer.")
KEYS = (
    "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size", "max_position_embeddings",
    "type_vocab_size", "layer_norm_eps", "model_type", "hidden_act", "hidden_dropout_prob", "initializer_range", "pad_token_id",
)


def bare(name):
    """The weight's name without the model's; None where it is no part of the encoder."""
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name if name.startswith(PARTS) and not name.endswith("position_ids") else None


def split_into_words(tokenizer):
    """Puts the split at punctuation and digits behind the tokenizer's own; nothing to do where it is there already."""
    split = {"type": "Split", "pattern": {"Regex": WORD_BOUNDARIES}, "behavior": "Isolated", "invert": False}
    before = tokenizer["pre_tokenizer"]
    steps = before["pretokenizers"] if before["type"] == "Sequence" else [before]
    if split not in steps:
        tokenizer["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [*steps, split]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()

    config = json.loads((arguments.folder / "config.json").read_text("utf-8"))
    tokenizer = json.loads((arguments.folder / "tokenizer.json").read_text("utf-8"))
    weights = {bare(name): weight for name, weight in load_file(arguments.folder / "model.safetensors").items() if bare(name)}
    if config.get("hidden_act") != "gelu" or config.get("position_embedding_type", "absolute") != "absolute":
        raise SystemExit(f"{arguments.folder}: only encoders with GELU and absolute positions are read")
    if config["max_position_embeddings"] < 512:
        raise SystemExit(f"{arguments.folder}: it reads fewer than 512 positions")
    split_into_words(tokenizer)
    arguments.out.mkdir(parents=True, exist_ok=True)
    save_file(weights, arguments.out / "model.safetensors")
    (arguments.out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8")
    kept = {key: config[key] for key in KEYS if key in config}
    (arguments.out / "config.json").write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
