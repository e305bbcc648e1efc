"""Encoder and heads together, and their folder on disk."""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn

from corpus import batches, collate, stack_states
from encoder import HEADS, Encoder
from heads import ANCHORS, EMBEDDING_WIDTH, MODALITIES, NAMES, OPTIONAL, ROLES, TAGS, Heads


class ClaimModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.bert = Encoder(config)
        self.heads = Heads(config["hidden_size"])
        self.exits = nn.ModuleDict()  # heads that read the states behind fewer layers, by their number
        for layers in config.get("dixit", {}).get("exits", ()):
            self.exits[layers] = Heads(config["hidden_size"])
        self.frozen = 0  # layers whose states the examples bring with them

    def encode(self, ids, mask):
        """Piece states (B, L, H), in f32 whatever precision the encoder computed in."""
        return self.bert(ids, mask).float()

    def read(self, batch, ids, mask):
        """As `encode`, from the stored states of the examples where they have them."""
        if batch[0].states is None:
            return self.encode(ids, mask)
        return self.bert.upper(stack_states(batch, ids.shape[1]), mask, self.frozen).float()

    def read_all(self, batch, ids, mask):
        """As `read`, and a dict of the states behind the layers of each exit."""
        if batch[0].states is None:
            below, count = self.bert.lower(ids, mask, 0), 0
        else:
            below, count = stack_states(batch, ids.shape[1]), self.frozen
        if not self.exits:
            return self.bert.upper(below, mask, count).float(), {}
        hidden, passed = self.bert.upper(below, mask, count, [int(layers) for layers in self.exits])
        return hidden.float(), {str(layers): states.float() for layers, states in passed.items()}

    def for_words(self, hidden, passed):
        """Of what `read_all` gives, the states by which single words are read, and the heads that do."""
        branch = str(self.config.get("dixit", {}).get("branch"))
        return (passed[branch], self.exits[branch]) if branch in self.exits else (hidden, self.heads)

    def open_exit(self, layers):
        """Begins to train an exit behind so many layers, from the heads as they are."""
        heads = Heads(self.config["hidden_size"])
        heads.load_state_dict(self.heads.state_dict())
        self.exits[str(layers)] = heads
        exits = self.config.setdefault("dixit", {}).setdefault("exits", {})
        exits[str(layers)] = {}

    def cut(self, layers):
        """The model that ends with the exit behind so many layers; it shares its parameters with this one."""
        out = ClaimModel(self.config | {"num_hidden_layers": layers, "dixit": {}})
        out.bert.embeddings = self.bert.embeddings
        out.bert.encoder["layer"] = self.bert.encoder["layer"][:layers]
        out.heads = self.exits[str(layers)]
        out.frozen = self.frozen
        return out

    def freeze(self, layers, examples, store):
        """Takes the embeddings and the first `layers` layers out of training; each example gets their states, from the
        store (text → states) where they are there."""
        self.frozen = layers
        for parameter in [*self.bert.embeddings.parameters(), *self.bert.encoder["layer"][:layers].parameters()]:
            parameter.requires_grad = False
        self.eval()
        with torch.no_grad():
            for batch in batches([example for example in examples if example.text not in store], 1200):
                ids, mask, _, _ = collate(batch)
                states = self.bert.lower(ids, mask, layers).half()
                for i, example in enumerate(batch):
                    store[example.text] = states[i, : len(example.pieces)].clone()
        for example in examples:
            example.states = store[example.text]


def load(folder):
    """The model of a folder and its tokenizer; fresh heads where the folder holds a bare encoder."""
    folder = Path(folder)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    model = ClaimModel(config)
    weights = {name: weight.float() for name, weight in load_file(folder / "model.safetensors").items()}
    heads = {name: weight for name, weight in weights.items() if name.startswith(HEADS)}
    bert = {"bert." + name: weight for name, weight in weights.items() if not name.startswith(HEADS)}
    for form in ("heads.check.outer.weight", "heads.check.outer.bias"):
        if form in heads and len(heads[form]) == 1:  # older weights judge news alone
            heads[form] = torch.cat([heads[form], heads[form], torch.zeros_like(heads[form])])
    form = "heads.embedding.weight"
    if form in heads and heads[form].shape[1] == config["hidden_size"]:  # older weights embed the mean of the words alone
        heads[form] = torch.cat([heads[form], torch.zeros_like(heads[form])], 1)
    missing, unexpected = model.load_state_dict(bert | heads, strict=False)
    missing = [name for name in missing if not set(OPTIONAL).intersection(name.split("."))]
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
    heads = {
        "roles": ROLES, "modalities": MODALITIES, "anchors": ANCHORS, "tags": TAGS, "names": NAMES, "embedding": EMBEDDING_WIDTH,
    }
    dixit = heads | model.config.get("dixit", {}) | extra
    config = model.config | {"dixit": dixit}
    (folder / "config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", "utf-8")
