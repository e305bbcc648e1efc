//! `dixit extract` as users call it, with the shipped model: what it writes, says and ends with.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use flate2::Compression;
use flate2::write::GzEncoder;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

const FRENCH: &str = "La région a perdu 4 200 emplois en 2024. Selon la chambre de commerce, \
    les ventes de vélos ont chuté de 12 % au printemps.\n";
const ENGLISH: &str = "The port handled 3.5 million containers last year. Traffic fell by 8 percent \
    in March, the harbour master said.\n";

fn model() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/dixit-base")
}

fn dixit() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dixit"));
    command.env("DIXIT_MODEL", model());
    command
}

/// A folder for news and runs.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempdir().unwrap())
    }

    /// With one article in French and one in English.
    fn with_news() -> Self {
        let place = Self::new();
        place.file("news/fr.txt", FRENCH);
        place.file("news/en.txt", ENGLISH);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn extract(&self, inputs: &[&str], options: &[&str]) -> Assert {
        let mut command = dixit();
        command.current_dir(self.0.path()).arg("extract").args(inputs).args(["--out", "run"]);
        command.args(options).assert()
    }

    fn lines(&self, name: &str) -> Vec<Value> {
        let lines = fs::read_to_string(self.path(name)).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn articles(&self) -> usize {
        self.lines("run/articles.jsonl").len()
    }
}

fn demo() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/demo").display().to_string()
}

fn outputs(run: &Path) -> Vec<Vec<u8>> {
    [
        "articles.jsonl",
        "claims.jsonl",
        "entities.jsonl",
        "links.jsonl",
        "groups.jsonl",
        "copies.jsonl",
        "graph.jsonld",
    ]
    .map(|name| fs::read(run.join(name)).unwrap())
    .to_vec()
}

#[test]
fn a_folder_becomes_a_graph() {
    let place = Place::with_news();
    place
        .extract(&["news"], &[])
        .success()
        .stdout("")
        .stderr(contains("2 articles read, 0 skipped, 0 failed").and(contains("claims.jsonl")));
    let (articles, claims) = (place.lines("run/articles.jsonl"), place.lines("run/claims.jsonl"));
    assert_eq!(articles.len(), 2);
    assert!(claims.iter().any(|claim| claim["lang"] == "fr"), "{claims:#?}");
    assert!(claims.iter().any(|claim| claim["lang"] == "en"), "{claims:#?}");
    for claim in &claims {
        let article = articles.iter().find(|article| article["id"] == claim["article"]).unwrap();
        let text: Vec<char> = article["text"].as_str().unwrap().chars().collect();
        let predicate = &claim["predicate"];
        let (start, end) =
            (predicate["start"].as_u64().unwrap(), predicate["end"].as_u64().unwrap());
        let words: String = text[start as usize..end as usize].iter().collect();
        assert_eq!(predicate["text"], words);
    }
    let graph: Value =
        serde_json::from_slice(&fs::read(place.path("run/graph.jsonld")).unwrap()).unwrap();
    let nodes = graph["@graph"].as_array().unwrap();
    assert_eq!(nodes.iter().filter(|node| node["type"] == "Claim").count(), claims.len());
}

#[test]
fn the_number_of_jobs_does_not_show() {
    let place = Place::new();
    for jobs in ["1", "2"] {
        dixit()
            .args(["extract", &demo(), "--jobs", jobs, "--out"])
            .arg(place.path(jobs))
            .assert()
            .success();
    }
    assert_eq!(outputs(&place.path("1")), outputs(&place.path("2")));
}

#[test]
fn what_is_added_later_gives_what_would_have_come_at_once() {
    let place = Place::new();
    let (once, later) = (place.path("once"), place.path("later"));
    let mut folder = PathBuf::from(demo());
    dixit().arg("extract").arg(&folder).arg("--out").arg(&once).assert().success();
    folder.push("wire.jsonl");
    dixit().arg("extract").arg(&folder).arg("--out").arg(&later).assert().success();
    assert_ne!(outputs(&later), outputs(&once));
    folder.pop();
    dixit().arg("extract").arg(&folder).arg("--out").arg(&later).assert().success();
    assert!(outputs(&later) == outputs(&once), "{} differs", later.display());
}

