//! `dixit export` as users call it, on a run made by hand.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "run/by_hand.rs"]
#[allow(dead_code, reason = "the articles alone are for other tests")]
mod by_hand;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command as Program, Stdio};

use assert_cmd::Command;
use dixit::export::{Format, TABLES};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

/// A run in a folder of its own.
struct Run(TempDir);

impl Run {
    fn new() -> Self {
        let folder = tempdir().unwrap();
        by_hand::write_linked(&folder.path().join("run"));
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn export(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dixit"));
        command.current_dir(self.0.path()).args(["export", "run", "--format"]).args(arguments);
        command
    }

    fn stdout(&self, arguments: &[&str]) -> String {
        let output = self.export(arguments).assert().success().stderr("").get_output().clone();
        String::from_utf8(output.stdout).unwrap()
    }

    fn triples(&self, format: &str, parsed_as: RdfFormat) -> BTreeSet<String> {
        let parser = RdfParser::from_format(parsed_as);
        let written = self.stdout(&[format]);
        let quads = parser.for_reader(written.as_bytes()).map(Result::unwrap);
        quads.map(|quad: Quad| quad.to_string()).collect()
    }
}

const JSON_LD: RdfFormat = RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() };

#[test]
fn json_ld_is_that_of_the_run() {
    let run = Run::new();
    let graph = fs::read_to_string(run.path("run/graph.jsonld")).unwrap();
    assert_eq!(run.stdout(&["jsonld"]), graph);
    run.export(&["jsonld", "--out", "copy.jsonld"])
        .assert()
        .success()
        .stdout("")
        .stderr(contains("copy.jsonld"));
    assert_eq!(fs::read_to_string(run.path("copy.jsonld")).unwrap(), graph);
}

#[test]
fn every_serialisation_says_the_same() {
    let run = Run::new();
    let expected = run.triples("jsonld", JSON_LD);
    assert!(expected.len() > 400, "{}", expected.len());
    for (name, format) in
        [("nquads", RdfFormat::NQuads), ("turtle", RdfFormat::Turtle), ("trig", RdfFormat::TriG)]
    {
        assert_eq!(run.triples(name, format), expected, "{name}");
    }
}

#[test]
fn turtle_keeps_a_subject_together() {
    let run = Run::new();
    let mut done = BTreeSet::new();
    let mut last = None;
    let turtle = run.stdout(&["turtle"]);
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_reader(turtle.as_bytes()) {
        let subject = quad.unwrap().subject.to_string();
        if !subject.contains('#') || last.as_ref() == Some(&subject) {
            continue;
        }
        assert!(done.insert(subject.clone()), "{subject} comes twice");
        last = Some(subject);
    }
}

#[test]
fn links_are_triples_and_statements() {
    let run = Run::new();
    let triples = run.triples("nquads", RdfFormat::NQuads);
    let cito = |term| format!("<http://purl.org/spar/cito/{term}>");
    let link = "<urn:dixit:link:ferry-1+pont-2>";
    for expected in [
        format!("<urn:dixit:claim:ferry-1> {} <urn:dixit:claim:pont-2>", cito("disagreesWith")),
        format!("<urn:dixit:claim:pont-2> {} <urn:dixit:claim:ferry-1>", cito("disagreesWith")),
        format!("<urn:dixit:claim:pont-1> {} <urn:dixit:claim:pont-bis-1>", cito("agreesWith")),
        format!("{link} <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> {}", cito("disagreesWith")),
        format!("{link} <https://w3id.org/dixit/ns#confidence> \"0.75\"^^<http://www.w3.org/2001/XMLSchema#decimal>"),
        format!("{link} <https://schema.org/description> \"more than 3,000 and about 16.9 % \\\"differ\\\"\"@en"),
        "<urn:dixit:article:pont> <http://www.w3.org/ns/prov#alternateOf> <urn:dixit:article:pont-bis>".to_owned(),
        "<urn:dixit:claim:pont-1> <https://schema.org/author> <urn:dixit:entity:marchais>".to_owned(),
        "<urn:dixit:claim:ferry-1> <https://schema.org/about> <urn:dixit:entity:line>".to_owned(),
        "<urn:dixit:claim:ferry-1> <https://schema.org/spatialCoverage> <urn:dixit:entity:calais>".to_owned(),
        "<urn:dixit:article:pont-bis> <https://schema.org/mentions> <urn:dixit:entity:marchais>".to_owned(),
        "<urn:dixit:group:bridge> <https://schema.org/hasPart> <urn:dixit:claim:pont-bis-1>".to_owned(),
        "<urn:dixit:group:bridge> <https://schema.org/name> \"le chantier du pont\"@fr".to_owned(),
        "<urn:dixit:group:bridge> <https://w3id.org/dixit/ns#normalForm> <urn:dixit:group:bridge#value.1>".to_owned(),
    ] {
        assert!(triples.contains(&expected), "missing: {expected}\nin:\n{triples:#?}");
    }
}

