"""Make the model folder that ships: `python export.py MODEL OUT --tune RECORDS… [--reference FILE]`.

Chooses the anchor thresholds on the held-out documents of the tuning records (figures are reported on other
sentences), writes weights in f16 with their SHA-256, and the reference values that the Rust tests compare with.
"""

import argparse
import hashlib
import json
from pathlib import Path

import torch

from corpus import Corpus, words_of
from evaluate import THRESHOLDS, scores
from heads import ROLES
from model import load, save

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


def tuned(model, examples):
    """The threshold of each kind of anchor with the best F1, both languages counted alike."""
    thresholds = dict(THRESHOLDS)
    for kind, measure in (("quantity", "quantity claims"), ("predicate", "other claims")):
        def quality(threshold):
            measured = scores(model, examples, thresholds | {kind: threshold})
            return sum(m[measure]["f1"] for m in measured.values())
        thresholds[kind] = max((x / 20 for x in range(5, 17)), key=lambda t: (round(quality(t), 4), -abs(t - 0.5)))
    return thresholds


@torch.no_grad()
def reference(model, tokenizer):
    """For each sentence its pieces, the mean of its states, and the heads' outputs; roles at one anchor."""
    model.eval()
    out = []
    for sentence in SENTENCES:
        encoding = tokenizer.encode(sentence)
        first, words = words_of(encoding, sentence)
        hidden = model.encode(torch.tensor([encoding.ids]), torch.ones(1, len(encoding.ids), dtype=torch.bool))
        states = hidden[:, first]
        anchors = model.heads.anchors(states)[0]
        position = int(anchors.max(1).values[1:].argmax()) + 1
        roles = model.heads.roles(
            states, torch.ones(1, len(words), dtype=torch.bool), torch.tensor([0]), torch.tensor([position]))
        modality, negation = model.heads.manners(states, torch.tensor([0]), torch.tensor([position]), roles)
        check = model.heads.check_worthiness(hidden, torch.ones(1, len(encoding.ids), dtype=torch.bool))
        out.append({
            "text": sentence, "pieces": encoding.ids, "words": len(words) - 1,
            "state_mean": rounded(hidden[0].mean(0)), "check_worthiness": rounded(check.sigmoid())[0],
            "anchor": position - 1, "anchor_probabilities": rounded(anchors[position].sigmoid()),
            "roles": {role: [rounded(roles[0, r, tag]) for tag in range(3)] for r, role in enumerate(ROLES)},
            "modality": rounded(modality[0]), "negation": rounded(negation.sigmoid())[0],
        })
    return out


def rounded(tensor):
    return [round(float(x), 5) for x in tensor.flatten()]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="dixit-base")
    parser.add_argument("--tune", nargs="+", required=True)
    parser.add_argument("--reference", type=Path)
    arguments = parser.parse_args()
    model, tokenizer = load(arguments.model)
    model = model.half().float()  # what will be read back
    held_out = [example for example in Corpus(tokenizer).read(*arguments.tune) if example.held_out]
    thresholds = tuned(model, held_out)
    print(f"thresholds {thresholds} from {len(held_out)} sentences")
    thresholds = {
        "quantity": thresholds["quantity"], "grammar": round(thresholds["quantity"] * 0.7, 3), "predicate": thresholds["predicate"]}
    save(model, tokenizer, arguments.out, torch.float16)
    digest = hashlib.sha256((arguments.out / "model.safetensors").read_bytes()).hexdigest()
    config = json.loads((arguments.out / "config.json").read_text("utf-8"))
    config["dixit"] |= {"name": arguments.name, "weights_sha256": digest, "thresholds": thresholds}
    (arguments.out / "config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if arguments.reference:
        lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in reference(model, tokenizer))
        arguments.reference.write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