#[test]
fn the_same_command_again_repeats_nothing() {
    let place = Place::with_news();
    place.extract(&["news"], &[]).success();
    let before = outputs(&place.path("run"));
    place
        .extract(&["news"], &[])
        .success()
        .stderr(contains("2 articles read (2 of them done before)"));
    assert_eq!(outputs(&place.path("run")), before);
    place.file("news/more.txt", "The council spent 90,000 euros on the new library roof in May.\n");
    place
        .extract(&["news"], &[])
        .success()
        .stderr(contains("3 articles read (2 of them done before)"));
    assert_eq!(place.articles(), 3);
}

#[test]
fn other_options_do_not_mix_into_a_run() {
    let place = Place::with_news();
    place.extract(&["news"], &[]).success();
    place
        .extract(&["news"], &["--min-confidence", "0.9"])
        .code(1)
        .stderr(contains("--min-confidence 0.9").and(contains("--redo")));
    place.extract(&["news"], &["--min-confidence", "0.9", "--redo"]).success();
}

#[test]
fn missing_path() {
    let place = Place::with_news();
    place.extract(&["nowhere"], &[]).code(1).stderr(contains("nowhere: no such file or folder"));
    assert!(!place.path("run").exists());
}

#[test]
fn empty_folder() {
    let place = Place::new();
    fs::create_dir(place.path("news")).unwrap();
    place.extract(&["news"], &[]).code(1).stderr(contains("no articles in news"));
    assert!(!place.path("run").exists());
}

#[test]
fn empty_file() {
    let place = Place::with_news();
    place.file("news/empty.txt", "");
    place.extract(&["news"], &["-v"]).success().stderr(
        contains("news/empty.txt: skipped: empty").and(contains("2 articles read, 1 skipped")),
    );
}

#[test]
fn binary_file_named_txt() {
    let place = Place::with_news();
    place
        .file("news/photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0");
    place.extract(&["news"], &[]).code(3).stderr(
        contains("news/photo.txt: this is").and(contains("2 articles read, 0 skipped, 1 failed")),
    );
    assert_eq!(place.articles(), 2);
    // It fails again, and says so again.
    place.extract(&["news"], &[]).code(3).stderr(contains("news/photo.txt: this is"));
}

#[test]
fn nothing_but_failures() {
    let place = Place::new();
    place
        .file("news/photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0");
    place.extract(&["news"], &[]).code(1).stderr(contains("news/photo.txt: this is"));
}

#[test]
fn invalid_utf8() {
    let place = Place::new();
    // Windows-1252, as old newsrooms write it.
    let bytes: Vec<u8> = FRENCH.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert!(std::str::from_utf8(&bytes).is_err());
    place.file("news/vieux.txt", bytes);
    place.extract(&["news"], &[]).success();
    let article = &place.lines("run/articles.jsonl")[0];
    assert!(article["text"].as_str().unwrap().contains("La région a perdu"), "{article}");
}

#[test]
fn truncated_gzip() {
    let place = Place::with_news();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    for number in 0..40_u32 {
        let text =
            format!("{ENGLISH} Berth {} was closed for {} days.", number * 7, number * number);
        writeln!(gzip, "{}", json!({"text": text})).unwrap();
    }
    let whole = gzip.finish().unwrap();
    place.file("news/feed.jsonl.gz", &whole[..whole.len() / 3]);
    place
        .extract(&["news"], &[])
        .code(3)
        .stderr(contains("feed.jsonl.gz").and(contains("break off")));
    assert!(place.articles() >= 2);
}

