//! What the record keeps, and which runs it refuses to go on with.

use std::fs;
use std::path::Path;

use dixit::entity::{EntityKind, Form};
use dixit::graph::{
    ArticleRecord, ClaimRecord, CopyRecord, EntityRecord, LinkRecord, MentionRecord, Provenance,
    Relation,
};
use dixit::link::{Embedding, Reading, Vectors};
use dixit::model::{MEANING, Role};
use dixit::store::{Admission, Entry, InputId, Linked, Outcome, Place, Store, StoreError};
use dixit::{CodePointSpan, Span};
use rusqlite::Connection;
use tempfile::tempdir;

use crate::by_hand::{self, maker};

fn open(folder: &Path) -> Store {
    Store::open(folder, &maker(), false).unwrap()
}

fn first(input: InputId) -> Place {
    Place { input, record: 0 }
}

fn new(id: &str) -> Admission {
    Admission::New { id: id.to_owned() }
}

fn entry<'a>(article: &'a ArticleRecord, claims: &'a [ClaimRecord]) -> Entry<'a> {
    Entry { article, claims, vectors: &[], mentions: &[] }
}

/// One pass over one input with one article; gives what it was admitted as.
fn pass(folder: &Path, path: &str, given: &str, digest: &str) -> Admission {
    let mut store = open(folder);
    let input = store.see(path, path).unwrap();
    store.all_seen().unwrap();
    let admission = store.admit(first(input), given, digest).unwrap();
    if let Admission::New { id } = &admission {
        let (article, claims) = by_hand::french(id);
        store.write(first(input), given, digest, &entry(&article, &claims)).unwrap();
    }
    store.finish(input, true, Some(digest)).unwrap();
    store.write_files().unwrap();
    store.close().unwrap();
    admission
}

fn lines(folder: &Path, name: &str) -> usize {
    fs::read_to_string(folder.join(name)).unwrap().lines().count()
}

#[test]
fn what_is_done_is_done_once() {
    let run = tempdir().unwrap();
    assert_eq!(pass(run.path(), "a.txt", "pont", "1"), new("pont"));
    assert_eq!(pass(run.path(), "a.txt", "pont", "1"), Admission::Done);
    let mut store = open(run.path());
    let input = store.see("a.txt", "a.txt").unwrap();
    store.all_seen().unwrap();
    assert!(store.is_done(input, Some("1")).unwrap());
    assert_eq!(store.counts().unwrap().claims, 2);
}

#[test]
fn what_has_changed_takes_the_place_of_what_was() {
    let run = tempdir().unwrap();
    pass(run.path(), "a.txt", "pont", "1");
    assert_eq!(pass(run.path(), "a.txt", "pont", "2"), new("pont"));
    assert_eq!(pass(run.path(), "a.txt", "autre", "3"), new("autre"));
    assert_eq!(lines(run.path(), "articles.jsonl"), 1);
    assert_eq!(lines(run.path(), "claims.jsonl"), 2);
}

#[test]
fn inputs_of_earlier_passes_stay_until_pruned() {
    let run = tempdir().unwrap();
    pass(run.path(), "monday.txt", "m", "1");
    pass(run.path(), "tuesday.txt", "t", "2");
    assert_eq!(lines(run.path(), "articles.jsonl"), 2);
    let mut store = open(run.path());
    let tuesday = store.see("tuesday.txt", "tuesday.txt").unwrap();
    store.all_seen().unwrap();
    assert!(store.is_done(tuesday, Some("2")).unwrap());
    assert_eq!(store.prune().unwrap(), 1);
    let counts = store.counts().unwrap();
    assert_eq!((counts.articles_of_run, counts.claims_of_run), (1, 2));
}

#[test]
fn the_first_of_two_articles_keeps_the_id() {
    let run = tempdir().unwrap();
    let mut store = open(run.path());
    let inputs = ["a.txt", "b.txt", "c.txt"].map(|path| store.see(path, path).unwrap());
    store.all_seen().unwrap();
    let mut ids = inputs.map(|input| match store.admit(first(input), "same", "1").unwrap() {
        Admission::New { id } => id,
        Admission::Done => panic!("nothing is done yet"),
    });
    assert_eq!(ids[0], "same");
    assert!(ids[1..].iter().all(|id| id.len() == "same~01234567".len()), "{ids:?}");
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
}

#[test]
fn ids_do_not_depend_on_what_was_done_first() {
    let run = tempdir().unwrap();
    assert_eq!(pass(run.path(), "b.txt", "same", "b"), new("same"));
    // Now a.txt comes before it: as in a run from scratch, it is the one that keeps the id.
    let mut store = open(run.path());
    let [a, b] = ["a.txt", "b.txt"].map(|path| store.see(path, path).unwrap());
    store.all_seen().unwrap();
    assert!(!store.is_done(a, Some("a")).unwrap());
    assert_eq!(store.admit(first(a), "same", "a").unwrap(), new("same"));
    let (article, claims) = by_hand::french("same");
    store.write(first(a), "same", "a", &entry(&article, &claims)).unwrap();
    store.finish(a, true, Some("a")).unwrap();
    assert!(!store.is_done(b, Some("b")).unwrap(), "its article has another id now");
    let Admission::New { id } = store.admit(first(b), "same", "b").unwrap() else {
        panic!("its article has another id now");
    };
    assert!(id.starts_with("same~"), "{id}");
}

