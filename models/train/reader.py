"""Train the reader of pairs of claims: `python reader.py MODEL RUN GOLD PAIRS --weights FILE --scores FILE [--reference FILE]`.

RUN is what `dixit extract` makes of the tuning events of corpus/events with MODEL, GOLD corpus/events/gold.jsonl, PAIRS what the
example `describe_pairs` prints of RUN. The reader lays the words of two claims' sentences side by side, each word as what it means there (the
states behind the layer where the encoder branches, in few dimensions) and the role that it plays in the claim: each word looks
for its like in the other sentence, is compared with what it finds, and what comes of it, by role, says with the pair's
features whether the claims agree, contradict each other or neither (decomposable attention, Parikh et al. 2016, with the
comparison of Chen et al. 2017). MODEL, a folder of `export.py` that `embed.py` has completed, gets the map from states to
meanings; WEIGHTS the rest, which src/link reads. SCORES gets for each pair that is read the two log-probabilities by a reader that
did not see its event, for `pairs.py`. REFERENCE gets the values that the Rust tests compare with, and a file beside it those of
each exit.
"""

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

from corpus import batches, collate, word_states, words_under
from embed import sentences_of
from export import ship, write_reference
from heads import MEANING, ROLES
from model import load
from pairs import FOLDS, READ, SAME, event_number, folded, gold_pairs, lines

SEED = 1
READERS = 4  # readers that each did not see one part of the events; divides the folds of pairs.py
EPOCHS, RATE, DECAY = 7, 1.3e-3, 0.1
DROPOUT, OF_STATES, OF_WORDS, OF_FEATURES = 0.3, 0.3, 0.12, 0.1
INNER = 128
LONGEST = 60  # words of a sentence, those around the predicate
TOKENS = 6_000  # words of either side in a step
HARD, EASY = 0.02, 0.004  # pairs that are none and probably none
SHARES = (0.75, 0.12)  # of both kinds that an epoch sees
WIDEST = 4.0  # standard deviations to which features are cut
# What words play, of which the comparison's outcome is averaged: by the numbers of their roles.
PARTS = [[ROLES.index(role) for role in part.split()] for part in
         ("predicate", "subject", "object", "quantity", "time place", "source cue", "predicate subject object quantity")]


class Claims:
    """The claims' sentences: states (words, H) in one row behind the other, roles (words, R) of each claim, both found by claim."""

    def __init__(self, states, first, count, roles, start):
        self.states, self.first, self.count, self.roles, self.start = states, first, count, roles, start

    def side(self, claims):
        """States (P, N, H), roles (P, N, R) and mask (P, N) of some claims."""
        count = self.count[claims]
        place = torch.arange(int(count.max()))[None]
        mask = place < count[:, None]
        states = self.states[torch.where(mask, self.first[claims][:, None] + place, 0)]
        roles = self.roles[torch.where(mask, self.start[claims][:, None] + place, 0)]
        return states.float(), roles.float() * mask[:, :, None], mask