/// The records of CSV, read without regard to the program's own writer.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut signs) = (false, text.chars().peekable());
    while let Some(sign) = signs.next() {
        match (quoted, sign) {
            (true, '"') if signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            (_, '"') => quoted = !quoted,
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\n') => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (_, sign) => cell.push(sign),
        }
    }
    assert!(!quoted && cell.is_empty() && row.is_empty(), "the last line is cut off");
    rows
}

#[test]
fn csv_holds_what_the_records_hold() {
    let run = Run::new();
    let claims = csv(&run.stdout(&["csv", "--table", "claims"]));
    let column = |name: &str| claims[0].iter().position(|column| column == name).unwrap();
    assert_eq!(claims.len(), 7);
    assert!(claims.iter().all(|row| row.len() == claims[0].len()));
    let bridge = claims.iter().find(|row| row[0] == "pont-bis-1").unwrap();
    for (name, expected) in [
        ("article", "pont-bis"),
        ("outlet", "L’Écho, \"édition du soir\""),
        ("date", "2025-01"),
        ("day", ""),
        ("lang", "fr"),
        ("text", "le chantier du pont a coûté 1,25 million d’euros"),
        ("subject", "le chantier du pont"),
        ("subject_start", "59"),
        ("object", ""),
        ("object_start", ""),
        ("low", "1250000"),
        ("unit", "EUR"),
        ("kind", "money"),
        ("approximate", "false"),
        ("time_value", "2024"),
        ("source", "la préfète Élodie Marchais"),
        ("source_entity", "marchais"),
        ("quoted", "false"),
        ("modality", "asserted"),
        ("confidence", "0.8765"),
    ] {
        assert_eq!(bridge[column(name)], expected, "{name}");
    }
    let first = claims.iter().find(|row| row[0] == "pont-1").unwrap();
    assert_eq!(first[column("day")], "2025-01-28");

    let links = csv(&run.stdout(&["csv", "--table", "links"]));
    assert_eq!(links[0], ["a", "b", "relation", "confidence", "why"]);
    assert_eq!(
        links[2],
        ["pont-1", "pont-bis-1", "agrees", "0.9876", "both say 1.25 million euros"]
    );
    let entities = csv(&run.stdout(&["csv", "--table", "entities"]));
    assert_eq!(entities[3], ["marchais", "Élodie Marchais", "Person", "2", "2"]);
    let articles = csv(&run.stdout(&["csv", "--table", "articles"]));
    assert!(articles[1].last().unwrap().contains("pont\n\nSelon la préfète"));
}

#[test]
fn csv_and_parquet_make_a_file_for_each_table() {
    let run = Run::new();
    for format in ["csv", "parquet"] {
        run.export(&[format, "--out", "tables"]).assert().success().stderr(contains("copies"));
        for table in TABLES {
            assert!(run.path(&format!("tables/{table}.{format}")).is_file(), "{table}.{format}");
        }
    }
    let left: Vec<_> = fs::read_dir(run.path("tables")).unwrap().collect();
    assert_eq!(left.len(), 2 * TABLES.len(), "{left:?}");
}

#[test]
fn parquet_has_the_types_and_values_of_the_records() {
    let run = Run::new();
    run.export(&["parquet", "--out", "tables"]).assert().success();
    let rows = |table: &str| -> Vec<Vec<(String, Field)>> {
        let file = fs::File::open(run.path(&format!("tables/{table}.parquet"))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap);
        rows.map(parquet::record::Row::into_columns).collect()
    };
    let claims = rows("claims");
    assert_eq!(claims.len(), 6);
    let cell = |id: &str, name: &str| {
        let is_its = |row: &&Vec<(String, Field)>| row[0].1 == Field::Str(id.to_owned());
        let row = claims.iter().find(is_its).unwrap();
        row.iter().find(|(column, _)| column == name).unwrap().1.clone()
    };
    let text = |text: &str| Field::Str(text.to_owned());
    for (id, name, expected) in [
        ("pont-1", "low", Field::Double(1_250_000.0)),
        ("pont-1", "day", Field::Date(20_116)),
        ("pont-1", "subject_start", Field::Long(59)),
        ("pont-1", "object", Field::Null),
        ("pont-2", "approximate", Field::Bool(true)),
        ("pont-bis-1", "day", Field::Null),
        ("ferry-1", "high", Field::Null),
        ("ferry-1", "low", Field::Double(3000.0)),
        ("ferry-1", "quoted", Field::Bool(true)),
        ("ferry-1", "modality", text("predicted")),
        ("ferry-2", "approximate", Field::Null),
        ("ferry-2", "predicate", text("has never lost")),
    ] {
        assert_eq!(cell(id, name), expected, "{id} {name}");
    }
    assert_eq!(rows("mentions").len(), 4);
    assert_eq!(rows("group_claims").len(), 2);
    assert_eq!(rows("copies")[0][2].1, Field::Double(1.0));
}

