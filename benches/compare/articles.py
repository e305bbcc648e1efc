"""Articles and sentences to measure with, from the treebanks where they are, else from this repository's corpus."""

import json
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TREEBANKS = ROOT.parent / "shared" / "data" / "treebanks"
WORDS = 600  # in an article
PARAGRAPH = 4  # sentences


def sentences(lang):
    """The sentences of a language, in the order of their documents."""
    found = []
    for path in sorted(TREEBANKS.glob(f"{lang}_*.conllu")):
        with open(path, encoding="utf-8") as lines:
            found.extend(line[9:].strip() for line in lines if line.startswith("# text = "))
    if not found:
        for path in sorted((ROOT / "corpus" / "claims").glob(f"written.{lang}.*.jsonl")):
            with open(path, encoding="utf-8") as lines:
                found.extend(json.loads(line)["text"] for line in lines)
    return found


def articles(count):
    """`count` articles of about 600 words as (language, text), French and English in turn. Sentences come again once all were
    used, in articles that begin elsewhere."""
    sources = {lang: cycle(sentences(lang)) for lang in ("fr", "en")}
    for number in range(count):
        lang = ("fr", "en")[number % 2]
        paragraphs, words = [[]], 0
        while words < WORDS:
            sentence = next(sources[lang])
            words += len(sentence.split())
            if len(paragraphs[-1]) == PARAGRAPH:
                paragraphs.append([])
            paragraphs[-1].append(sentence)
        yield lang, "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


def write(count, folder):
    """Writes articles one a file; gives the number of words."""
    total = 0
    for number, (lang, text) in enumerate(articles(count)):
        (Path(folder) / f"{number:05}.{lang}.txt").write_text(text + "\n", "utf-8")
        total += len(text.split())
    return total
