"""Train the embedding of claims on invented events: `python embed.py MODEL RUN GOLD --vectors FILE`.

RUN is what `dixit extract` makes of the tuning events of corpus/events with MODEL, GOLD corpus/events/gold.jsonl. Claims of one
fact, whether they agree or contradict each other, are to lie nearer to each other than to all others (InfoNCE over the claims of
a few events at a time); encoder and other heads stay as they are. MODEL, a folder of `export.py`, gets the new head. VECTORS
gets each claim's vector from a head that did not see its event, for `describe_pairs`: what a head gives for claims that it learnt from
would be taken for surer than it is. The embedding of each exit learns to give the vectors that the last layer's gives.
"""

import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from corpus import Example, batches, collate, embedded, word_states, words_of, words_under
from export import ship
from heads import EMBEDDED, EMBEDDING_WIDTH, Heads
from model import load
from pairs import FOLDS, event_number, gold_pairs, lines

SEED = 1
ROUNDS = 12
TOGETHER = 8  # events in a step
RATE, DECAY, DROPOUT = 2e-3, 0.05, 0.4
TEMPERATURE = 0.07
RIDGE = 300.0


def sentences_of(tokenizer, articles, claims):
    """The sentences of the claims, each with its article, start and end as its id, and for each id the numbers of its claims."""
    texts = {article["id"]: article["text"] for article in articles}
    of_sentence = {}
    for number, claim in enumerate(claims):
        of_sentence.setdefault((claim["article"], claim["sentence"]["start"], claim["sentence"]["end"]), []).append(number)
    sentences = []
    for article, start, end in of_sentence:
        text = texts[article][start:end]
        encoding = tokenizer.encode(text)
        first, words = words_of(encoding, text)
        kept = sum(piece < 512 for piece in first)
        sentences.append(Example((article, start, end), "", False, text, encoding.ids[:512], first[:kept], words[:kept], None))
    return sentences, of_sentence


@torch.no_grad()
def meant(model, tokenizer, articles, claims):
    """What the embedding of each claim is made of (C, 2H): `Heads.meant`."""
    sentences, of_sentence = sentences_of(tokenizer, articles, claims)
    out = torch.zeros(len(claims), 2 * model.config["hidden_size"])
    model.eval()
    for batch in batches(sentences, 1500):
        ids, mask, first, _ = collate(batch)
        words = word_states(model.encode(ids, mask), first)
        for row, sentence in enumerate(batch):
            for number in of_sentence[sentence.id]:
                claim, offset = claims[number], sentence.id[1]
                roles = {
                    role: under for role in EMBEDDED if claim.get(role)
                    and (under := words_under(sentence.words, (claim[role]["start"] - offset, claim[role]["end"] - offset)))
                }
                position = roles["quantity"][0] if "quantity" in roles else roles.get("predicate", (0, 0))[1]
                chosen = torch.zeros(1, words.shape[1], dtype=torch.bool)
                chosen[0, embedded(roles, position, sentence.text, sentence.words)] = True
                out[number] = Heads.meant(words, torch.tensor([row]), torch.tensor([position]), chosen)
    return out


def without_language(x, french):
    """The linear map that takes the direction from one language's mean to the other's out of `x`, and the mean behind it."""
    direction = F.normalize(x[french].mean(0) - x[~french].mean(0), dim=0)
    keep = torch.eye(x.shape[1]) - torch.outer(direction, direction)
    return keep, x.mean(0) @ keep.T


def trained(x, french, event, pairs, learn):
    """A head that learnt from the events of `learn` (a mask of claims): weight (D, 2H) and bias (D,)."""
    torch.manual_seed(SEED)
    keep, mean = without_language(x[learn], french[learn])
    inputs = x @ keep.T - mean
    inputs = inputs / (scale := inputs[learn].std())
    head = torch.nn.Linear(x.shape[1], EMBEDDING_WIDTH)
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    one_fact = torch.zeros(len(x), len(x), dtype=torch.bool)
    one_fact[pairs[:, 0], pairs[:, 1]] = one_fact[pairs[:, 1], pairs[:, 0]] = True
    events = event[learn].unique()
    for _ in range(ROUNDS):
        for chosen in events[torch.randperm(len(events))].split(TOGETHER):
            here = torch.where(torch.isin(event, chosen))[0]
            vectors = F.normalize(head(F.dropout(inputs[here], DROPOUT)), dim=-1)
            near = (vectors @ vectors.T / TEMPERATURE).fill_diagonal_(-1e4).log_softmax(1)
            fellows = one_fact[here][:, here].float()
            some = fellows.any(1)
            loss = -((near * fellows).sum(1)[some] / fellows.sum(1)[some]).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    weight = head.weight.detach() / scale
    return weight @ keep, head.bias.detach() - weight @ mean