#[test]
fn a_file_that_breaks_off_keeps_what_was_read_from_it() {
    let run = tempdir().unwrap();
    pass(run.path(), "a.jsonl.gz", "pont", "1");
    let mut store = open(run.path());
    let input = store.see("a.jsonl.gz", "a.jsonl.gz").unwrap();
    store.all_seen().unwrap();
    assert!(!store.is_done(input, Some("2")).unwrap());
    let place = first(input);
    store.omit(place, "a.jsonl.gz:1", Outcome::Failed, "the gzip data break off").unwrap();
    store.finish(input, false, Some("2")).unwrap();
    let counts = store.counts().unwrap();
    assert_eq!((counts.articles, counts.failed), (1, 1));
    // It is not done: the next pass tries again and says so again.
    assert!(!store.is_done(input, Some("2")).unwrap());
}

#[test]
fn a_run_leaves_one_plain_database() {
    let run = tempdir().unwrap();
    pass(run.path(), "a.txt", "pont", "1");
    let mut names: Vec<_> =
        fs::read_dir(run.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let expected = [
        "articles.jsonl",
        "claims.jsonl",
        "copies.jsonl",
        "entities.jsonl",
        "graph.jsonld",
        "groups.jsonl",
        "links.jsonl",
        "run.db",
    ];
    assert_eq!(names, expected);
    let stored = Store::read(run.path()).unwrap().counts().unwrap();
    assert_eq!(stored.articles_of_run, 1);
}

#[test]
fn another_model_or_option_is_refused_with_both_named() {
    let run = tempdir().unwrap();
    pass(run.path(), "a.txt", "pont", "1");
    let other =
        Provenance { model_digest: "0123456789abcdef".repeat(4), min_confidence: None, ..maker() };
    let error = Store::open(run.path(), &other, false).unwrap_err();
    assert!(matches!(error, StoreError::OtherMaker { .. }), "{error:?}");
    let message = error.to_string();
    for part in ["5f2d8c0e9b7a", "0123456789ab", "--min-confidence 0.25", "--redo", "--out"] {
        assert!(message.contains(part), "{part:?} is not in: {message}");
    }
    // Nothing was lost, and with `redo` everything is.
    assert_eq!(open(run.path()).counts().unwrap().articles_of_run, 1);
    let store = Store::open(run.path(), &other, true).unwrap();
    assert_eq!(store.counts().unwrap().articles_of_run, 0);
}

#[test]
fn a_later_record_is_refused() {
    let run = tempdir().unwrap();
    pass(run.path(), "a.txt", "pont", "1");
    let db = Connection::open(run.path().join("run.db")).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    db.close().unwrap();
    let error = Store::open(run.path(), &maker(), false).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error:?}");
}

#[test]
fn an_earlier_record_is_refused_with_what_to_do() {
    let run = tempdir().unwrap();
    pass(run.path(), "a.txt", "pont", "1");
    let db = Connection::open(run.path().join("run.db")).unwrap();
    db.pragma_update(None, "user_version", 1).unwrap();
    db.close().unwrap();
    for error in [
        Store::open(run.path(), &maker(), false).unwrap_err(),
        Store::read(run.path()).unwrap_err(),
    ] {
        assert!(error.to_string().contains("--redo"), "{error}");
        assert!(matches!(error, StoreError::Older { .. }), "{error:?}");
    }
    assert_eq!(Store::open(run.path(), &maker(), true).unwrap().counts().unwrap().articles, 0);
}

