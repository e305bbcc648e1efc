//! Times against half of the cases of Microsoft Recognizers-Text, read from beside the repository.
//!
//! `cargo test --release --test times_conformance -- --nocapture` prints the table; `DIXIT_FAILING=1`
//! also every case that does not pass. Fails when a figure is below the one recorded in
//! `recorded.toml`. Where the cases are not there, it says so and checks nothing.
//!
//! A case counts when all its results are dates, ranges of dates or durations. It passes when
//! every result is found with its span, articles and placing prepositions aside, and its value, and
//! nothing else is found.

mod timex;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dixit::normalize::time::{Kind, Mention, times};
use dixit::{CodePoints, Lang};
use jiff::civil::{Date, DateTime};
use serde::Deserialize;

const CASES: &str = "../shared/data/recognizers";

#[derive(Deserialize)]
struct Case {
    input: String,
    reference: Option<String>,
    supported: bool,
    results: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    text: String,
    /// Left out where the text of the result is not in the input as it stands.
    start: Option<usize>,
    end: Option<usize>,
    #[serde(rename = "type")]
    sort: Option<String>,
    resolution: Option<Resolution>,
}

#[derive(Deserialize)]
struct Resolution {
    values: Vec<timex::Value>,
}

/// What stands in `recorded.toml`.
#[derive(Deserialize)]
struct Recorded {
    /// Cases that must pass, by language.
    passing: BTreeMap<String, usize>,
    /// Words that may be in one span and not in the other, at its beginning.
    placing: BTreeMap<String, Vec<String>>,
    /// Cases whose answer is wrong for news, by their line from 0, each with the reason.
    wrong: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Default)]
struct Tally {
    cases: usize,
    passing: usize,
    values: usize,
    supported: usize,
    wrong: usize,
    failing: Vec<String>,
}

#[test]
fn cases_pass_as_recorded() {
    let recorded: Recorded =
        toml::from_str(include_str!("recorded.toml")).expect("recorded.toml is in the repository");
    if !Path::new(CASES).exists() {
        println!("{CASES} is not here: nothing is checked");
        return;
    }
    let cases = [Lang::En, Lang::Fr].map(|lang| (lang, read(lang)));
    let mut references = Vec::new();
    for (_, cases) in &cases {
        references.extend(cases.iter().filter_map(reference));
    }
    references.sort();
    references.dedup();
    let tallies = cases.map(|(lang, cases)| (lang, tally(lang, &cases, &references, &recorded)));
    print(&tallies);
    for (lang, tally) in &tallies {
        if std::env::var_os("DIXIT_FAILING").is_some() {
            println!("{}", tally.failing.join("\n"));
        }
        let least = recorded.passing.get(lang.code()).copied().unwrap_or(0);
        assert!(tally.passing >= least, "{lang}: {} pass, {least} did", tally.passing);
    }
}

fn read(lang: Lang) -> Vec<Case> {
    let path = format!("{CASES}/datetime.{lang}.jsonl");
    let lines = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let case = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{path}: {error}"));
    lines.lines().map(case).collect()
}

fn reference(case: &Case) -> Option<Date> {
    let moment: DateTime = case.reference.as_deref()?.parse().ok()?;
    Some(moment.date())
}

impl Expected {
    fn counts(&self) -> bool {
        let sort = self.sort.as_deref().and_then(|sort| sort.rsplit('.').next());
        matches!(sort, Some("date" | "daterange" | "duration"))
    }

    fn values(&self) -> &[timex::Value] {
        self.resolution.as_ref().map_or(&[], |resolution| &resolution.values)
    }
}

