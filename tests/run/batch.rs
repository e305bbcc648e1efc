//! The batch, with an extraction that takes every word after a digit for a claim's predicate.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use dixit::Span;
use dixit::article::{self, Article};
use dixit::claim::{Claim, Modality};
use dixit::extract::Findings;
use dixit::run::{self, Event, Options, Summary};
use dixit::store::{Outcome, Store, StoreError};
use tempfile::{TempDir, tempdir};

use crate::by_hand::maker;

const NEWS: [(&str, &str); 5] = [
    (
        "b/pont.txt",
        "La mairie a annoncé que le pont coûtera 3 millions d’euros. Il ouvrira dans 2 ans.",
    ),
    ("a.txt", "The harbour lost 12 ships in the storm, and 4 of them were never found again."),
    (
        "c.txt",
        "Les ventes de la librairie ont reculé de 7 pour cent, et celles du café de 9 points.",
    ),
    ("d.txt", "The council said that 5 schools will close before the end of the summer term."),
    ("e.txt", "Le syndicat affirme que 8 salariés sur dix ont cessé le travail lundi matin."),
];

fn news() -> TempDir {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("b")).unwrap();
    for (path, text) in NEWS {
        fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

// The batch asks for a result, as the model can fail.
#[allow(clippy::unnecessary_wraps)]
fn claims(article: &Article) -> Result<Findings, String> {
    let text = &article.text;
    let digits = text.char_indices().filter(|(_, character)| character.is_ascii_digit());
    let claims = digits.filter_map(|(at, _)| {
        let start = at + text[at..].find(' ')? + 1;
        let end = text[start..].find(' ').map_or(text.len(), |length| start + length);
        Some(Claim {
            id: format!("{}-{at}", article.id),
            article: article.id.clone(),
            lang: article.lang,
            sentence: Span::new(0, text.len()),
            predicate: Span::new(start, end),
            subject: None,
            object: None,
            quantity: None,
            time: None,
            place: None,
            cause: None,
            source: None,
            cue: None,
            quoted: false,
            modality: Modality::Asserted,
            negated: false,
            check_worthiness: 0.5,
            confidence: 0.5,
        })
    });
    Ok(Findings { claims: claims.collect(), ..Findings::default() })
}

fn options(jobs: usize) -> Options {
    Options {
        read: article::Options::default(),
        jobs: NonZeroUsize::new(jobs).unwrap(),
        prune: false,
    }
}

fn batch(
    inputs: &[PathBuf],
    out: &Path,
    jobs: usize,
    extract: impl Fn(&Article) -> Result<Findings, String> + Sync,
    stop: &AtomicBool,
) -> Result<Summary, StoreError> {
    let found = article::discover(inputs).unwrap();
    let store = Store::open(out, &maker(), false)?;
    run::batch(&found, store, extract, &options(jobs), stop, &mut |_| {})
}

fn whole(inputs: &[PathBuf], out: &Path, jobs: usize) -> Summary {
    batch(inputs, out, jobs, claims, &AtomicBool::new(false)).unwrap()
}

fn outputs(run: &Path) -> Vec<String> {
    [
        "articles.jsonl",
        "claims.jsonl",
        "entities.jsonl",
        "links.jsonl",
        "groups.jsonl",
        "copies.jsonl",
        "graph.jsonld",
    ]
    .map(|name| fs::read_to_string(run.join(name)).unwrap())
    .to_vec()
}

#[test]
fn files_do_not_depend_on_the_number_of_threads() {
    let (news, one, many) = (news(), tempdir().unwrap(), tempdir().unwrap());
    let inputs = [news.path().to_owned()];
    let summary = whole(&inputs, one.path(), 1);
    assert_eq!((summary.counts.articles, summary.worked), (5, 5));
    assert!(summary.counts.claims >= 5, "{summary:?}");
    // The first articles take longest, so that the last are done first.
    let left = AtomicUsize::new(5);
    let slow = |article: &Article| {
        let left = left.fetch_sub(1, Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(20 * left as u64));
        claims(article)
    };
    batch(&inputs, many.path(), 5, slow, &AtomicBool::new(false)).unwrap();
    assert_eq!(outputs(one.path()), outputs(many.path()));
}

#[test]
fn files_do_not_depend_on_the_order_of_inputs() {
    let (news, forth, back) = (news(), tempdir().unwrap(), tempdir().unwrap());
    let mut inputs = ["b", "a.txt", "c.txt"].map(|name| news.path().join(name));
    whole(&inputs, forth.path(), 2);
    inputs.reverse();
    whole(&inputs, back.path(), 2);
    assert_eq!(outputs(forth.path()), outputs(back.path()));
}

#[test]
fn a_stopped_batch_goes_on_where_it_was_and_repeats_nothing() {
    let (news, run, straight) = (news(), tempdir().unwrap(), tempdir().unwrap());
    let inputs = [news.path().to_owned()];
    let (stop, worked) = (AtomicBool::new(false), AtomicUsize::new(0));
    let stopping = |article: &Article| {
        if worked.fetch_add(1, Ordering::Relaxed) == 1 {
            stop.store(true, Ordering::Relaxed);
        }
        claims(article)
    };
    let summary = batch(&inputs, run.path(), 1, stopping, &stop).unwrap();
    assert!(summary.interrupted);
    assert_eq!(summary.worked, 2, "the article in hand is finished");
    let names = fs::read_dir(run.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.collect::<Vec<_>>(), ["run.db"], "no half files");

    let summary = whole(&inputs, run.path(), 1);
    assert_eq!((summary.worked, summary.counts.articles), (3, 5));
    assert_eq!(whole(&inputs, run.path(), 1).worked, 0);
    whole(&inputs, straight.path(), 1);
    assert_eq!(outputs(run.path()), outputs(straight.path()));
}

#[test]
fn a_run_goes_on_wherever_its_inputs_are_named_from() {
    let (news, run) = (news(), tempdir().unwrap());
    whole(&[news.path().to_owned()], run.path(), 1);
    let roundabout = news.path().join("b").join("..");
    let summary = whole(&[roundabout], run.path(), 1);
    assert_eq!((summary.worked, summary.counts.articles_of_run), (0, 5));
}

#[test]
fn new_lines_of_a_file_are_all_that_is_worked_on() {
    let (news, run) = (tempdir().unwrap(), tempdir().unwrap());
    let file = news.path().join("news.jsonl");
    let line = |id: usize| {
        let text = NEWS[id].1;
        format!("{}\n", serde_json::json!({"id": format!("n{id}"), "text": text}))
    };
    fs::write(&file, line(0) + &line(1)).unwrap();
    assert_eq!(whole(std::slice::from_ref(&file), run.path(), 1).worked, 2);
    fs::write(&file, line(0) + &line(1) + &line(2)).unwrap();
    assert_eq!(whole(std::slice::from_ref(&file), run.path(), 1).worked, 1);
    fs::write(&file, line(0)).unwrap();
    assert_eq!(whole(&[file], run.path(), 1).counts.articles_of_run, 1);
}

#[test]
fn an_article_that_fails_does_not_stop_the_others() {
    let (news, run) = (news(), tempdir().unwrap());
    let inputs = [news.path().to_owned()];
    let failing = |article: &Article| match article.path.rsplit('/').next() {
        Some("a.txt") => Err("not enough memory".to_owned()),
        Some("c.txt") => panic!("a bug"),
        _ => claims(article),
    };
    let found = article::discover(&inputs).unwrap();
    let store = Store::open(run.path(), &maker(), false).unwrap();
    let mut failures = Vec::new();
    let mut watch = |event: Event<'_>| {
        if let Event::Omitted { path, outcome: Outcome::Failed, reason } = event {
            failures.push(format!("{}: {reason}", path.rsplit('/').next().unwrap_or(path)));
        }
    };
    let stop = AtomicBool::new(false);
    let summary = run::batch(&found, store, failing, &options(2), &stop, &mut watch).unwrap();
    failures.sort();
    assert_eq!(failures, ["a.txt: not enough memory", "c.txt: a fault in dixit: a bug"]);
    assert_eq!((summary.counts.articles, summary.counts.failed), (3, 2));
    // What failed is tried again, and only that.
    let summary = whole(&inputs, run.path(), 2);
    assert_eq!((summary.worked, summary.counts.articles, summary.counts.failed), (2, 5, 0));
}