#[test]
fn names_and_meanings_come_back_and_links_are_replaced() {
    let run = tempdir().unwrap();
    let mut store = open(run.path());
    let input = store.see("a.txt", "a.txt").unwrap();
    store.all_seen().unwrap();
    store.admit(first(input), "pont", "1").unwrap();
    let (article, claims) = by_hand::french("pont");
    let mention = |start, form, kind| MentionRecord {
        span: CodePointSpan { start, end: start + 8 },
        form,
        kind,
        probability: 0.9,
        chain: 3,
    };
    let mentions = [
        mention(4, Form::Name, EntityKind::Person),
        mention(40, Form::Pronoun, EntityKind::Person),
        mention(50, Form::Description, EntityKind::Organization),
    ];
    let words = [Span::new(0, 2), Span::new(3, 7)];
    let meanings: Vec<f32> = (0..2 * MEANING).map(|at| at as f32 - 50.0).collect();
    let told = Vectors {
        embedding: Embedding::new(&[0.6, -0.8]),
        reading: Reading::new(&words, &meanings, &[(Role::Predicate, words[1])]),
    };
    let vectors = [told, Vectors::default()];
    let entry =
        Entry { article: &article, claims: &claims, vectors: &vectors, mentions: &mentions };
    store.write(first(input), "pont", "1", &entry).unwrap();
    let mut recorded = store.recorded().unwrap();
    assert_eq!(recorded[0].article, article);
    assert_eq!(recorded[0].claims, claims);
    assert_eq!(recorded[0].mentions, mentions);
    assert_eq!(recorded[0].vectors, vectors);

    let entity = |id: &str| EntityRecord {
        id: id.to_owned(),
        name: "Élodie Marchais".to_owned(),
        kind: EntityKind::Person,
        mentions: Vec::new(),
    };
    let link = LinkRecord {
        a: claims[0].id.clone(),
        b: claims[1].id.clone(),
        relation: Relation::Agrees,
        confidence: 0.5,
        why: "both say so".to_owned(),
    };
    let copy = CopyRecord { a: "ferry".to_owned(), b: "pont".to_owned(), shared: 0.75 };
    let linked = Linked {
        entities: vec![entity("b"), entity("a")],
        links: vec![link],
        groups: Vec::new(),
        copies: vec![copy],
    };
    let source = |words: Option<String>, claims: &mut ClaimRecord| {
        claims.source.as_mut().unwrap().entity = words;
    };
    source(Some("a".to_owned()), &mut recorded[0].claims[0]);
    store.link(&recorded, &linked).unwrap();
    store.write_files().unwrap();
    let entities = fs::read_to_string(run.path().join("entities.jsonl")).unwrap();
    assert!(entities.starts_with(r#"{"id":"a","name":"Élodie Marchais","type":"Person""#));
    assert_eq!(lines(run.path(), "entities.jsonl"), 2);
    assert_eq!(lines(run.path(), "links.jsonl"), 1);
    assert_eq!(lines(run.path(), "groups.jsonl"), 0);
    assert_eq!(lines(run.path(), "copies.jsonl"), 1);
    let written = fs::read_to_string(run.path().join("claims.jsonl")).unwrap();
    assert!(written.contains(r#""entity":"a""#), "{written}");

    source(None, &mut recorded[0].claims[0]);
    store.link(&recorded, &Linked::default()).unwrap();
    store.write_files().unwrap();
    assert_eq!(lines(run.path(), "entities.jsonl"), 0);
    assert_eq!(lines(run.path(), "links.jsonl"), 0);
    let written = fs::read_to_string(run.path().join("claims.jsonl")).unwrap();
    assert!(!written.contains("entity"), "{written}");
}

#[test]
fn what_is_no_run_is_left_alone() {
    let text = tempdir().unwrap();
    fs::write(text.path().join("run.db"), "my notes, not a database, and longer than a page of it")
        .unwrap();
    let foreign = tempdir().unwrap();
    let db = Connection::open(foreign.path().join("run.db")).unwrap();
    db.execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
    db.close().unwrap();
    for folder in [&text, &foreign] {
        for redo in [false, true] {
            let before = fs::read(folder.path().join("run.db")).unwrap();
            let error = Store::open(folder.path(), &maker(), redo).unwrap_err();
            assert!(matches!(error, StoreError::Foreign { .. }), "{error:?}");
            assert_eq!(fs::read(folder.path().join("run.db")).unwrap(), before);
        }
    }
    let occupied = tempdir().unwrap();
    fs::write(occupied.path().join("claims.jsonl"), "mine").unwrap();
    let error = Store::open(occupied.path(), &maker(), false).unwrap_err();
    assert!(matches!(error, StoreError::Occupied { .. }), "{error:?}");
}

#[test]
fn two_at_once_do_not_share_a_run() {
    let run = tempdir().unwrap();
    let store = open(run.path());
    let error = Store::open(run.path(), &maker(), false).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }), "{error:?}");
    store.close().unwrap();
    open(run.path());
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let place = tempdir().unwrap();
    fs::write(place.path().join("file"), "").unwrap();
    let folder = place.path().join("file").join("run");
    let error = Store::open(&folder, &maker(), false).unwrap_err();
    assert!(error.to_string().contains(&folder.display().to_string()), "{error}");
}

#[test]
fn the_runs_own_files_are_no_inputs() {
    let place = tempdir().unwrap();
    let store = open(place.path());
    for name in ["claims.jsonl", "run.db"] {
        fs::write(place.path().join(name), "").unwrap();
        assert!(store.owns(&place.path().join(name)), "{name}");
    }
    fs::create_dir(place.path().join("below")).unwrap();
    for name in ["news.jsonl", "below/claims.jsonl"] {
        fs::write(place.path().join(name), "").unwrap();
        assert!(!store.owns(&place.path().join(name)), "{name}");
    }
}
