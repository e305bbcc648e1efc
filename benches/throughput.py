"""Throughput of `dixit quantities` in megabytes of text a second, beside recognizers-text and
quantulum3 on the same text in the same run.

    cargo build --release
    pip install --requirement benches/requirements.txt
    python benches/throughput.py target/release/dixit

The text is the table of cases in `tests/cases`, one sentence a line; `--text FILE --lang LANG` takes
another. dixit is timed as a program, from its start to its last line of JSON; the packages are timed
without their start, in this process. recognizers-text runs the six models that find what
`dixit quantities` finds. Packages that are missing are left out, and said so.
"""

import argparse
import subprocess
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CULTURES = {"en": "en-us", "fr": "fr-fr"}
# dixit reads the text this often, so that its start does not count for much.
REPEATS = 200


def sentences(lang):
    table = tomllib.loads((ROOT / f"tests/cases/quantities.{lang}.toml").read_text("utf-8"))
    return [case["text"].replace("\n", " ") for case in table["case"]]


def dixit(binary, lines, lang):
    text = ("\n".join(lines) + "\n").encode() * REPEATS
    start = time.perf_counter()
    subprocess.run(
        [binary, "quantities", "--lang", lang], input=text, stdout=subprocess.DEVNULL, check=True
    )
    return (time.perf_counter() - start) / REPEATS


def seconds(read, lines):
    """Time to read all lines, once each; tables are loaded by a line read before."""
    read(lines[0])
    start = time.perf_counter()
    for line in lines:
        read(line)
    return time.perf_counter() - start


def recognizers(lang):
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    culture = CULTURES[lang]
    numbers, units = NumberRecognizer(culture), NumberWithUnitRecognizer(culture)
    models = [
        numbers.get_number_model(),
        numbers.get_percentage_model(),
        units.get_currency_model(),
        units.get_dimension_model(),
        units.get_age_model(),
        units.get_temperature_model(),
    ]

    def read(line):
        for model in models:
            model.parse(line)

    return read


def quantulum3(lang):
    from quantulum3 import parser

    if lang != "en":
        raise NotImplementedError("reads English alone")
    return parser.parse


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("dixit", nargs="?", default=str(ROOT / "target/release/dixit"))
    arguments.add_argument("--text", type=Path, help="a text to read, one sentence a line")
    arguments.add_argument("--lang", choices=sorted(CULTURES), help="its language")
    given = arguments.parse_args()
    if given.text and not given.lang:
        arguments.error("--text needs --lang")
    print(f"{'':20}{'bytes':>10}{'seconds':>12}{'MB/s':>12}{'dixit is faster':>18}")
    for lang in [given.lang] if given.lang else sorted(CULTURES):
        lines = given.text.read_text("utf-8").splitlines() if given.text else sentences(lang)
        lines = [line for line in lines if line.strip()]
        size = len("\n".join(lines).encode()) + 1
        ours = dixit(given.dixit, lines, lang)
        print(f"{'dixit ' + lang:20}{size:>10}{ours:>12.5f}{size / ours / 1e6:>12.2f}")
        for name, package in [("recognizers-text", recognizers), ("quantulum3", quantulum3)]:
            try:
                read = package(lang)
            except (ImportError, NotImplementedError) as error:
                print(f"{name + ' ' + lang:20}not compared: {error}")
                continue
            theirs = seconds(read, lines)
            rate = size / theirs / 1e6
            print(f"{name + ' ' + lang:20}{size:>10}{theirs:>12.3f}{rate:>12.5f}{theirs / ours:>16.0f} x")


if __name__ == "__main__":
    main()
