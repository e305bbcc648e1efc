"""Opens what `dixit export` writes with the programs that it is written for.

usage: open.py DIXIT RUN

Loads RUN's graph.jsonld into Oxigraph, its tables into DuckDB and pandas, its GraphML into networkx,
and compares what they hold with the lines of the run's own files. Ends with 1 if anything differs.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import networkx
import pandas
import pyoxigraph

CLAIM = pyoxigraph.NamedNode("https://schema.org/Claim")
TYPE = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class Differences:
    def __init__(self) -> None:
        self.count = 0

    def expect(self, what: str, found, expected) -> None:
        if found != expected:
            self.count += 1
            print(f"{what}: {found}, but the run has {expected}")


def lines(path: Path) -> list[dict]:
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def timed(what: str, work):
    begun = time.monotonic()
    result = work()
    print(f"{what}: {time.monotonic() - begun:.1f} s")
    return result


def export(dixit: str, run: Path, *arguments: str) -> None:
    subprocess.run([dixit, "export", str(run), "--quiet", *arguments], check=True)


def graph(run: Path, claims: list[dict], links: list[dict], differences: Differences) -> None:
    store = pyoxigraph.Store()
    with open(run / "graph.jsonld", "rb") as file:
        store.bulk_load(file, pyoxigraph.RdfFormat.JSON_LD)
    print(f"  {len(store)} triples")
    found = sum(1 for _ in store.quads_for_pattern(None, TYPE, CLAIM))
    differences.expect("claims in Oxigraph", found, len(claims))
    statements = store.query(
        "SELECT (COUNT(*) AS ?n) { ?s a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement> ;"
        " <https://w3id.org/dixit/ns#confidence> ?p }"
    )
    differences.expect("links in Oxigraph", int(next(statements)["n"].value), len(links))


def tables(folder: Path, run: Path, claims: list[dict], differences: Differences) -> None:
    names = ["articles", "claims", "entities", "links", "groups", "copies"]
    expected = {name: len(lines(run / f"{name}.jsonl")) for name in names}
    for name, count in expected.items():
        path = folder / f"{name}.parquet"
        found = duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchone()[0]
        differences.expect(f"{name} in DuckDB", found, count)
        differences.expect(f"{name} in pandas", len(pandas.read_parquet(path)), count)
        differences.expect(f"{name} in pandas from CSV", len(pandas.read_csv(folder / f"{name}.csv")), count)
    frame = pandas.read_parquet(folder / "claims.parquet").set_index("id")
    types = {"low": "float64", "negated": "bool", "predicate_start": "int64", "confidence": "float64"}
    for column, kind in types.items():
        differences.expect(f"type of {column} in pandas", str(frame[column].dtype), kind)
    days = duckdb.sql(f"SELECT typeof(day) FROM '{folder}/claims.parquet' LIMIT 1").fetchall()
    differences.expect("type of day in DuckDB", days, [("DATE",)] if claims else [])
    for claim in claims:
        row = frame.loc[claim["id"]]
        value = claim.get("quantity", {}).get("value", {})
        differences.expect("text in pandas", row["text"], claim["text"])
        differences.expect("confidence in pandas", row["confidence"], claim["confidence"])
        for end in ["low", "high"]:
            found = None if pandas.isna(row[end]) else row[end]
            differences.expect(f"{end} in pandas", found, value.get(end))


def main(dixit: str, run: Path) -> int:
    differences = Differences()
    claims, links = lines(run / "claims.jsonl"), lines(run / "links.jsonl")
    print(f"{run}: {len(claims)} claims, {len(links)} links")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        timed("graph.jsonld in Oxigraph", lambda: graph(run, claims, links, differences))
        for name in ["parquet", "csv"]:
            timed(f"{name} written", lambda name=name: export(dixit, run, "--format", name, "--out", str(folder)))
        timed("tables in DuckDB and pandas", lambda: tables(folder, run, claims, differences))
        xml = folder / "graph.graphml"
        timed("GraphML written", lambda: export(dixit, run, "--format", "graphml", "--out", str(xml)))
        network = timed("GraphML in networkx", lambda: networkx.read_graphml(xml))
        found = sum(1 for _, kind in network.nodes(data="class") if kind == "claim")
        differences.expect("claims in networkx", found, len(claims))
        found = sum(1 for _, _, relation in network.edges(data="relation") if relation in {"agrees", "contradicts"})
        differences.expect("links in networkx", found, len(links))
    return 1 if differences.count else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
