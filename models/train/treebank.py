#!/usr/bin/env python3
"""Turn gold Universal Dependencies syntax into claim records for pretraining.

    python models/train/treebank.py TREEBANK_FOLDER [--exclude GOLD.jsonl ...] --out FILE.jsonl
    python models/train/treebank.py --score CLAIMS_FOLDER TREEBANK_FOLDER

A treebank says who does what to whom; the annotation guidelines say which of that is a claim. The rules here bridge
the two, so that a claim extractor can learn role structure from thousands of sentences before it sees the few that
people annotated. What the rules know about words stands in `treebank.en.toml` and `treebank.fr.toml` beside this file.

The records have the shape of the annotated ones with offsets (code points in `text`), without `check_worthy`.
"""

import argparse
import json
import os
import re
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

ROLES = ("predicate", "subject", "object", "quantity", "time", "place", "cause", "source", "cue")
HERE = Path(__file__).resolve().parent
OPEN_QUOTES, CLOSE_QUOTES = "“«„", "”»"


# --- reading CoNLL-U ---------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Token:
    """One syntactic word; `start` and `end` are code points in the sentence's text."""

    index: int
    form: str
    lemma: str
    upos: str
    feats: dict
    rel: str
    head_index: int
    misc: str
    start: int = 0
    end: int = 0
    head: "Token | None" = None
    children: list = field(default_factory=list)
    entities: list = field(default_factory=list)

    @property
    def base(self):
        """The relation without its subtype, for rules that hold for both treebanks' habits."""
        return self.rel.split(":")[0]

    def of(self, *relations):
        """The children in these relations, with or without subtype."""
        return [c for c in self.children if c.rel in relations or c.base in relations]


@dataclass
class Sentence:
    id: str
    lang: str
    text: str
    tokens: list
    document: str
    source_file: str
    kind: str = ""

    @property
    def root(self):
        return next((t for t in self.tokens if t.head is None), None)


def read_conllu(path):
    """Yield the sentences of a CoNLL-U file, offsets and entity types filled in."""
    lang = "fr" if Path(path).name.startswith("fr") else "en"
    comments, rows, document = {}, [], ""
    with open(path, encoding="utf-8") as lines:
        for line in list(lines) + ["\n"]:
            line = line.rstrip("\n")
            if line.startswith("#"):
                key, _, value = line[1:].partition(" = ")
                comments[key.strip()] = value
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                document = comments.get("newdoc id", document)
                yield build_sentence(comments, rows, lang, document, Path(path).name)
                comments, rows = {}, []


def build_sentence(comments, rows, lang, document, source_file):
    tokens, surfaces = [], []
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            surfaces.append((row[1], range(first, last + 1)))
        elif "." not in row[0]:
            feats = dict(f.split("=", 1) for f in row[5].split("|") if "=" in f)
            tokens.append(Token(int(row[0]), row[1], row[2].lower(), row[3], feats, row[7], int(row[6]), row[9]))
            if not surfaces or tokens[-1].index not in surfaces[-1][1]:
                surfaces.append((row[1], range(tokens[-1].index, tokens[-1].index + 1)))
    sentence_id, text = comments["sent_id"], comments["text"]
    align(text, tokens, surfaces)
    by_index = {t.index: t for t in tokens}
    for token in tokens:
        token.head = by_index.get(token.head_index)
        if token.head:
            token.head.children.append(token)
    mark_entities(tokens)
    document = document or document_of(sentence_id)
    return Sentence(sentence_id, lang, text, tokens, document, source_file, comments.get("s_type", ""))


def document_of(sentence_id):
    """French treebanks name no documents: neighbours in numbering come from one article, so fifty make a block.

    GSD shuffled its sentences, so each of them stands alone.
    """
    corpus, _, number = sentence_id.rpartition("_")
    if corpus.startswith("fr-ud") or not number.isdigit():
        return sentence_id
    return f"{corpus}_block{int(number) // 50:03d}"


def align(text, tokens, surfaces):
    """Find every surface token in the raw text; words inside a multiword token share its characters.

    `don't` splits where its words say; in `au` the preposition takes the characters and the article none, so that a
    phrase without its preposition starts at its first visible word.
    """
    at, by_index = 0, {t.index: t for t in tokens}
    for form, indices in surfaces:
        found = text.find(form, at)
        start = found if found >= 0 else at
        end = start + len(form) if found >= 0 else at
        words = [by_index[i] for i in indices]
        split = "".join(w.form for w in words) == form
        cursor = start
        for position, word in enumerate(words):
            if split:
                word.start, word.end = cursor, cursor + len(word.form)
                cursor = word.end
            else:
                word.start, word.end = (start, end) if position == 0 else (end, end)
        at = end


def mark_entities(tokens):
    """Give each token the types of the entities (GUM's `Entity=`) that it heads."""
    stack = []
    for token in tokens:
        value = next((m[7:] for m in token.misc.split("|") if m.startswith("Entity=")), "")
        for piece in re.findall(r"\([^()]+\)?|[^()]+\)", value):
            if piece.startswith("("):
                parts = piece.strip("()").split("-")
                stack.append((parts[0], parts[1] if len(parts) > 1 else "", token.index))
            if piece.endswith(")"):
                name = piece.strip("()").split("-")[0]
                opened = next((e for e in reversed(stack) if e[0] == name), None)
                if opened:
                    stack.remove(opened)
                    span = [t for t in tokens if opened[2] <= t.index <= token.index]
                    head = next((t for t in span if t.head is None or t.head not in span), token)
                    head.entities.append(opened[1])


# --- lexicon -----------------------------------------------------------------------------------------------------


class Lexicon:
    """One language's tables; `has(section, table, word)` for membership."""

    def __init__(self, lang):
        with open(HERE / f"treebank.{lang}.toml", "rb") as file:
            self.tables = tomllib.load(file)
        self.sets = {(s, k): set(v) for s, t in self.tables.items() for k, v in t.items()}
        bounds = self.tables["quantity"]["bounds"]
        self.bounds = sorted(bounds, key=lambda b: -len(b))

    def has(self, section, table, word):
        return word in self.sets[section, table]


LEXICONS = {lang: Lexicon(lang) for lang in ("en", "fr")}


# --- spans -------------------------------------------------------------------------------------------------------


def subtree(token, skip=()):
    """All tokens below `token`, itself included; subtrees rooted in `skip` are left out."""
    out = [token]
    for child in token.children:
        if child not in skip:
            out.extend(subtree(child, skip))
    return sorted(out, key=lambda t: t.index)


def run_around(tokens, head):
    """The unbroken stretch of `tokens` that contains `head`; a hole would put strange words into the span."""
    members = {t.index for t in tokens}
    low = high = head.index
    while low - 1 in members:
        low -= 1
    while high + 1 in members:
        high += 1
    return [t for t in tokens if low <= t.index <= high]


def trim(tokens):
    """Drop punctuation at the edges, but keep quotation marks and brackets that close inside."""
    tokens = list(tokens)
    while tokens and is_edge(tokens[0], tokens):
        tokens.pop(0)
    while tokens and is_edge(tokens[-1], tokens):
        tokens.pop()
    return tokens


def trim_right(tokens):
    tokens = list(tokens)
    while len(tokens) > 1 and is_edge(tokens[-1], tokens):
        tokens.pop()
    return tokens


PAIRS = {"(": ")", "[": "]", '"': '"', "“": "”", "«": "»", "'": "'", "‘": "’"}


def is_edge(token, tokens):
    if token.start == token.end:
        return True
    if token.upos != "PUNCT" and not re.fullmatch(r"[-–—,;:.…\"“”«»()\[\]]+", token.form):
        return False
    inner = [t.form for t in tokens if t is not token]
    for left, right in PAIRS.items():
        if (token.form == left and token is tokens[0] and right in inner) or (
            token.form == right and token is tokens[-1] and left in inner
        ):
            return len(tokens) > 1 and tokens[0].form == left and tokens[-1].form == right
    return True


def to_span(sentence, tokens):
    tokens = trim(tokens)
    if not tokens:
        return None
    start, end = min(t.start for t in tokens), max(t.end for t in tokens)
    if start >= end:
        return None
    return {"text": sentence.text[start:end], "start": start, "end": end}


# --- the rules ---------------------------------------------------------------------------------------------------

CLAUSE_RELS = {"advcl", "acl", "csubj", "ccomp", "xcomp", "parataxis"}
ARGUMENTS = {"nsubj", "obj", "iobj", "obl", "advmod", "dislocated", "csubj", "expl", "xcomp", "ccomp"}
CURRENCIES = {"$", "€", "£", "¥"}


