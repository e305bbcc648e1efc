"""What the embedding of a claim is to be: what the base encoder, made for comparing sentences, gives for the claim's words.

The mean of the language is taken off, so that claims compare by what they say and not by the language that they say it in;
then the main directions of both languages together are kept.
"""

import torch
import torch.nn.functional as F

import encoder
from heads import EMBEDDING_WIDTH


def words_of(example, claim):
    """The claim's words as text, those that stand side by side as they are written."""
    chosen, parts = claim.embedded(example), []
    for n, word in enumerate(chosen):
        if n and chosen[n - 1] == word - 1:
            parts[-1] = parts[-1][0], example.words[word][1]
        else:
            parts.append(example.words[word])
    return " ".join(example.text[start:end] for start, end in parts)


@torch.no_grad()
def means(base, tokenizer, texts, budget=1200):
    """The mean state of each text behind `query: `."""
    base.eval()
    encoded = [tokenizer.encode("query: " + text).ids[:512] for text in texts]
    out = torch.zeros(len(texts), base.embeddings["LayerNorm"].weight.shape[0])
    order = sorted(range(len(texts)), key=lambda i: len(encoded[i]))
    at = 0
    while at < len(order):
        count = 1
        while at + count < len(order) and (count + 1) * len(encoded[order[at + count]]) <= budget:
            count += 1
        some = order[at : at + count]
        length = len(encoded[some[-1]])
        ids, mask = torch.ones(count, length, dtype=torch.long), torch.zeros(count, length, dtype=torch.bool)
        for row, i in enumerate(some):
            ids[row, : len(encoded[i])] = torch.tensor(encoded[i])
            mask[row, : len(encoded[i])] = True
        states = base(ids, mask)
        out[some] = (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        at += count
    return out


def teach(examples, folder, tokenizer, store):
    """Gives every claim of the examples its vector; the store (text → mean state) is asked first."""
    claims = [(example, claim) for example in examples for claim in example.claims or ()]
    texts = [words_of(example, claim) for example, claim in claims]
    new = sorted(set(texts) - store.keys())
    if new:
        base, _ = encoder.load(folder)
        store.update(zip(new, means(base, tokenizer, new)))
    said = F.normalize(torch.stack([store[text] for text in texts]), dim=-1)
    learnt = torch.tensor([not example.held_out for example, _ in claims])
    for lang in ("en", "fr"):
        here = torch.tensor([example.lang == lang for example, _ in claims])
        said[here] -= said[here & learnt].mean(0)
    _, _, directions = torch.linalg.svd(said[learnt], full_matrices=False)
    vectors = F.normalize(said @ directions[:EMBEDDING_WIDTH].T, dim=-1)
    for example in examples:
        example.vectors = []
    for (example, _), vector in zip(claims, vectors):
        example.vectors.append(vector)