def learn_from(heads, x, aim, event):
    """Gives an exit's head the linear map that comes nearest (ridge regression) to the vectors of the last layer's."""
    def mapped(some):
        mean = x[some].mean(0)
        inputs = x[some] - mean
        scale = inputs.var()
        weight = torch.linalg.solve(inputs.T @ inputs + RIDGE * scale * torch.eye(x.shape[1]), inputs.T @ (aim[some] - aim[some].mean(0)))
        return weight.T, aim[some].mean(0) - weight.T @ mean

    held = event % FOLDS == 0
    weight, bias = mapped(~held)
    like = (F.normalize(x[held] @ weight.T + bias, dim=-1) * aim[held]).sum(-1).mean()
    print(f"an exit's vectors: cosine {like:.3f} with the last layer's on events not learnt from")
    weight, bias = mapped(torch.ones_like(held))
    with torch.no_grad():
        heads.embedding.weight.copy_(weight)
        heads.embedding.bias.copy_(bias)


def found_first(vectors, event, article, pairs):
    """Of the claims that have a fellow in another article, how many have one as their nearest claim of another article."""
    fellow = torch.zeros(len(event), len(event), dtype=torch.bool)
    fellow[pairs[:, 0], pairs[:, 1]] = fellow[pairs[:, 1], pairs[:, 0]] = True
    elsewhere = (event[:, None] == event) & (article[:, None] != article)
    fellow &= elsewhere
    nearest = (vectors @ vectors.T).masked_fill(~elsewhere, -2).argmax(1)
    return float(fellow[torch.arange(len(event)), nearest][fellow.any(1)].float().mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--vectors", type=Path, required=True)
    arguments = parser.parse_args()
    model, tokenizer = load(arguments.model)
    articles, claims = lines(arguments.run / "articles.jsonl"), lines(arguments.run / "claims.jsonl")
    labels, _ = gold_pairs([event for event in lines(arguments.gold) if event["split"] == "tune"], articles, claims)
    place = {claim["id"]: number for number, claim in enumerate(claims)}
    pairs = torch.tensor([(place[a], place[b]) for a, b in labels])
    event = torch.tensor([event_number(claim) for claim in claims])
    french = torch.tensor([claim["lang"] == "fr" for claim in claims])
    x = meant(model, tokenizer, articles, claims)

    vectors = torch.zeros(len(claims), EMBEDDING_WIDTH)
    for fold in range(FOLDS):
        held = event % FOLDS == fold
        weight, bias = trained(x, french, event, pairs, ~held)
        vectors[held] = F.normalize(x[held] @ weight.T + bias, dim=-1)
    names = sorted({claim["article"] for claim in claims})
    article = torch.tensor([names.index(claim["article"]) for claim in claims])
    everything = torch.ones(len(claims), dtype=torch.bool)
    before = model.heads.embed(x).detach()
    print(f"nearest claim of another article is of the same fact: {found_first(before, event, article, pairs):.3f} before, "
          f"{found_first(vectors, event, article, pairs):.3f} on events not learnt from")
    with arguments.vectors.open("w", encoding="utf-8") as out:
        for claim, vector in zip(claims, vectors.tolist()):
            out.write(json.dumps({"id": claim["id"], "vector": [round(x, 4) for x in vector]}) + "\n")

    weight, bias = trained(x, french, event, pairs, everything)
    with torch.no_grad():
        model.heads.embedding.weight.copy_(weight)
        model.heads.embedding.bias.copy_(bias)
    aim = model.heads.embed(x).detach()
    for layers, heads in model.exits.items():
        learn_from(heads, meant(model.cut(int(layers)), tokenizer, articles, claims), aim, event)
    model = model.half().float()  # what will be read back
    ship(model, tokenizer, arguments.model, model.config["dixit"])


if __name__ == "__main__":
    main()