#[test]
fn two_articles_of_one_id_are_told_apart_in_order() {
    let (news, run, again) = (tempdir().unwrap(), tempdir().unwrap(), tempdir().unwrap());
    for (name, text) in [("a.json", NEWS[1].1), ("b.json", NEWS[3].1)] {
        let article = serde_json::json!({"id": "same", "text": text}).to_string();
        fs::write(news.path().join(name), article).unwrap();
    }
    let b_alone = [news.path().join("b.json")];
    let both = [news.path().to_owned()];
    whole(&b_alone, run.path(), 1);
    whole(&both, run.path(), 1);
    whole(&both, again.path(), 2);
    // `b.json` was there first, but `a.json` comes first: as from scratch.
    assert_eq!(outputs(run.path()), outputs(again.path()));
    let articles = fs::read_to_string(run.path().join("articles.jsonl")).unwrap();
    let ids: Vec<_> = articles.lines().map(|line| &line[..24]).collect();
    assert!(ids[0].starts_with(r#"{"id":"same","#), "{ids:?}");
    assert!(ids[1].starts_with(r#"{"id":"same~"#), "{ids:?}");
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let (news, run) = (news(), tempdir().unwrap());
    let inputs = [news.path().to_owned()];
    whole(&inputs, run.path(), 1);
    fs::remove_file(run.path().join("claims.jsonl")).unwrap();
    fs::create_dir(run.path().join("claims.jsonl")).unwrap();
    let stop = AtomicBool::new(false);
    let error = batch(&inputs, run.path(), 2, claims, &stop).unwrap_err();
    assert!(error.to_string().contains("claims.jsonl"), "{error}");
}
