"""Train the judge of pairs: `python pairs.py PAIRS RUN GOLD --out src/link/data/judge.json`.

RUN is what `dixit extract` makes of the tuning half of corpus/events, PAIRS what the example `describe_pairs` prints of it,
GOLD corpus/events/gold.jsonl. Three sums of small trees (gradient boosting of the logistic loss): whether two claims speak of
one thing, whether they agree, whether they contradict each other. The two last also see what the first says of a pair and of
its company, so they are trained after it: run twice, the second time on PAIRS described with the new judge (`--stage relation`).
Everything is chosen on folds of whole events; the thresholds are where F1 is highest there. No chance is involved.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

BINS = 24
# Trees, depth, rate, least weight of a leaf, regularisation.
SAME = dict(trees=60, depth=3, rate=0.15, least=4.0, ridge=3.0)
RELATION = dict(trees=120, depth=3, rate=0.06, least=6.0, ridge=6.0)


def lines(path):
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines() if line.strip()]


def mention_spans(gold, texts):
    """(event, fact, version, article, start, end) of each mention, in code points."""
    for event in gold:
        for number, fact in enumerate(event["facts"]):
            for mention in fact["mentions"]:
                text, start = texts.get(mention["article"], ""), -1
                for _ in range(mention.get("nth", 1)):
                    start = text.find(mention["text"], start + 1)
                if start >= 0:
                    yield event, number, mention["version"], mention["article"], start, start + len(mention["text"])


def overlap(words, start, end):
    if not words:
        return 0.0
    shared = min(words["end"], end) - max(words["start"], start)
    return max(0.0, shared / min(words["end"] - words["start"], end - start))


def claim_of(claims, start, end):
    """The claim that a mention marks: by its quantity, or its predicate where it has none."""
    best, most = None, 0.45
    for claim in claims:
        quantity = overlap(claim.get("quantity"), start, end)
        predicate = overlap(claim["predicate"], start, end) * (0.6 if claim.get("quantity") else 0.9)
        score = max(quantity, predicate)
        if score > most:
            best, most = claim["id"], score
    return best


def gold_pairs(gold, articles, claims):
    """Labels of claim pairs, and the number of gold pairs of each relation, found or not, by event."""
    texts = {article["id"]: article["text"] for article in articles}
    by_article = defaultdict(list)
    for claim in claims:
        by_article[claim["article"]].append(claim)
    facts, contradicting, totals = defaultdict(list), {}, defaultdict(lambda: np.zeros(2, int))
    for event, number, version, article, start, end in mention_spans(gold, texts):
        key = (event["event"], number)
        facts[key].append((version, article, claim_of(by_article[article], start, end)))
        pairs = event["facts"][number]["versions_that_contradict"]
        contradicting[key] = {tuple(sorted(pair)) for pair in pairs}
    labels = {}
    for (event, number), mentions in facts.items():
        for at, (version, article, claim) in enumerate(mentions):
            for other_version, other_article, other in mentions[at + 1 :]:
                if version == other_version and article != other_article:
                    relation = 0
                elif tuple(sorted((version, other_version))) in contradicting[(event, number)]:
                    relation = 1
                else:
                    continue
                totals[event][relation] += 1
                if claim and other and claim != other:
                    labels[tuple(sorted((claim, other)))] = relation
    return labels, totals


class Booster:
    """Gradient-boosted trees on binned features."""

    def __init__(self, trees, depth, rate, least, ridge):
        self.settings = (trees, depth, rate, least, ridge)
        self.trees = []

    def fit(self, x, y, weight):
        trees, depth, rate, least, ridge = self.settings
        edges = [np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1])) for column in x.T]
        # A feature that is zero but for a few pairs has its edge at zero.
        edges = [np.unique(np.append(e, 0.0)) if column.min() <= 0 < column.max() else e for e, column in zip(edges, x.T)]
        binned = np.stack([np.searchsorted(e, column, side="left") for e, column in zip(edges, x.T)], 1)
        prior = np.log((weight * y).sum() / (weight * (1 - y)).sum())
        self.trees = [{"feature": [-1], "value": [float(prior)], "left": [0]}]
        score = np.full(len(y), prior)
        width = max(len(e) for e in edges) + 1
        offsets = np.arange(x.shape[1]) * width
        flat = binned + offsets
        for _ in range(trees):
            p = 1 / (1 + np.exp(-score))
            gradient, hessian = weight * (y - p), weight * p * (1 - p)
            tree = {"feature": [-1], "value": [0.0], "left": [0]}
            queue = [(0, np.arange(len(y)), 0)]
            while queue:
                node, rows, level = queue.pop(0)
                g, h = gradient[rows].sum(), hessian[rows].sum()
                split = None
                if level < depth:
                    cells = flat[rows].ravel()
                    size = x.shape[1] * width
                    repeat = x.shape[1]
                    gs = np.bincount(cells, np.repeat(gradient[rows], repeat), size).reshape(-1, width).cumsum(1)
                    hs = np.bincount(cells, np.repeat(hessian[rows], repeat), size).reshape(-1, width).cumsum(1)
                    gain = gs**2 / (hs + ridge) + (g - gs) ** 2 / (h - hs + ridge) - g**2 / (h + ridge)
                    gain[(hs < least * 0.25) | (h - hs < least * 0.25)] = 0
                    best = int(gain.argmax())
                    feature, cut = divmod(best, width)
                    if gain.flat[best] > 1e-3 and cut < len(edges[feature]):
                        split = (feature, float(edges[feature][cut]))
                if split is None:
                    value = rate * g / (h + ridge)
                    tree["value"][node] = float(value)
                    score[rows] += value
                    continue
                feature, edge = split
                left = len(tree["feature"])
                tree["feature"][node], tree["value"][node], tree["left"][node] = feature, edge, left
                for key, blank in (("feature", -1), ("value", 0.0), ("left", 0)):
                    tree[key] += [blank, blank]
                above = x[rows, feature] > edge
                queue += [(left, rows[~above], level + 1), (left + 1, rows[above], level + 1)]
            self.trees.append(tree)
        return self

    def predict(self, x):
        score = np.zeros(len(x))
        for tree in self.trees:
            node = np.zeros(len(x), int)
            feature, value, left = map(np.array, (tree["feature"], tree["value"], tree["left"]))
            while (feature[node] >= 0).any():
                inner = feature[node] >= 0
                above = x[np.arange(len(x)), np.maximum(feature[node], 0)] > value[node]
                node = np.where(inner, left[node] + above, node)
            score += value[node]
        return 1 / (1 + np.exp(-score))


def folded(settings, x, y, weight, folds):
    """Probabilities of each row by a booster that did not see its event."""
    out = np.zeros(len(y))
    for fold in sorted(set(folds)):
        held = folds == fold
        out[held] = Booster(**settings).fit(x[~held], y[~held], weight[~held]).predict(x[held])
    return out


def may_contradict(x):
    """Whether values or words leave room for a contradiction: `Features::may_contradict` in src/link/features.rs."""
    denied = (x["negated_one"] > 0) | (x["denies_one"] > 0)
    counted = (x["counts"] > 0) & (x["noun_known"] > 0) & (x["noun"] < 0.15)
    return ((x["apart"] > 0) | (x["both_figures"] == 0) | (denied & (x["same_dimension"] == 0))) & ~counted


def best_threshold(p, y, total, beta=1.0):
    """The threshold with the best F score; what extraction lost counts as missed."""
    order = np.argsort(-p, kind="stable")
    hits = y[order].cumsum()
    found = np.arange(1, len(y) + 1)
    f = (1 + beta**2) * hits / (found + beta**2 * total)
    at = int(f.argmax())
    return float(p[order][at]), float(f[at]), hits[at] / found[at], hits[at] / total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--stage", choices=["same", "relation"], default="same")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()

    with args.pairs.open(encoding="utf-8") as file:
        features, context = json.loads(next(file))
        rows = [json.loads(line) for line in file]
    articles, claims = lines(args.run / "articles.jsonl"), lines(args.run / "claims.jsonl")
    gold = [event for event in lines(args.gold) if event["split"] == "tune"]
    labels, totals = gold_pairs(gold, articles, claims)
    event_of = {claim["id"]: claim["article"].split("-")[0] for claim in claims}
    x = np.array([row["features"] for row in rows], np.float32).astype(float)
    y = np.array([labels.get(tuple(sorted((row["a"], row["b"]))), -1) for row in rows])
    folds = np.array([event_of[row["a"]] for row in rows])
    weight = np.ones(len(y))
    totals = sum(totals.values())
    reached = [(y == relation).sum() for relation in (0, 1)]
    print(f"{len(rows)} pairs; agree {reached[0]} of {totals[0]} in gold, contradict {reached[1]} of {totals[1]}")

    if args.stage == "same":
        x = x[:, : len(features)]
        target = (y >= 0).astype(float)
        p = folded(SAME, x, target, weight, folds)
        _, f, precision, recall = best_threshold(p, target, totals.sum())
        print(f"one thing: F1 {f:.3f}, precision {precision:.3f}, recall {recall:.3f}")
        leaf = [{"feature": [-1], "value": [0.0], "left": [0]}]
        judge = dict(features=features, context=context, same=Booster(**SAME).fit(x, target, weight).trees,
                     agrees=leaf, contradicts=leaf, thresholds=dict(agrees=0.5, contradicts=0.5))
    else:
        judge = json.loads(args.out.read_text("utf-8"))
        possible = may_contradict(dict(zip(features + context, x.T)))
        for relation, name in enumerate(("agrees", "contradicts")):
            target = (y == relation).astype(float)
            looked = possible if relation else np.ones(len(y), bool)
            p = np.zeros(len(y))
            p[looked] = folded(RELATION, x[looked], target[looked], weight[looked], folds[looked])
            threshold, f, precision, recall = best_threshold(p, target, totals[relation])
            print(f"{name}: F1 {f:.3f}, precision {precision:.3f}, recall {recall:.3f} at {threshold:.3f}")
            judge[name] = Booster(**RELATION).fit(x[looked], target[looked], weight[looked]).trees
            judge["thresholds"][name] = round(threshold, 3)
    for name in ("same", "agrees", "contradicts"):
        for tree in judge[name]:
            tree["value"] = [round(value, 5) for value in tree["value"]]
    text = json.dumps(judge).replace('}, {', '},\n {').replace('"same"', '\n"same"').replace('"agrees": [', '\n"agrees": [')
    args.out.write_text(text.replace('"contradicts": [', '\n"contradicts": [') + "\n", "utf-8")


if __name__ == "__main__":
    main()
