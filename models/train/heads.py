"""The heads: hidden states of words → check-worthiness, claim anchors, for each anchor roles, modality and an embedding,
names, and what each word means.

Shapes: B sentences, N words (the first is the sentence mark `<s>`, which stands for "no such span"), H hidden,
C anchors in the whole batch, R roles, T name tags.
"""

import torch
import torch.nn.functional as F
from torch import nn

ROLES = ["predicate", "subject", "object", "quantity", "time", "place", "cause", "source", "cue"]
MODALITIES = ["asserted", "hedged", "predicted", "opinion"]
ANCHORS = ["quantity", "predicate"]
TAGS = ["start", "end", "inside"]
NAMES = ["Person", "Organization", "Place", "Thing"]
NAME_PARTS = ["begin", "inside", "last", "unit"]  # tag 0 is outside, tag 1 + 4 · kind + part the others
EMBEDDED = ["predicate", "subject", "object", "quantity", "place"]  # roles whose words say what a claim is about
ROLE_WIDTH = 192
EMBEDDING_WIDTH = 128
MEANING = 64  # dimensions of what a word means
DISTANCES = 32  # buckets of the signed distance in words between anchor and word
OPTIONAL = ("name", "embedding", "meaning")  # heads that are absent from older weights


def distance_bucket(distance):
    """Exact up to 8 words on either side, then by powers of two: 0…31."""
    magnitude = distance.abs()
    far = 8 + torch.log2(magnitude.clamp(min=8).float() / 8).mul(2).long().clamp(max=7)
    bucket = torch.where(magnitude < 8, magnitude, far)
    return torch.where(distance < 0, bucket + 16, bucket)


class Mlp(nn.Module):
    def __init__(self, width_in, width, width_out, dropout=0.1):
        super().__init__()
        self.inner = nn.Linear(width_in, width)
        self.outer = nn.Linear(width, width_out)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden):
        return self.outer(self.dropout(F.gelu(self.inner(hidden))))


class Heads(nn.Module):
    def __init__(self, hidden, dropout=0.1):
        super().__init__()
        channels = len(ROLES) * len(TAGS)
        self.check = Mlp(hidden, hidden, 3, dropout)
        self.anchor = Mlp(hidden, hidden, len(ANCHORS), dropout)
        self.role_anchor = nn.Linear(hidden, ROLE_WIDTH)
        self.role_word = nn.Linear(hidden, ROLE_WIDTH)
        self.role_product = nn.Parameter(torch.randn(channels, ROLE_WIDTH + 1, ROLE_WIDTH + 1) * 0.02)
        self.role_distance = nn.Parameter(torch.zeros(channels, DISTANCES))
        self.manner = Mlp(3 * hidden, hidden, len(MODALITIES) + 1, dropout)
        self.name = Mlp(hidden, hidden, 1 + len(NAMES) * len(NAME_PARTS), dropout)
        self.embedding = nn.Linear(2 * hidden, EMBEDDING_WIDTH)
        self.meaning = nn.Linear(hidden, MEANING)
        self.dropout = nn.Dropout(dropout)

    def check_logits(self, hidden, mask):
        """Piece states (B, L, H) and mask → logits (B, 3), from the strongest piece in each feature: worth checking as
        news is judged, as debate is judged, and whether the sentence is debate."""
        features = F.gelu(self.check.inner(hidden)).masked_fill(~mask.unsqueeze(-1), -1.0).amax(1)
        return self.check.outer(self.check.dropout(features))

    def check_worthiness(self, hidden, mask):
        """Probability (B,): of the two judgements each as far as the sentence is of its kind."""
        news, debate, spoken = self.check_logits(hidden, mask).sigmoid().unbind(-1)
        return spoken * debate + (1 - spoken) * news

    def anchors(self, words):
        """Word states (B, N, H) → logits (B, N, 2)."""
        return self.anchor(words)

    def names(self, words):
        """Word states (B, N, H) → logits (B, N, T)."""
        return self.name(words).float()

    @staticmethod
    def meant(words, sentence, position, chosen):
        """Claims of `sentence` (C,), each with its anchor's `position` (C,) and its words `chosen` (C, N) → what an embedding
        is made of (C, 2H): the mean of the words, and the anchor."""
        share = chosen.float() / chosen.sum(-1, keepdim=True).clamp(min=1)
        mean = torch.einsum("cn,cnh->ch", share, words[sentence])
        return torch.cat([mean, words[sentence, position]], -1)

    def embed(self, meant):
        """(C, 2H) → vectors of length 1 (C, D)."""
        return F.normalize(self.embedding(meant), dim=-1)

    def roles(self, words, word_mask, sentence, position):
        """Anchors at `position` (C,) of `sentence` (C,) → logits (C, R, 3, N), -inf-like where no word stands."""
        anchor = self.dropout(F.gelu(self.role_anchor(words[sentence, position])))
        word = self.dropout(F.gelu(self.role_word(words)))
        anchor, word = (F.pad(states, (0, 1), value=1.0) for states in (anchor, word))
        asked = torch.einsum("ci,kij->ckj", anchor, self.role_product)
        logits = torch.einsum("ckj,cnj->ckn", asked, word[sentence]).float()
        distance = torch.arange(words.shape[1])[None, :] - position[:, None]
        logits = logits + self.role_distance[:, distance_bucket(distance)].transpose(0, 1)
        logits = logits.masked_fill(~word_mask[sentence][:, None, :], -1e4)
        return logits.view(len(position), len(ROLES), len(TAGS), -1)

    def manners(self, words, sentence, position, role_logits):
        """Modality logits (C, 4) and negation logits (C,), from the anchor and where its predicate probably
        starts and ends."""
        here = words[sentence]
        start, end = (
            torch.einsum("cn,cnh->ch", role_logits[:, 0, tag].softmax(-1).to(here.dtype), here) for tag in (0, 1)
        )
        logits = self.manner(torch.cat([words[sentence, position], start, end], dim=-1)).float()
        return logits[:, :-1], logits[:, -1]


def decode_span(start, end, inside):
    """The best span of one role by its log-probabilities and log-odds, all (N,) lists whose place 0 means "none".

    A span from s to e scores start[s] + end[e] - start[0] - end[0] plus the inside log-odds from s to e, halved: the
    tags are not independent. Returns (first word, last word, score); the score is the log-odds against "none"."""
    best, best_score = None, float("-inf")
    run_start, run_score = 0, float("-inf")
    for word in range(1, len(start)):
        opened = start[word] - start[0]
        if opened >= run_score:
            run_start, run_score = word, opened
        run_score += inside[word] * 0.5
        closed = run_score + end[word] - end[0]
        if closed > best_score:
            best, best_score = (run_start, word), closed
    if best is None:
        return None
    return best[0], best[1], best_score
