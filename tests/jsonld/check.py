"""Reads graph.jsonld with PyLD and compares its triples with those that oxjsonld finds.

usage: check.py TRIPLES GRAPH...

TRIPLES is the program built from examples/triples.rs. Ends with 1 if the two processors differ in
any triple, or if a graph has none.
"""

import json
import subprocess
import sys

from pyld import jsonld


def refuse(url, _options):
    raise SystemExit(f"the graph wants {url} fetched; it has to carry its context itself")


def canonical(quads: str) -> set[str]:
    """The triples of a document in canonical N-Quads."""
    options = {
        "algorithm": "URDNA2015",
        "inputFormat": "application/n-quads",
        "format": "application/n-quads",
    }
    return set(jsonld.normalize(quads, options).splitlines())


def main(triples: str, graphs: list[str]) -> int:
    jsonld.set_document_loader(refuse)
    differing = 0
    for path in graphs:
        with open(path, encoding="utf-8") as file:
            ours = jsonld.to_rdf(json.load(file), {"format": "application/n-quads"})
        theirs = subprocess.run([triples, path], check=True, capture_output=True, encoding="utf-8")
        ours, theirs = canonical(ours), canonical(theirs.stdout)
        print(f"{path}: {len(ours)} triples by PyLD, {len(theirs)} by oxjsonld")
        for processor, only in [("PyLD", ours - theirs), ("oxjsonld", theirs - ours)]:
            for triple in sorted(only)[:10]:
                print(f"  only by {processor}: {triple}")
        differing += ours != theirs or not ours
    return 1 if differing else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
