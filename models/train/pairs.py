"""Train the judge of pairs: `python pairs.py PAIRS SCORES RUN GOLD --out src/link/data/judge.json`.

RUN is what `dixit extract` makes of the tuning events of corpus/events, PAIRS what the example `describe_pairs` prints of it with
the vectors that `embed.py` writes, SCORES what `reader.py` says of the pairs, GOLD corpus/events/gold.jsonl. Four sums of small trees
(gradient boosting of the logistic loss): whether two claims are near enough to be read side by side; then, with what the reader
says, whether they speak of one thing, whether they agree, whether they contradict each other. The two last also see what the
second says of a pair and of its company. Whatever one step takes from another comes from trees, vectors and readers that did
not see the event, as it will be on other articles, and the thresholds are chosen there: that of agreements where F1 is highest,
that of contradictions where F0.5 is, since one that is none costs a newsroom more than one that is missed.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

import lightgbm
import numpy as np

FOLDS = 8
SAME = dict(num_iterations=150, learning_rate=0.1, max_depth=5, num_leaves=20, min_data_in_leaf=20, lambda_l2=3.0, feature_fraction=0.5)
RELATION = dict(num_iterations=200, learning_rate=0.05, max_depth=5, num_leaves=16, min_data_in_leaf=15, lambda_l2=5.0, feature_fraction=0.5)
BETAS = (1.0, 0.5)  # how much recall weighs beside precision, for agreements and contradictions


READ = 0.01  # pairs less likely to speak of one thing are not read, as in src/link/company.rs
LEAST, NEAREST = 0.03, 16  # as in src/link/company.rs
SCORES = ["read_agrees", "read_contradicts"]  # `Read` in src/link/reader.rs
UNREAD = 0.1  # pairs that are also learnt from as if nothing were known of their words, as of a model without such a head
CONTEXT = ["same", "rival", "agreeing_rival", "support", "company"]


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


def event_number(claim):
    return int(claim["article"].split("-")[0])


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


def boosted(settings, x, y):
    """Gradient-boosted trees of the logistic loss; the same data give the same trees."""
    fixed = dict(objective="binary", boost_from_average=True, deterministic=True, force_row_wise=True, num_threads=1, seed=1, verbosity=-1)
    rounds = settings["num_iterations"]
    return lightgbm.train({**fixed, **settings}, lightgbm.Dataset(x, y, params={"verbosity": -1}), num_boost_round=rounds)


def trees_of(booster):
    """The trees as the judge reads them: of every node the feature asked (-1 in a leaf), the number asked or the leaf's value,
    and the node when the feature is at most the number; the next one is for when it is more."""
    trees = []
    for one in booster.dump_model()["tree_info"]:
        tree = {"feature": [-1], "value": [0.0], "left": [0]}
        queue = [(0, one["tree_structure"])]
        while queue:
            at, node = queue.pop(0)
            if "leaf_value" in node:
                tree["value"][at] = node["leaf_value"]
                continue
            left = len(tree["feature"])
            tree["feature"][at], tree["value"][at], tree["left"][at] = node["split_feature"], node["threshold"], left
            for key, blank in (("feature", -1), ("value", 0.0), ("left", 0)):
                tree[key] += [blank, blank]
            queue += [(left, node["left_child"]), (left + 1, node["right_child"])]
        trees.append(tree)
    return trees


def folded(settings, x, y, folds):
    """Probabilities of each row by trees that did not see its event."""
    out = np.zeros(len(y))
    for fold in sorted(set(folds)):
        held = folds == fold
        out[held] = boosted(settings, x[~held], y[~held]).predict(x[held])
    return out


def company(ends, article, same, agrees):
    """What the other pairs say of each: `Company::context` in src/link/company.rs; ends are the claims of each pair."""
    fellows, probability = defaultdict(list), {}
    for (i, j), p, agreeing in zip(ends, same, agrees):
        if p >= LEAST:
            fellows[i].append((-p, j, agreeing))
            fellows[j].append((-p, i, agreeing))
            probability[i, j] = probability[j, i] = p
    for list_of in fellows.values():
        list_of.sort()
    out = np.zeros((len(ends), len(CONTEXT)))
    for row, ((i, j), p) in enumerate(zip(ends, same)):
        if p < LEAST:
            continue
        rival = agreeing_rival = support = 0.0
        best = [0.0, 0.0]
        for end, (mine, theirs) in enumerate(((i, j), (j, i))):
            for q, other, agreeing in fellows[mine]:
                if other == theirs:
                    continue
                if article[other] == article[theirs]:
                    rival = max(rival, -q)
                    if agreeing:
                        agreeing_rival = max(agreeing_rival, -q)
                elif article[other] != article[mine]:
                    best[end] = max(best[end], -q)
            for q, other, _ in fellows[mine][:NEAREST]:
                support = max(support, min(-q, probability.get((other, theirs), 0.0)))
        out[row] = p, rival, agreeing_rival, support, sum(best) / 2
    return out


def may_contradict(x):
    """Whether values or words leave room for a contradiction: `Features::may_contradict` in src/link/features.rs."""
    return (x["negated_one"] > 0) | (x["denies_one"] > 0) | (x["equal"] + x["rounded"] + x["about"] == 0)


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
    parser.add_argument("scores", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()

    with args.pairs.open(encoding="utf-8") as file:
        features, read, context = json.loads(next(file))
        assert (read, context) == (SCORES, CONTEXT)
        rows = [json.loads(line) for line in file]
    articles, claims = lines(args.run / "articles.jsonl"), lines(args.run / "claims.jsonl")
    gold = [event for event in lines(args.gold) if event["split"] == "tune"]
    labels, totals = gold_pairs(gold, articles, claims)
    totals = sum(totals.values())
    claim_of_id = {claim["id"]: claim for claim in claims}
    x = np.array([row["features"] for row in rows], np.float32).astype(float)
    y = np.array([labels.get(tuple(sorted((row["a"], row["b"]))), -1) for row in rows])
    folds = np.array([event_number(claim_of_id[row["a"]]) % FOLDS for row in rows])
    named = dict(zip(features, x.T))
    print(f"{len(rows)} pairs; agree {(y == 0).sum()} of {totals[0]} in gold, contradict {(y == 1).sum()} of {totals[1]}")

    target = (y >= 0).astype(float)
    scores = np.full((len(y), len(SCORES)), np.nan)
    for score in lines(args.scores):
        scores[score["pair"]] = score["scores"]
    near, read = boosted(SAME, x, target), ~np.isnan(scores[:, 0])
    print(f"{read.sum()} pairs are read, agree {(y[read] == 0).sum()}, contradict {(y[read] == 1).sum()}")
    judge = {"features": features, "read": SCORES, "context": context, "near": trees_of(near), "thresholds": {}}
    x = np.column_stack([x, np.nan_to_num(scores)])
    unread = np.arange(len(y)) % round(1 / UNREAD) == 0

    def learnt(settings, x, target, some):
        """Probabilities of the pairs of a mask by trees that did not see their events, and trees that saw all."""
        p = np.zeros(len(target))
        # Once more as if they were not read.
        again = x[some & unread].copy()
        again[:, len(features):len(features) + len(SCORES)] = 0
        twice, of_twice = np.concatenate([x[some], again]), np.concatenate([target[some], target[some & unread]])
        of_folds = np.concatenate([folds[some], folds[some & unread]])
        p[some] = folded(settings, twice, of_twice, of_folds)[: some.sum()]
        return p, trees_of(boosted(settings, twice, of_twice))

    same, judge["same"] = learnt(SAME, x, target, read)
    _, f, precision, recall = best_threshold(same, target, totals.sum())
    print(f"one thing: F1 {f:.3f}, precision {precision:.3f}, recall {recall:.3f}")

    ends = [(row["a"], row["b"]) for row in rows]
    agrees = named["equal"] + named["rounded"] + named["about"] + named["bound"] > 0
    article = {name: claim["article"] for name, claim in claim_of_id.items()}
    known = np.column_stack([x, company(ends, article, same, agrees)])
    looked_at = same >= LEAST
    for relation, name in enumerate(("agrees", "contradicts")):
        possible = looked_at & (may_contradict(named) if relation else named["same_article"] == 0)
        target = (y == relation).astype(float)
        p, judge[name] = learnt(RELATION, known, target, possible)
        threshold, f, precision, recall = best_threshold(p, target, totals[relation], BETAS[relation])
        print(f"{name}: F{BETAS[relation]:g} {f:.3f}, precision {precision:.3f}, recall {recall:.3f} at {threshold:.3f}")
        judge["thresholds"][name] = round(threshold, 3)
    for name in ("near", "same", "agrees", "contradicts"):
        for tree in judge[name]:
            tree["value"] = [round(value, 5) for value in tree["value"]]
    text = json.dumps(judge).replace('}, {', '},\n {').replace('"near"', '\n"near"').replace('"same"', '\n"same"').replace('"agrees": [', '\n"agrees": [')
    args.out.write_text(text.replace('"contradicts": [', '\n"contradicts": [') + "\n", "utf-8")


if __name__ == "__main__":
    main()
