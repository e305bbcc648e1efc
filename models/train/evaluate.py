"""Precision, recall and F1 of a model on annotated sentences: `python evaluate.py MODEL RECORDS… [--dev]`.

A found claim matches a gold one of its kind (with or without a quantity) when the words of their quantities, or
predicates, overlap by at least half of the longer. Roles count on matched claims, by the same overlap.
"""

import argparse
import json

import torch

import names
from corpus import Corpus, batches, collate, word_states
from heads import NAMES, ROLES, decode_span

# Probabilities of anchors and check-worthiness; log-odds against "no such span" of roles.
THRESHOLDS = {"quantity": 0.5, "predicate": 0.5, "check": 0.5, "roles": {}}


def overlap(a, b):
    """Words in common, of the longer span."""
    common = min(a[1], b[1]) - max(a[0], b[0]) + 1
    return max(0, common) / (max(a[1] - a[0], b[1] - b[0]) + 1)


LEAST = 0.1  # anchors less likely than this are never claims


@torch.no_grad()
def read(model, examples):
    """For each example what the model says: check-worthiness, and for every likely anchor a dict with its word, kind,
    probability, best span of each role with its score, modality and negation."""
    model.eval()
    out = {}
    for batch in batches(examples, 2000):
        ids, mask, first, word_mask = collate(batch)
        hidden, passed = model.read_all(batch, ids, mask)
        words = word_states(hidden, first)
        check = model.heads.check_worthiness(hidden, mask)
        word_level, of_words = model.for_words(hidden, passed)
        tagged = of_words.names(word_states(word_level, first))
        anchors = model.heads.anchors(words).sigmoid()
        found = [
            (i, word, kind) for i, example in enumerate(batch) for word in range(1, len(example.words)) for kind in (0, 1)
            if anchors[i, word, kind] >= LEAST
        ]
        candidates = [[] for _ in batch]
        if found:
            sentence, position = torch.tensor([f[0] for f in found]), torch.tensor([f[1] for f in found])
            logits = model.heads.roles(words, word_mask, sentence, position)
            modality, negation = model.heads.manners(words, sentence, position, logits)
            log = torch.stack([logits[:, :, 0].log_softmax(-1), logits[:, :, 1].log_softmax(-1), logits[:, :, 2]], 2)
            for c, (i, word, kind) in enumerate(found):
                n = len(batch[i].words)
                spans = {role: decode_span(*log[c, r, :, :n].tolist()) for r, role in enumerate(ROLES)}
                candidates[i].append({
                    "word": word, "by_quantity": kind == 0, "score": float(anchors[i, word, kind]), "spans": spans,
                    "modality": int(modality[c].argmax()), "negated": bool(negation[c] > 0),
                })
        for i, example in enumerate(batch):
            found = [(first + 1, last + 1, *rest) for first, last, *rest in names.decode(tagged[i, 1 : len(example.words)])]
            out[example.id] = float(check[i]), candidates[i], found
    return out


def roles_of(spans, by_quantity, thresholds):
    """Of the best spans of each role those that count."""
    roles = {}
    for role, span in spans.items():
        needed = role in ("predicate", "quantity")
        if span and (by_quantity or role != "quantity") and (needed or span[2] > thresholds["roles"].get(role, 0.0)):
            roles[role] = span[:2]
    return roles


def decode(said, thresholds=THRESHOLDS):
    """What `read` gives → for each example its check-worthiness and claims."""
    out = {}
    for name, (check, candidates, _) in said.items():
        claims = []
        for candidate in candidates:
            if candidate["score"] < thresholds["quantity" if candidate["by_quantity"] else "predicate"]:
                continue
            claims.append(candidate | {"roles": roles_of(candidate["spans"], candidate["by_quantity"], thresholds)})
        out[name] = check, without_repeats(claims)
    return out


def without_repeats(claims):
    """Claims best first; one that reads the same quantity, or the predicate of another claim, is dropped."""
    kept = []
    for claim in sorted(claims, key=lambda c: (not c["by_quantity"], -c["score"])):
        role = "quantity" if claim["by_quantity"] else "predicate"
        if role in claim["roles"] and not any(
            role in other["roles"] and overlap(claim["roles"][role], other["roles"][role]) >= 0.5 for other in kept
        ):
            kept.append(claim)
    return kept


class Count:
    def __init__(self):
        self.true = self.found = self.gold = 0

    def f1(self):
        precision = self.true / self.found if self.found else 0.0
        recall = self.true / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {"precision": precision, "recall": recall, "f1": f1, "gold": self.gold}


def matches(gold, found):
    """Pairs of gold and found claims of one kind, greedily by overlap."""
    pairs = []
    for g, claim in enumerate(gold):
        for f, other in enumerate(found):
            if claim.by_quantity == other["by_quantity"]:
                role = "quantity" if claim.by_quantity else "predicate"
                if role in other["roles"]:
                    pairs.append((overlap(claim.roles[role], other["roles"][role]), g, f))
    used_gold, used_found, out = set(), set(), []
    for score, g, f in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if score >= 0.5 and g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            out.append((gold[g], found[f]))
    return out