@dataclass
class Quantity:
    """A number phrase: its words, and the word that the sentence builds on (`people` in `over 700 people`)."""

    tokens: list
    core: Token


@dataclass
class Clause:
    """A predicate with what it inherits: a subject from its neighbour, the source from above."""

    head: Token
    subject: "list | None" = None
    attribution: dict = field(default_factory=dict)
    main: bool = True
    shared: list = field(default_factory=list)


class Extractor:
    """The claims of one sentence."""

    def __init__(self, sentence):
        self.s = sentence
        self.lex = LEXICONS[sentence.lang]
        self.merged = {}
        self.clauses = {}
        self.silent = set()
        self.quantities = []
        self.cores = set()

    # -- words

    def case_text(self, token):
        """The preposition of a phrase as the lexicon writes it: `according to`, `en raison de`."""
        words = []
        for case in token.of("case"):
            if case.index < token.index:
                words += [case] + case.of("fixed")
        words.sort(key=lambda t: t.index)
        return " ".join((w.lemma if self.s.lang == "fr" else w.form.lower()) for w in words)

    def complex_case(self, token):
        """`en raison de`, `as a result of`: a noun between two prepositions; gives (words, the noun that it governs)."""
        for inner in token.of("nmod", "obl"):
            if inner.index > token.index and self.case_text(inner):
                lemma = token.lemma if self.s.lang == "fr" else token.form.lower()
                return " ".join([self.case_text(token), lemma, self.case_text(inner)]).strip(), inner
        return "", None

    def mark_text(self, token):
        words = []
        for mark in token.of("mark"):
            words += [mark] + mark.of("fixed")
        words.sort(key=lambda t: t.index)
        return " ".join((w.lemma if self.s.lang == "fr" else w.form.lower()) for w in words)

    def is_clause(self, token):
        """A word that predicates: a verb, or anything with a copula or a subject of its own."""
        if token.upos in ("VERB", "AUX"):
            return token.base not in ("aux", "cop", "amod", "case", "compound", "det", "fixed", "flat", "mark")
        return bool(token.of("cop") or token.of("nsubj"))

    # -- phrases

    def phrase(self, head, skip=(), strip_case=False, appositions=False):
        """A noun phrase without trailing non-restrictive additions and (on demand) without its preposition.

        What is set off by commas stays where restrictive words follow it: a span has no holes.
        """
        drop = list(skip)
        for child in head.children:
            before = child.index < head.index
            if before and child.base == "punct" and child.form not in PAIRS:
                drop.append(child)
            elif before and child.base == "cc" and child.rel != "cc:preconj":
                drop.append(child)
            elif before and child.feats.get("PronType") == "Rel":
                drop.append(child)
            elif before and strip_case and child.base in ("case", "mark"):
                drop.append(child)
            elif not before and child.base in ("advcl", "discourse", "orphan", "vocative"):
                drop.append(child)
        words = run_around(subtree(head, drop), head)
        while True:
            words = trim_right(words)
            tail = next(
                (
                    c
                    for c in head.children
                    if c.index > head.index
                    and c not in drop
                    and words
                    and words[-1] in subtree(c)
                    and self.is_addition(c, appositions)
                ),
                None,
            )
            if tail is None:
                return words
            drop.append(tail)
            words = run_around([t for t in subtree(head, drop) if t.index <= words[-1].index], head)

    def is_addition(self, child, appositions):
        """A trailing relative, apposition or prepositional afterthought that does not restrict what the noun means."""
        if child.base == "appos" and appositions and not self.in_brackets(child):
            return False
        if child.base in ("acl", "appos", "parataxis", "dep", "list", "advcl"):
            restrictive = child.head.base == "nsubj" and child.head.upos != "PROPN"
            return self.set_off(child) or (child.base == "acl" and not restrictive and self.is_dated(child))
        if child.base in ("nmod", "obl", "nummod", "amod"):
            return self.in_brackets(child) or (self.set_off(child) and bool(child.of("case")))
        return child.base == "conj" and self.is_clause(child) and bool(child.of("nsubj"))

    def in_brackets(self, token):
        first = min(subtree(token), key=lambda t: t.index)
        before = self.at(first.index - 1)
        return first.form in "([" or (before is not None and before.form in "([")

    def is_dated(self, clause):
        """Whether a subordinate clause names a date of its own, which makes it a claim of its own."""
        for child in self.dependents(clause):
            if not self.is_time(child) or child.base == "advcl":
                continue
            if any(self.is_date_word(t) for t in subtree(child)):
                return True
        return False

    def is_date_word(self, token):
        lex = self.lex
        return (
            bool(re.search(r"\d{4}|\d:\d", token.form))
            or (lex.has("time", "months", token.lemma) and token.upos != "AUX")
            or lex.has("time", "days", token.lemma)
            or lex.has("time", "dated", token.form.lower())
        )

    def set_off(self, token):
        """Whether a comma, bracket or dash stands before the subtree: the mark of a non-restrictive addition."""
        first = min(subtree(token), key=lambda t: t.index)
        before = self.at(first.index - 1)
        return first.form in (",", "(", "-", "–", "—", "[", ":") or (
            before is not None and before.form in (",", "(", "-", "–", "—", "[", ":", ";")
        )

    def at(self, index):
        return self.s.tokens[index - 1] if 1 <= index <= len(self.s.tokens) else None

    def span(self, tokens):
        return to_span(self.s, tokens) if tokens else None

    # -- quantities

    def find_quantities(self):
        found = []
        for token in self.s.tokens:
            quantity = self.quantity_at(token)
            if quantity and not any(set(quantity.tokens) & set(q.tokens) for q in found):
                found.append(quantity)
        return found

    def quantity_at(self, token):
        lex = self.lex
        if lex.has("quantity", "adverbs", token.form.lower()):
            return Quantity([token], token)
        number_noun = token.upos in ("NOUN", "NUM") and lex.has("quantity", "nouns", token.lemma)
        number = token.upos == "NUM" and token.feats.get("NumType", "Card") in ("Card", "Frac", "Range")
        if not number and not number_noun:
            return None
        if number_noun and token.of("nummod"):
            return None
        if token.lemma in ("one", "un") and token.base != "nummod":
            return None
        core = token
        while (
            core.base in ("nummod", "compound", "flat")
            and core.head
            and (core.head.upos in ("NUM", "SYM") or core.base == "nummod")
        ):
            core = core.head
            if core.upos not in ("NUM", "SYM") and not lex.has("quantity", "nouns", core.lemma):
                break
        if self.is_name_or_date(token, core) or (token.lemma == "one" and lex.has("quantity", "vague", core.lemma)):
            return None
        tokens = self.number_words(token, core)
        tokens = self.with_rate(self.with_complement(tokens, core), core)
        return Quantity(self.with_bounds(tokens), core)

    def is_name_or_date(self, token, core):
        """Years, clock times, house numbers, scores and numbers in names measure nothing."""
        if self.is_written_date(token, core) or self.is_clock(token, core):
            return True
        return not self.is_age(token, core) and (
            self.is_label(token, core)
            or self.is_score(token, core)
            or self.is_loose(token, core)
            or self.is_deictic(core)
        )

    def is_written_date(self, token, core):
        """A year, a day of a month, an ordinal, a date in figures."""
        lex, before, after = self.lex, self.at(token.index - 1), self.at(token.index + 1)
        if re.fullmatch(r"\d{1,2}[:h]\d{0,2}|\d+[/.]\d+[/.]\d+|\d+(er|ère|e|ème|st|nd|rd|th)", token.form):
            return True
        if core is token and any(lex.has("time", "months", t.lemma) for t in subtree(token)):
            return True
        near = [t for t in (before, after, core) if t is not None and t.upos != "AUX"]
        if any(lex.has("time", "months", word) for t in near for word in (t.lemma, t.form.lower())):
            return True
        if before is not None and lex.has("time", "days", before.lemma):
            return True
        year = re.fullmatch(r"1[0-9]{3}|20[0-4][0-9]", token.form) is not None
        return year and (core is token or (core.index < token.index and core.form not in CURRENCIES))

    def is_label(self, token, core):
        """`Section 427`, `Gate 08`, `[3]`: the number names one thing instead of counting several."""
        lex, before = self.lex, self.at(token.index - 1)
        if before is not None and (
            before.form in ("[", "#", "n°", "N°") or lex.has("quantity", "labels", before.lemma)
        ):
            return True
        if core is not token:
            return core.index < token.index and not self.is_unit(core)
        if token.head is None:
            return False
        if before is token.head and before.upos in ("NOUN", "PROPN"):
            return before.form not in CURRENCIES
        if lex.has("quantity", "labels", token.head.lemma):
            return True
        if token.base == "conj" and token.head.upos == "NUM" and self.quantity_at(token.head) is None:
            return True
        return token.base == "nmod" and token.head.upos == "PROPN"

    def is_score(self, token, core):
        """`3 – 1`, `1990-1994`, `quarter final`: figures or fractions that no noun makes a measure."""
        lex = self.lex
        if lex.has("quantity", "parts", core.lemma):
            following = (self.at(token.index + 1), self.at(token.index + 2))
            if any(t is not None and lex.has("quantity", "rounds", t.lemma) for t in following):
                return True
            return token is core and not token.of("nmod", "det", "nummod")
        if core is not token:
            return False
        if re.fullmatch(r"\d+-\d+", token.form):
            return True
        for step in (-1, 1):
            dash, other = self.at(token.index + step), self.at(token.index + 2 * step)
            if dash is not None and other is not None and dash.form in ("-", "–", "/", ":") and other.upos == "NUM":
                return True
        return False

    def is_loose(self, token, core):
        """A number that hangs in the tree without a role of its own: list items, parts of names, headings."""
        if token.base in ("flat", "goeswith", "list"):
            return True
        roleless = token.head is None or token.base in ("compound", "dep", "appos", "punct")
        return core is token and roleless and not self.lex.has("quantity", "nouns", token.lemma)

    def is_age(self, token, core):
        """`Nora Vane, 19, …`: a small number between commas after a person's name."""
        after = self.at(token.index + 1)
        return (
            core is token
            and token.base in ("appos", "amod", "nummod", "nmod")
            and re.fullmatch(r"\d{1,2}", token.form) is not None
            and token.head is not None
            and token.head.upos == "PROPN"
            and self.set_off(token)
            and not self.in_brackets(token)
            and after is not None
            and after.form == ","
        )

    def is_clock(self, token, core):
        """`à 18h40`, `at 5 pm`: the hour of a day where a preposition of time stands before it."""
        lex, after = self.lex, self.at(token.index + 1)
        if lex.has("time", "clock", token.lemma) or lex.has("time", "clock", core.lemma):
            case = self.case_text(core) or self.case_text(token)
            if core.head is not None and any(f.lemma == "partir" for f in core.head.of("fixed")):
                return True
            return lex.has("time", "hourly", case) or bool(
                core.of("nummod") and after is not None and after.upos == "NUM"
            )
        if lex.has("time", "hours", core.lemma) and lex.has("time", "hourly", self.case_text(core)):
            return True
        before = self.at(token.index - 1)
        return before is not None and before.lemma == "h" and token.upos == "NUM"

    def is_unit(self, token):
        return token.form in CURRENCIES or token.upos == "SYM" or self.lex.has("quantity", "units", token.lemma)

    def is_deictic(self, core):
        """`two years ago`, `les deux derniers mois`: a time, no quantity."""
        if not self.lex.has("quantity", "durations", core.lemma):
            return False
        near = subtree(core) + [self.at(core.index + 1)]
        if core.head is not None and core.head.base in ("advmod", "obl"):
            near.append(core.head)
        if any(t is not None and self.lex.has("quantity", "deictic", t.lemma) for t in near if t is not core):
            return True
        previous = [self.at(i) for i in range(core.index - 4, core.index)]
        return "il y a" in " ".join(t.form.lower() for t in previous if t is not None)

    def number_words(self, token, core):
        """From the number (with what modifies it) to the counted noun."""
        below = subtree(token, [c for c in token.children if c.base in ("nmod", "obl", "acl", "appos", "det", "case")])
        below = [t for t in below if t.base not in ("cc", "punct") or t.index > token.index]
        low = min(run_around(below, token)[0].index, core.index if self.is_unit(core) else token.index)
        if token.upos == "NOUN":
            low = min([token.index] + [c.index for c in token.of("det", "nummod") if c.index < token.index])
        high = max(token.index, core.index, run_around(below, token)[-1].index)
        for child in core.of("flat", "compound"):
            if child.index == high + 1:
                high = child.index
        return [t for t in self.s.tokens if low <= t.index <= high]

    def with_complement(self, tokens, core):
        """`millions` wants its `of euros`, `des dizaines` their `de voitures`."""
        if not self.lex.has("quantity", "nouns", core.lemma):
            return tokens
        for child in core.of("nmod", "obl"):
            if child.index > core.index and self.case_text(child) in ("of", "de") and not child.of("det"):
                if self.lex.has("quantity", "parts", core.lemma):
                    continue
                return self.with_complement(
                    [t for t in self.s.tokens if tokens[0].index <= t.index <= child.index], child
                )
        return tokens

    def with_rate(self, tokens, core):
        """`0.75 mg/kg`, `$5,000 per person`, `deux fois par mois`: the denominator belongs to the quantity."""
        attached = re.match(r"(/[^\W\d_]+\d?)+", self.s.text[tokens[-1].end :])
        end = tokens[-1].end + attached.end() if attached else 0
        for child in core.of("nmod", "obl"):
            rate = self.case_text(child) in self.lex.sets["quantity", "rates"] or (
                self.lex.has("quantity", "durations", child.lemma)
                and any(d.lemma == "a" for d in child.of("det"))
                and not child.of("case")
            )
            if (
                rate
                and child.index > core.index
                and min(subtree(child), key=lambda t: t.index).index == tokens[-1].index + 1
            ):
                end = child.end
        return [
            t for t in self.s.tokens if tokens[0].index <= t.index and (t.end <= end or t.index <= tokens[-1].index)
        ]

    def with_bounds(self, tokens):
        """Take in `environ`, `more than` and their kind to the left, as long as the list knows them.

        Read from the text: `au moins` is three words to the treebank.
        """
        start, bound = tokens[0].start, ""
        while bound is not None:
            before = self.s.text[:start].lower().replace("’", "'").rstrip()
            bound = next(
                (b for b in self.lex.bounds if before.endswith(b) and not before[: -len(b)][-1:].isalnum()), None
            )
            if bound is not None:
                start = len(before) - len(bound)
        first = next(t.index for t in self.s.tokens if t.end > start)
        return [t for t in self.s.tokens if first <= t.index <= tokens[-1].index]

    def owner(self, quantity):
        """The predicate of a quantity: (token, whether that token heads a clause)."""
        current, hops = quantity.core, 0
        while True:
            if self.is_clause(current):
                return self.clause_head(current), True
            head = current.head
            if head is None:
                return (None if current.upos in ("NUM", "SYM", "X") else current), False
            if current.base in ("conj", "flat", "nummod", "fixed") and not (
                current.base == "nummod" and head.upos != "NUM" and hops
            ):
                current = head
                continue
            if (
                head.upos in ("ADV", "PRON", "ADP", "SCONJ", "AUX")
                and not self.is_clause(head)
                and head.head is not None
            ):
                current = head
                continue
            if current.base in ARGUMENTS or current.base == "det":
                if head.upos == "ADV" or self.lex.has("quantity", "nouns", head.lemma):
                    current = head
                    continue
                if self.is_clause(head):
                    return self.clause_head(head), True
                return head, False
            if head in self.cores and current.base in ("appos", "dep", "parataxis", "nmod", "compound"):
                current = head
                continue
            if current.base == "nmod" and head.upos == "NUM":
                return None, False
            if any(current.index < c.index < head.index for c in head.of("case")):
                current = head
                continue
            if current.base == "nmod" and hops == 0 and self.case_text(current) in ("of", "de", ""):
                if (
                    head.base in ("obj", "nsubj")
                    or self.lex.has("quantity", "transparent", head.lemma)
                    or (self.is_clause(head) and head.of("cop"))
                ):
                    current, hops = head, hops + 1
                    continue
            if head.upos == "ADJ" and head.base == "amod" and current.index < head.index and head.head is not None:
                return head.head, False
            return head, False

    def clause_head(self, token):
        while token in self.merged:
            token = self.merged[token]
        return token

    # -- clauses

    def claims(self):
        """All claims of the sentence, in the order of their predicates."""
        root = self.s.root
        if root is None or self.s.kind in ("q", "wh") or self.s.text.rstrip(" \"'»”)").endswith("?"):
            return []
        for token in self.s.tokens:
            if self.is_clause(token):
                self.merge(token)
        found = self.find_quantities()
        self.cores = {q.core for q in found}
        self.quantities = [(q, *self.owner(q)) for q in found]
        self.quantities = [q for q in self.quantities if q[1] is not None]
        self.visit(Clause(root))
        for token in self.s.tokens:
            if self.is_clause(token) and token not in self.clauses and token not in self.merged:
                self.visit_nested(token)
        out = []
        for head, clause in list(self.clauses.items()):
            out += self.clause_claims(clause)
        for quantity, owner, in_clause in self.quantities:
            if not in_clause and not self.in_silence(owner):
                out.append(self.nominal_claim(quantity, owner))
        out += self.dated_events()
        return sorted(deduplicated(c for c in out if c and "predicate" in c), key=lambda c: c["predicate"]["start"])

    def dated_events(self):
        """`la mort du peintre en juin 1921`: a noun of happening with a date of its own."""
        for token in self.s.tokens:
            if token.upos != "NOUN" or not self.lex.has("time", "events", token.lemma) or self.in_silence(token):
                continue
            dates = [
                c
                for c in token.of("nmod")
                if c.index > token.index and any(self.is_date_word(t) for t in [c, *c.of("nmod", "flat")])
            ]
            whose = [c for c in token.of("nmod") if self.case_text(c) in ("of", "de") and c not in dates]
            if dates and whose and not any(q.core in subtree(token) for q, *_ in self.quantities):
                claim = {
                    "predicate": [token],
                    "subject": self.phrase(whose[0], strip_case=True),
                    "time": self.time_words(dates[0]),
                    **self.inherited_attribution(token),
                }
                yield {k: v for k, v in ((k, self.span(v)) for k, v in claim.items()) if v}

    def in_silence(self, token):
        while token is not None:
            if token in self.silent:
                return True
            if token in self.clauses:
                return False
            token = token.head
        return False

    def merge(self, token):
        """`plans to hold`, `peut se réunir` are one predicate: the infinitive hangs its roles on the first verb."""
        if token.upos not in ("VERB", "AUX", "ADJ") or not self.lex.has("verb", "merged", token.lemma):
            return
        if token.of("obj") and self.s.lang == "en":
            return
        for child in token.of("xcomp"):
            if child.upos == "VERB" and child.index > token.index:
                self.merged[child] = token
                return

    def parts(self, head):
        """The verbs that make up one predicate, first to last."""
        out = [head]
        while True:
            following = next((c for c, h in self.merged.items() if h is out[-1]), None)
            if following is None:
                return out
            out.append(following)

    def dependents(self, head):
        out = []
        for part in self.parts(head):
            out += [c for c in part.children if c not in self.merged]
        return sorted(out, key=lambda t: t.index)

    def visit(self, clause):
        """Walk over main, coordinated and reported clauses; sources come down, claims are noted."""
        head = clause.head
        if head in self.clauses or head in self.silent:
            return
        dependents = self.dependents(head)
        clause.attribution = self.attribution_inside(head, dependents) or clause.attribution
        content = self.reported_content(head, dependents, bool(clause.attribution))
        own_subject = self.subject(clause)
        if content is not None:
            self.silent.add(head)
            self.visit(Clause(content, self.controller(clause, content), self.attribution_by(clause, content)))
        elif self.is_clause(head):
            self.clauses[head] = clause
            if head.feats.get("Mood") == "Imp" or (head is self.s.root and self.s.kind == "imp"):
                clause.main = False
        for child in dependents:
            if child.base == "conj" and self.is_clause(child) and not self.is_causal(child):
                inherited = None if child.of("nsubj", "csubj") or child.rel == "expl:subj" else own_subject
                later = [d for d in dependents if d.index > child.index and d.base in ("obj", "obl", "advmod", "ccomp")]
                earlier = [d for d in dependents if d.index < head.index and self.is_time(d)]
                self.visit(
                    Clause(child, inherited, clause.attribution, clause.main or content is not None, later + earlier)
                )
            elif (
                child.base in ("parataxis", "list", "appos", "dep")
                and self.is_clause(child)
                and child.of("nsubj", "expl")
            ):
                if not self.is_inserted(child):
                    self.visit(Clause(child, None, clause.attribution))
            elif child.rel == "advcl:cleft":
                self.visit_cleft(head, child, clause)

    def is_causal(self, child):
        """`car` coordinates in grammar and gives a cause in sense."""
        return child.base == "conj" and any(self.lex.has("cause", "sure", c.lemma) for c in child.of("cc"))

    def visit_cleft(self, head, child, clause):
        """`c'est X qui …`: the claim is the relative's, with X in the place that the relative leaves open."""
        copula = min((c.index for c in head.of("cop")), default=0)
        words = self.phrase(
            head,
            [
                c
                for c in head.children
                if c is child or c.index < copula or c.base in ("cop", "nsubj", "expl", "case", "advmod")
            ],
        )
        own = [c for c in child.of("nsubj") if c.feats.get("PronType") != "Rel"]
        shared = [head] if own and self.looks_like_time(head) else []
        self.visit(Clause(child, words, clause.attribution, True, shared))
        self.silent.add(head)
        self.clauses.pop(head, None)

    def controller(self, clause, content):
        """Who does what an infinitive reports: the accused of `accuse`, else the speaker (`promised to pay`)."""
        if content.base != "xcomp":
            return None
        for child in clause.head.of("obj", "iobj"):
            if child.index < content.index and child.lemma not in ("se", "soi"):
                return self.phrase(child)
        return self.subject(clause)

    def attribution_by(self, clause, content):
        """Source and cue that a reporting clause gives to its content.

        `X said he believes …` stays X's, and a passive (`it was revealed`) names nobody.
        """
        head, subject = clause.head, self.subject(clause)
        if clause.attribution and self.lex.has("attribution", "mental", head.lemma):
            return clause.attribution
        passive = bool(head.of("aux:pass")) or any(c.rel.endswith(":pass") for c in head.children)
        speaker = None if passive else self.speaker(head) or subject
        found = {"source": speaker, "cue": self.cue(head)}
        return {k: v for k, v in found.items() if v}

    def speaker(self, head):
        """The subject of a reporting verb with its apposition: the title is part of who speaks."""
        for part in self.parts(head):
            for child in part.of("nsubj"):
                if child.feats.get("PronType") != "Rel":
                    return self.phrase(child, appositions=True)
        return None

    def visit_nested(self, head):
        """Relatives, participles and adverbial clauses count only for a quantity or a date."""
        base = head.base
        if self.is_inserted(head):
            return
        attribution = self.inherited_attribution(head)
        antecedent = None
        if base == "acl" and head.head is not None:
            relative = [
                c
                for c in head.of("nsubj")
                if c.feats.get("PronType") == "Rel" or c.form.lower() in ("who", "that", "which", "qui")
            ]
            if relative or not head.of("nsubj"):
                antecedent = self.antecedent(head)
        elif base == "conj" and head.head in self.clauses and not head.of("nsubj"):
            antecedent = self.subject(self.clauses[head.head])
        elif base in ("xcomp", "advcl", "conj", "ccomp") and head.head is not None and not head.of("nsubj"):
            governor = self.clause_head(head.head)
            if base == "xcomp" and governor.of("obj"):
                antecedent = self.phrase(governor.of("obj")[0], [head])
            elif governor in self.clauses:
                antecedent = self.subject(self.clauses[governor])
            elif self.is_clause(governor):
                antecedent = self.subject(Clause(governor))
        content = self.reported_content(head, self.dependents(head)) if base in ("advcl", "conj", "acl") else None
        if content is not None:
            self.silent.add(head)
            outer = Clause(head, antecedent, attribution)
            self.visit(Clause(content, self.controller(outer, content), self.attribution_by(outer, content)))
            return
        self.clauses[head] = Clause(head, antecedent, attribution, main=False)

    def clause_subject(self, token):
        """The subject of the clause around a noun (`affiche une hausse de 3 %`: whose rise it is)."""
        current = token.head
        while current is not None and self.clause_head(current) not in self.clauses:
            current = current.head
        if current is None:
            return None
        words = self.subject(self.clauses[self.clause_head(current)])
        return None if words and token in words else words

    def antecedent(self, modifier):
        """What a relative or participle says something about; for an attribute (`X est un film tourné …`) X itself."""
        noun = modifier.head
        if noun.of("cop"):
            return self.subject(self.clauses.get(noun, Clause(noun))) or self.attribute(noun, {modifier})
        return self.phrase(noun, [modifier], strip_case=True)

    def inherited_attribution(self, token):
        current = token.head
        while current is not None:
            current = self.clause_head(current)
            if current in self.clauses:
                return self.clauses[current].attribution
            current = current.head
        return {}

    # -- attribution

    def is_inserted(self, token):
        return (
            token.base in ("parataxis", "dep")
            and self.lex.has("attribution", "inserted", token.lemma)
            and bool(token.of("nsubj"))
            and not [c for c in token.of("ccomp") if c.index > token.index]
        )

    def reported_content(self, head, dependents, attributed=False):
        """The clause that a verb of saying reports, if this is one."""
        if self.negated(head) and not self.lex.has("attribution", "denying", head.lemma):
            return None
        if self.lex.has("attribution", "infinitive", head.lemma):
            for child in head.of("xcomp"):
                if child.upos == "VERB" or child.of("cop"):
                    return child
        if not any(self.lex.has("attribution", "verbs", p.lemma) for p in self.parts(head)[-1:]):
            return None
        mental = self.lex.has("attribution", "mental", head.lemma)
        if mental and not attributed:
            return None
        kinds = ("ccomp", "parataxis", "parataxis:obj") + (("csubj", "csubj:pass") if head.of("aux:pass") else ())
        for child in dependents:
            if child.rel in kinds and self.is_clause(child) and not self.is_question(child):
                if self.is_inserted(child) or (
                    child.base == "parataxis" and not (self.quoted(child) or child.of("nsubj"))
                ):
                    continue
                if (
                    child.base == "parataxis"
                    and not self.quoted(child)
                    and (head.of("obj", "aux:pass") or self.in_brackets(child))
                ):
                    continue
                return child
        return None

    def is_question(self, clause):
        first = min(subtree(clause), key=lambda t: t.index)
        return first.feats.get("PronType") == "Int" or self.mark_text(clause) in ("whether", "if", "si")

    def quoted(self, token):
        return token.start in self.quoted_positions()

    def quoted_positions(self):
        if not hasattr(self, "_quoted"):
            self._quoted = quoted_positions(self.s.text)
        return self._quoted

    def attribution_inside(self, head, dependents):
        """`selon X`, `X said` between commas: source and cue that stand inside the clause itself."""
        for child in dependents:
            if child.base in ("obl", "nmod", "advmod", "dep", "parataxis") and self.lex.has(
                "attribution", "prepositions", self.case_text(child)
            ):
                if self.lex.has("attribution", "prepositions", self.case_text(child)) and self.is_speaker(child):
                    cue = [t for c in child.of("case") for t in subtree(c)]
                    return self.with_spans(self.source_phrase(child), cue)
            if (
                child.base in ("parataxis", "ccomp", "dep")
                and self.is_inserted(child)
                and not any(c for c in self.dependents(child) if c.base == "ccomp")
            ):
                return {"source": self.speaker(child), "cue": self.cue(child)}
        return {}

    def is_speaker(self, token):
        """`selon la saison` is no source, but nothing in syntax tells; numbers and rules at least can be told."""
        return token.upos in ("PROPN", "NOUN", "PRON", "X") and not self.lex.has("attribution", "unspoken", token.lemma)

    def source_phrase(self, head):
        return self.phrase(head, strip_case=True, appositions=True)

    def with_spans(self, source, cue):
        return {"source": source, "cue": sorted(cue, key=lambda t: t.index)}

    def cue(self, head):
        """The reporting verb with its auxiliaries."""
        return self.predicate_words(head)

    # -- roles

    def subject(self, clause):
        for child in self.dependents(clause.head):
            if child.base in ("nsubj", "csubj") and (child.rel != "nsubj:outer" or len(clause.head.of("nsubj")) == 1):
                if child.feats.get("PronType") == "Rel" and clause.subject:
                    return clause.subject
                if child.base == "csubj" and child.index > clause.head.index:
                    continue
                return self.phrase(child)
        head = clause.head
        if any(c.rel in ("expl:subj", "expl") for c in head.children):
            logical = [c for c in head.of("obj") if c.upos in ("NOUN", "PROPN", "NUM")]
            return self.phrase(logical[0]) if logical else None
        return clause.subject

    def predicate_words(self, head):
        """The verb group: from the first auxiliary or negation to the last verb, the attribute left out."""
        parts = self.parts(head)
        words = []
        for part in parts:
            copular = bool(part.of("cop"))
            group = [] if copular else [part]
            for child in part.children:
                if child.base in ("aux", "cop") or child.rel == "compound:prt" or child.rel in ("expl:pv", "expl:pass"):
                    group.append(child)
                elif self.is_negation(child):
                    group.append(child)
                elif part is not parts[0] and child.base == "mark" and child.index < part.index:
                    group.append(child)
                elif child.rel == "obj:lvc" or self.is_light(part, child):
                    group.append(child)
            words += group
        words = sorted(set(words), key=lambda t: t.index)
        return self.closed(words, head)

    def is_light(self, verb, child):
        """`take place`, `avoir lieu`: the noun belongs to the predicate."""
        return (
            child.base == "obj"
            and f"{verb.lemma} {child.lemma}" in self.lex.sets["verb", "light"]
            and not child.of("det", "amod")
        )

    def closed(self, words, head):
        """Fill the holes of a verb group, unless a subject or an object stands in them."""
        if not words:
            return [head]
        pivot = next((w for w in words if w is head), words[-1])
        blocked = set()
        for part in self.parts(head):
            for child in part.children:
                clitic = child.upos == "PRON" and child.base in ("obj", "iobj", "obl", "expl")
                if clitic or child.rel == "obj:lvc" or child in words:
                    continue
                if child.base in ("nsubj", "csubj", "obl", "obj", "iobj", "ccomp", "advcl", "parataxis") or (
                    child.base == "punct" and child.form not in PAIRS
                ):
                    blocked.update(subtree(child))
            if part.of("cop"):
                blocked.update([part, *part.of("det", "amod", "nummod", "nmod", "compound", "case")])
        blocked = {
            t
            for t in blocked
            if not (t.upos == "PRON" and t.lemma in ("en", "y", "le", "se") and t.index < pivot.index)
        }
        index = {w.index for w in words}
        low = high = pivot.index
        for position in range(pivot.index, min(index) - 1, -1):
            if self.at(position) in blocked:
                break
            if position in index:
                low = position
        for position in range(pivot.index, max(index) + 1):
            if self.at(position) in blocked:
                break
            if position in index:
                high = position
        return [t for t in self.s.tokens if low <= t.index <= high]

    def is_negation(self, child):
        if child.base != "advmod":
            return False
        if self.s.lang == "fr":
            ne = child.lemma == "ne"
            return ne or (
                self.lex.has("verb", "negations", child.lemma) and any(c.lemma == "ne" for c in child.head.children)
            )
        return self.lex.has("verb", "negations", child.form.lower()) or child.lemma == "not"

    def negated(self, head):
        for part in self.parts(head):
            if any(c.lemma == "que" and c.base == "advmod" for c in part.children):
                continue
            for child in part.children:
                if child.base in ("nsubj", "obj") and any(
                    self.lex.has("verb", "negative", d.lemma) for d in [child, *child.of("det")]
                ):
                    return True
                if self.is_negation(child) and child.lemma != "ne":
                    return True
        return False

    def modality(self, head):
        lex, parts = self.lex, self.parts(head)
        auxiliaries = [c for p in parts for c in p.of("aux", "cop")]
        for aux in auxiliaries:
            if lex.has("verb", "predicted", aux.form.lower()):
                return "predicted"
            if lex.has("verb", "hedged", aux.form.lower()):
                return "hedged"
        verbs = parts + auxiliaries
        if any(a.form.lower() in lex.sets["verb", "prospective"] for a in auxiliaries) and not any(
            a.lemma == "have" for a in auxiliaries
        ):
            return "predicted"
        if self.is_prospective(head):
            return "predicted"
        if any(v.feats.get("Tense") == "Fut" for v in verbs):
            return "predicted"
        if self.s.lang == "fr":
            if any(v.feats.get("Mood") == "Cnd" for v in verbs):
                return "predicted" if any(v.lemma == "devoir" for v in verbs) else "hedged"
            if (
                len(parts) > 1
                and any(lex.has("verb", "hedged", v.lemma) and v.feats.get("VerbForm") == "Fin" for v in parts[:-1])
                and not self.negated(head)
            ):
                return "hedged"
            if len(parts) > 1 and parts[0].lemma == "aller":
                return "predicted"
        if len(parts) > 1 and lex.has("verb", "planned", parts[0].lemma):
            return "predicted"
        if any(lex.has("verb", "hedging", v.lemma) for v in parts):
            return "hedged"
        if any(lex.has("verb", "hedges", c.form.lower()) for p in parts for c in p.of("advmod")):
            return "hedged"
        return None

    def is_prospective(self, head):
        """`are to travel`: the copula with an infinitive is a plan when somebody is its subject."""
        return (
            self.s.lang == "en"
            and head.upos == "VERB"
            and bool(head.of("cop"))
            and self.mark_text(head) == "to"
            and any(
                c.rel == "nsubj:outer"
                and (c.upos in ("PROPN", "PRON") or {"person", "organization", "event"} & set(c.entities))
                for c in head.children
            )
        )

    def looks_like_time(self, token):
        lex = self.lex
        near = (
            subtree(token) if token.upos == "NUM" else [token, *token.of("nmod", "nummod", "flat", "compound", "amod")]
        )
        return (
            any(self.is_date_word(t) for t in near)
            or lex.has("time", "nouns", token.lemma)
            or lex.has("time", "adverbs", token.form.lower())
        )

    def is_time(self, token):
        lex = self.lex
        if token.base == "advmod" and token.of("obl"):
            words, inner = " ".join(t.lemma for t in [token, *token.of("fixed")]), token.of("obl")[0]
            if lex.has("time", "prepositions", f"{words} {self.case_text(inner)}") or "time" in inner.entities:
                return True
        if token.base == "advmod":
            return lex.has("time", "adverbs", token.form.lower())
        if token.base == "advcl":
            perfect = any(a.lemma == "have" for a in token.head.of("aux"))
            return self.mark_text(token) in lex.sets["time", "conjunctions"] and (
                perfect or self.mark_text(token) != "since"
            )
        if token.head is None:
            return self.looks_like_time(token)
        if token.base not in ("obl", "nmod"):
            return False
        case = self.case_text(token)
        if any(
            q.core in subtree(token) and (q.core is token or lex.has("quantity", "durations", q.core.lemma))
            for q, *_ in self.quantities
        ):
            return case in lex.sets["time", "elapsed"]
        if (
            "time" in token.entities
            or case in lex.sets["time", "prepositions"]
            or self.complex_case(token)[0] in lex.sets["time", "prepositions"]
        ):
            return True
        if self.looks_like_time(token):
            return True
        return (
            bool(re.fullmatch(r"1[0-9]{3}|20[0-4][0-9]|\d{1,2}[h:]\d{0,2}", token.form))
            or self.inner_date(token) is not None
        )

    def inner_date(self, token):
        """`aux élections de 1980`: the event dates the claim by its own date."""
        if self.s.lang != "fr" or token.rel == "obl:arg":
            return None
        for child in token.of("nmod"):
            near = [child, *child.of("nmod", "flat", "amod")]
            if self.case_text(child) == "de" and any(self.is_date_word(t) for t in near):
                return child
        return None

    def is_place(self, token):
        lex = self.lex
        if token.base == "advmod":
            return lex.has("place", "adverbs", token.form.lower())
        case = self.case_text(token)
        if token.base == "obl" and lex.has("place", "prepositions", self.complex_case(token)[0]):
            return True
        if token.base != "obl" or not lex.has("place", "prepositions", case) or self.looks_like_time(token):
            return False
        if f"{case} {token.lemma}" in lex.sets["place", "idioms"] or any(
            q.core in subtree(token) and lex.has("quantity", "durations", q.core.lemma) for q, *_ in self.quantities
        ):
            return False
        if token.rel == "obl:arg" and token.head.lemma in lex.sets["place", "motion"]:
            return False
        if case == "to" and (token.head.of("obj", "cop") or token.head.upos != "VERB"):
            return False
        if token.entities:
            kinds = set(token.entities)
            return (
                "place" in kinds
                or (case in lex.sets["place", "venue"] and bool(kinds & {"organization", "event", "object"}))
                or lex.has("place", "nouns", token.lemma)
            )
        if self.s.lang != "fr":
            return lex.has("place", "nouns", token.lemma)
        if lex.has("place", "nouns", token.lemma):
            return True
        if token.upos == "PROPN":
            return case not in lex.sets["place", "personal"]
        return (
            case in lex.sets["place", "sure"]
            and not lex.has("place", "abstract", token.lemma)
            and token.rel != "obl:arg"
        )

    def is_cause(self, token):
        lex = self.lex
        if token.base == "advcl":
            perfect = any(a.lemma == "have" for a in token.head.of("aux"))
            return self.mark_text(token) in lex.sets["cause", "sure"] or (
                self.mark_text(token) == "since" and not perfect
            )
        if self.is_causal(token):
            return True
        if token.base in ("obl", "advmod") and lex.has("cause", "prepositions", self.complex_case(token)[0]):
            return True
        return token.base in ("obl", "nmod") and lex.has("cause", "prepositions", self.case_text(token))

    def bare(self, head, kept):
        """A phrase without its preposition, unless that preposition is one to keep."""
        words = self.phrase(head)
        return words if kept else self.phrase(head, strip_case=True)

    def cause_words(self, token):
        if token.base in ("advcl", "conj"):
            return subtree(token, token.of("mark", "cc"))
        words, inner = self.complex_case(token)
        return self.phrase(inner if self.lex.has("cause", "prepositions", words) else token, strip_case=True)

    def time_words(self, token):
        if token.base in ("advmod", "advcl"):
            return subtree(token)
        words, governed = self.complex_case(token)
        if self.lex.has("time", "prepositions", words) and self.lex.has("time", "bare", words):
            return self.phrase(governed, strip_case=True)
        if token.head is None:
            return self.phrase(token, token.of("cop", "nsubj", "expl", "advcl", "punct"))
        inner = self.inner_date(token)
        if (
            inner is not None
            and not self.lex.has("time", "nouns", token.lemma)
            and not self.is_date_word(token)
            and token.upos != "NUM"
            and self.case_text(token) not in self.lex.sets["time", "prepositions"]
        ):
            token = inner
        words = self.bare(token, self.case_text(token) not in self.lex.sets["time", "bare"] | {""})
        if (
            words
            and words[0].lemma in self.lex.tables["time"]["articles"]
            and words[0].form.lower() in self.lex.tables["time"]["articles"]
        ):
            words = words[1:]
        return words

    def place_words(self, token):
        if token.base == "advmod":
            return [token]
        words, governed = self.complex_case(token)
        if self.lex.has("place", "prepositions", words) and not self.lex.has("place", "kept", words):
            return self.phrase(governed, strip_case=True)
        return self.bare(token, self.case_text(token) in self.lex.sets["place", "kept"])

    def circumstances(self, dependents):
        """Time, place and cause among the dependents; neighbours of one kind make one span."""
        out, used, whole = {}, set(), {}
        for role, test, words in (
            ("cause", self.is_cause, self.cause_words),
            ("time", self.is_time, self.time_words),
            ("place", self.is_place, self.place_words),
        ):
            for token in sorted(dependents, key=lambda t: t.base == "advmod"):
                if token in used or not test(token):
                    continue
                used.add(token)
                phrase = words(token)
                if role not in out:
                    out[role], whole[role] = phrase, subtree(token)
                elif phrase and out[role] and self.adjacent(whole[role], subtree(token)):
                    out[role] = [t for t in self.s.tokens if out[role][0].index <= t.index <= phrase[-1].index]
                elif phrase and out[role] and self.adjacent(subtree(token), whole[role]):
                    out[role] = [t for t in self.s.tokens if phrase[0].index <= t.index <= out[role][-1].index]
        return {k: v for k, v in out.items() if v}, used

    def adjacent(self, left, right):
        between = [t for t in self.s.tokens if left[-1].index < t.index < right[0].index]
        return left[-1].index < right[0].index and all(t.upos == "PUNCT" for t in between)

    def attribute(self, head, used):
        """What a copula says of its subject, without the copula's own additions."""
        copula = max(x.index for x in head.of("cop"))
        skip = []
        for child in head.children:
            outside = child.base in (
                "cop",
                "aux",
                "nsubj",
                "expl",
                "mark",
                "parataxis",
                "discourse",
                "vocative",
                "dislocated",
                "advcl",
            )
            outside = outside or (child.base == "csubj" and child.index < head.index)
            outside = (
                outside or child in used or self.is_negation(child) or (child.base == "conj" and self.is_clause(child))
            )
            outside = (
                outside
                or (child.base in ("cc", "punct", "obl") and child.index < head.index)
                or (child.base == "advmod" and (child.index < copula or self.is_connective(child)))
            )
            if outside and not (
                child.base == "advcl"
                and not self.set_off(child)
                and child.index > head.index
                and self.mark_text(child) not in self.lex.sets["cause", "sure"]
            ):
                skip.append(child)
        return self.phrase(head, skip)

    def is_connective(self, child):
        return child.form.lower() in self.lex.sets["verb", "connectives"]

    def objects(self, head, dependents, used, subject):
        """What may complete the verb, best first: direct object, clause, agent or essential oblique."""
        last = self.parts(head)[-1]
        if last.of("cop") and not self.is_prospective(last):
            return [self.attribute(last, used)]
        out = []
        for relations in (
            ("obj",),
            ("xcomp", "ccomp"),
            ("obl:arg", "obl:agent", "iobj"),
            ("obl", "advmod"),
            ("advcl",),
        ):
            for child in dependents:
                if not (child.rel in relations or child.base in relations) or not self.may_complete(child, head, used):
                    continue
                words = self.phrase(child, self.skipped_in(child, head) + [c for c in child.children if c in used])
                if subject and words and words[0] in subject:
                    continue
                out.append(self.extended(words, child, dependents, used))
        return sorted(
            out, key=lambda words: len(words) == 1 and words[0].upos == "PRON" and words[0].index < head.index
        )

    def may_complete(self, child, head, used):
        if (
            child in used
            or child.rel == "obj:lvc"
            or self.is_light(child.head, child)
            or child.upos == "ADV"
            or self.is_negation(child)
        ):
            return False
        if (
            child.feats.get("PronType") == "Rel"
            or child.feats.get("Reflex") == "Yes"
            or (child.base in ("obl", "advcl") and child.index < head.index)
        ):
            return False
        if (
            child.upos == "PRON"
            and child.index < head.index
            and (child.base != "obj" or child.lemma in ("se", "soi", "y", "en"))
        ):
            return False
        if child.base == "advcl" and (
            child.upos != "VERB"
            or self.mark_text(child) not in self.lex.sets["verb", "governed"]
            or self.set_off(child)
        ):
            return False
        return not self.lex.has("attribution", "prepositions", self.case_text(child))

    def extended(self, words, child, dependents, used):
        """An object runs on over the complements that follow it at once: `members to sign a contract`."""
        for other in dependents:
            words_end = words[-1].index if words else 0
            tail = subtree(other)
            if not words or other in used or other is child or tail[0].index != words_end + 1:
                continue
            if self.set_off(other) or any(q.core is other for q, *_ in self.quantities):
                continue
            if (
                other.base == "obl"
                and self.s.lang == "en"
                and self.case_text(other) not in self.lex.sets["verb", "completing"]
            ):
                continue
            if other.base in self.lex.sets["verb", "extending"] or other.rel in self.lex.sets["verb", "extending"]:
                words = words + trim_right(self.phrase(other))
        return words

    def skipped_in(self, child, head):
        return [c for c in child.children if c.base == "punct" and c.index < child.index and c.form == ","]

    # -- claims

    def clause_claims(self, clause):
        head = clause.head
        if head in self.silent:
            return []
        owned = [q for q, owner, in_clause in self.quantities if in_clause and owner is head]
        dependents = self.dependents(head)
        has_own = any(c.base in ("obj", "xcomp", "ccomp") for c in dependents) or bool(head.of("cop"))
        dependents = dependents + [c for c in clause.shared if not (has_own and c.base in ("obj", "ccomp"))]
        circumstances, used = self.circumstances(dependents)
        chain = head.head if head.base == "conj" else head
        nested = (
            chain.base in ("acl", "advcl") or (head is self.s.root and head.feats.get("VerbForm") == "Part")
        ) and self.is_dated(head)
        if not owned and not clause.main and not nested:
            return []
        reported = bool(clause.attribution) and head.base == "xcomp" and clause.subject
        if not owned and not nested and not reported and not self.asserts(head, dependents):
            return []
        if not owned and (self.announces(head) or (not clause.attribution and self.is_evaluation(head))):
            return []
        subject = self.subject(clause)
        roles = {"predicate": self.predicate_words(head), "subject": subject, **clause.attribution}
        roles |= circumstances
        if "time" not in roles:
            possessors = [
                c
                for s in dependents
                if s.base == "nsubj"
                for c in s.of("nmod")
                if c.rel == "nmod:poss" and "time" in c.entities
            ]
            if possessors:
                roles["time"] = self.phrase(possessors[0], possessors[0].of("case"))
        if "place" not in roles and self.is_locative(head):
            roles["place"] = self.phrase(
                head,
                head.of("cop", "nsubj", "aux", "advmod", "expl", "punct", "advcl")
                + [c for c in head.children if c in used],
                head.of("case") and self.case_text(head) not in self.lex.sets["place", "kept"],
            )
            used.add(head)
        elif "place" not in roles and self.place_in_object(head, dependents):
            inner = self.place_in_object(head, dependents)
            roles["place"] = self.phrase(inner, strip_case=True)
            used.add(inner)
        elif "place" not in roles:
            where = self.antecedent_place(head)
            if where:
                roles["place"] = where
        targets = [] if head in used else self.objects(head, dependents, used, subject)
        claims = []
        for quantity in owned or [None]:
            claim = {k: self.span(v) for k, v in roles.items()}
            if quantity is not None:
                claim["quantity"] = self.span(quantity.tokens)
            target = self.remaining_object(targets, quantity)
            if target:
                claim["object"] = self.span(target)
            claims.append(self.finished(claim, head))
        return claims

    def is_evaluation(self, head):
        """An opinion of the article's own (`le résultat est décevant`, `il faut …`) is no claim."""
        return (bool(head.of("cop")) and self.lex.has("verb", "evaluative", head.lemma)) or self.lex.has(
            "verb", "deontic", head.lemma
        )

    def announces(self, head):
        """`The minister wrote:` only opens the quotation that the next sentence holds."""
        return (
            head is self.s.root
            and self.lex.has("attribution", "inserted", head.lemma)
            and self.s.text.rstrip()[-1:] in ":,"
            and not head.of("obj", "ccomp")
        )

    def is_locative(self, head):
        """`was outside the building`: the attribute itself says where."""
        if not head.of("cop"):
            return False
        if self.lex.has("place", "adverbs", head.form.lower()):
            return True
        return self.lex.has("place", "prepositions", self.case_text(head)) and "place" in head.entities

    def place_in_object(self, head, dependents):
        """`housed 300 families in the valley`: trees hang the place on the object as readily as on the verb."""
        if self.s.lang != "en":
            return None
        for noun in [d for d in dependents if d.base == "obj" and any(q.core is d for q, *_ in self.quantities)]:
            for child in noun.of("nmod"):
                if child.index > noun.index and self.case_text(child) in ("in", "at") and "place" in child.entities:
                    return child
        return None

    def antecedent_place(self, head):
        """`le village où elle enseigna`: the place is what the relative hangs on."""
        if (
            head.base == "acl"
            and any(self.lex.has("place", "relatives", c.lemma) for c in head.children)
            and head.head is not None
        ):
            words = self.antecedent(head)
            return None if self.looks_like_time(head.head) else words
        return None

    def remaining_object(self, targets, quantity):
        """The first object that says more than the quantity; of `26 % of the votes` what is left is the votes."""
        for target in targets:
            if quantity is None or not self.covers(quantity.tokens, target):
                measured = quantity is not None and quantity.core in target
                if measured and self.is_unit(quantity.core):
                    rest = [
                        c
                        for c in quantity.core.of("nmod")
                        if c in target and c not in quantity.tokens and self.case_text(c) in ("of", "de")
                    ]
                    if rest:
                        return self.phrase(rest[0], strip_case=True)
                if (
                    measured
                    and quantity.core.base == "nmod"
                    and quantity.core.head in target
                    and target[-1] in subtree(quantity.core)
                ):
                    if (
                        self.is_unit(quantity.core)
                        or self.lex.has("quantity", "durations", quantity.core.lemma)
                        or self.lex.has("quantity", "transparent", quantity.core.head.lemma)
                    ):
                        inside = set(subtree(quantity.core))
                        target = [t for t in target if t not in inside]
                        if self.lex.has("quantity", "transparent", quantity.core.head.lemma):
                            continue
                return target
        return None

    def covers(self, quantity, target):
        """Whether the quantity is the whole complement, so that an object would only repeat it."""
        rest = [t for t in trim(target) if t not in quantity and t.base not in ("det", "case", "punct", "advmod")]
        return not rest

    def asserts(self, head, dependents):
        """A finite predicate, or a participle with a subject as headlines have it."""
        has_subject = any(c.base in ("nsubj", "csubj") or c.rel in ("expl", "expl:subj") for c in dependents)
        finite = any(
            t.feats.get("VerbForm") == "Fin"
            for t in self.parts(head) + [c for p in self.parts(head) for c in p.of("aux", "cop")]
        )
        return finite or has_subject or head.base == "conj"

    def finished(self, claim, head):
        claim = {k: v for k, v in claim.items() if v}
        if self.negated(head):
            claim["negated"] = True
        modality = self.modality(head)
        if modality:
            claim["modality"] = modality
        return claim

    def nominal_claim(self, quantity, owner):
        """A quantity inside a noun phrase: the noun is the predicate, its complement or the whole phrase the subject."""
        subject = self.phrase(owner, strip_case=True)
        if owner.base in ("acl", "amod", "advcl", "xcomp") and owner.upos in ("ADJ", "VERB") and owner.head is not None:
            governor = self.clause_head(owner.head)
            subject = self.antecedent(owner) if not self.is_clause(governor) else self.subject(Clause(governor))
        for child in owner.of("nmod"):
            if (
                not self.cores & set(subtree(child))
                and child.index > owner.index
                and self.case_text(child) in ("of", "de")
            ):
                subject = self.phrase(child, strip_case=True)
                break
        else:
            if owner.base == "appos" and owner.head.upos == "PROPN":
                subject = self.phrase(owner.head, [owner])
            elif self.lex.has("quantity", "changes", owner.lemma):
                subject = self.clause_subject(owner) or subject
        name = [owner, *owner.of("flat")] if owner.upos == "PROPN" else [owner]
        claim = {
            "predicate": run_around(sorted(name, key=lambda t: t.index), owner),
            "subject": subject,
            "quantity": quantity.tokens,
            **self.inherited_attribution(owner),
        }
        return {k: v for k, v in ((k, self.span(v)) for k, v in claim.items()) if v}


