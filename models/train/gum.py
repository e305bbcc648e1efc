"""Names from GUM's gold entities: `names(path)` gives, for each sentence id, [start, end, kind] in code points.

A name is a mention whose head is a proper noun, cut down to the proper noun and the words that belong to it: no article, no
title, no complement. Of names inside names the outermost counts. Days, months and other times are no names; neither is a
capitalised common noun (`the Government`) nor a people (`Americans`).
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

BRACKET = re.compile(r"\([^()]+\)?|[^()]+\)")
RULES = tomllib.loads(Path(__file__).with_name("gum.toml").read_text("utf-8"))
TITLES, LINKS, TYPES = set(RULES["titles"]), set(RULES["links"]), RULES["types"]


def sentences(path):
    """Id, text and tokens (the ten columns) of each sentence."""
    name = text = None
    tokens = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# sent_id = "):
            name = line[12:].strip()
        elif line.startswith("# text = "):
            text = line[9:]
        elif not line:
            if tokens:
                yield name, text, tokens
            tokens = []
        elif line[0] != "#":
            columns = line.split("\t")
            if columns[0].isdigit():
                tokens.append(columns)


def mentions(tokens):
    """Type, first token, last token and tokens of the head of each mention that begins and ends in the sentence."""
    opened = []
    for i, token in enumerate(tokens):
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", token[9])
        for bracket in BRACKET.findall(entity.group(1)) if entity else ():
            if bracket.startswith("("):
                fields = bracket.strip("()").split("-")
                if len(fields) < 6:  # goes on from an earlier bracket
                    continue
                opened.append((fields, i))
            else:
                group = bracket.strip(")")
                at = next((k for k in range(len(opened) - 1, -1, -1) if opened[k][0][0] == group), None)
                if at is None:
                    continue
                opened.append(opened.pop(at))
            if bracket.endswith(")"):
                fields, first = opened.pop()
                yield fields[1], first, i, [first + int(n) - 1 for n in fields[5].split(",") if n.isdigit()]


def proper(token):
    return token[3] == "PROPN" or token[4].startswith("NNP")


def proper_part(tokens, head, last, links):
    """First and last token of the name in a mention, around its head; None where there is none."""
    if not head or not proper(tokens[head[0]]) or head[-1] > last:
        return None
    start = end = head[0]
    for token in range(head[0] + 1, min(head[-1], last) + 1):
        form = tokens[token][1]
        if proper(tokens[token]) or tokens[token][3] == "NUM" or (token in head and form[0].isupper()):
            end = token
        elif form.lower() not in links and not form[0].isupper():
            break
    return start, end


def names(path):
    read = list(sentences(path))
    common = Counter(token[2].lower() for _, _, tokens in read for token in tokens if token[3] == "NOUN")
    described = {token[1] for _, _, tokens in read for token in tokens if token[3] == "ADJ" and token[1][0].isupper()}
    out = {}
    for name, text, tokens in read:
        places, at = [], 0
        for token in tokens:
            start = text.find(token[1], at)
            if start < 0:
                break
            at = start + len(token[1])
            places.append((start, at))
        if len(places) < len(tokens):
            continue
        found = []
        for kind, first, last, head in mentions(tokens):
            part = proper_part(tokens, head, last, LINKS - {"of"} if kind == "person" else LINKS) if kind in TYPES else None
            if part is None:
                continue
            start, end = part
            if kind == "person":
                start = max((n + 1 for n in range(start, end) if tokens[n][1].lower() in TITLES), default=start)
            while start < end and tokens[start][3] == "DET":
                start += 1
            words = tokens[start : end + 1]
            if words[0][3] == "ADP":  # a title's complement (`Ambassador to …`) is not told from the name
                continue
            if not any(letter.isupper() for word in words for letter in word[1]):
                continue
            if start == end and (
                common[words[0][2].lower()] >= 2
                or TYPES[kind] == "Thing" and words[0][1] in described  # languages
                or kind == "person" and (words[0][4] == "NNPS" or words[0][1].lower() in TITLES)
            ):
                continue
            found.append((places[start][0], places[end][1], TYPES[kind]))
        outermost = []
        for one in sorted(set(found), key=lambda one: (one[0] - one[1], one[0])):
            if all(one[1] <= other[0] or one[0] >= other[1] for other in outermost):
                outermost.append(one)
        out[name] = [list(one) for one in sorted(outermost)]
    return out


if __name__ == "__main__":
    import sys

    for name, found in names(sys.argv[1]).items():
        print(name, found)
