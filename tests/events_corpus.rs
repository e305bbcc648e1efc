//! `corpus/events/` is what its README says: every mention stands in its article, every event has its
//! six articles, and both halves have pairs of every kind.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

#[derive(Deserialize)]
struct Article {
    id: String,
    title: String,
    date: String,
    source: String,
    lang: String,
    url: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    #[serde(rename = "event")]
    name: String,
    split: String,
    copies: Vec<[String; 2]>,
    translations: Vec<[String; 2]>,
    facts: Vec<Fact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    #[serde(rename = "fact")]
    what: String,
    mentions: Vec<Mention>,
    versions_that_contradict: Vec<[String; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mention {
    article: String,
    text: String,
    nth: usize,
    version: String,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Relation {
    Agrees,
    Contradicts,
}

impl Fact {
    /// How two mentions stand to each other, where the gold says so.
    fn relation(&self, a: &Mention, b: &Mention) -> Option<Relation> {
        if a.version == b.version {
            return (a.article != b.article).then_some(Relation::Agrees);
        }
        self.versions_that_contradict
            .iter()
            .any(|[x, y]| {
                (*x == a.version && *y == b.version) || (*x == b.version && *y == a.version)
            })
            .then_some(Relation::Contradicts)
    }

    fn pairs(&self) -> impl Iterator<Item = (&Mention, &Mention, Relation)> {
        self.mentions.iter().enumerate().flat_map(move |(at, a)| {
            self.mentions[at + 1..].iter().filter_map(move |b| Some((a, b, self.relation(a, b)?)))
        })
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/events")
}

fn lines<T: for<'de> Deserialize<'de>>(file: &str) -> Vec<T> {
    fs::read_to_string(folder().join(file))
        .unwrap_or_else(|error| panic!("{file}: {error}"))
        .lines()
        .enumerate()
        .map(|(number, line)| {
            serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("{file}:{}: {error}", number + 1))
        })
        .collect()
}

fn gold() -> Vec<Event> {
    lines("gold.jsonl")
}

fn articles(event: &Event) -> BTreeMap<String, Article> {
    let file = format!("{}.jsonl", event.name);
    let read: Vec<Article> = lines(&file);
    let count = read.len();
    let by_id: BTreeMap<_, _> =
        read.into_iter().map(|article| (article.id.clone(), article)).collect();
    assert_eq!(by_id.len(), count, "{file}: an id stands twice");
    by_id
}

/// Where the `nth` occurrence of `words` begins, overlaps counted.
fn occurrence(text: &str, words: &str, nth: usize) -> Option<usize> {
    let index = nth.checked_sub(1)?;
    text.char_indices()
        .map(|(at, _)| at)
        .filter(|at| !words.is_empty() && text[*at..].starts_with(words))
        .nth(index)
}

fn faults(event: &Event, articles: &BTreeMap<String, Article>) -> Vec<String> {
    let mut faults = Vec::new();
    let pairs = event.copies.iter().chain(&event.translations).flatten();
    for id in pairs.filter(|id| !articles.contains_key(*id)) {
        faults.push(format!("{id} is no article of {}", event.name));
    }
    for fact in &event.facts {
        let mut places = BTreeSet::new();
        let place = format!("{}: {}", event.name, fact.what);
        for mention in &fact.mentions {
            let start = articles
                .get(&mention.article)
                .and_then(|article| occurrence(&article.text, &mention.text, mention.nth));
            match start {
                None => faults.push(format!(
                    "{place}: “{}” does not stand {} times in {}",
                    mention.text, mention.nth, mention.article
                )),
                Some(start) if !places.insert((&mention.article, start)) => {
                    faults.push(format!("{place}: “{}” is marked twice", mention.text));
                }
                Some(_) => {}
            }
        }
        let versions: BTreeSet<_> = fact.mentions.iter().map(|mention| &mention.version).collect();
        for version in fact.versions_that_contradict.iter().flatten() {
            if !versions.contains(version) {
                faults.push(format!("{place}: no mention has the version {version}"));
            }
        }
        if fact.versions_that_contradict.iter().any(|[a, b]| a == b) {
            faults.push(format!("{place}: a version contradicts itself"));
        }
        if fact.pairs().next().is_none() {
            faults.push(format!("{place}: no two mentions make a pair"));
        }
    }
    faults
}

#[test]
fn every_mention_stands_in_its_article() {
    let wrong: Vec<String> =
        gold().iter().flat_map(|event| faults(event, &articles(event))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_event_has_three_articles_in_each_language() {
    let mut ids = BTreeSet::new();
    for event in gold() {
        let articles = articles(&event);
        for lang in ["fr", "en"] {
            let count = articles.values().filter(|article| article.lang == lang).count();
            assert_eq!(count, 3, "{}: articles in {lang}", event.name);
        }
        for article in articles.into_values() {
            let words = article.text.split_whitespace().count();
            assert!((90..=260).contains(&words), "{} has {words} words", article.id);
            assert!(article.id.starts_with(&event.name[..3]), "{}", article.id);
            assert!(article.url.starts_with("https://example.org/"), "{}", article.url);
            let date: Vec<_> = article.date.split('-').map(str::len).collect();
            assert_eq!(date, [4, 2, 2], "{}: {}", article.id, article.date);
            assert!(!article.title.is_empty() && !article.source.is_empty(), "{}", article.id);
            assert!(ids.insert(article.id.clone()), "{} stands twice", article.id);
        }
    }
    assert_eq!(ids.len(), 6 * gold().len(), "articles");
}

#[test]
fn both_halves_have_pairs_of_every_kind() {
    let mut counts: BTreeMap<(String, Relation, &str), usize> = BTreeMap::new();
    let mut events: BTreeMap<String, usize> = BTreeMap::new();
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    for event in gold() {
        *events.entry(event.split.clone()).or_default() += 1;
        *copies.entry(event.split.clone()).or_default() += event.copies.len();
        let articles = articles(&event);
        for (a, b, relation) in event.facts.iter().flat_map(Fact::pairs) {
            let langs = match (&*articles[&a.article].lang, &*articles[&b.article].lang) {
                ("fr", "fr") => "fr-fr",
                ("en", "en") => "en-en",
                _ => "fr-en",
            };
            *counts.entry((event.split.clone(), relation, langs)).or_default() += 1;
        }
    }
    let mut table = String::from("split  relation     langs  pairs\n");
    for ((split, relation, langs), count) in &counts {
        // Into a string: this cannot fail.
        let _ = writeln!(table, "{split:5}  {:11}  {langs}  {count:5}", format!("{relation:?}"));
    }
    println!("{table}");
    for split in ["tune", "test"] {
        assert!(events.get(split) >= Some(&8), "events of {split}");
        assert!(copies.get(split) >= Some(&2), "copies in {split}");
        for (relation, least) in [(Relation::Agrees, 40), (Relation::Contradicts, 30)] {
            for langs in ["fr-fr", "fr-en", "en-en"] {
                let count = counts.get(&(split.to_owned(), relation, langs)).copied();
                assert!(count >= Some(least), "{split} {relation:?} {langs}: {count:?}");
            }
        }
    }
}

#[test]
fn faults_are_noticed() {
    let article = |id: &str| Article {
        id: id.to_owned(),
        title: String::new(),
        date: String::new(),
        source: String::new(),
        lang: "en".to_owned(),
        url: String::new(),
        text: "It fell 3% and then 3%.".to_owned(),
    };
    let articles: BTreeMap<_, _> =
        ["x-en1", "x-en2"].into_iter().map(|id| (id.to_owned(), article(id))).collect();
    let right = r#"{"event": "x", "split": "tune", "copies": [["x-en1", "x-en2"]], "translations": [], "facts": [
        {"fact": "fall", "mentions": [{"article": "x-en1", "text": "3%", "nth": 2, "version": "a"},
        {"article": "x-en2", "text": "3%", "nth": 1, "version": "b"}], "versions_that_contradict": [["a", "b"]]}]}"#;
    let faults_of = |json: &str| faults(&serde_json::from_str(json).expect("JSON"), &articles);
    assert_eq!(faults_of(right), Vec::<String>::new());
    for (from, to) in [
        ("\"nth\": 2", "\"nth\": 3"),
        ("\"nth\": 2", "\"nth\": 0"),
        ("\"text\": \"3%\"", "\"text\": \"4%\""),
        ("[[\"a\", \"b\"]]", "[[\"a\", \"c\"]]"),
        ("[[\"a\", \"b\"]]", "[[\"a\", \"a\"]]"),
        ("[[\"a\", \"b\"]]", "[]"),
        ("[[\"x-en1\", \"x-en2\"]]", "[[\"x-en1\", \"x-en3\"]]"),
    ] {
        assert_ne!(faults_of(&right.replace(from, to)), Vec::<String>::new(), "{from} → {to}");
    }
}