def quoted_positions(text):
    """Code points between quotation marks; a straight mark opens and closes in turn."""
    inside, out = False, set()
    for position, character in enumerate(text):
        if character in OPEN_QUOTES or (character == '"' and not inside):
            inside = True
        elif character in CLOSE_QUOTES or character == '"':
            inside = False
        elif inside:
            out.add(position)
    return out


def deduplicated(claims):
    seen = set()
    for claim in claims:
        key = json.dumps([claim.get("predicate"), claim.get("quantity")])
        if key not in seen:
            seen.add(key)
            yield claim


def record_of(sentence):
    claims = [{k: c[k] for k in (*ROLES, "negated", "modality") if k in c} for c in Extractor(sentence).claims()]
    return {
        "id": sentence.id,
        "lang": sentence.lang,
        "text": sentence.text,
        "document": sentence.document,
        "source_file": sentence.source_file,
        "claims": claims,
    }


# --- scoring -----------------------------------------------------------------------------------------------------


def words_of(span, text):
    """Word positions of a span, so that overlap does not depend on the length of words."""
    return {m.start() for m in re.finditer(r"\w+", text) if m.start() < span["end"] and m.end() > span["start"]}


def agree(a, b, text):
    left, right = words_of(a, text), words_of(b, text)
    if not left or not right:
        return a["start"] < b["end"] and b["start"] < a["end"]
    return len(left & right) * 2 >= max(len(left), len(right))


