"""Annotated sentences as training examples: pieces, words and the words that carry each label."""

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import torch

import gum
import names
import standoff
from heads import EMBEDDED, MODALITIES, NAMES, ROLES

TREEBANKS = Path("../shared/data/treebanks")
DIGITS = frozenset("0123456789")
GUM = "en_gum-news-and-prose.conllu"


@dataclass
class Claim:
    anchor: int  # word
    by_quantity: bool
    roles: dict  # role → (first word, last word)
    modality: int  # in MODALITIES
    negated: bool

    def embedded(self, example):
        return embedded(self.roles, self.anchor, example.text, example.words)


def embedded(roles, anchor, text, words):
    """The words that say what a claim is about: those of its roles without figures, or the anchor."""
    chosen = {
        word for role in EMBEDDED if role in roles for word in range(roles[role][0], roles[role][1] + 1)
        if DIGITS.isdisjoint(text[slice(*words[word])])
    }
    return sorted(chosen) or [anchor]


@dataclass
class Example:
    id: str
    lang: str
    held_out: bool  # its document is one of those to measure on
    text: str
    pieces: list
    piece_of_word: list  # first piece of each word; word 0 is the sentence mark
    words: list  # (start, end) in code points
    check_worthy: bool | None
    claims: list | None = field(default_factory=list)  # None: nobody looked for them
    names: list | None = None  # (first word, last word, number of the kind); None: nobody looked for them
    spoken: bool = False  # a sentence of debate, judged as such
    vectors: list = field(default_factory=list)  # for each claim the vector that its embedding is to be
    states: torch.Tensor | None = None  # of the pieces behind the layers that are not trained


def span_of(claim, role, text):
    """Code point offsets of a role, given as verbatim text or as {"start", "end"}; None where it is absent."""
    span = claim.get(role)
    if span is None:
        return None
    if isinstance(span, dict):
        return span["start"], span["end"]
    return tuple(standoff.locate(text, span, claim.get(role + "#", 1)))


def words_of(encoding, text):
    """First pieces and code point spans of the words; word 0 is the sentence mark."""
    first, spans = [0], [(0, 0)]
    last_word = None
    for piece, word in enumerate(encoding.word_ids):
        if word is None:
            continue
        start, end = encoding.offsets[piece]
        while start < end and text[start].isspace():
            start += 1
        if word != last_word:
            first.append(piece)
            spans.append((start, end))
            last_word = word
        else:
            spans[-1] = (min(spans[-1][0], start), max(spans[-1][1], end))
    return first, spans


def words_under(words, span):
    """First and last word that share a character with the span."""
    under = [i for i, (start, end) in enumerate(words) if i > 0 and start < span[1] and end > span[0]]
    return (under[0], under[-1]) if under else None


