//! Every record of `corpus/claims/` is what `corpus/claims/GUIDELINES.md` says, and no document
//! stands on both sides of the split.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

const ROLES: [&str; 9] =
    ["predicate", "subject", "object", "quantity", "time", "place", "cause", "source", "cue"];
const KINDS: [&str; 7] = ["money", "percent", "count", "measure", "duration", "age", "ratio"];
const VALUE_KEYS: [&str; 8] =
    ["low", "high", "unit", "kind", "per", "approximate", "strict", "change"];

type Record = Map<String, Value>;

fn records() -> Vec<(String, Record)> {
    records_in("corpus/claims")
}

/// The records of a folder's files, each with its place.
fn records_in(folder: &str) -> Vec<(String, Record)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .collect();
    files.sort();
    let mut records = Vec::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for (number, line) in fs::read_to_string(&file).expect("UTF-8").lines().enumerate() {
            let record = serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("{name}:{}: {error}", number + 1));
            records.push((format!("{name}:{}", number + 1), record));
        }
    }
    records
}

/// Whether a span lies in the text, where the record has one, or is a range, where it has none.
fn is_span(claim: &Record, role: &str, text: Option<&str>) -> bool {
    match (&claim[role], text) {
        (Value::String(words), Some(text)) => {
            let nth = claim.get(&format!("{role}#")).and_then(Value::as_u64).unwrap_or(1);
            !words.is_empty() && occurrences(text, words) >= nth as usize
        }
        (Value::Array(ends), None) => match ends.as_slice() {
            [start, end] => {
                start.as_u64().zip(end.as_u64()).is_some_and(|(start, end)| start < end)
            }
            _ => false,
        },
        _ => false,
    }
}

/// How often `words` stand in `text`, overlaps counted.
fn occurrences(text: &str, words: &str) -> usize {
    text.char_indices().filter(|(at, _)| text[*at..].starts_with(words)).count()
}

fn faults(record: &Record) -> Vec<String> {
    let mut faults = Vec::new();
    let mut expect = |right: bool, fault: &str| {
        if !right {
            faults.push(fault.to_owned());
        }
    };
    let text = record.get("text").and_then(Value::as_str);
    let written = record.get("synthetic") == Some(&Value::Bool(true));
    expect(written == text.is_some(), "written records have their text, real ones have none");
    expect(
        written || record.get("file").is_some_and(Value::is_string),
        "a real record names its file",
    );
    expect(record.get("lang").is_some_and(|lang| lang == "fr" || lang == "en"), "lang is fr or en");
    expect(
        record.get("check_worthy").is_some_and(Value::is_boolean),
        "check_worthy is true or false",
    );
    expect(
        record.get("split").is_some_and(|split| split == "dev" || split == "train"),
        "split is dev or train",
    );
    expect(record.get("document").is_some_and(Value::is_string), "document is named");
    let claims = record.get("claims").and_then(Value::as_array);
    expect(claims.is_some(), "claims is a list");
    for claim in claims.into_iter().flatten().filter_map(Value::as_object) {
        expect(claim.contains_key("predicate"), "a claim has a predicate");
        for (key, value) in claim {
            let role = key.trim_end_matches('#');
            if ROLES.contains(&role) {
                expect(
                    key.ends_with('#') || is_span(claim, key, text),
                    &format!("{key} {value} is a span"),
                );
                continue;
            }
            let right = match key.as_str() {
                "quoted" | "negated" => value.is_boolean(),
                "modality" => value == "hedged" || value == "predicted" || value == "opinion",
                "value" => value.as_object().is_some_and(is_value),
                _ => false,
            };
            expect(right, &format!("{key} {value} is right"));
        }
        expect(
            claim.contains_key("quantity") == claim.contains_key("value"),
            "quantity and value come together",
        );
        let reported = !claim.contains_key("source")
            || claim.contains_key("cue")
            || claim.get("quoted") == Some(&Value::Bool(true));
        expect(reported, "a source has a cue");
    }
    faults
}

fn is_value(value: &Record) -> bool {
    value.keys().all(|key| VALUE_KEYS.contains(&key.as_str()))
        && value.get("kind").and_then(Value::as_str).is_some_and(|kind| KINDS.contains(&kind))
        && value.get("unit").and_then(Value::as_str).is_some_and(|unit| !unit.is_empty())
        && (value.contains_key("low") || value.contains_key("high"))
        && ["low", "high"].iter().all(|end| value.get(*end).is_none_or(Value::is_number))
        && value.get("change").is_none_or(|change| change == "increase" || change == "decrease")
}

