"""Names as tags of words, and back: every word is outside of a name or begins it, stands inside, ends it, or is all of it.

Only sequences count in which a name that begins also ends, as what it began. Training weighs the right sequence against all
of these, decoding takes the likeliest, and a name's probability is the share of the sequences that have it.
"""

import torch

from heads import NAME_PARTS, NAMES

TAGS = 1 + len(NAMES) * len(NAME_PARTS)
IMPOSSIBLE = -1e4


def tag(kind, part):
    return 1 + len(NAME_PARTS) * kind + NAME_PARTS.index(part)


OPENING = [tag(kind, part) for kind in range(len(NAMES)) for part in ("begin", "unit")]
CLOSING = [tag(kind, part) for kind in range(len(NAMES)) for part in ("last", "unit")]


def transitions():
    """(T, T): 0 where the second tag may follow the first; and (T,) for the first and the last word."""
    between = torch.full((TAGS, TAGS), IMPOSSIBLE)
    for left in [0, *CLOSING]:
        between[left, [0, *OPENING]] = 0.0
    for kind in range(len(NAMES)):
        for left in ("begin", "inside"):
            between[tag(kind, left), [tag(kind, "inside"), tag(kind, "last")]] = 0.0
    first, last = torch.full((TAGS,), IMPOSSIBLE), torch.full((TAGS,), IMPOSSIBLE)
    first[[0, *OPENING]] = 0.0
    last[[0, *CLOSING]] = 0.0
    return between, first, last


BETWEEN, FIRST, LAST = transitions()


def tags_of(spans, count):
    """Spans (first word, last word, kind) → one tag for each of `count` words."""
    tags = [0] * count
    for first, last, kind in spans:
        if any(tags[first : last + 1]):
            continue  # two names in one word
        if first == last:
            tags[first] = tag(kind, "unit")
            continue
        tags[first], tags[last] = tag(kind, "begin"), tag(kind, "last")
        for word in range(first + 1, last):
            tags[word] = tag(kind, "inside")
    return tags


def loss(logits, tags, mask):
    """Negative log-likelihood a word of the right sequences: logits (B, N, T), tags and mask (B, N); words are on the left."""
    right = logits.gather(-1, tags.unsqueeze(-1)).squeeze(-1).mul(mask).sum(-1)
    forward = logits[:, 0] + FIRST
    for n in range(1, logits.shape[1]):
        further = torch.logsumexp(forward.unsqueeze(-1) + BETWEEN, 1) + logits[:, n]
        forward = torch.where(mask[:, n : n + 1], further, forward)
    return (torch.logsumexp(forward + LAST, -1) - right).sum() / mask.sum()


def decode(logits):
    """Logits (N, T) of a sentence's words → names (first word, last word, kind, probability)."""
    count = len(logits)
    if count == 0:
        return []
    best, back = logits[0] + FIRST, []
    forward, ahead = [logits[0] + FIRST], [LAST]
    for n in range(1, count):
        most, where = (best.unsqueeze(-1) + BETWEEN).max(0)
        best = most + logits[n]
        back.append(where)
        forward.append(torch.logsumexp(forward[-1].unsqueeze(-1) + BETWEEN, 0) + logits[n])
        ahead.append(torch.logsumexp(BETWEEN + (logits[count - n] + ahead[-1]).unsqueeze(0), -1))
    ahead.reverse()
    total = torch.logsumexp(forward[-1] + LAST, -1)
    tags = [int((best + LAST).argmax())]
    for where in reversed(back):
        tags.append(int(where[tags[-1]]))
    tags.reverse()
    names, first = [], 0
    for n, one in enumerate(tags):
        if one in OPENING:
            first = n
        if one in CLOSING:
            kind = (one - 1) // len(NAME_PARTS)
            score = forward[first][tags[first]] + sum(logits[k][tags[k]] for k in range(first + 1, n + 1)) + ahead[n][one]
            names.append((first, n, kind, float((score - total).exp())))
    return names
