//! Quantities in sentences of both languages, case by case (`cases/quantities.*.toml`).

use dixit::claim::Value;
use dixit::normalize::{QuantitiesRecord, quantities, read};
use dixit::{Lang, Span};
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    quantities: Vec<Expected>,
    /// What `read` gives for spans that are marked in the text.
    #[serde(default)]
    marked: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    words: String,
    #[serde(flatten)]
    value: Value,
}

fn close(a: &Value, b: &Value) -> bool {
    let near = |a: Option<dixit::claim::Number>, b: Option<dixit::claim::Number>| match (a, b) {
        (Some(a), Some(b)) => (a.0 - b.0).abs() <= 1e-11 * b.0.abs(),
        (a, b) => a.is_none() && b.is_none(),
    };
    let rest = |value: &Value| Value { low: None, high: None, ..value.clone() };
    near(a.low, b.low) && near(a.high, b.high) && rest(a) == rest(b)
}

fn check(lang: Lang, table: &str) {
    let table: Table = toml::from_str(table).expect("the table of cases is valid");
    assert!(table.case.len() >= 150, "{} cases", table.case.len());
    let mut wrong = Vec::new();
    for case in &table.case {
        for marked in &case.marked {
            let start = case.text.find(&marked.words).expect("the words stand in the text");
            let value = read(&case.text, Span::new(start, start + marked.words.len()), lang);
            if !value.as_ref().is_some_and(|value| close(value, &marked.value)) {
                wrong.push(format!(
                    "{}\n  marked {:?}\n  expected {:?}\n  read     {value:?}",
                    case.text, marked.words, marked.value
                ));
            }
        }
        let found = quantities(&case.text, lang);
        let words: Vec<&str> = found.iter().map(|mention| mention.span.of(&case.text)).collect();
        let expected: Vec<&str> = case.quantities.iter().map(|q| q.words.as_str()).collect();
        if words != expected {
            wrong.push(format!("{}\n  expected {expected:?}\n  found    {words:?}", case.text));
            continue;
        }
        for (mention, expected) in found.iter().zip(&case.quantities) {
            if !close(&mention.value, &expected.value) {
                wrong.push(format!(
                    "{}\n  expected {:?}\n  found    {:?}",
                    case.text, expected.value, mention.value
                ));
            }
            // What stands in the text is what its own span reads as.
            let again = read(&case.text, mention.span, lang);
            if again.as_ref() != Some(&mention.value) {
                wrong.push(format!("{}\n  read again as {again:?}", case.text));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} cases:\n{}",
        wrong.len(),
        table.case.len(),
        wrong.join("\n")
    );
}

#[test]
fn english_sentences() {
    check(Lang::En, include_str!("cases/quantities.en.toml"));
}

#[test]
fn french_sentences() {
    check(Lang::Fr, include_str!("cases/quantities.fr.toml"));
}

#[test]
fn a_span_without_its_unit_is_read_in_its_clause() {
    let text = "Les ventes ont chuté de près de 17 % en un an.";
    let start = text.find("17").expect("the figure stands in the text");
    let value = read(text, Span::new(start, start + 2), Lang::Fr).expect("17 is a number");
    assert_eq!(
        serde_json::to_string(&value).expect("a value is written as JSON"),
        r#"{"low":17,"high":17,"unit":"%","kind":"percent","approximate":true,"change":"decrease"}"#
    );
}

#[test]
fn a_marked_article_counts_one() {
    let text = "Le restaurant a perdu une étoile.";
    let start = text.find("une").expect("the words stand in the text");
    let value = read(text, Span::new(start, text.len() - 1), Lang::Fr).expect("one star");
    assert_eq!((value.low, value.unit.as_str()), (Some(1.0.into()), "étoile"));
}

#[test]
fn records_count_code_points() {
    let record = QuantitiesRecord::new("🚲 L'été a coûté 5 M€.", Lang::Fr);
    let written = serde_json::to_string(&record).expect("a record is written as JSON");
    assert_eq!(
        written,
        r#"{"text":"🚲 L'été a coûté 5 M€.","quantities":[{"text":"5 M€","start":16,"end":20,"value":{"low":5000000,"high":5000000,"unit":"EUR","kind":"money"}}]}"#
    );
}
