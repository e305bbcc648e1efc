"""Checks claim graphs against the shapes, and the shapes against planted faults.

usage: shapes.py SHAPES FAULTLESS GRAPH...

Every GRAPH has to conform to SHAPES. So has FAULTLESS, and each time one fault is planted in it, it
must not conform any more. Ends with 1 otherwise.
"""

import sys
import time

import pyshacl
import rdflib

PREFIXES = """
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX dixit: <https://w3id.org/dixit/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

# What is wrong, and the update that makes it so.
FAULTS = {
    "a claim without a predicate": "DELETE { ?c dixit:predicate ?w } WHERE { ?c dixit:predicate ?w }",
    "a claim in two articles": "INSERT { ?c schema:appearance ?b } WHERE { ?c schema:appearance ?a . ?b a schema:NewsArticle }",
    "a claim in a third language": 'DELETE { ?c schema:inLanguage ?l } INSERT { ?c schema:inLanguage "de" } WHERE { ?c a schema:Claim ; schema:inLanguage ?l }',
    "a claim that nobody annotated": "DELETE { ?a oa:hasBody ?c } WHERE { ?a oa:hasBody ?c }",
    "a confidence above 1": "DELETE { ?c dixit:confidence ?p } INSERT { ?c dixit:confidence 1.5 } WHERE { ?c a schema:Claim ; dixit:confidence ?p }",
    "a confidence that is a string": 'DELETE { ?c dixit:confidence ?p } INSERT { ?c dixit:confidence "0.5" } WHERE { ?c a schema:Claim ; dixit:confidence ?p }',
    "a modality that there is not": "DELETE { ?c dixit:modality ?m } INSERT { ?c dixit:modality dixit:certain } WHERE { ?c dixit:modality ?m }",
    "a misspelt property": "DELETE { ?c dixit:negated ?n } INSERT { ?c dixit:negated ?n ; dixit:negate ?n } WHERE { ?c dixit:negated ?n }",
    "words without a quote": "DELETE { ?w oa:hasSelector ?s } WHERE { ?w oa:hasSelector ?s . ?s a oa:TextQuoteSelector }",
    "words that end before they begin": "DELETE { ?s oa:end ?e } INSERT { ?s oa:end ?b } WHERE { ?s oa:start ?b ; oa:end ?e }",
    "words of no article": "DELETE { ?w oa:hasSource ?a } INSERT { ?w oa:hasSource <urn:dixit:article:none> } WHERE { ?w oa:hasSource ?a }",
    "a value without a kind": "DELETE { ?v dixit:kind ?k } WHERE { ?v dixit:kind ?k }",
    "money without a currency": "DELETE { ?v schema:currency ?k } WHERE { ?v schema:currency ?k }",
    "a lower end above the upper one": "DELETE { ?v schema:minValue ?n } INSERT { ?v schema:minValue 1e9 } WHERE { ?v schema:minValue ?n }",
    "a value unlike its ends": "DELETE { ?v schema:value ?n } INSERT { ?v schema:value 1.25 } WHERE { ?v schema:value ?n }",
    "an entity without a name": "DELETE { ?e schema:name ?n } WHERE { ?a schema:mentions ?e . ?e schema:name ?n }",
    "an entity that no article mentions": "DELETE { ?a schema:mentions ?e } WHERE { ?a schema:mentions ?e }",
    "a source that is no entity": "DELETE { ?c schema:author ?e } INSERT { ?c schema:author ?a } WHERE { ?c schema:author ?e ; schema:appearance ?a }",
    "claims that agree and disagree": "INSERT { ?a cito:disagreesWith ?b } WHERE { ?a cito:agreesWith ?b }",
    "a link without a reason": "DELETE { ?s schema:description ?why } WHERE { ?s schema:description ?why }",
    "a link of a claim with itself": "DELETE { ?s rdf:object ?b } INSERT { ?s rdf:object ?a } WHERE { ?s rdf:subject ?a ; rdf:object ?b }",
    "a link between articles": "DELETE { ?s rdf:object ?b } INSERT { ?s rdf:object ?c } WHERE { ?s dixit:confidence ?p ; rdf:object ?b . ?c a schema:NewsArticle }",
    "a copy of nothing": "DELETE { ?s dixit:sharedText ?n } WHERE { ?s dixit:sharedText ?n }",
    "a group of one claim": "DELETE { ?g schema:hasPart ?c } WHERE { ?g schema:hasPart ?c FILTER(STRENDS(STR(?c), 'pont-1')) }",
    "a group without a French name": "DELETE { ?g schema:name ?n } WHERE { ?g a schema:Collection ; schema:name ?n FILTER(LANG(?n) = 'fr') }",
    "a group that no source stands behind": "DELETE { ?g dixit:independentSources ?n } INSERT { ?g dixit:independentSources '0'^^xsd:nonNegativeInteger } WHERE { ?g dixit:independentSources ?n }",
    "a model without its digest": "DELETE { ?m schema:sha256 ?d } WHERE { ?m schema:sha256 ?d }",
    "an article without an id": "DELETE { ?a schema:identifier ?i } WHERE { ?a a schema:NewsArticle ; schema:identifier ?i }",
}


def read(path: str) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="json-ld")


def conforms(graph: rdflib.Graph, shapes: rdflib.Graph) -> tuple[bool, str]:
    conform, _, report = pyshacl.validate(graph, shacl_graph=shapes, advanced=False, inference="none")
    return conform, report


def main(shapes: str, faultless: str, graphs: list[str]) -> int:
    shapes = rdflib.Graph().parse(shapes, format="turtle")
    failed = 0
    for path in [faultless, *graphs]:
        begun = time.monotonic()
        graph = read(path)
        conform, report = conforms(graph, shapes)
        said = "conforms" if conform else f"does not conform:\n{report[:4000]}"
        print(f"{path}: {len(graph)} triples, {time.monotonic() - begun:.0f} s: {said}")
        failed += not conform
    missed = []
    for fault, update in FAULTS.items():
        graph = read(faultless)
        before = set(graph)
        graph.update(PREFIXES + update)
        if set(graph) == before or conforms(graph, shapes)[0]:
            missed.append(fault)
    print(f"{len(FAULTS) - len(missed)} of {len(FAULTS)} planted faults found")
    for fault in missed:
        print(f"  missed: {fault}")
    return 1 if failed or missed else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
