"""One stage of training: `python train.py --model IN --out OUT --records A.jsonl … --epochs N`.

A checkpoint is written after every epoch; the same command run again goes on from it. `torchrun --nproc-per-node 2 train.py …`
shares every step between two processes, on CPU a thread each: faster than one process with two threads.
"""

import argparse
import hashlib
import math
import os
import random
import time
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed
import torch.nn.functional as F

import names
from corpus import Corpus, batches, collate, name_tags, word_states
from encoder import HEADS
from evaluate import debate_score, name_scores, named, read, scores, table
from heads import OPTIONAL, ROLES
from model import load, save
from store import Store
from teach import teach

FRESH = 4.0  # how much faster than the others the heads learn that only the last stages have
ANCHOR_WEIGHT = 2.0  # positive anchors against the many words that are none


BF16 = any(getattr(torch.cpu, name, bool)() for name in ("_is_amx_tile_supported", "_is_avx512_bf16_supported"))


def loss_of(model, batch, weights):
    """The weighted sum of the heads' losses on a batch; those of exits learn from the labels and from the last layer's heads."""
    ids, mask, first, word_mask = collate(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BF16):
        hidden, passed = model.read_all(batch, ids, mask)
    losses, said = losses_of(model.heads, hidden, batch, mask, first, word_mask)
    total = sum(weights.get(name, 1.0) * loss for name, loss in losses.items())
    parts = {name: float(loss.detach()) for name, loss in losses.items()}
    for layers, states in passed.items():
        early, tells = losses_of(model.exits[layers], states, batch, mask, first, word_mask)
        early |= {"like " + name: loss for name, loss in likeness(tells, said, word_mask).items()}
        total = total + weights["exit"] * sum(weights.get(name, 1.0) * loss for name, loss in early.items())
        parts |= {f"{name} at {layers}": float(loss.detach()) for name, loss in early.items()}
    return total, parts


def likeness(tells, said, word_mask):
    """How far what an exit's heads tell is from what the last layer's said, over all words and claims."""
    out = {}
    known = word_mask.clone()
    known[:, 0] = False
    aim = said["anchor"].detach()[known].sigmoid()
    each = F.binary_cross_entropy_with_logits(tells["anchor"][known], aim, reduction="sum")
    out["anchor"] = (each - F.binary_cross_entropy(aim, aim, reduction="sum")) / max(1.0, float(aim.sum()))
    out["check"] = F.binary_cross_entropy_with_logits(tells["check"], said["check"].detach().sigmoid())
    aim = said["names"].detach()[:, 1:][known[:, 1:]].softmax(-1)
    out["names"] = F.cross_entropy(tells["names"][:, 1:][known[:, 1:]], aim)
    if "roles" in said:
        mine, aims = tells["roles"], said["roles"].detach()
        for tag, name in enumerate(("start", "end")):
            aim = aims[:, :, tag].softmax(-1)
            out[name] = F.kl_div(mine[:, :, tag].log_softmax(-1), aim, reduction="sum") / len(aims)
        here = (aims[:, :, 2] > -1e3).float()
        each = F.binary_cross_entropy_with_logits(mine[:, :, 2], aims[:, :, 2].sigmoid(), reduction="none")
        out["inside"] = (each * here).sum() / len(aims) / 4
    return out


def losses_of(heads, hidden, batch, mask, first, word_mask):
    """The loss of each label that the batch has, and what the heads say."""
    words = word_states(hidden, first)
    losses = {}
    said = {"check": heads.check_logits(hidden, mask), "names": heads.names(words), "anchor": heads.anchors(words)}

    known = [i for i, example in enumerate(batch) if example.check_worthy is not None]
    if known:
        target = torch.tensor([float(batch[i].check_worthy) for i in known])
        spoken = torch.tensor([float(batch[i].spoken) for i in known])
        losses["check"] = check_loss(said["check"][known], target, spoken)

    if any(example.names is not None for example in batch):
        tags, tagged = name_tags(batch, word_mask.shape[1])
        some = tagged.any(-1)
        losses["names"] = names.loss(said["names"][some][:, 1:], tags[some], tagged[some])

    with_claims = [i for i, example in enumerate(batch) if example.claims is not None]
    if with_claims:
        target = torch.zeros(*word_mask.shape, 2)
        for i in with_claims:
            for claim in batch[i].claims:
                target[i, claim.anchor, 0 if claim.by_quantity else 1] = 1
        chosen = torch.zeros_like(word_mask)
        chosen[with_claims] = word_mask[with_claims]
        chosen[:, 0] = False
        each = F.binary_cross_entropy_with_logits(
            said["anchor"][chosen], target[chosen], pos_weight=torch.tensor(ANCHOR_WEIGHT), reduction="sum")
        losses["anchor"] = each / max(1.0, float(target.sum()))

    claims = [(i, claim) for i in with_claims for claim in batch[i].claims]
    if claims:
        sentence = torch.tensor([i for i, _ in claims])
        position = torch.tensor([claim.anchor for _, claim in claims])
        logits = said["roles"] = heads.roles(words, word_mask, sentence, position)
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
        if any(example.vectors for example in batch):
            chosen = torch.zeros(len(claims), words.shape[1], dtype=torch.bool)
            for c, (i, claim) in enumerate(claims):
                chosen[c, claim.embedded(batch[i])] = True
            aim = torch.stack([vector for i in with_claims for vector in batch[i].vectors])
            meant = heads.meant(words, sentence, position, chosen)
            losses["embedding"] = 1 - (heads.embed(meant) * aim).sum(-1).mean()
        modality, negation = heads.manners(words, sentence, position, logits)
        target = torch.tensor([claim.modality for _, claim in claims])
        losses["modality"] = F.cross_entropy(modality, target)
        target = torch.tensor([float(claim.negated) for _, claim in claims])
        losses["negation"] = F.binary_cross_entropy_with_logits(negation, target)
    return losses, said