def overlap(a, b):
    return bool(a and b and a["start"] < b["end"] and b["start"] < a["end"])


def match(gold, found, text):
    """Pair claims one to one, best pair first; a pair shares its quantity or its predicate."""
    pairs = []
    for g, a in enumerate(gold):
        for f, b in enumerate(found):
            quantity = overlap(a.get("quantity"), b.get("quantity"))
            predicate = overlap(a["predicate"], b["predicate"])
            if quantity or predicate:
                same = sum(1 for r in ROLES if r in a and r in b and agree(a[r], b[r], text))
                pairs.append((2 * quantity + predicate + same / 10, -g, -f))
    used_gold, used_found, out = set(), set(), []
    for _, g, f in sorted(pairs, reverse=True):
        if g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            out.append((gold[-g], found[-f]))
    return out


def located(record):
    """An annotated record's spans with offsets, found as the guidelines' checker finds them."""
    claims = []
    for claim in record["claims"]:
        out = {}
        for role in ROLES:
            if role in claim:
                start = -1
                for _ in range(claim.get(role + "#", 1)):
                    start = record["text"].find(claim[role], start + 1)
                out[role] = {"text": claim[role], "start": start, "end": start + len(claim[role])}
        out |= {k: claim[k] for k in ("negated", "modality") if k in claim}
        claims.append(out)
    return claims


