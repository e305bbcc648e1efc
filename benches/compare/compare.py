"""Measures dixit beside other programs on this machine: `python benches/compare/compare.py` (see README.md beside it).

Every round runs each of them once, one after the other; what is printed is the median over the rounds, and ratios are medians
of the rounds' ratios, so that a machine whose speed drifts does not decide between them.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import articles

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Engine:
    """A process that encodes all sentences once for each line it is sent."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def ready(self):
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{self.name} does not start: {' '.join(map(str, self.process.args))}")

    def round(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def ratio(measured, one, other, key):
    return statistics.median(a[key] / b[key] for a, b in zip(measured[other], measured[one]))


def encoders(arguments, scratch):
    sentences = scratch / "sentences.txt"
    chosen = []
    for lang in ("fr", "en"):
        chosen += random.Random(7).sample(articles.sentences(lang), arguments.sentences // 2)
    sentences.write_text("\n".join(chosen) + "\n", "utf-8")
    python = [sys.executable, HERE / "encoders.py"]
    common = [arguments.model, sentences, "--threads", str(arguments.threads)]
    engines = [Engine(f"dixit {p}", [arguments.encode, p, *common]) for p in ("f32", "int8")]
    early = ["--layers", str(arguments.layers)]
    engines.append(Engine(f"dixit int8, {arguments.layers} layers", [arguments.encode, "int8", *common, *early]))
    engines += [Engine(name, [*python, name, *common]) for name in ("ort-f32", "ort-int8", "torch")]
    for engine in engines:
        engine.ready()
    measured = {engine.name: [] for engine in engines}
    for _ in range(arguments.rounds):
        for engine in engines:
            measured[engine.name].append(engine.round())
    for engine in engines:
        engine.close()
    print(f"Encoder, {arguments.threads} thread(s), {arguments.sentences} sentences, {arguments.rounds} rounds\n")
    print("| encoder | pieces/s | pieces/s of processor time |\n| --- | ---: | ---: |")
    for name, rounds in measured.items():
        speeds = [statistics.median(r["pieces"] / r[key] for r in rounds) for key in ("wall", "processor")]
        print(f"| {name} | {speeds[0]:,.0f} | {speeds[1]:,.0f} |")
    print("\n| ratio | by the clock | by processor time |\n| --- | ---: | ---: |")
    for one, other in [("dixit f32", "ort-f32"), ("dixit int8", "ort-int8"), ("dixit f32", "torch"), ("dixit int8", "dixit f32")]:
        print(f"| {one} : {other} | {ratio(measured, one, other, 'wall'):.2f} | {ratio(measured, one, other, 'processor'):.2f} |")
    print(flush=True)


def run(command):
    """What a command prints, the seconds it takes, and the memory of its largest process in MB."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit {process.returncode}: {' '.join(map(str, command))}")
    return printed, {"wall": seconds, "processor": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}


def pipelines(arguments, scratch):
    folder = scratch / "articles"
    folder.mkdir()
    words = articles.write(arguments.articles, folder)

    def dixit(precision, jobs, *options):
        out = scratch / "run"
        _, measured = run([
            arguments.dixit, "extract", folder, "--out", out, "--model", arguments.model, "--device", "cpu",
            "--precision", precision, "--jobs", str(jobs), "--quiet", *options])
        shutil.rmtree(out)
        return measured

    def spacy():
        printed, measured = run([sys.executable, HERE / "spacy_reader.py", folder, "--processes", str(arguments.jobs)])
        return measured | {"wall": float(printed)}

    early = f"dixit int8, {arguments.layers} layers"
    programs = {
        "spaCy": spacy,
        "dixit int8": lambda: dixit("int8", arguments.jobs),
        "dixit f32": lambda: dixit("f32", arguments.jobs),
        "dixit int8, one job": lambda: dixit("int8", 1),
        early: lambda: dixit("int8", arguments.jobs, "--layers", str(arguments.layers)),
    }
    measured = {name: [] for name in programs}
    for _ in range(arguments.pipeline_rounds):
        for name, program in programs.items():
            measured[name].append(program())
    print(f"{arguments.articles} articles, {words / arguments.articles:.0f} words each, {arguments.jobs} jobs, "
          f"{arguments.pipeline_rounds} round(s)\n")
    print("| program | articles/s | MB, largest process |\n| --- | ---: | ---: |")
    for name, rounds in measured.items():
        speed = statistics.median(arguments.articles / r["wall"] for r in rounds)
        print(f"| {name} | {speed:.2f} | {max(r['memory'] for r in rounds):.0f} |")
    print("\n| ratio | by the clock |\n| --- | ---: |")
    for one, other in [("dixit int8", "spaCy"), (early, "spaCy"), ("dixit f32", "spaCy"), ("dixit int8", "dixit int8, one job")]:
        print(f"| {one} : {other} | {ratio(measured, one, other, 'wall'):.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dixit", type=Path, default=ROOT / "target/release/dixit")
    parser.add_argument("--encode", type=Path, default=ROOT / "target/release/examples/encode")
    parser.add_argument("--model", type=Path, default=ROOT / "models/dixit-base")
    parser.add_argument("--sentences", type=int, default=256)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--threads", type=int, default=1, help="of each encoder")
    parser.add_argument("--jobs", type=int, default=2, help="of each pipeline")
    parser.add_argument("--layers", type=int, default=6, help="behind which dixit ends early")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pipeline-rounds", type=int, default=1)
    parser.add_argument("--only", choices=["encoders", "pipelines"])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if arguments.only != "pipelines":
            encoders(arguments, Path(scratch))
        if arguments.only != "encoders":
            pipelines(arguments, Path(scratch))


if __name__ == "__main__":
    main()