#[test]
fn graphml_ties_claims_to_articles_entities_and_each_other() {
    let xml = Run::new().stdout(&["graphml"]);
    for expected in [
        r#"<node id="claim:pont-1"><data key="class">claim</data>"#,
        r#"<node id="entity:line"><data key="class">thing</data><data key="label">The line &lt;A &amp; B&gt;</data></node>"#,
        r#"<edge source="claim:pont-1" target="article:pont"><data key="relation">appearance</data></edge>"#,
        r#"<edge source="claim:pont-1" target="entity:marchais"><data key="relation">source</data></edge>"#,
        r#"<edge source="article:pont" target="article:pont-bis"><data key="relation">copy</data><data key="weight">1</data></edge>"#,
        r#"<edge source="group:bridge" target="claim:pont-1"><data key="relation">has_part</data></edge>"#,
    ] {
        assert!(xml.contains(expected), "missing: {expected}\nin:\n{xml}");
    }
    let mut reader = quick_xml::Reader::from_str(&xml);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
}

#[test]
fn averitec_has_the_data_sets_fields() {
    let claims: Vec<Value> = serde_json::from_str(&Run::new().stdout(&["averitec"])).unwrap();
    let find = |text: &str, source: &Value| {
        let wanted = |claim: &&Value| {
            claim["claim"].as_str().unwrap().contains(text) && claim["reporting_source"] == *source
        };
        claims.iter().find(wanted).unwrap().clone()
    };
    assert_eq!(claims.len(), 6);
    assert_eq!(
        find("1,25 million", &json!("Le Courrier")),
        json!({
            "claim": "le chantier du pont a coûté 1,25 million d’euros",
            "claim_date": "28-1-2025",
            "speaker": "Élodie Marchais",
            "original_claim_url": "https://example.org/a b?c=\"d\"",
            "reporting_source": "Le Courrier",
            "location_ISO_code": null,
        })
    );
    let ferry = find("3,000 passengers", &Value::Null);
    assert_eq!(ferry["location_ISO_code"], "FR");
    assert_eq!(ferry["speaker"], "the harbour master");
    assert_eq!(ferry["claim_date"], Value::Null);
}

#[test]
fn claim_reviews_are_drafts() {
    let drafts: Value = serde_json::from_str(&Run::new().stdout(&["claimreview"])).unwrap();
    assert_eq!(drafts["@context"], "https://schema.org");
    let drafts = drafts["@graph"].as_array().unwrap();
    assert_eq!(drafts.len(), 6);
    let bridge =
        drafts.iter().find(|draft| draft["itemReviewed"]["identifier"] == "pont-1").unwrap();
    assert_eq!(bridge["@type"], "ClaimReview");
    assert_eq!(bridge["claimReviewed"], "le chantier du pont a coûté 1,25 million d’euros");
    let reviewed = &bridge["itemReviewed"];
    assert_eq!(reviewed["author"], json!({"@type": "Person", "name": "Élodie Marchais"}));
    assert_eq!(reviewed["appearance"]["publisher"]["name"], "Le Courrier");
    for draft in drafts {
        for absent in ["reviewRating", "author", "url", "datePublished"] {
            assert!(draft.get(absent).is_none(), "{absent} in {draft}");
        }
    }
}

#[test]
fn an_empty_run_exports_to_empty_files() {
    let folder = tempdir().unwrap();
    let store =
        dixit::store::Store::open(&folder.path().join("run"), &by_hand::maker(), false).unwrap();
    store.close().unwrap();
    let run = Run(folder);
    assert_eq!(run.stdout(&["averitec"]), "[]\n");
    assert_eq!(csv(&run.stdout(&["csv", "--table", "links"])).len(), 1);
    serde_json::from_str::<Value>(&run.stdout(&["claimreview"])).unwrap();
    assert_eq!(run.triples("turtle", RdfFormat::Turtle).len(), 12);
    run.export(&["parquet", "--out", "tables"]).assert().success();
}