def tally(counts, key, right, found, gold):
    entry = counts.setdefault(key, [0, 0, 0])
    for position, amount in enumerate((right, found, gold)):
        entry[position] += amount


def score_sentence(counts, gold, found, text):
    pairs = match(gold, found, text)
    tally(counts, "claims", len(pairs), len(found), len(gold))
    for kind, wanted in (("claims with quantity", True), ("claims without", False)):
        hits = sum(1 for a, b in pairs if ("quantity" in a) == wanted and ("quantity" in b) == wanted)
        tally(
            counts,
            kind,
            hits,
            sum(("quantity" in c) == wanted for c in found),
            sum(("quantity" in c) == wanted for c in gold),
        )
    for a, b in pairs:
        for role in ROLES:
            right = role in a and role in b and agree(a[role], b[role], text)
            tally(counts, role, int(right), int(role in b), int(role in a))
        tally(counts, "negated", int("negated" in a and "negated" in b), int("negated" in b), int("negated" in a))
        for mode in ("predicted", "hedged"):
            x, y = a.get("modality") == mode, b.get("modality") == mode
            tally(counts, mode, int(x and y), int(y), int(x))


def is_held_out(document):
    """Half of the documents, by a sum of their letters, so that a later file changes no assignment."""
    return sum(map(ord, document)) % 2 == 1