def check_loss(logits, target, spoken):
    """Of the mixture of both judgements, and of telling debate from news."""
    news, debate, kind = logits.unbind(-1)
    sign = 2 * target - 1
    right = torch.logaddexp(F.logsigmoid(kind) + F.logsigmoid(sign * debate), F.logsigmoid(-kind) + F.logsigmoid(sign * news))
    return F.binary_cross_entropy_with_logits(kind, spoken) - right.mean()


def parameter_groups(model, rate, head_rate, decay):
    """Encoder and heads at their own rates, falling with depth; no weight decay on vectors."""
    groups = {}
    layers = model.config["num_hidden_layers"]
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith(OPTIONAL):
            scale = FRESH * head_rate
        elif name.startswith(HEADS):
            scale = head_rate
        elif name.startswith("bert.encoder.layer."):
            scale = rate * 0.95 ** (layers - 1 - int(name.split(".")[3]))
        else:
            scale = rate * 0.95 ** layers
        key = (scale, decay if parameter.dim() > 1 else 0.0)
        groups.setdefault(key, []).append(parameter)
    return [{"params": p, "lr": lr, "peak": lr, "weight_decay": wd} for (lr, wd), p in groups.items()]


def join_workers():
    """This worker's number and how many there are."""
    workers = int(os.environ.get("WORLD_SIZE", 1))
    if workers == 1:
        return 0, 1
    torch.distributed.init_process_group("gloo", timeout=timedelta(hours=1))
    torch.set_num_threads(max(1, (os.cpu_count() or 1) // workers))
    return torch.distributed.get_rank(), workers


def share_gradients(parameters, workers):
    """Every worker's gradient becomes the mean of all."""
    together = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in parameters])
    torch.distributed.all_reduce(together)
    together /= workers
    at = 0
    for p in parameters:
        p.grad = together[at : at + p.numel()].view_as(p)
        at += p.numel()


