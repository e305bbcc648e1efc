"""Reads graph.jsonld with PyLD and compares its triples with those that oxjsonld finds.

usage: check.py TRIPLES GRAPH...

TRIPLES is the program built from examples/triples.rs. Ends with 1 if the two processors differ in
any triple, or if a graph has none.
"""

import json
import re
import subprocess
import sys

from pyld import jsonld


def refuse(url, _options):
    raise SystemExit(f"the graph wants {url} fetched; it has to carry its context itself")


ESCAPE = re.compile(r"""\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(["'\\tbnrf]))""")
CONTROLS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def triples_of(nquads: str) -> set[str]:
    """The triples of a document, whatever characters its writer escapes.

    The graph has no blank nodes; with any, sets of triples could not be compared like this.
    """

    def plain(escape: re.Match) -> str:
        code = escape[1] or escape[2]
        return chr(int(code, 16)) if code else CONTROLS.get(escape[3], escape[3])

    lines = {ESCAPE.sub(plain, line) for line in nquads.split("\n") if line}
    if any(term.startswith("_:") for line in lines for term in line.split('"')[0].split()):
        raise SystemExit("the graph has blank nodes")
    return lines


def main(triples: str, graphs: list[str]) -> int:
    jsonld.set_document_loader(refuse)
    differing = 0
    for path in graphs:
        with open(path, encoding="utf-8") as file:
            ours = jsonld.to_rdf(json.load(file), {"format": "application/n-quads"})
        theirs = subprocess.run([triples, path], check=True, capture_output=True, encoding="utf-8")
        ours, theirs = triples_of(ours), triples_of(theirs.stdout)
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