def score(claims_folder, treebank_folder):
    gold = {}
    for path in sorted(Path(claims_folder).glob("real.*.jsonl")):
        gold |= {r["id"]: r for r in map(json.loads, open(path, encoding="utf-8"))}
    counts = {}
    for sentence in sentences_in(treebank_folder):
        if sentence.id in gold:
            half = "held out" if is_held_out(sentence.document) else "developed on"
            record = record_of(sentence)
            score_sentence(
                counts.setdefault((half, sentence.lang), {}),
                located(gold[sentence.id]),
                record["claims"],
                sentence.text,
            )
    return counts


def print_scores(counts, out=sys.stdout):
    columns = [(half, lang) for half in ("developed on", "held out") for lang in ("en", "fr") if (half, lang) in counts]
    print("| | " + " | ".join(f"{lang}, {half}: P / R / F1 (gold)" for half, lang in columns) + " |", file=out)
    print("|---|" + "---|" * len(columns), file=out)
    for key in ("claims", "claims with quantity", "claims without", *ROLES, "negated", "predicted", "hedged"):
        cells = []
        for column in columns:
            right, found, wanted = counts[column].get(key, (0, 0, 0))
            precision, recall = right / max(found, 1), right / max(wanted, 1)
            f1 = 2 * right / max(found + wanted, 1)
            cells.append(f"{precision:.2f} / {recall:.2f} / **{f1:.2f}** ({wanted})")
        print(f"| {key} | " + " | ".join(cells) + " |", file=out)


