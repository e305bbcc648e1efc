"""Encoder and heads together, and their folder on disk."""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn

from encoder import Encoder
from heads import ANCHORS, MODALITIES, ROLES, TAGS, Heads


class ClaimModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.bert = Encoder(config)
        self.heads = Heads(config["hidden_size"])

    def encode(self, ids, mask):
        """Piece states (B, L, H), in f32 whatever precision the encoder computed in."""
        return self.bert(ids, mask).float()


def load(folder):
    """The model of a folder and its tokenizer; fresh heads where the folder holds a bare encoder."""
    folder = Path(folder)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    model = ClaimModel(config)
    weights = {name: weight.float() for name, weight in load_file(folder / "model.safetensors").items()}
    heads = {name: weight for name, weight in weights.items() if name.startswith("heads.")}
    bert = {"bert." + name: weight for name, weight in weights.items() if not name.startswith("heads.")}
    missing, unexpected = model.load_state_dict(bert | heads, strict=False)
    if unexpected or (heads and missing):
        raise SystemExit(f"{folder}: unexpected {unexpected}, missing {missing}")
    return model, Tokenizer.from_file(str(folder / "tokenizer.json"))


def save(model, tokenizer, folder, dtype=torch.float32, **extra):
    """Writes the folder that `load` and the Rust program read; `extra` goes into the configuration's `dixit` part."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name.removeprefix("bert."): weight.to(dtype).contiguous() for name, weight in model.state_dict().items()}
    save_file(weights, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    dixit = {"roles": ROLES, "modalities": MODALITIES, "anchors": ANCHORS, "tags": TAGS} | model.config.get("dixit", {}) | extra
    config = model.config | {"dixit": dixit}
    (folder / "config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", "utf-8")