#[test]
fn every_record_follows_the_guidelines() {
    let records = records();
    assert!(records.len() >= 2_800, "only {} records", records.len());
    let wrong: Vec<String> = records
        .iter()
        .flat_map(|(place, record)| {
            faults(record).into_iter().map(move |fault| format!("{place}: not so: {fault}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn documents_are_held_out_whole_and_ids_are_unique() {
    let mut splits: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    let mut by_lang: BTreeMap<String, usize> = BTreeMap::new();
    for (place, record) in records() {
        let field =
            |name: &str| record.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        assert!(ids.insert(field("id")), "{place}: the id {} stands twice", field("id"));
        splits.entry(field("document")).or_default().insert(field("split"));
        *by_lang.entry(field("lang")).or_default() += 1;
    }
    for (document, splits) in &splits {
        assert_eq!(splits.len(), 1, "{document} stands in both splits");
    }
    let held_out = splits.values().filter(|splits| splits.contains("dev")).count();
    assert!(held_out * 10 >= splits.len(), "{held_out} of {} documents are held out", splits.len());
    // Models need more French for the same figures: never less of it than English, nor twice as much.
    let (fr, en) = (by_lang["fr"], by_lang["en"]);
    assert!(en >= 1_500 && fr >= en && fr < 2 * en, "{by_lang:?}");
}

#[test]
fn faults_are_noticed() {
    let right = r#"{"id": "w", "document": "d", "split": "train", "lang": "en", "synthetic": true, "text": "It fell 3%.",
        "check_worthy": true, "claims": [{"predicate": "fell", "quantity": "3%",
        "value": {"low": 3, "high": 3, "unit": "%", "kind": "percent"}}]}"#;
    let faults_of = |json: &str| faults(&serde_json::from_str(json).expect("JSON"));
    assert_eq!(faults_of(right), Vec::<String>::new());
    for (from, to) in [
        ("\"fell\"", "\"rose\""),
        ("\"low\": 3, \"high\": 3, ", ""),
        ("\"percent\"", "\"per cent\""),
        ("\"lang\": \"en\"", "\"lang\": \"de\""),
        ("\"predicate\": \"fell\", ", "\"source\": \"It\", "),
        ("\"check_worthy\": true", "\"check_worthy\": 1"),
    ] {
        assert_ne!(faults_of(&right.replace(from, to)), Vec::<String>::new(), "{from} → {to}");
    }
}

const NAME_KINDS: [&str; 4] = ["Person", "Organization", "Place", "Thing"];

/// What is wrong with the names of a sentence; `text` where the sentence was written here.
fn name_faults(record: &Record, text: Option<&str>) -> Vec<String> {
    let Some(names) = record.get("names").and_then(Value::as_array) else {
        return vec!["no list `names`".to_owned()];
    };
    let mut faults = Vec::new();
    let mut taken: Vec<(u64, u64)> = Vec::new();
    for name in names {
        let (Some(start), Some(end), Some(kind)) =
            (name[0].as_u64(), name[1].as_u64(), name[2].as_str())
        else {
            faults.push(format!("{name} is not [start, end, type]"));
            continue;
        };
        if !NAME_KINDS.contains(&kind) {
            faults.push(format!("{kind} is no type"));
        }
        if start >= end || taken.iter().any(|(from, to)| start < *to && end > *from) {
            faults.push(format!("{name} is empty or lies over another"));
        }
        taken.push((start, end));
        if let Some(text) = text {
            let words: String =
                text.chars().skip(start as usize).take((end - start) as usize).collect();
            if words.chars().count() as u64 != end - start || words.trim() != words {
                faults.push(format!("{name} is `{words}` in the text"));
            }
        }
    }
    faults
}

#[test]
fn names_belong_to_annotated_sentences_and_follow_their_guidelines() {
    let texts: BTreeMap<String, Option<String>> = records()
        .into_iter()
        .map(|(_, record)| {
            let field = |name: &str| record.get(name).and_then(Value::as_str).map(str::to_owned);
            (field("id").unwrap_or_default(), field("text"))
        })
        .collect();
    let mut seen = BTreeSet::new();
    for (place, record) in records_in("corpus/names") {
        let id = record.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let text = texts.get(&id).unwrap_or_else(|| panic!("{place}: no sentence {id}"));
        let faults = name_faults(&record, text.as_deref());
        assert_eq!(faults, Vec::<String>::new(), "{place}");
        assert!(seen.insert(id), "{place}: its names stand twice");
    }
    assert!(seen.len() >= 2_000, "only {} sentences have names", seen.len());
}

#[test]
fn faults_of_names_are_noticed() {
    let faults_of = |json: &str| {
        name_faults(&serde_json::from_str(json).expect("JSON"), Some("Ada Lovelace wrote it."))
    };
    assert_eq!(faults_of(r#"{"names": [[0, 12, "Person"]]}"#), Vec::<String>::new());
    for wrong in [
        r#"{"names": [[0, 12, "Robot"]]}"#,
        r#"{"names": [[0, 13, "Person"]]}"#,
        r#"{"names": [[0, 99, "Person"]]}"#,
        r#"{"names": [[0, 3, "Person"], [2, 12, "Person"]]}"#,
        r#"{"names": [[3, 3, "Place"]]}"#,
        r#"{"names": ["Ada"]}"#,
        "{}",
    ] {
        assert_ne!(faults_of(wrong), Vec::<String>::new(), "{wrong}");
    }
}