def part_of(name):
    """A number from 0 to 1 that hangs on nothing but the name."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 1000 / 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--records", nargs="+", required=True)
    parser.add_argument("--names", nargs="*", default=[], help="names of these records' sentences; GUM's are read too")
    parser.add_argument("--debate", help="ClaimBuster's sentences")
    parser.add_argument("--share", type=float, default=1.0, help="of GUM's other sentences and of the debates, how many an epoch")
    parser.add_argument("--teacher", help="folder of the base encoder that embeddings are learnt from")
    parser.add_argument("--frozen", type=int, default=0, help="layers, counted from below, that are not trained")
    parser.add_argument("--exit", type=int, help="a number of layers behind which heads of their own are trained")
    parser.add_argument("--exit-weight", type=float, default=1.0, help="of an exit's losses beside those of the last layer")
    parser.add_argument("--store", type=Path, help="folder that keeps the states of frozen layers and the teacher's for other runs")
    parser.add_argument("--part", type=float, default=1.0, help="of the training records, how many are used")
    parser.add_argument("--dev", nargs="*", default=[], help="records whose dev documents to measure on; by default --records")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--stop", type=int, help="end after this epoch, the rate having fallen as far as it does by then")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=5e-4)
    parser.add_argument("--decay", type=float, default=0.01)
    parser.add_argument("--batch", type=int, default=1600, help="pieces in a batch")
    parser.add_argument("--average", type=float, default=0.0, help="decay of the running average of weights (0: none)")
    parser.add_argument("--name-weight", type=float, default=10.0, help="of the loss of names, which is a word's mean, beside sums over spans")
    parser.add_argument("--embedding-weight", type=float, default=2.0, help="of the loss of embeddings")
    parser.add_argument("--seed", type=int, default=17)
    arguments = parser.parse_args()

    rank, workers = join_workers()
    random.seed(arguments.seed)
    torch.manual_seed(arguments.seed)
    model, tokenizer = load(arguments.model)
    if arguments.exit and str(arguments.exit) not in model.exits:
        model.open_exit(arguments.exit)
    corpus = Corpus(tokenizer)
    if arguments.names:
        corpus.read_names(*arguments.names)
    examples = list(corpus.read(*arguments.records))
    train = [e for e in examples if not e.held_out and part_of(e.id) < arguments.part]
    dev = [e for e in (corpus.read(*arguments.dev) if arguments.dev else examples) if e.held_out]
    extra, debate = [], []
    if arguments.names:
        extra += [e for e in corpus.only_named({e.id for e in examples}) if not e.held_out]
    if arguments.debate:
        debate = list(corpus.debate(arguments.debate))
        extra += [e for e in debate if not e.held_out]
        debate = [e for e in debate if e.held_out]
    if arguments.teacher:
        with Store(arguments.store, "teacher", rank) as store:
            teach(train + dev, arguments.teacher, tokenizer, store)
    if arguments.frozen:
        with Store(arguments.store, f"frozen-{arguments.frozen}", rank) as store:
            model.freeze(arguments.frozen, train + extra + dev + debate, store)
    if rank:
        dev, debate = [], []
    print(f"{len(train)} sentences to train on, {len(extra)} for names or check-worthiness alone, {len(dev)} to measure on", flush=True)

    def measure(model):
        said = read(model, dev)
        print(table(scores(said, dev)), flush=True)
        if arguments.names:
            print("names: " + named(name_scores(said, dev)), flush=True)
        if debate:
            print("debate: " + named(debate_score(read(model, debate), debate)), flush=True)
        for layers in getattr(model, "exits", ()):
            print(f"behind {layers} layers:")
            measure(model.cut(int(layers)))

    def drawn():
        """The examples of an epoch."""
        chosen = torch.randperm(len(extra), generator=generator)[: round(len(extra) * arguments.share)]
        return train + [extra[i] for i in chosen]

    optimizer = torch.optim.AdamW(parameter_groups(model, arguments.rate, arguments.head_rate, arguments.decay), fused=True)
    generator = torch.Generator().manual_seed(arguments.seed)
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    steps_an_epoch = len(batches(train + extra[: round(len(extra) * arguments.share)], arguments.batch)) // workers
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
    weights = {"exit": arguments.exit_weight, "check": 1.0, "names": arguments.name_weight, "like names": arguments.name_weight, "embedding": arguments.embedding_weight, "modality": 0.5, "negation": 0.5}
    last_epoch = min(arguments.epochs, arguments.stop or arguments.epochs)
    for epoch in range(first_epoch, last_epoch):
        model.train()
        began, sums, count, pieces = time.time(), {}, 0, 0
        planned = batches(drawn(), arguments.batch, generator)
        for batch in planned[rank : len(planned) - len(planned) % workers : workers]:
            share = step / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, total - warm)))
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * min(1.0, max(share, 0.02))
            loss, parts = loss_of(model, batch, weights)
            optimizer.zero_grad()
            loss.backward()
            if workers > 1:
                share_gradients(parameters, workers)
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            if average:
                average.update_parameters(model)
            step, count = step + 1, count + 1
            pieces += sum(len(example.pieces) for example in batch)
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + value
            if count % 50 == 0 and rank == 0:
                print(f"  step {count}/{steps_an_epoch}, {pieces * workers / (time.time() - began):.0f} pieces/s", flush=True)
        if rank:
            continue
        seconds = time.time() - began
        line = " ".join(f"{name} {value / count:.3f}" for name, value in sums.items())
        print(f"epoch {epoch + 1}: {line}; {seconds:.0f} s, {pieces * workers / seconds:.0f} pieces/s", flush=True)
        measured = average.module if average else model
        if dev and (epoch + 1 == last_epoch or (epoch + 1) % 2 == 0):
            measure(measured)
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "generator": generator.get_state(),
                 "random": torch.get_rng_state(), "step": step, "epoch": epoch + 1}
        if average:
            state["average"] = average.state_dict()
        partial = checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.rename(checkpoint)
    if rank == 0:
        save(average.module if average else model, tokenizer, arguments.out)


if __name__ == "__main__":
    main()
