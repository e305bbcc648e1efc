//! The records and the graph of claims made by hand.

use std::collections::BTreeSet;

use dixit::graph::{GraphWriter, Record, vocabulary};
use oxjsonld::JsonLdParser;
use oxrdf::{NamedNode, Quad, Term};
use serde_json::Value;

use crate::by_hand;

fn graph() -> String {
    let mut graph = GraphWriter::new(Vec::new(), &by_hand::maker()).expect("memory can be written");
    let (articles, linked) = by_hand::linked();
    for (article, claims) in [by_hand::french("pont/é 1")].iter().chain(&articles) {
        graph.article(article, claims).expect("memory can be written");
    }
    let records = (linked.entities.iter().map(Record::Entity))
        .chain(linked.links.iter().map(Record::Link))
        .chain(linked.groups.iter().map(Record::Group))
        .chain(linked.copies.iter().map(Record::Copy));
    for record in records {
        graph.record(record).expect("memory can be written");
    }
    let bytes = graph.finish().expect("memory can be written");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

fn triples(graph: &str) -> BTreeSet<String> {
    JsonLdParser::new()
        .for_slice(graph.as_bytes())
        .map(|quad| quad.expect("the graph is JSON-LD").to_string())
        .collect()
}

#[test]
fn records_have_the_fields_of_the_design() {
    let (article, claims) = by_hand::french("pont");
    let article = serde_json::to_string(&article).unwrap();
    assert!(
        article.starts_with(
            r#"{"id":"pont","path":"journal/pont.txt","lang":"fr","title":"La mairie ferme le pont","date":"2025-01-28","url":"#
        ),
        "{article}"
    );
    insta::assert_snapshot!(serde_json::to_string_pretty(&claims).unwrap());
}

#[test]
fn offsets_count_code_points_of_the_text() {
    for (article, claims) in [by_hand::french("pont"), by_hand::english("ferry")] {
        let points: Vec<char> = article.text.chars().collect();
        for claim in claims {
            let words = [Some(claim.predicate), claim.subject, claim.object, claim.cause]
                .into_iter()
                .chain([claim.place, claim.source, claim.cue])
                .chain([claim.quantity.map(|quantity| quantity.words)])
                .chain([claim.time.map(|time| time.words)]);
            for words in words.flatten() {
                let expected: String = points[words.start..words.end].iter().collect();
                assert_eq!(words.text, expected);
            }
        }
    }
}

#[test]
fn records_read_back_as_they_were() {
    for claim in by_hand::french("pont").1.into_iter().chain(by_hand::english("ferry").1) {
        let line = serde_json::to_string(&claim).unwrap();
        assert_eq!(serde_json::from_str::<dixit::graph::ClaimRecord>(&line).unwrap(), claim);
    }
}

#[test]
fn the_graph_says_what_the_claims_say() {
    const CLAIM: &str = "<urn:dixit:claim:pont/%C3%A9%201-2";
    const ARTICLE: &str = "<urn:dixit:article:pont/%C3%A9%201>";
    let triples = triples(&graph());
    let schema = |term| format!("<https://schema.org/{term}>");
    let oa = |term| format!("<http://www.w3.org/ns/oa#{term}>");
    let prov = |term| format!("<http://www.w3.org/ns/prov#{term}>");
    let own = |term| format!("<https://w3id.org/dixit/ns#{term}>");
    let typed =
        |value, datatype| format!("\"{value}\"^^<http://www.w3.org/2001/XMLSchema#{datatype}>");
    let claim = format!("{CLAIM}>");
    let part = |role| format!("{CLAIM}#{role}>");
    let literal = |value| format!("\"{value}\"");
    let kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>".to_owned();
    let digest = "5f2d8c0e9b7a4613".repeat(4);
    let expected = [
        [ARTICLE.to_owned(), kind.clone(), schema("NewsArticle")],
        [ARTICLE.to_owned(), schema("inLanguage"), literal("fr")],
        [ARTICLE.to_owned(), schema("datePublished"), literal("2025-01-28")],
        [ARTICLE.to_owned(), schema("url"), typed(r#"https://example.org/a b?c=\"d\""#, "anyURI")],
        [claim.clone(), kind.clone(), schema("Claim")],
        [claim.clone(), schema("appearance"), ARTICLE.to_owned()],
        [claim.clone(), prov("wasDerivedFrom"), ARTICLE.to_owned()],
        [claim.clone(), own("predicate"), part("predicate")],
        [claim.clone(), own("cause"), part("cause")],
        [claim.clone(), own("normalForm"), part("value")],
        [claim.clone(), own("modality"), own("asserted")],
        [claim.clone(), own("negated"), typed("false", "boolean")],
        [claim.clone(), own("confidence"), typed("0.8765", "decimal")],
        [part("value"), kind.clone(), schema("QuantitativeValue")],
        [part("value"), schema("value"), typed("16.9", "decimal")],
        [part("value"), schema("maxValue"), typed("16.9", "decimal")],
        [part("value"), schema("unitCode"), literal("P1")],
        [part("value"), own("approximate"), typed("true", "boolean")],
        [part("value"), own("change"), own("decrease")],
        [part("value"), own("kind"), own("percent")],
        [part("value"), prov("wasDerivedFrom"), part("quantity")],
        [part("quantity"), kind.clone(), oa("SpecificResource")],
        [part("quantity"), oa("hasSource"), ARTICLE.to_owned()],
        [part("quantity"), oa("hasSelector"), part("quantity.quote")],
        [part("quantity.quote"), oa("exact"), literal("environ 16,9 %")],
        [part("quantity.quote"), oa("prefix"), literal("24. La fréquentation a reculé d’")],
        [part("quantity.quote"), oa("suffix"), literal(" à cause des travaux.")],
        [part("quantity.position"), oa("start"), typed("145", "nonNegativeInteger")],
        [part("annotation"), oa("hasBody"), claim],
        [part("annotation"), oa("hasTarget"), part("sentence")],
        [format!("<urn:dixit:model:{digest}>"), schema("sha256"), literal(&digest)],
    ];
    for triple in expected.map(|triple| triple.join(" ")) {
        assert!(triples.contains(&triple), "missing: {triple}\nin:\n{triples:#?}");
    }
}

#[test]
fn money_has_a_currency_and_an_open_bound_no_end() {
    let triples = triples(&graph()).into_iter().collect::<Vec<_>>().join("\n");
    let money = "<urn:dixit:claim:pont/%C3%A9%201-1#value>";
    for expected in [
        format!("{money} <https://schema.org/currency> \"EUR\""),
        format!("{money} <https://schema.org/value> \"1250000\""),
        "<urn:dixit:claim:ferry-1#value> <https://schema.org/minValue> \"3000\"".to_owned(),
        "<urn:dixit:claim:ferry-1#value> <https://schema.org/unitText> \"passenger\"".to_owned(),
    ] {
        assert!(triples.contains(&expected), "missing: {expected}");
    }
    for absent in ["<urn:dixit:claim:ferry-1#value> <https://schema.org/maxValue>", "_:"] {
        assert!(!triples.contains(absent), "found: {absent}");
    }
}

#[test]
fn the_files_of_a_run_hold_what_linking_found() {
    let run = tempfile::tempdir().unwrap();
    by_hand::write_linked(run.path());
    let (_, linked) = by_hand::linked();
    let lines = |name: &str| std::fs::read_to_string(run.path().join(name)).unwrap();
    let entities = linked.entities.iter().map(|line| serde_json::to_string(line).unwrap() + "\n");
    assert_eq!(lines("entities.jsonl"), entities.collect::<String>());
    let pairs = linked.links.iter().map(|line| serde_json::to_string(line).unwrap() + "\n");
    assert_eq!(lines("links.jsonl"), pairs.collect::<String>());
    assert_eq!(lines("groups.jsonl").lines().count(), linked.groups.len());
    assert_eq!(lines("copies.jsonl").lines().count(), linked.copies.len());
    let triples = triples(&lines("graph.jsonld"));
    for node in ["entity:marchais", "link:pont-1+pont-bis-1", "group:bridge", "copy:pont+pont-bis"]
    {
        let subject = format!("<urn:dixit:{node}> ");
        assert!(triples.iter().any(|triple| triple.starts_with(&subject)), "{node}");
    }
}

#[test]
fn every_term_is_known() {
    let known = |term: &NamedNode| {
        vocabulary::PREFIXES.iter().any(|(_, namespace)| term.as_str().starts_with(namespace))
    };
    let graph = graph();
    let quads: Vec<Quad> = JsonLdParser::new()
        .for_slice(graph.as_bytes())
        .collect::<Result<_, _>>()
        .expect("the graph is JSON-LD");
    for quad in &quads {
        assert!(known(&quad.predicate), "{quad}");
        if quad.predicate.as_str().ends_with("#type") {
            assert!(matches!(&quad.object, Term::NamedNode(class) if known(class)), "{quad}");
        }
    }
    // A key that the context does not know is left out in silence: every one must have come
    // through, so the number of triples is that of the values written.
    let document: Value = serde_json::from_str(&graph).expect("the graph is JSON");
    let written: usize = document["@graph"].as_array().expect("an array").iter().map(values).sum();
    assert_eq!(quads.len(), written);
}

/// How many triples a node with what is nested in it says, were every key known.
fn values(node: &Value) -> usize {
    let properties = node.as_object().expect("a node").iter().filter(|(key, _)| *key != "id");
    properties
        .flat_map(|(_, value)| {
            value.as_array().map_or_else(|| vec![value], |list| list.iter().collect())
        })
        .map(|value| match value.as_object() {
            // A text in several languages.
            Some(by_language) if !by_language.contains_key("id") => by_language.len(),
            Some(_) => 1 + values(value),
            None => 1,
        })
        .sum()
}

#[test]
fn numbers_lose_nothing() {
    let (article, mut claims) = by_hand::french("pont");
    for number in [0.1 + 0.2, 5.5e12, 1e-7, -0.25, 123_456_789.123_456_78] {
        if let Some(value) = claims[0].quantity.as_mut().and_then(|part| part.value.as_mut()) {
            value.low = Some(number.into());
            value.high = None;
        }
        let mut graph = GraphWriter::new(Vec::new(), &by_hand::maker()).unwrap();
        graph.article(&article, &claims).unwrap();
        let graph: Value = serde_json::from_slice(&graph.finish().unwrap()).unwrap();
        let node = graph["@graph"]
            .as_array()
            .unwrap()
            .iter()
            .find(|node| node["id"] == "urn:dixit:claim:pont-1");
        let written = node.unwrap()["normalForm"]["minValue"].as_str().unwrap();
        assert!(!written.contains(['e', 'E']), "{written} is no xsd:decimal");
        assert_eq!(written.parse::<f64>().unwrap().to_bits(), number.to_bits());
    }
}

#[test]
fn the_graph_is_as_it_was() {
    // `tests/jsonld/check.py` reads the same file with another processor.
    let expected = include_str!("../jsonld/by_hand.jsonld");
    let graph = graph();
    if graph != expected {
        let found = concat!(env!("CARGO_TARGET_TMPDIR"), "/by_hand.jsonld");
        std::fs::write(found, &graph).expect("the target folder can be written");
        panic!("the graph differs from tests/jsonld/by_hand.jsonld; it was written to {found}");
    }
}