@torch.no_grad()
def claims_read(model, tokenizer, articles, claims):
    sentences, of_sentence = sentences_of(tokenizer, articles, claims)
    model.eval()
    rows, total = [], 0
    first, count, start = (torch.zeros(len(claims), dtype=torch.long) for _ in range(3))
    roles, told = [None] * len(claims), 0
    for batch in batches(sentences, 1500):
        ids, mask, pieces, _ = collate(batch)
        states, _ = model.for_words(*model.read_all(batch, ids, mask))
        of_words = word_states(states, pieces).half()
        for row, sentence in enumerate(batch):
            words = len(sentence.words) - 1
            rows.append(of_words[row, 1 : words + 1])
            for number in of_sentence[sentence.id]:
                claim, offset = claims[number], sentence.id[1]
                plays = torch.zeros(words, len(ROLES), dtype=torch.bool)
                for role, name in enumerate(ROLES):
                    if claim.get(name) and (under := words_under(
                            sentence.words, (claim[name]["start"] - offset, claim[name]["end"] - offset))):
                        plays[under[0] - 1 : under[1], role] = True
                predicate = plays[:, 0].nonzero()
                middle = int(predicate[0]) if len(predicate) else 0
                begin = max(0, min(middle - LONGEST // 2, words - LONGEST))
                end = min(words, begin + LONGEST)
                first[number], count[number] = total + begin, end - begin
                roles[number] = plays[begin:end]
            total += words
    for number, plays in enumerate(roles):
        start[number] = told
        told += len(plays)
    return Claims(torch.cat(rows), first, count, torch.cat(roles), start)


class Reader(nn.Module):
    def __init__(self, hidden, features):
        super().__init__()
        self.meaning = nn.Linear(hidden, MEANING)
        self.role = nn.Linear(len(ROLES), MEANING, bias=False)
        self.word_norm = nn.LayerNorm(MEANING)
        self.attended = nn.Linear(MEANING, MEANING)
        self.compared = nn.Linear(4 * MEANING, MEANING)
        self.compared_norm = nn.LayerNorm(MEANING)
        self.inner = nn.Linear((len(PARTS) + 2) * MEANING + features, INNER)
        self.outer = nn.Linear(INNER, 3)

    def compare(self, words, found):
        seen = torch.cat([words, found, words * found, (words - found).abs()], -1)
        return self.compared_norm(F.gelu(self.compared(F.dropout(seen, DROPOUT, self.training))))

    def pooled(self, compared, roles, mask):
        """The outcome's mean over the words of each part and over all, and its greatest value in each dimension (P, (parts + 2) · D)."""
        out = []
        for part in PARTS:
            plays = roles[:, :, part].amax(-1)
            out.append(torch.einsum("pn,pnd->pd", plays, compared) / plays.sum(1, keepdim=True).clamp(min=1))
        counted = mask.float()
        out.append(torch.einsum("pn,pnd->pd", counted, compared) / counted.sum(1, keepdim=True).clamp(min=1))
        out.append(compared.masked_fill(~mask[:, :, None], -1e3).amax(1))
        return torch.cat(out, 1)

    def forward(self, a, b, features):
        """Both sides (`Claims.side`) and the pairs' features (P, F) → logits (P, 3): neither, agrees, contradicts."""
        a, b = ((self.meaning(F.dropout(states, OF_STATES, self.training)), roles, mask) for states, roles, mask in (a, b))
        return self.read(a, b, features)

    def read(self, a, b, features):
        """As `forward`, from what the words mean (P, N, D) instead of their states."""
        (meant_a, roles_a, mask_a), (meant_b, roles_b, mask_b) = a, b
        if self.training:
            mask_a, mask_b = (mask & (torch.rand(mask.shape) >= OF_WORDS) | (torch.arange(mask.shape[1]) == 0) for mask in (mask_a, mask_b))
            roles_a, roles_b = roles_a * mask_a[:, :, None], roles_b * mask_b[:, :, None]
        words_a, words_b = self.word_norm(meant_a + self.role(roles_a)), self.word_norm(meant_b + self.role(roles_b))
        near = torch.einsum("pid,pjd->pij", self.attended(words_a), self.attended(words_b)) / MEANING**0.5
        found_b = near.masked_fill(~mask_b[:, None, :], -1e4).softmax(2) @ words_b
        found_a = near.masked_fill(~mask_a[:, :, None], -1e4).softmax(1).transpose(1, 2) @ words_a
        pooled = (self.pooled(self.compare(words_a, found_b), roles_a, mask_a)
                  + self.pooled(self.compare(words_b, found_a), roles_b, mask_b))
        pooled = F.dropout(pooled, DROPOUT, self.training)
        features = F.dropout(features, OF_FEATURES, self.training)
        inner = F.gelu(self.inner(torch.cat([pooled, features], 1)))
        return self.outer(F.dropout(inner, DROPOUT, self.training))


def steps(claims, ends, chosen, rng):
    """The chosen pairs in batches of sentences of like length, in random order."""
    length = torch.maximum(claims.count[ends[chosen, 0]], claims.count[ends[chosen, 1]]).numpy() + rng.random(len(chosen)) * 4
    order = np.argsort(length, kind="stable")
    out, at = [], 0
    while at < len(order):
        to = at + 1
        while to < len(order) and (to - at + 1) * length[order[to]] <= TOKENS:
            to += 1
        out.append(chosen[order[at:to]])
        at = to
    rng.shuffle(out)
    return out


def trained(claims, ends, features, relation, near, learn):
    """A reader that learnt from the pairs of `learn` (a mask)."""
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    reader = Reader(claims.states.shape[1], features.shape[1])
    optimizer = torch.optim.AdamW(reader.parameters(), lr=RATE, weight_decay=DECAY)
    related = np.flatnonzero(learn & (relation > 0))
    others = [np.flatnonzero(learn & (relation == 0) & (near >= least) & (near < most)) for least, most in ((HARD, 2), (EASY, HARD))]
    step = 0
    for epoch in range(EPOCHS):
        some = [rng.choice(pairs, int(len(pairs) * share), False) for pairs, share in zip(others, SHARES)]
        todo = steps(claims, ends, np.concatenate([related, related, *some]), rng)
        reader.train()
        for pairs in todo:
            rate = RATE * min(1, (step + 1) / 150) * max(0.02, 1 - step / (EPOCHS * len(todo)))
            for group in optimizer.param_groups:
                group["lr"] = rate
            logits = reader(claims.side(ends[pairs, 0]), claims.side(ends[pairs, 1]), features[pairs])
            loss = F.cross_entropy(logits, torch.tensor(relation[pairs]))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            step += 1
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {float(loss.detach()):.3f} in the last step", flush=True)
    return reader.eval()


@torch.no_grad()
def scored(reader, claims, ends, features, pairs):
    """Log-probabilities (pairs, 2) of both relations."""
    out = np.zeros((len(pairs), 2), np.float32)
    length = torch.maximum(claims.count[ends[pairs, 0]], claims.count[ends[pairs, 1]]).numpy()
    for some in np.array_split(np.argsort(length, kind="stable"), max(1, len(pairs) // 256)):
        chosen = pairs[some]
        logits = reader(claims.side(ends[chosen, 0]), claims.side(ends[chosen, 1]), features[chosen])
        out[some] = logits.log_softmax(-1)[:, 1:].numpy()
    return out


@torch.no_grad()
def write_reader_reference(reader, mean, deviation, rows, path):
    """A few pairs of invented words with the features of real ones, and the log-probabilities that the reader gives them."""
    draw = torch.Generator().manual_seed(SEED)
    out = []
    for row, counts in zip(rows, ((4, 6), (1, 3), (7, 2))):
        sides, told = [], []
        for count in counts:
            codes = torch.randint(-127, 128, (count, MEANING), generator=draw)
            codes[:, 0] = 127
            roles = torch.randint(0, 4, (count, len(ROLES)), generator=draw) == 0
            sides.append(((codes / 64.0)[None], roles[None].float(), torch.ones(1, count, dtype=torch.bool)))
            told.append({"codes": codes.tolist(), "roles": [torch.where(word)[0].tolist() for word in roles]})
        features = torch.tensor(np.clip((row - mean) / deviation, -WIDEST, WIDEST))[None]
        logits = reader.read(*sides, features).log_softmax(-1)[0, 1:]
        out.append({"claims": told, "features": [float(x) for x in row], "read": [round(float(x), 5) for x in logits]})
    path.write_text("[\n" + ",\n".join(json.dumps(one) for one in out) + "\n]\n", "utf-8")


def fold(job):
    """Trains the reader that does not see one part of the events (the last job: that sees all); gives its scores or its weights."""
    part, claims, ends, features, relation, near, events = job
    held = events % READERS == part
    reader = trained(claims, ends, features, relation, near, ~held)
    if part == READERS:
        return part, reader.state_dict()
    pairs = np.flatnonzero(held & (near >= READ))
    return part, (pairs, scored(reader, claims, ends, features, pairs))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    model, tokenizer = load(arguments.model)
    articles, claims = lines(arguments.run / "articles.jsonl"), lines(arguments.run / "claims.jsonl")
    labels, _ = gold_pairs([event for event in lines(arguments.gold) if event["split"] == "tune"], articles, claims)
    number = {claim["id"]: n for n, claim in enumerate(claims)}
    with arguments.pairs.open(encoding="utf-8") as file:
        names = json.loads(next(file))[0]
        rows = [json.loads(line) for line in file]
    ends = torch.tensor([(number[row["a"]], number[row["b"]]) for row in rows])
    x = np.array([row["features"] for row in rows], np.float32)
    relation = np.array([labels.get(tuple(sorted((row["a"], row["b"]))), -1) + 1 for row in rows])
    events = np.array([event_number(claims[a]) for a, _ in ends.tolist()])
    near = folded(SAME, x.astype(float), (relation > 0).astype(float), events % FOLDS)
    mean, deviation = x.mean(0), x.std(0) + 1e-6
    features = torch.tensor(np.clip((x - mean) / deviation, -WIDEST, WIDEST))
    read = claims_read(model, tokenizer, articles, claims)
    centre, spread = read.states.float().mean(0), read.states.float().std(0) + 1e-6
    read.states = ((read.states.float() - centre) / spread).half()

    jobs = [(part, read, ends, features, relation, near, events) for part in (READERS, *range(READERS))]
    torch.multiprocessing.set_sharing_strategy("file_system")
    with ProcessPoolExecutor(arguments.processes, mp_context=torch.multiprocessing.get_context("spawn")) as pool:
        results = dict(pool.map(fold, jobs))
    with arguments.scores.open("w", encoding="utf-8") as out:
        for part in range(READERS):
            for pair, score in zip(*results[part]):
                out.write(json.dumps({"pair": int(pair), "scores": [round(float(s), 4) for s in score]}) + "\n")

    weights = results[READERS]
    if arguments.reference:
        reader = Reader(read.states.shape[1], len(names))
        reader.load_state_dict(weights)
        some = np.flatnonzero(near >= READ)[:: max(1, int((near >= READ).sum() // 3))][:3]
        write_reader_reference(reader.eval(), mean, deviation, x[some], arguments.reference.with_name("reader.json"))
    scale = weights.pop("meaning.weight") / spread
    heads = model.for_words(None, {layers: None for layers in model.exits})[1]
    with torch.no_grad():
        heads.meaning.weight.copy_(scale)
        heads.meaning.bias.copy_(weights.pop("meaning.bias") - scale @ centre)
    weights |= {"feature.mean": torch.tensor(mean), "feature.deviation": torch.tensor(deviation)}
    save_file({name: weight.contiguous() for name, weight in weights.items()}, arguments.weights, {"features": json.dumps(names)})
    model = model.half().float()  # what will be read back
    dixit = model.config["dixit"]
    ship(model, tokenizer, arguments.model, dixit)
    if arguments.reference:
        write_reference(model, tokenizer, dixit["thresholds"], arguments.reference)
        for layers, exit in dixit.get("exits", {}).items():
            path = arguments.reference.with_stem(f"{arguments.reference.stem}-{layers}")
            write_reference(model.cut(int(layers)), tokenizer, exit["thresholds"], path)


if __name__ == "__main__":
    main()