fn tally(lang: Lang, cases: &[Case], references: &[Date], recorded: &Recorded) -> Tally {
    let mut tally = Tally::default();
    let placing = &recorded.placing[lang.code()];
    for (line, case) in cases.iter().enumerate() {
        if case.results.is_empty() || !case.results.iter().all(Expected::counts) {
            continue;
        }
        tally.cases += 1;
        tally.supported += usize::from(case.supported);
        // Most French cases do not say what day it was: it must be one of those that others name,
        // or that the answer itself does.
        let known = reference(case);
        let own = case.results.iter().flat_map(Expected::values).flat_map(timex::Value::days);
        let days = match known {
            Some(day) => vec![day],
            None => references.iter().copied().chain(own).collect(),
        };
        let passes = |strict| days.iter().any(|day| passes(case, lang, *day, placing, strict));
        let passing = passes(true);
        tally.passing += usize::from(passing);
        tally.values += usize::from(passes(false));
        if !passing {
            let reason =
                recorded.wrong.get(lang.code()).and_then(|wrong| wrong.get(&line.to_string()));
            tally.wrong += usize::from(reason.is_some());
            tally.failing.push(describe(line, case, lang, known, reason));
        }
    }
    tally
}

fn passes(case: &Case, lang: Lang, day: Date, placing: &[String], strict: bool) -> bool {
    let found = times(&case.input, lang, Some(day));
    let counted =
        found.iter().filter(|mention| matches!(mention.kind, Kind::Date | Kind::Duration));
    let counted = counted.collect::<Vec<_>>();
    let points = CodePoints::new(&case.input);
    let matches = |expected: &Expected, mention: &Mention| {
        let span = points.span(mention.span);
        let overlaps = expected.end.is_none_or(|end| span.start < end)
            && expected.start.is_none_or(|start| start < span.end);
        let same = bare(&expected.text, placing) == bare(mention.span.of(&case.input), placing);
        overlaps
            && (same || !strict)
            && expected.values().iter().any(|value| value.agrees(mention.value.as_ref(), day))
    };
    let all = case
        .results
        .iter()
        .all(|expected| counted.iter().any(|mention| matches(expected, mention)));
    all && (!strict || counted.len() == case.results.len())
}

/// A span's words without those at its beginning that only place it.
fn bare(text: &str, placing: &[String]) -> String {
    let text = text.to_lowercase().replace('’', "'").replace("l'", "l' ").replace("d'", "d' ");
    let words = text.split_whitespace().map(|word| word.trim_end_matches(['.', '?', '!']));
    let kept = words.skip_while(|word| placing.iter().any(|entry| entry == word));
    kept.collect::<Vec<_>>().join(" ").replace(" ,", ",")
}

fn describe(
    line: usize,
    case: &Case,
    lang: Lang,
    day: Option<Date>,
    reason: Option<&String>,
) -> String {
    let results = case.results.iter().map(|expected| {
        let values = expected.values().iter().map(ToString::to_string).collect::<Vec<_>>();
        format!("{} => {}", expected.text, values.join(" / "))
    });
    let found = times(&case.input, lang, day);
    let found = found.iter().map(|mention| {
        let value = mention.value.as_ref().map_or("-".to_owned(), ToString::to_string);
        format!("{} => {value}", mention.span.of(&case.input))
    });
    format!(
        "{lang} {line} {} | {}\n      wants {}\n      found {}{}",
        day.map_or("-".to_owned(), |day| day.to_string()),
        case.input,
        results.collect::<Vec<_>>().join("; "),
        found.collect::<Vec<_>>().join("; "),
        reason.map_or(String::new(), |reason| format!("\n      {reason}")),
    )
}

fn print(tallies: &[(Lang, Tally)]) {
    let row = |name: &str, figure: fn(&Tally) -> usize| {
        let cells = tallies.iter().map(|(_, tally)| {
            let figure = figure(tally);
            format!("{figure:>4} {:>6.1} %", 100.0 * figure as f64 / tally.cases.max(1) as f64)
        });
        println!("{name:<44} | {}", cells.collect::<Vec<_>>().join(" | "));
    };
    println!("{:<44} |      English  |      French", "dates, ranges of dates, durations");
    row("cases", |tally| tally.cases);
    row("pass: span and value", |tally| tally.passing);
    row("pass: value", |tally| tally.values);
    row("fail, answer wrong for news", |tally| tally.wrong);
    row("supported by the reference implementation", |tally| tally.supported);
}