class Counts:
    """The counts of every measure over some sentences."""

    def __init__(self):
        names = ["quantity claims", "other claims", "check-worthy", *ROLES, "attributed", "modality", "negated"]
        self.counts = {name: Count() for name in names}

    def add(self, example, check_worthy, found):
        """Counts what was found in a sentence against its annotations."""
        counts = self.counts
        if example.check_worthy is not None:
            tally(counts["check-worthy"], example.check_worthy, check_worthy)
        for name, by_quantity in (("quantity claims", True), ("other claims", False)):
            counts[name].gold += sum(c.by_quantity == by_quantity for c in example.claims)
            counts[name].found += sum(c["by_quantity"] == by_quantity for c in found)
        for gold, claim in matches(example.claims, found):
            counts["quantity claims" if gold.by_quantity else "other claims"].true += 1
            for role in ROLES:
                has, gives = gold.roles.get(role), claim["roles"].get(role)
                counts[role].gold += has is not None
                counts[role].found += gives is not None
                counts[role].true += bool(has and gives and overlap(has, gives) >= 0.5)
            tally(counts["attributed"], "source" in gold.roles, "source" in claim["roles"])
            has, gives = gold.modality, claim["modality"]
            counts["modality"].gold += has > 0
            counts["modality"].found += gives > 0
            counts["modality"].true += has == gives and has > 0
            tally(counts["negated"], gold.negated, claim["negated"])

    def scores(self):
        return {name: count.f1() for name, count in self.counts.items()}


def scores(said, examples, thresholds=THRESHOLDS):
    """What `read` gives → language → measure → {precision, recall, f1, gold}."""
    predictions = decode(said, thresholds)
    counts = {}
    for example in examples:
        check, found = predictions[example.id]
        counts.setdefault(example.lang, Counts()).add(example, check >= thresholds["check"], found)
    return {lang: count.scores() for lang, count in sorted(counts.items())}


def name_scores(said, examples):
    """Language, and language with kind → figures of names found with their very words and kind."""
    counts = {}
    for example in examples:
        if example.names is None:
            continue
        gold, found = set(example.names), {one[:3] for one in said[example.id][2]}
        for key, kinds in ((example.lang, range(len(NAMES))), *((f"{example.lang} {kind}", [n]) for n, kind in enumerate(NAMES))):
            count = counts.setdefault(key, Count())
            count.gold += sum(one[2] in kinds for one in gold)
            count.found += sum(one[2] in kinds for one in found)
            count.true += sum(one[2] in kinds for one in gold & found)
    return {key: count.f1() for key, count in sorted(counts.items())}


def debate_score(said, examples, threshold=0.5):
    """Figures of check-worthiness on sentences of debate."""
    count = Count()
    for example in examples:
        tally(count, example.check_worthy, said[example.id][0] >= threshold)
    return {"debate": count.f1()}


def calibration_error(said, examples, thresholds=THRESHOLDS, bins=10):
    """language → expected calibration error: over the found claims, in bins of confidence, how far on average the
    confidence lies from the share of claims that match a gold one."""
    predictions = decode(said, thresholds)
    told = {}
    for example in examples:
        found = predictions[example.id][1]
        right = {id(claim) for _, claim in matches(example.claims, found)}
        told.setdefault(example.lang, []).extend((claim["score"], id(claim) in right) for claim in found)
    out = {}
    for lang, pairs in sorted(told.items()):
        error = 0.0
        for i in range(bins):
            inside = [pair for pair in pairs if i <= min(pair[0] * bins, bins - 1e-9) < i + 1]
            if inside:
                error += abs(sum(score for score, _ in inside) - sum(right for _, right in inside)) / len(pairs)
        out[lang] = error
    return out


def tally(count, has, gives):
    count.gold += bool(has)
    count.found += bool(gives)
    count.true += bool(has and gives)


def named(measured):
    """Figures of languages or kinds in one line: precision, recall, F1 and number in gold."""
    return ", ".join(f"{key} {m['precision']:.3f} {m['recall']:.3f} {m['f1']:.3f} ({m['gold']})" for key, m in measured.items())


def table(measured):
    lines = ["| measure | " + " | ".join(f"{lang} P | {lang} R | {lang} F1 | {lang} n" for lang in measured) + " |",
             "| --- |" + " ---: |" * 4 * len(measured)]
    for name in next(iter(measured.values())):
        cells = " | ".join(
            f"{m[name]['precision']:.2f} | {m[name]['recall']:.2f} | {m[name]['f1']:.2f} | {m[name]['gold']}" for m in measured.values())
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines)


def main():
    from model import load

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("records", nargs="+")
    parser.add_argument("--dev", action="store_true", help="only the documents held out from training")
    parser.add_argument("--names", nargs="*", default=[], help="names of these records' sentences; GUM's are read too")
    parser.add_argument("--debate", help="ClaimBuster's sentences; those held out are measured")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    model, tokenizer = load(arguments.model)
    corpus = Corpus(tokenizer)
    if arguments.names:
        corpus.read_names(*arguments.names)
    examples = [e for e in corpus.read(*arguments.records) if not arguments.dev or e.held_out]
    thresholds = THRESHOLDS | model.config.get("dixit", {}).get("thresholds", {})
    said = read(model, examples)
    measured = scores(said, examples, thresholds)
    print(json.dumps(measured, indent=1) if arguments.json else table(measured))
    if not arguments.json:
        print(f"\n{len(examples)} sentences; expected calibration error of the claims' confidence: " + ", ".join(
            f"{lang} {error:.3f}" for lang, error in calibration_error(said, examples, thresholds).items()))
    if arguments.names:
        print("names: " + named(name_scores(said, examples)))
    if arguments.debate:
        held_out = [example for example in corpus.debate(arguments.debate) if example.held_out]
        print("debate: " + named(debate_score(read(model, held_out), held_out)))


if __name__ == "__main__":
    main()