#[test]
fn broken_json_in_line_7() {
    let place = Place::new();
    let lines = (1..=9).map(|line| match line {
        7 => "{\"id\": \"n7\", \"text\": \"The ferry\n".to_owned(),
        _ => format!("{}\n", json!({"id": format!("n{line}"), "text": ENGLISH})),
    });
    place.file("news.jsonl", lines.collect::<String>());
    place.extract(&["news.jsonl"], &[]).code(3).stderr(contains("news.jsonl:7: not valid JSON"));
    let ids: Vec<_> = place.lines("run/articles.jsonl");
    let ids: Vec<_> = ids.iter().map(|article| article["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["n1", "n2", "n3", "n4", "n5", "n6", "n8", "n9"]);
}

#[test]
fn article_of_5_mb() {
    let place = Place::new();
    // Prose around what pages of that size are made of: a picture written out as letters.
    let picture: String = (0..5_000_000_u32)
        .map(|at| char::from(b'A' + (at.wrapping_mul(2_654_435_761) >> 27) as u8 % 26))
        .collect();
    place.file("news/long.txt", format!("{ENGLISH}\n{picture}\n\n{ENGLISH}"));
    place.extract(&["news"], &[]).success();
    let article = &place.lines("run/articles.jsonl")[0];
    assert!(article["text"].as_str().unwrap().len() > 5_000_000);
    let claims = place.lines("run/claims.jsonl");
    let behind = |claim: &&Value| claim["sentence"]["start"].as_u64().unwrap() > 5_000_000;
    assert!(claims.iter().any(|claim| behind(&claim)), "nothing found behind the picture");
}

#[test]
fn missing_or_damaged_model() {
    let place = Place::with_news();
    place.extract(&["news"], &["--model", "elsewhere"]).code(1).stderr(contains("elsewhere"));
    for name in ["config.json", "tokenizer.json"] {
        fs::create_dir_all(place.path("model")).unwrap();
        fs::copy(model().join(name), place.path("model").join(name)).unwrap();
    }
    place
        .extract(&["news"], &["--model", "model"])
        .code(1)
        .stderr(contains("model.safetensors").and(contains("panicked").not()));
    place.file(
        "model/model.safetensors",
        &fs::read(model().join("model.safetensors")).unwrap()[..5000],
    );
    place
        .extract(&["news"], &["--model", "model"])
        .code(1)
        .stderr(contains("SHA-256").and(contains("panicked").not()));
    assert!(!place.path("run").exists());
}

#[test]
fn a_model_is_found_beside_the_program_or_named() {
    let place = Place::with_news();
    dixit()
        .current_dir(place.0.path())
        .env("DIXIT_MODEL", "not-there")
        .args(["extract", "news", "--out", "run"])
        .assert()
        .code(1)
        .stderr(contains("not-there").and(contains("DIXIT_MODEL")));
}

#[test]
fn output_folder_that_cannot_be_written() {
    let place = Place::with_news();
    place.file("taken", "a file");
    let mut command = dixit();
    command.current_dir(place.0.path()).args(["extract", "news", "--out", "taken/run"]);
    command.assert().code(1).stderr(contains("cannot write taken/run"));
}

#[test]
fn a_database_of_somebody_else_is_left_alone() {
    let place = Place::with_news();
    place.file("run/run.db", "these are my notes, which happen to have that name");
    place.extract(&["news"], &[]).code(1).stderr(contains("run.db is not a run of dixit"));
}

#[test]
fn unknown_device() {
    let place = Place::with_news();
    place.extract(&["news"], &["--device", "abacus"]).code(2).stderr(contains("abacus"));
    if !cfg!(feature = "cuda") {
        place
            .extract(&["news"], &["--device", "cuda"])
            .code(1)
            .stderr(contains("--features cuda").and(contains("--device cpu")));
    }
}

#[test]
fn bad_usage() {
    let place = Place::with_news();
    place.extract(&[], &[]).code(2);
    place.extract(&["news"], &["--min-confidence", "2"]).code(2).stderr(contains("0 to 1"));
    place.extract(&["news"], &["--jobs", "0"]).code(2);
    place.extract(&["news"], &["--lang", "de"]).code(2).stderr(contains("`fr` nor `en`"));
}

#[test]
fn other_languages_are_skipped_with_the_reason() {
    let place = Place::with_news();
    place.file(
        "news/de.txt",
        "Die Stadt hat im vergangenen Jahr rund vierhundert neue Wohnungen gebaut, wie der \
         Bürgermeister am Montag mitteilte. Die Mieten sind trotzdem weiter gestiegen.",
    );
    place
        .extract(&["news"], &["-v"])
        .success()
        .stderr(contains("de.txt: skipped: in German").and(contains("1 skipped")));
}

#[test]
fn standard_input() {
    let place = Place::new();
    let lines = format!("{}\n{}\n", json!({"text": FRENCH}), json!({"text": ENGLISH}));
    let mut command = dixit();
    command.current_dir(place.0.path()).args(["extract", "-", "--out", "run"]).write_stdin(lines);
    command.assert().success();
    assert_eq!(place.articles(), 2);
}

#[test]
fn quiet_says_nothing_but_what_failed() {
    let place = Place::with_news();
    place.extract(&["news"], &["--quiet"]).success().stderr("");
    place.file("news/broken.json", "{");
    place.extract(&["news"], &["--quiet"]).code(3).stderr(contains("broken.json").count(1));
}

#[test]
fn nothing_is_drawn_into_a_pipe() {
    let place = Place::with_news();
    place
        .extract(&["news"], &[])
        .success()
        .stderr(contains("\u{1b}").not().and(contains("\r").not()));
}

#[cfg(unix)]
mod with_a_shell {
    use std::process::{Child, Stdio};
    use std::time::{Duration, Instant};

    use super::*;

    fn bash(script: &str) -> Assert {
        let mut command = Command::new("bash");
        command.args(["-c", &format!("set -o pipefail; {script}")]);
        command.env("DIXIT", env!("CARGO_BIN_EXE_dixit")).env("DIXIT_MODEL", model()).assert()
    }

    #[test]
    fn a_reader_that_has_seen_enough() {
        let text = "yes 'Les ventes ont bondi de 12,5 % en mars.' | head -n 20000";
        bash(&format!(
            "{text} | \"$DIXIT\" quantities --lang fr | head -n 1; exit ${{PIPESTATUS[2]}}"
        ))
        .success()
        .stderr("");
        bash("\"$DIXIT\" extract --help | head -n 1").success().stderr("");
    }

    #[test]
    fn messages_that_nobody_reads() {
        let place = Place::with_news();
        let (news, run) = (place.path("news"), place.path("run"));
        let command = format!("\"$DIXIT\" extract {} --out {} -v", news.display(), run.display());
        bash(&format!("{command} 2>&1 | true; exit ${{PIPESTATUS[0]}}")).success();
        assert_eq!(place.articles(), 2);
    }

    fn wait_for(path: &Path, child: &mut Child) {
        let begun = Instant::now();
        while !path.exists() {
            assert!(child.try_wait().unwrap().is_none(), "ended before {}", path.display());
            assert!(begun.elapsed() < Duration::from_mins(2), "no {}", path.display());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn ctrl_c_finishes_what_is_in_hand_and_the_rest_comes_later() {
        let place = Place::new();
        for number in 0..12 {
            let text = format!("{}{}", ENGLISH.repeat(12), FRENCH.repeat(number + 1));
            place.file(&format!("news/{number}.txt"), text);
        }
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_dixit"))
            .env("DIXIT_MODEL", model())
            .current_dir(place.0.path())
            .args(["extract", "news", "--out", "run", "--jobs", "1"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        wait_for(&place.path("run/run.db-wal"), &mut child);
        std::thread::sleep(Duration::from_millis(200));
        bash(&format!("kill -INT {}", child.id())).success();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(130), "{said}");
        assert!(said.contains("The same command again goes on from there"), "{said}");
        let names =
            fs::read_dir(place.path("run")).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(names.collect::<Vec<_>>(), ["run.db"], "no half files");

        place.extract(&["news"], &[]).success();
        let mut straight = dixit();
        straight.current_dir(place.0.path()).args(["extract", "news", "--out", "straight"]);
        straight.assert().success();
        assert_eq!(outputs(&place.path("run")), outputs(&place.path("straight")));
    }
}