# --- command line ------------------------------------------------------------------------------------------------


def sentences_in(folder):
    for path in sorted(Path(folder).glob("*.conllu")):
        yield from read_conllu(path)


def write_records(folder, excluded, out):
    """Write all records to `out` at once: whoever reads it sees the old file or the new one, never half."""
    skipped = set()
    for path in excluded:
        with open(path, encoding="utf-8") as lines:
            skipped |= {json.loads(line)["id"] for line in lines if line.strip()}
    out = Path(out)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=out.parent, delete=False) as file:
        count = 0
        for sentence in sentences_in(folder):
            if sentence.id not in skipped:
                file.write(json.dumps(record_of(sentence), ensure_ascii=False) + "\n")
                count += 1
    os.replace(file.name, out)
    print(f"{count} sentences, {len(skipped)} ids left out", file=sys.stderr)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebanks", help="folder of .conllu files; names begin with their language: en_… or fr_…")
    parser.add_argument("--score", metavar="CLAIMS", help="compare with the annotated real.*.jsonl in this folder")
    parser.add_argument("--exclude", nargs="*", default=[], help="annotated files whose sentences are left out")
    parser.add_argument("--out", help="where to write the records")
    options = parser.parse_args(arguments)
    if options.score:
        print_scores(score(options.score, options.treebanks))
    if options.out:
        write_records(options.treebanks, options.exclude, options.out)


if __name__ == "__main__":
    main()