#[test]
fn what_cannot_be_done_is_said() {
    let run = Run::new();
    let formats = Format::ALL.map(|(_, name)| name).join(", ");
    run.export(&["rdf"]).assert().code(2).stderr(contains(formats));
    run.export(&["csv"]).assert().code(1).stderr(contains("--out").and(contains("--table")));
    run.export(&["turtle", "--table", "claims"]).assert().code(1).stderr(contains("no tables"));
    run.export(&["csv", "--table", "clams"]).assert().code(2).stderr(contains("claims"));
    run.export(&["turtle", "--out", "nowhere/graph.ttl"])
        .assert()
        .code(1)
        .stderr(contains("cannot write nowhere/graph.ttl"));
    run.export(&["turtle", "--out", "run"]).assert().code(1).stderr(contains("is a folder"));
    run.export(&["turtle", "--out", "run/run.db"])
        .assert()
        .code(1)
        .stderr(contains("belongs to the run"));
    fs::write(run.path("file"), "").unwrap();
    run.export(&["csv", "--out", "file"]).assert().code(1).stderr(contains("is no folder"));
    Command::new(env!("CARGO_BIN_EXE_dixit"))
        .current_dir(run.0.path())
        .args(["export", "nothing", "--format", "turtle"])
        .assert()
        .code(1)
        .stderr(contains("there is no run in nothing"));
}

#[test]
fn nothing_is_left_of_an_export_that_fails() {
    let run = Run::new();
    fs::create_dir(run.path("tables")).unwrap();
    fs::create_dir(run.path("tables/links.csv")).unwrap();
    run.export(&["csv", "--out", "tables"]).assert().code(1).stderr(contains("links.csv"));
    let left = fs::read_dir(run.path("tables")).unwrap();
    let temporary: Vec<_> = left
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.rsplit_once('.').is_some_and(|(_, ending)| ending == "tmp"))
        .collect();
    assert!(temporary.is_empty(), "{temporary:?}");
}

#[test]
fn who_reads_may_stop() {
    let run = Run::new();
    for format in ["jsonld", "nquads", "turtle", "averitec", "claimreview", "graphml"] {
        let mut program = Program::new(env!("CARGO_BIN_EXE_dixit"))
            .current_dir(run.0.path())
            .args(["export", "run", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(program.stdout.take());
        let mut said = String::new();
        program.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(said, "", "{format}");
        assert!(program.wait().unwrap().success(), "{format}");
    }
}

#[test]
fn the_terms_of_the_graph_are_defined() {
    let run = Run::new();
    let ontology = include_str!("../ontology/dixit.ttl");
    let parser = RdfParser::from_format(RdfFormat::Turtle);
    let ontology: Vec<Quad> = parser.for_slice(ontology).map(Result::unwrap).collect();
    let own = |term: &str| term.strip_prefix("https://w3id.org/dixit/ns#").map(str::to_owned);
    let has = |term: &str, property: &str, lang: &str| {
        ontology.iter().any(|quad| {
            let literal = match &quad.object {
                Term::Literal(literal) => literal.language(),
                _ => None,
            };
            quad.subject.to_string() == format!("<https://w3id.org/dixit/ns#{term}>")
                && quad.predicate.as_str().ends_with(property)
                && literal == Some(lang)
        })
    };
    let context: Value = serde_json::from_str(dixit::graph::vocabulary::CONTEXT).unwrap();
    let in_context: BTreeSet<String> = context
        .as_object()
        .unwrap()
        .values()
        .filter_map(|term| term.as_str().or_else(|| term["@id"].as_str()))
        .filter_map(|term| term.strip_prefix("dixit:").map(str::to_owned))
        .collect();
    let defined: BTreeSet<String> = ontology
        .iter()
        .filter_map(|quad| own(quad.subject.to_string().trim_matches(['<', '>'])))
        .collect();
    assert_eq!(in_context, defined);
    for term in &defined {
        for lang in ["fr", "en"] {
            assert!(has(term, "#label", lang), "{term} has no label in {lang}");
        }
    }
    let used: BTreeSet<String> = run
        .triples("nquads", RdfFormat::NQuads)
        .iter()
        .flat_map(|triple| triple.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|term| own(term.trim_matches(['<', '>'])))
        .collect();
    assert!(used.is_subset(&defined), "{:?}", used.difference(&defined));
}
