"""Real sentences' annotations without their texts, and back.

    python standoff.py split ANNOTATED.jsonl… --treebanks FOLDER --out FILE
    python standoff.py join STANDOFF.jsonl… [--names NAMES.jsonl…] --treebanks FOLDER --out FILE

`split` turns records with text (spans verbatim, as `corpus/claims/GUIDELINES.md` has them) into standoff records: the
treebank file, the sentence's id, and every span as [start, end] in code points of the sentence's `# text`. `join` puts the
texts back, and with `--names` the names: those of the files, and GUM's own. Written records (`"synthetic": true`) keep their text. Either way every record says its document and whether
that is held out (`"split": "dev"`) or not (`"train"`).
"""

import argparse
import hashlib
import json
from pathlib import Path

import gum

DEV_SHARE = 15  # per cent of documents
BLOCK = 40  # consecutive sentences that count as a document where the source marks none

ROLES = ["predicate", "subject", "object", "quantity", "time", "place", "cause", "source", "cue"]


def sentences(treebanks):
    """Sentence id → (file name, text) of every CoNLL-U file in a folder."""
    found = {}
    for path in sorted(Path(treebanks).glob("*.conllu")):
        name = None
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# sent_id = "):
                    name = line[12:].strip()
                elif line.startswith("# text = "):
                    found[name] = path.name, line[9:].rstrip("\n")
    return found


def document_of(record):
    """The document that a record belongs to; blocks of neighbours where sentences are numbered through."""
    if record.get("synthetic"):
        return record["document"]
    head, _, number = record["id"].replace("_", "-").rpartition("-")
    if record["id"].startswith("GUM"):
        return head
    return f"{head}-{int(number) // BLOCK}" if number.isdigit() else record["id"]


def split_of(document):
    return "dev" if int(hashlib.sha256(document.encode()).hexdigest(), 16) % 100 < DEV_SHARE else "train"


def locate(text, span, nth):
    start = -1
    for _ in range(nth):
        start = text.index(span, start + 1)
    return [start, start + len(span)]


def split(record, known):
    document = document_of(record)
    place = {"document": document, "split": split_of(document)}
    if record.get("synthetic"):
        return {"id": record["id"], **place, **{key: record[key] for key in ("lang", "synthetic", "text", "check_worthy", "claims")}}
    file, text = known[record["id"]]
    if text != record["text"]:
        raise SystemExit(f"{record['id']}: the text is not the treebank's")
    claims = []
    for claim in record["claims"]:
        spans = {role: locate(text, claim[role], claim.get(role + "#", 1)) for role in ROLES if role in claim}
        rest = {key: value for key, value in claim.items() if key not in ROLES and not key.endswith("#")}
        claims.append(spans | rest)
    return {
        "id": record["id"], **place, "lang": record["lang"], "file": file,
        "check_worthy": record["check_worthy"], "claims": claims,
    }


def join(record, known):
    """The record with its text, spans as {"text", "start", "end"}."""
    if "text" in record:
        return record
    if record["id"] not in known:
        raise SystemExit(f"{record['id']} is in no treebank: corpus/SOURCES.md says where to get {record['file']}")
    text = known[record["id"]][1]
    claims = [
        {key: {"text": text[slice(*value)], "start": value[0], "end": value[1]} if key in ROLES else value
         for key, value in claim.items()}
        for claim in record["claims"]
    ]
    return {**record, "text": text, "claims": claims}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("way", choices=["split", "join"])
    parser.add_argument("records", nargs="+")
    parser.add_argument("--names", nargs="*", default=[])
    parser.add_argument("--treebanks", type=Path, default=Path("../shared/data/treebanks"))
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    known = sentences(arguments.treebanks)
    named = {}
    if arguments.names:
        for path in sorted(arguments.treebanks.glob("en_gum*.conllu")):
            named |= gum.names(path)
        for path in arguments.names:
            with open(path, encoding="utf-8") as lines:
                named |= {record["id"]: record["names"] for record in map(json.loads, lines)}
    turn = split if arguments.way == "split" else join
    with open(arguments.out, "w", encoding="utf-8") as out:
        for path in arguments.records:
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    if line.strip():
                        record = turn(json.loads(line), known)
                        if record["id"] in named:
                            record["names"] = named[record["id"]]
                        out.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
