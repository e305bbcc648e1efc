"""F1 between two independent annotations of the same sentences: `python agreement.py FIRST.jsonl SECOND.jsonl --model DIR`.

Counted as in `evaluate.py`, the second annotation in the place of a model's findings. The model folder is only asked for its
tokenizer, which says where words end.
"""

import argparse
from pathlib import Path

from tokenizers import Tokenizer

from corpus import Corpus
from evaluate import Counts, table


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first")
    parser.add_argument("second")
    parser.add_argument("--model", type=Path, default=Path("models/dixit-base"))
    arguments = parser.parse_args()
    corpus = Corpus(Tokenizer.from_file(str(arguments.model / "tokenizer.json")))
    second = {example.id: example for example in corpus.read(arguments.second)}
    counts = {}
    for example in corpus.read(arguments.first):
        other = second.get(example.id)
        if other is None:
            continue
        found = [
            {"roles": c.roles, "by_quantity": c.by_quantity, "modality": c.modality, "negated": c.negated} for c in other.claims
        ]
        counts.setdefault(example.lang, Counts()).add(example, other.check_worthy, found)
    print(table({lang: count.scores() for lang, count in sorted(counts.items())}))


if __name__ == "__main__":
    main()
