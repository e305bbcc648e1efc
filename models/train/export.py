"""Make the model folder that ships, but for the embedding of claims: `python export.py MODEL OUT --tune RECORDS…`.

Calibrates the probabilities of anchors and check-worthiness, and chooses the anchor thresholds, on the held-out documents of
the tuning records (figures are reported on other sentences); writes weights in f16 with their SHA-256. `embed.py` does the rest.
"""

import argparse
import hashlib
import json
from pathlib import Path

import torch
import torch.nn.functional as F

import names
from corpus import Corpus, Example, batches, collate, embedded, word_states, words_of
from evaluate import THRESHOLDS, read, roles_of, scores
from heads import NAMES, ROLES, decode_span
from model import load, save

CAUTION = 0.02  # F1 that a threshold must gain for each unit it moves away from the neutral one: the sentences are few

# Sentences of our own, short and long, for comparing two implementations of the same model.
SENTENCES = [
    "L’action a perdu 17 % lundi à New York, soit près de 600 milliards de dollars.",
    "The shares fell 16.9% on Monday, wiping out about $589 billion in value.",
    "Selon la préfecture, la crue n'a pas fait de victime.",
    "“We will hire 1,200 people by 2027,” the minister said.",
    "Non.",
    "Il aurait vendu, d’après deux proches du dossier, les deux tiers de ses parts en mars dernier pour 3,5 M€…",
    "Dr. Reyes, 53, who led the team until June, called the figure “frankly absurd”.",
    "Où étaient-ils passés ?",
    "Rainfall reached 90 mm in Montrivel — nine centimetres in one night — because of a stalled front 👉 see map.",
    "Le taux de chômage est passé de 7,1 % à 7,4 % entre janvier et mars, une hausse que l'institut attribue au recul de "
    "l'intérim, tandis que les offres d'emploi, elles, ont progressé de 2 points dans l'hôtellerie et reculé d'un quart dans "
    "le bâtiment, où une entreprise sur cinq dit ne pas trouver de main-d'œuvre.",
]


def platt(logits, targets):
    """Scale and shift of logits that make their sigmoids the likeliest probabilities (Platt 1999)."""
    scale, shift = torch.ones((), requires_grad=True), torch.zeros((), requires_grad=True)
    optimizer = torch.optim.LBFGS([scale, shift], lr=0.5, max_iter=200)

    def closure():
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(logits * scale + shift, targets)
        loss.backward()
        return loss

    optimizer.step(closure)
    return float(scale.detach()), float(shift.detach())


def calibrate(model, examples):
    """Folds the calibration into the last layers of the anchor and check-worthiness heads."""
    model.eval()
    anchors, gold, checks, worthy = [], [], [], []
    with torch.no_grad():
        for batch in batches(examples, 2000):
            ids, mask, first, word_mask = collate(batch)
            hidden = model.encode(ids, mask)
            logits = model.heads.anchors(word_states(hidden, first))
            checks.append(model.heads.check_logits(hidden, mask)[:, 0])
            worthy.extend(float(example.check_worthy) for example in batch)
            for i, example in enumerate(batch):
                target = torch.zeros(len(example.words), 2)
                for claim in example.claims:
                    target[claim.anchor, 0 if claim.by_quantity else 1] = 1
                anchors.append(logits[i, 1 : len(example.words)])
                gold.append(target[1:])
    anchors, gold = torch.cat(anchors), torch.cat(gold)
    fits = [("anchor", kind, *platt(anchors[:, kind], gold[:, kind])) for kind in (0, 1)]
    fits.append(("check", 0, *platt(torch.cat(checks), torch.tensor(worthy))))
    with torch.no_grad():
        for head, row, scale, shift in fits:
            print(f"{head} {row}: logits times {scale:.3f} plus {shift:.3f}")
            outer = getattr(model.heads, head).outer
            outer.weight[row] *= scale
            outer.bias[row] = outer.bias[row] * scale + shift


@torch.no_grad()
def shift_debate(model, examples):
    """Shifts the judgement of debate to where sentences of debate count as worth checking with the best F1."""
    model.eval()
    logits, worthy = [], []
    for batch in batches(examples, 2000):
        ids, mask, _, _ = collate(batch)
        logits.append(model.heads.check_logits(model.encode(ids, mask), mask))
        worthy.extend(bool(example.check_worthy) for example in batch)
    (news, debate, spoken), worthy = torch.cat(logits).T, torch.tensor(worthy)

    def quality(shift):
        share = spoken.sigmoid() * (debate + shift).sigmoid() + (1 - spoken.sigmoid()) * news.sigmoid()
        found = share >= 0.5
        return float(2 * (found & worthy).sum() / (found.sum() + worthy.sum()).clamp(min=1)) - CAUTION * abs(shift)

    shift = max((x / 8 for x in range(-16, 17)), key=quality)
    print(f"debate: logits plus {shift}, from {len(examples)} sentences")
    model.heads.check.outer.bias[1] += shift


