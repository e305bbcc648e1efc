"""One stage of training: `python train.py --model IN --out OUT --records A.jsonl … --epochs N`.

A checkpoint is written after every epoch; the same command run again goes on from it.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from corpus import Corpus, batches, collate, word_states
from evaluate import read, scores, table
from heads import ROLES
from model import load, save

ANCHOR_WEIGHT = 2.0  # positive anchors against the many words that are none


def loss_of(model, batch, weights):
    """The weighted sum of the heads' losses on a batch."""
    ids, mask, first, word_mask = collate(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.bert(ids, mask)
    hidden = hidden.float()
    words = word_states(hidden, first)
    losses = {}

    known = [i for i, example in enumerate(batch) if example.check_worthy is not None]
    if known:
        target = torch.tensor([float(batch[i].check_worthy) for i in known])
        logits = model.heads.check_worthiness(hidden, mask)[known]
        losses["check"] = F.binary_cross_entropy_with_logits(logits, target)

    with_claims = [i for i, example in enumerate(batch) if example.claims is not None]
    if with_claims:
        target = torch.zeros(*word_mask.shape, 2)
        for i in with_claims:
            for claim in batch[i].claims:
                target[i, claim.anchor, 0 if claim.by_quantity else 1] = 1
        chosen = torch.zeros_like(word_mask)
        chosen[with_claims] = word_mask[with_claims]
        chosen[:, 0] = False
        logits = model.heads.anchors(words)[chosen]
        each = F.binary_cross_entropy_with_logits(
            logits, target[chosen], pos_weight=torch.tensor(ANCHOR_WEIGHT), reduction="sum")
        losses["anchor"] = each / max(1.0, float(target.sum()))

    claims = [(i, claim) for i in with_claims for claim in batch[i].claims]
    if claims:
        sentence = torch.tensor([i for i, _ in claims])
        position = torch.tensor([claim.anchor for _, claim in claims])
        logits = model.heads.roles(words, word_mask, sentence, position)
        span = torch.zeros(len(claims), len(ROLES), 2, dtype=torch.long)
        inside = torch.zeros(len(claims), len(ROLES), words.shape[1])
        for c, (_, claim) in enumerate(claims):
            for role, (start, end) in claim.roles.items():
                r = ROLES.index(role)
                span[c, r] = torch.tensor([start, end])
                inside[c, r, start : end + 1] = 1
        losses["start"] = F.cross_entropy(logits[:, :, 0].flatten(0, 1), span[:, :, 0].flatten(), reduction="sum") / len(claims)
        losses["end"] = F.cross_entropy(logits[:, :, 1].flatten(0, 1), span[:, :, 1].flatten(), reduction="sum") / len(claims)
        each = F.binary_cross_entropy_with_logits(logits[:, :, 2], inside, reduction="none")
        losses["inside"] = (each * word_mask[sentence][:, None, :]).sum() / len(claims) / 4
        modality, negation = model.heads.manners(words, sentence, position, logits)
        target = torch.tensor([claim.modality for _, claim in claims])
        losses["modality"] = F.cross_entropy(modality, target)
        target = torch.tensor([float(claim.negated) for _, claim in claims])
        losses["negation"] = F.binary_cross_entropy_with_logits(negation, target)
    total = sum(weights.get(name, 1.0) * loss for name, loss in losses.items())
    return total, {name: float(loss.detach()) for name, loss in losses.items()}


def parameter_groups(model, rate, head_rate, decay):
    """Encoder and heads at their own rates, falling with depth; no weight decay on vectors."""
    groups = {}
    layers = model.config["num_hidden_layers"]
    for name, parameter in model.named_parameters():
        if name.startswith("heads."):
            scale = head_rate
        elif name.startswith("bert.encoder.layer."):
            scale = rate * 0.95 ** (layers - 1 - int(name.split(".")[3]))
        else:
            scale = rate * 0.95 ** layers
        key = (scale, decay if parameter.dim() > 1 else 0.0)
        groups.setdefault(key, []).append(parameter)
    return [{"params": p, "lr": lr, "peak": lr, "weight_decay": wd} for (lr, wd), p in groups.items()]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--records", nargs="+", required=True)
    parser.add_argument("--check", nargs="*", default=[], help="sentences with check-worthiness only")
    parser.add_argument("--dev", nargs="*", default=[], help="records whose dev documents to measure on; by default --records")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=5e-4)
    parser.add_argument("--decay", type=float, default=0.01)
    parser.add_argument("--batch", type=int, default=1600, help="pieces in a batch")
    parser.add_argument("--average", type=float, default=0.0, help="decay of the running average of weights (0: none)")
    parser.add_argument("--seed", type=int, default=17)
    arguments = parser.parse_args()

    random.seed(arguments.seed)
    torch.manual_seed(arguments.seed)
    model, tokenizer = load(arguments.model)
    corpus = Corpus(tokenizer)
    examples = list(corpus.read(*arguments.records))
    train = [e for e in examples if not e.held_out]
    dev = [e for e in (corpus.read(*arguments.dev) if arguments.dev else examples) if e.held_out]
    for example in corpus.read(*arguments.check):
        example.claims = None
        train.append(example)
    print(f"{len(train)} sentences to train on, {len(dev)} to measure on", flush=True)

    optimizer = torch.optim.AdamW(parameter_groups(model, arguments.rate, arguments.head_rate, arguments.decay), fused=True)
    generator = torch.Generator().manual_seed(arguments.seed)
    steps_an_epoch = len(batches(train, arguments.batch))
    total = steps_an_epoch * arguments.epochs
    warm = max(1, total // 12)
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(arguments.average)) if arguments.average else None
    step = first_epoch = 0
    checkpoint = arguments.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        generator.set_state(state["generator"])
        torch.set_rng_state(state["random"])
        if average:
            average.load_state_dict(state["average"])
        step, first_epoch = state["step"], state["epoch"]
        print(f"going on after epoch {first_epoch}")

    arguments.out.mkdir(parents=True, exist_ok=True)
    weights = {"check": 0.5, "anchor": 1.0, "modality": 0.5, "negation": 0.5}
    for epoch in range(first_epoch, arguments.epochs):
        model.train()
        began, sums, count, pieces = time.time(), {}, 0, 0
        for batch in batches(train, arguments.batch, generator):
            share = step / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, total - warm)))
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * min(1.0, max(share, 0.02))
            loss, parts = loss_of(model, batch, weights)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            if average:
                average.update_parameters(model)
            step, count = step + 1, count + 1
            pieces += sum(len(example.pieces) for example in batch)
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + value
            if count % 50 == 0:
                print(f"  step {count}/{steps_an_epoch}, {pieces / (time.time() - began):.0f} pieces/s", flush=True)
        seconds = time.time() - began
        line = " ".join(f"{name} {value / count:.3f}" for name, value in sums.items())
        print(f"epoch {epoch + 1}: {line}; {seconds:.0f} s, {pieces / seconds:.0f} pieces/s", flush=True)
        measured = average.module if average else model
        if dev and (epoch + 1 == arguments.epochs or (epoch + 1) % 2 == 0):
            print(table(scores(read(measured, dev), dev)), flush=True)
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "generator": generator.get_state(),
                 "random": torch.get_rng_state(), "step": step, "epoch": epoch + 1}
        if average:
            state["average"] = average.state_dict()
        partial = checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.rename(checkpoint)
    save(average.module if average else model, tokenizer, arguments.out)
    if dev:
        (arguments.out / "dev.json").write_text(json.dumps(scores(read(average.module if average else model, dev), dev), indent=1), "utf-8")


if __name__ == "__main__":
    main()