class Corpus:
    """Reads records with a tokenizer; `lexicon` names the words that cannot carry a quantity."""

    def __init__(self, tokenizer, lexicon=Path(__file__).with_name("anchors.toml")):
        self.tokenizer = tokenizer
        table = tomllib.loads(Path(lexicon).read_text("utf-8"))
        self.light = {lang: set(table[lang]["light"]) for lang in ("en", "fr")}
        self.known = None  # sentences of the treebanks, read when they are first asked for
        self.named = {}  # sentence id → names, [start, end, kind] in code points

    def sentences(self):
        self.known = self.known or standoff.sentences(TREEBANKS)
        return self.known

    def read_names(self, *paths):
        """Takes in the names of GUM's sentences and those of standoff files."""
        self.named |= gum.names(TREEBANKS / GUM)
        for path in paths:
            for line in Path(path).read_text("utf-8").splitlines():
                record = json.loads(line)
                self.named[record["id"]] = record["names"]

    def anchor(self, example, roles):
        """The word that stands for a claim: in its quantity the first word with a digit, else the first that is not
        an approximator or a function word; in a predicate the last word."""
        if "quantity" not in roles:
            return roles["predicate"][1]
        first, last = roles["quantity"]
        surface = [example.text[slice(*example.words[i])].lower() for i in range(first, last + 1)]
        for i, word in enumerate(surface):
            if any(c.isdigit() for c in word):
                return first + i
        for i, word in enumerate(surface):
            if word[0].isalnum() and word not in self.light[example.lang]:
                return first + i
        return first

    def example(self, record):
        text = record["text"]
        encoding = self.tokenizer.encode(text)
        first, words = words_of(encoding, text)
        if len(encoding.ids) > 512:
            return None
        example = Example(
            record["id"], record["lang"], record.get("split") == "dev", text, encoding.ids, first, words,
            record.get("check_worthy"),
        )
        if record["id"] in self.named:
            found = [(words_under(words, span), NAMES.index(kind)) for *span, kind in self.named[record["id"]]]
            example.names = [(*under, kind) for under, kind in found if under]
        if record.get("claims") is None:
            example.claims = None
        for claim in record.get("claims") or ():
            roles = {}
            for role in ROLES:
                span = span_of(claim, role, text)
                under = span and words_under(words, span)
                if under:
                    roles[role] = under
            if "predicate" not in roles:
                continue
            modality = MODALITIES.index(claim.get("modality", "asserted"))
            by_quantity = "quantity" in roles
            example.claims.append(
                Claim(self.anchor(example, roles), by_quantity, roles, modality, claim.get("negated", False)))
        return example

    def read(self, *paths):
        for path in paths:
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    record = json.loads(line)
                    if "text" not in record:
                        record = standoff.join(record, self.sentences())
                    record.setdefault("split", standoff.split_of(standoff.document_of(record)))
                    example = self.example(record)
                    if example:
                        yield example

    def only_named(self, without):
        """GUM's sentences for their names alone, those of `without` left out."""
        for name, (file, text) in self.sentences().items():
            if file == GUM and name in self.named and name not in without:
                split = standoff.split_of(standoff.document_of({"id": name}))
                example = self.example({"id": name, "lang": "en", "text": text, "split": split, "claims": None})
                if example:
                    yield example

    def debate(self, path):
        """ClaimBuster's sentences, held out by a hash of their text."""
        for number, line in enumerate(Path(path).read_text("utf-8").splitlines()):
            record = json.loads(line)
            split = standoff.split_of(record["text"])
            example = self.example(record | {"id": f"debate-{number}", "lang": "en", "split": split, "claims": None})
            if example:
                example.spoken = True
                yield example


def batches(examples, budget, generator=None):
    """Examples of like length together, at most `budget` pieces a batch with padding; shuffled by `generator`."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].pieces) + (
        float(torch.rand((), generator=generator)) * 6 if generator else 0))
    out, batch, longest = [], [], 0
    for i in order:
        length = len(examples[i].pieces)
        if batch and max(longest, length) * (len(batch) + 1) > budget:
            out.append(batch)
            batch, longest = [], 0
        batch.append(examples[i])
        longest = max(longest, length)
    if batch:
        out.append(batch)
    if generator:
        out = [out[i] for i in torch.randperm(len(out), generator=generator)]
    return out


def collate(batch):
    """Piece ids and mask (B, L), first pieces of words and mask (B, N)."""
    length = max(len(example.pieces) for example in batch)
    count = max(len(example.words) for example in batch)
    ids = torch.ones(len(batch), length, dtype=torch.long)
    mask = torch.zeros(len(batch), length, dtype=torch.bool)
    first = torch.zeros(len(batch), count, dtype=torch.long)
    word_mask = torch.zeros(len(batch), count, dtype=torch.bool)
    for i, example in enumerate(batch):
        ids[i, : len(example.pieces)] = torch.tensor(example.pieces)
        mask[i, : len(example.pieces)] = True
        first[i, : len(example.words)] = torch.tensor(example.piece_of_word)
        word_mask[i, : len(example.words)] = True
    return ids, mask, first, word_mask


def stack_states(batch, length):
    """The stored states of a batch's pieces (B, L, H)."""
    out = torch.zeros(len(batch), length, batch[0].states.shape[-1])
    for i, example in enumerate(batch):
        out[i, : len(example.states)] = example.states
    return out


def name_tags(batch, count):
    """Tags (B, N - 1) of the words behind the sentence mark, and a mask of those whose names are known."""
    tags = torch.zeros(len(batch), count - 1, dtype=torch.long)
    known = torch.zeros(len(batch), count - 1, dtype=torch.bool)
    for i, example in enumerate(batch):
        if example.names is not None:
            here = names.tags_of([(first - 1, last - 1, kind) for first, last, kind in example.names], len(example.words) - 1)
            tags[i, : len(here)] = torch.tensor(here, dtype=torch.long)
            known[i, : len(here)] = True
    return tags, known


def word_states(hidden, first):
    return hidden.gather(1, first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1]))
