"""A BERT encoder in plain PyTorch whose parameters carry Hugging Face's names."""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn


class Dropout(nn.Module):
    """Dropout whose masks are windows, at random places, of one long random mask: drawing fresh bits for every
    activation costs a tenth of a training step on CPU."""

    POOL = 1 << 22

    def __init__(self, p):
        super().__init__()
        self.p = p
        self.pool = None

    def forward(self, hidden):
        if not self.training or self.p == 0:
            return hidden
        n = hidden.numel()
        if self.pool is None or self.pool.numel() < n:
            self.pool = (torch.rand(max(self.POOL, 2 * n)) >= self.p).to(torch.bfloat16)
        start = int(torch.randint(0, self.pool.numel() - n + 1, ()))
        mask = self.pool[start : start + n].view(hidden.shape)
        return hidden * mask.to(hidden.dtype) / (1 - self.p)


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        hidden = config["hidden_size"]
        self.heads = config["num_attention_heads"]
        self.self = nn.ModuleDict({name: nn.Linear(hidden, hidden) for name in ("query", "key", "value")})
        self.output = Output(hidden, config)

    def forward(self, hidden, mask):
        batch, length, width = hidden.shape
        q, k, v = (
            self.self[name](hidden).view(batch, length, self.heads, -1).transpose(1, 2) for name in ("query", "key", "value")
        )
        # Written out: PyTorch's fused attention is several times slower in bf16 on CPU at these lengths.
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(2, 3)
        scores = scores.float().masked_fill(~mask[:, None, None, :], -1e9).softmax(-1)
        context = scores.to(v.dtype) @ v
        return self.output(context.transpose(1, 2).reshape(batch, length, width), hidden)


class Output(nn.Module):
    """A projection, then the residual and its normalisation."""

    def __init__(self, width, config):
        super().__init__()
        self.dense = nn.Linear(width, config["hidden_size"])
        self.LayerNorm = nn.LayerNorm(config["hidden_size"], eps=config["layer_norm_eps"])
        self.dropout = Dropout(config["hidden_dropout_prob"])

    def forward(self, hidden, residual):
        return self.LayerNorm(self.dropout(self.dense(hidden)) + residual)


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.attention = Attention(config)
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(config["hidden_size"], config["intermediate_size"])})
        self.output = Output(config["intermediate_size"], config)

    def forward(self, hidden, mask):
        attended = self.attention(hidden, mask)
        return self.output(F.gelu(self.intermediate["dense"](attended)), attended)


HEADS = ("heads.", "exits.")  # what the weights of heads begin with, all others are the encoder's


def first_position(config):
    """RoBERTa and its kin count positions from behind the padding's id, BERT from 0."""
    return config.get("pad_token_id", 1) + 1 if "roberta" in config["model_type"] or config["model_type"] == "camembert" else 0


class Encoder(nn.Module):
    """Piece ids (batch, length) and a mask, true where there is a piece → hidden states (batch, length, hidden)."""

    def __init__(self, config):
        super().__init__()
        hidden = config["hidden_size"]
        self.first_position = first_position(config)
        self.embeddings = nn.ModuleDict({
            "word_embeddings": nn.Embedding(config["vocab_size"], hidden),
            "position_embeddings": nn.Embedding(config["max_position_embeddings"], hidden),
            "token_type_embeddings": nn.Embedding(config["type_vocab_size"], hidden),
            "LayerNorm": nn.LayerNorm(hidden, eps=config["layer_norm_eps"]),
        })
        self.dropout = Dropout(config["hidden_dropout_prob"])
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(Layer(config) for _ in range(config["num_hidden_layers"]))})

    def forward(self, ids, mask):
        return self.upper(self.lower(ids, mask, 0), mask, 0)

    def lower(self, ids, mask, count):
        """States behind the embeddings and the first `count` layers."""
        positions = torch.arange(ids.shape[1]) + self.first_position
        hidden = (
            self.embeddings["word_embeddings"](ids)
            + self.embeddings["position_embeddings"](positions)
            + self.embeddings["token_type_embeddings"].weight[0]
        )
        hidden = self.dropout(self.embeddings["LayerNorm"](hidden))
        for layer in self.encoder["layer"][:count]:
            hidden = layer(hidden, mask)
        return hidden

    def upper(self, hidden, mask, count, exits=()):
        """What the layers behind the first `count` make of their states; with `exits`, also a dict of the states behind each of
        these numbers of layers."""
        passed = {}
        for number, layer in enumerate(self.encoder["layer"][count:], count + 1):
            hidden = layer(hidden, mask)
            if number in exits:
                passed[number] = hidden
        return (hidden, passed) if exits else hidden


def load(folder):
    """The encoder of a model folder with its configuration; weights under `bert.` or bare."""
    folder = Path(folder)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    encoder = Encoder(config)
    weights = load_file(folder / "model.safetensors")
    weights = {name.removeprefix("bert."): weight.float() for name, weight in weights.items() if not name.startswith(HEADS)}
    encoder.load_state_dict(weights)
    return encoder, config
