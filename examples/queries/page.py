"""Writes README.md beside it: the questions with their queries and what the demo answers.

    dixit extract corpus/demo --out run
    python examples/queries/page.py dixit run > examples/queries/README.md
"""

import subprocess
import sys
from pathlib import Path

QUESTIONS = [
    ("disputed.rq", "Who disputes what?", "Links carry a confidence and a reason. A claim's source is who the article says makes it; without one, the outlet stands for itself."),
    ("figures.rq", "Which figures are there about somebody or something, over time?", "Subjects of both languages and every spelling lead to one entity."),
    ("single-source.rq", "Which figures have one source only?", "Copies of one text count as one source, so that a wire story in ten papers is still alone."),
    ("who-says.rq", "Who says what about somebody or something?", "`schema:author` is the entity that speaks, where it has a name; otherwise the article's words for it stand."),
    ("changed.rq", "What changed?", "A group holds claims that links connect. Where they give several values, somebody corrected, rounded or contradicted."),
]
HEAD = """# Five questions of a fact-checker

Queries in SPARQL over the graph of a run, with the answers of the ten demo articles (the first rows of each). The prefixes are
declared; the terms are described in [`src/graph/vocabulary.rs`](../../src/graph/vocabulary.rs) and defined in
[`ontology/dixit.ttl`](../../ontology/dixit.ttl). A question in a file is asked with `@`, and `--format csv`, `json` or `tsv` gives
the answer to other programs:

```sh
dixit extract corpus/demo --out run
dixit query run @examples/queries/disputed.rq --format csv > disputed.csv
```
"""
FOOT = """
This page is written by `python examples/queries/page.py dixit run > examples/queries/README.md`.
"""
ROWS = 8


def answer(dixit: str, run: str, query: Path) -> str:
    done = subprocess.run([dixit, "query", run, f"@{query}"], check=True, capture_output=True, encoding="utf-8")
    lines = done.stdout.splitlines()
    rows = len(lines) - 2
    more = f"\n\n({rows - ROWS} rows more.)" if rows > ROWS else ""
    return "\n".join(lines[: ROWS + 2]) + more


def main(dixit: str, run: str) -> None:
    folder = Path(__file__).parent
    print(HEAD, end="")
    for name, question, remark in QUESTIONS:
        query = (folder / name).read_text(encoding="utf-8").rstrip()
        print(f"\n## {question}\n\n{remark}\n\n```sparql\n{query}\n```\n\n{answer(dixit, run, folder / name)}")
    print(FOOT, end="")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