def tuned(model, examples):
    """The threshold of each kind of anchor and of each role with the best F1, both languages counted alike."""
    thresholds = THRESHOLDS | {"roles": {}}
    said = read(model, examples)
    for kind, measure in (("quantity", "quantity claims"), ("predicate", "other claims")):
        def quality(threshold):
            measured = scores(said, examples, thresholds | {kind: threshold})
            return sum(m[measure]["f1"] for m in measured.values())
        thresholds[kind] = max((x / 20 for x in range(5, 17)), key=lambda t: quality(t) - CAUTION * abs(t - 0.5))
    for role in ROLES:
        if role in ("predicate", "quantity"):
            continue
        def quality(threshold):
            measured = scores(said, examples, thresholds | {"roles": thresholds["roles"] | {role: threshold}})
            return sum(m[role]["f1"] for m in measured.values())
        thresholds["roles"][role] = max((x / 2 for x in range(-3, 4)), key=lambda t: quality(t) - CAUTION * abs(t))
    return thresholds


@torch.no_grad()
def reference(model, tokenizer, thresholds):
    """For each sentence its pieces, the mean of its states, and the heads' outputs; roles at one anchor."""
    model.eval()
    out = []
    for sentence in SENTENCES:
        encoding = tokenizer.encode(sentence)
        first, words = words_of(encoding, sentence)
        sentence_alone = Example("", "", False, sentence, encoding.ids, first, words, None)
        hidden, passed = model.read_all([sentence_alone], *collate([sentence_alone])[:2])
        states = hidden[:, first]
        word_level, of_words = model.for_words(hidden, passed)
        anchors = model.heads.anchors(states)[0]
        position = int(anchors.max(1).values[1:].argmax()) + 1
        roles = model.heads.roles(
            states, torch.ones(1, len(words), dtype=torch.bool), torch.tensor([0]), torch.tensor([position]))
        modality, negation = model.heads.manners(states, torch.tensor([0]), torch.tensor([position]), roles)
        check = model.heads.check_worthiness(hidden, torch.ones(1, len(encoding.ids), dtype=torch.bool))
        name_logits = of_words.names(word_level[:, first])[0, 1:]
        best = {
            role: decode_span(*(roles[0, r, tag].tolist() for tag in range(3))) for r, role in enumerate(ROLES)
        }
        counted = roles_of(best, bool(anchors[position, 0] >= anchors[position, 1]), thresholds)
        chosen = torch.zeros(1, len(words), dtype=torch.bool)
        chosen[0, embedded(counted, position, sentence, words)] = True
        out.append({
            "text": sentence, "pieces": encoding.ids, "words": len(words) - 1,
            "state_mean": rounded(hidden[0].mean(0)), "check_worthiness": rounded(check)[0],
            "anchor": position - 1, "anchor_probabilities": rounded(anchors[position].sigmoid()),
            "roles": {role: [rounded(roles[0, r, tag]) for tag in range(3)] for r, role in enumerate(ROLES)},
            "modality": rounded(modality[0]), "negation": rounded(negation.sigmoid())[0],
            "names": [[first, last, NAMES[kind], round(share, 5)] for first, last, kind, share in names.decode(name_logits)],
            "meaning": rounded(of_words.meaning(word_level[0, first[position]])),
            "embedding": rounded(model.heads.embed(model.heads.meant(states, torch.tensor([0]), torch.tensor([position]), chosen))),
        })
    return out


def rounded(tensor):
    return [round(float(x), 5) for x in tensor.flatten()]


def ship(model, tokenizer, folder, dixit):
    """Writes the weights in f16 with their SHA-256; `dixit` is the configuration's part of that name."""
    save(model, tokenizer, folder, torch.float16)
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["dixit"] |= dixit | {"weights_sha256": digest}
    (folder / "config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", "utf-8")


def write_reference(model, tokenizer, thresholds, path):
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in reference(model, tokenizer, thresholds))
    path.write_text(f"[\n{lines}\n]\n", "utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="dixit-base")
    parser.add_argument("--tune", nargs="+", required=True)
    parser.add_argument("--debate", help="ClaimBuster's sentences, of which a part of those not held out is tuned on")
    arguments = parser.parse_args()
    model, tokenizer = load(arguments.model)
    corpus = Corpus(tokenizer)
    held_out = [example for example in corpus.read(*arguments.tune) if example.held_out]
    debate = []
    if arguments.debate:
        debate = [example for example in corpus.debate(arguments.debate) if not example.held_out][::5]

    def finished(model):
        """The thresholds of the model, once its probabilities are calibrated."""
        calibrate(model, held_out)
        if debate:
            shift_debate(model, debate)
        thresholds = tuned(model.half().float(), held_out)  # what will be read back
        print(f"thresholds {thresholds} from {len(held_out)} sentences")
        return thresholds | {"grammar": round(thresholds["quantity"] * 0.7, 3)}

    exits = {layers: {"thresholds": finished(model.cut(int(layers)))} for layers in model.exits}
    thresholds = finished(model)
    dixit = {"name": arguments.name, "thresholds": thresholds, "exits": exits}
    if exits:
        dixit["branch"] = min(map(int, exits))
    ship(model, tokenizer, arguments.out, dixit)


if __name__ == "__main__":
    main()
