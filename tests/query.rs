//! `dixit query` as users call it, on a run made by hand.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "run/by_hand.rs"]
#[allow(dead_code, reason = "the articles alone are for other tests")]
mod by_hand;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command as Program, Stdio};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, is_match};
use serde_json::Value;
use tempfile::{TempDir, tempdir};

/// A run in a folder of its own.
struct Run(TempDir);

impl Run {
    fn new() -> Self {
        let folder = tempdir().unwrap();
        by_hand::write_linked(&folder.path().join("run"));
        Self(folder)
    }

    fn query(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dixit"));
        command.current_dir(self.0.path()).args(["query", "run"]).args(arguments);
        command
    }

    fn answer(&self, arguments: &[&str]) -> String {
        let output = self.query(arguments).assert().success().stderr("").get_output().clone();
        String::from_utf8(output.stdout).unwrap()
    }
}

const DISPUTED: &str = "SELECT ?a ?p ?why {
    ?link rdf:predicate cito:disagreesWith ; rdf:subject ?a ;
          dixit:confidence ?p ; schema:description ?why }";

#[test]
fn a_table_is_to_be_read() {
    let table = Run::new().answer(&[DISPUTED]);
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 3, "{table}");
    assert!(lines[0].starts_with("| a "), "{table}");
    assert!(lines[1].starts_with("|---"), "{table}");
    assert!(lines[2].contains("| claim:ferry-1 | 0.75 | more than 3,000 and about"), "{table}");
}

#[test]
fn answers_come_in_the_formats_of_sparql() {
    let run = Run::new();
    let json: Value = serde_json::from_str(&run.answer(&[DISPUTED, "--format", "json"])).unwrap();
    let row = &json["results"]["bindings"][0];
    assert_eq!(row["a"]["value"], "urn:dixit:claim:ferry-1");
    assert_eq!(row["why"]["xml:lang"], "en");
    assert_eq!(
        run.answer(&[DISPUTED, "--format", "csv"]),
        "a,p,why\r\nurn:dixit:claim:ferry-1,0.75,\"more than 3,000 and about 16.9 % \"\"differ\"\"\"\r\n"
    );
    assert!(run.answer(&[DISPUTED, "--format", "tsv"]).starts_with("?a\t?p\t?why\n<urn:dixit"));
}

#[test]
fn ask_is_answered_and_construct_gives_a_graph() {
    let run = Run::new();
    assert_eq!(run.answer(&["ASK { ?a cito:agreesWith ?b }"]), "true\n");
    assert_eq!(run.answer(&["ASK { claim:pont-1 cito:agreesWith claim:pont-2 }"]), "false\n");
    let construct = "CONSTRUCT { ?c schema:text ?t } WHERE { ?c a schema:Claim ; schema:text ?t }";
    let turtle = run.answer(&[construct]);
    assert!(turtle.contains("schema:text \"The line has never lost money\""), "{turtle}");
    let json: Value = serde_json::from_str(&run.answer(&[construct, "--format", "json"])).unwrap();
    assert!(json.to_string().contains("The line has never lost money"), "{json}");
    run.query(&[construct, "--format", "csv"]).assert().code(1).stderr(contains("CONSTRUCT"));
}

#[test]
fn a_query_may_stand_in_a_file_or_come_on_standard_input() {
    let run = Run::new();
    fs::write(run.0.path().join("q.rq"), DISPUTED).unwrap();
    let expected = run.answer(&[DISPUTED]);
    assert_eq!(run.answer(&["@q.rq"]), expected);
    run.query(&["-"]).write_stdin(DISPUTED).assert().success().stdout(expected);
    run.query(&["@none.rq"]).assert().code(1).stderr(contains("none.rq"));
}

#[test]
fn what_is_no_sparql_is_pointed_at() {
    let run = Run::new();
    run.query(&["SELECT ?c {\n  ?c a schema:Claim ;;\n  FILTR(?c) }"])
        .assert()
        .code(1)
        .stdout("")
        .stderr(
            contains("the query is not SPARQL: line 3, column")
                .and(contains("\n    FILTR(?c) }\n"))
                .and(is_match(r"(?m)^ +\^$").unwrap()),
        );
    run.query(&["SELECT ?c { ?c a news:Claim }"])
        .assert()
        .code(1)
        .stderr(contains("not SPARQL").and(contains("news:Claim")));
    run.query(&["DELETE WHERE { ?s ?p ?o }"])
        .assert()
        .code(1)
        .stderr(contains("dixit query only reads"));
    run.query(&[DISPUTED, "--format", "xml"])
        .assert()
        .code(2)
        .stderr(contains("table, json, csv, tsv"));
}

#[test]
fn nothing_leaves_the_machine() {
    let service = "SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }";
    Run::new().query(&[service]).assert().code(1).stderr(contains("example.org"));
}

#[test]
fn without_a_run_there_is_no_answer() {
    let run = Run::new();
    Command::new(env!("CARGO_BIN_EXE_dixit"))
        .current_dir(run.0.path())
        .args(["query", "nothing", DISPUTED])
        .assert()
        .code(1)
        .stderr(contains("there is no run in nothing"));
}

#[test]
fn who_reads_may_stop() {
    let run = Run::new();
    for format in ["table", "json", "csv", "tsv"] {
        let mut program = Program::new(env!("CARGO_BIN_EXE_dixit"))
            .current_dir(run.0.path())
            .args(["query", "run", "SELECT * { ?s ?p ?o . ?s2 ?p ?o2 }", "--format", format])
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

/// The questions of `examples/queries`, which the page there shows with their answers.
#[test]
fn the_examples_are_answered() {
    let run = Run::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/queries");
    let page = fs::read_to_string(folder.join("README.md")).unwrap();
    let mut seen = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rq") {
            continue;
        }
        seen += 1;
        let query = fs::read_to_string(&path).unwrap();
        assert!(page.contains(query.trim_end()), "the page lacks {}", path.display());
        run.answer(&[&format!("@{}", path.display())]);
    }
    assert_eq!(seen, 5);
    let bare = |(rule, row): (&str, &str)| rule.starts_with("|-") && !row.starts_with('|');
    assert!(!page.lines().zip(page.lines().skip(1)).any(bare), "a question without an answer");
    let single = run.answer(&[&format!("@{}", folder.join("single-source.rq").display())]);
    assert!(single.contains("La fréquentation a reculé"), "{single}");
    let disputed = run.answer(&[&format!("@{}", folder.join("disputed.rq").display())]);
    assert!(disputed.contains("the harbour master"), "{disputed}");
}
