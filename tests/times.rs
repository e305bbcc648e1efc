//! Times in sentences of the kind that newspapers print, and what holds for every text.

use std::collections::BTreeSet;

use dixit::normalize::time::{Resolution, TextTimes, read, times};
use dixit::{Lang, Span};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde::Deserialize;

/// A file of cases.
#[derive(Deserialize)]
struct File {
    group: Vec<Group>,
}

/// Sentences of one article's date; each is followed by its times, `words → value`.
#[derive(Deserialize)]
struct Group {
    name: String,
    date: Option<String>,
    cases: Vec<Vec<String>>,
}

fn groups(lang: Lang) -> Vec<Group> {
    let source = match lang {
        Lang::En => include_str!("cases/times.en.toml"),
        Lang::Fr => include_str!("cases/times.fr.toml"),
    };
    toml::from_str::<File>(source).expect("the cases are in the repository").group
}

/// The times of a sentence as the cases write them; `-` for one without a value.
fn written(text: &str, lang: Lang, date: Option<Date>) -> Vec<String> {
    let time = |mention: &dixit::normalize::time::Mention| {
        let value = mention.value.as_ref().map_or("-".to_owned(), ToString::to_string);
        format!("{} → {value}", mention.span.of(text))
    };
    times(text, lang, date).iter().map(time).collect()
}

fn check(lang: Lang) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for Group { name, date, cases } in groups(lang) {
        let date = date.map(|date| date.parse().expect("a case's date is one"));
        for case in cases {
            let (text, wanted) = case.split_first().expect("a case begins with its sentence");
            let found = written(text, lang, date);
            count += 1;
            if found != wanted {
                wrong.push(format!("{name}: {text}\n  wanted {wanted:?}\n  found  {found:?}"));
            }
        }
    }
    assert!(count >= 150, "{lang}: {count} cases");
    assert!(wrong.is_empty(), "{lang}: {} of {count}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn english_sentences() {
    check(Lang::En);
}

#[test]
fn french_sentences() {
    check(Lang::Fr);
}

#[test]
fn no_sentence_stands_twice() {
    for lang in [Lang::En, Lang::Fr] {
        let mut seen = BTreeSet::new();
        for case in groups(lang).into_iter().flat_map(|group| group.cases) {
            assert!(seen.insert(case[0].clone()), "{}", case[0]);
        }
    }
}

/// Where `words` stand in `text`.
fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).expect("the words are in the text");
    Span::new(start, start + words.len())
}

#[test]
fn a_marked_span_is_read_with_its_preposition_or_without() {
    let today = Some(date(2025, 1, 28));
    let cases = [
        (Lang::En, "Output has fallen since 2016.", "since 2016", Some("2016/..")),
        (Lang::En, "Output has fallen since 2016.", "2016", Some("2016/..")),
        (
            Lang::En,
            "The plant closed in March 2019, after a fire.",
            "in March 2019",
            Some("2019-03"),
        ),
        (Lang::En, "The plant closed in March 2019, after a fire.", "March 2019,", Some("2019-03")),
        (Lang::En, "It lost money in 1997 and 1998.", "1997 and 1998", Some("{1997,1998}")),
        (Lang::En, "The king died in 860.", "860", Some("0860")),
        (Lang::En, "They met after the storm.", "after the storm", None),
        (Lang::En, "Prices rose on Monday.", "Monday", Some("2025-01-27")),
        (Lang::Fr, "L'usine a fermé en mars 2019.", "mars 2019", Some("2019-03")),
        (Lang::Fr, "L'usine a fermé en mars 2019.", "en mars 2019", Some("2019-03")),
        (Lang::Fr, "La ville doit être neutre d'ici 2030.", "d'ici 2030", Some("../2030")),
        (Lang::Fr, "La ville doit être neutre d'ici 2030.", "2030", Some("../2030")),
        (Lang::Fr, "Il a perdu en 2005 et en 2009.", "2005 et en 2009", Some("{2005,2009}")),
        (Lang::Fr, "Le roi est mort en 860.", "860", Some("0860")),
        (Lang::Fr, "Ils se sont vus après l'orage.", "après l'orage", None),
        (Lang::Fr, "Les prix ont monté lundi.", "lundi", Some("2025-01-27")),
    ];
    for (lang, text, words, wanted) in cases {
        let value = read(text, span(text, words), lang, today);
        assert_eq!(value.as_deref(), wanted, "{text} | {words}");
    }
}

#[test]
fn without_a_date_relative_times_stay_unresolved() {
    for (lang, text) in [
        (Lang::En, "It fell on Tuesday, yesterday, last week, two years ago and in March."),
        (Lang::Fr, "Il a chuté mardi, hier, la semaine dernière, il y a deux ans et en mars."),
    ] {
        let found = times(text, lang, None);
        assert_eq!(found.len(), 5, "{text}");
        assert!(found.iter().all(|mention| mention.resolution == Resolution::Unresolved));
        let valued = found.iter().filter_map(|mention| mention.value.as_ref());
        assert_eq!(valued.map(ToString::to_string).collect::<Vec<_>>(), ["XXXX-03"]);
    }
}

#[test]
fn a_record_counts_code_points() {
    let record = TextTimes::of("« Été » 👉 dès 2004", Lang::Fr, None);
    let json = serde_json::to_value(&record).expect("a record is plain JSON");
    assert_eq!(
        json,
        serde_json::json!({
            "text": "« Été » 👉 dès 2004",
            "times": [{"text": "dès 2004", "start": 10, "end": 18, "value": "2004/.."}],
        })
    );
}

/// Whether `value` is EDTF as this library promises it, an ISO 8601 duration or a repetition.
fn is_edtf(value: &str) -> bool {
    if let Some(set) = value.strip_prefix('{') {
        return set.strip_suffix('}').is_some_and(|set| set.split(',').all(is_point));
    }
    if let Some(repeat) = value.strip_prefix("R/") {
        return match repeat.split_once('/') {
            Some((first, every)) => is_point(first) && is_duration(every),
            None => is_duration(repeat),
        };
    }
    if value.starts_with('P') {
        return is_duration(value);
    }
    match value.split_once('/') {
        Some((from, to)) => {
            let end = |end: &str| end.is_empty() || end == ".." || is_point(end);
            end(from) && end(to) && from.len() + to.len() > 2
        }
        None => is_point(value),
    }
}

fn is_point(point: &str) -> bool {
    let point = point.trim_end_matches(['~', '?', '%']);
    let (day, clock) =
        point.split_once('T').map_or((point, None), |(day, clock)| (day, Some(clock)));
    if clock.is_some_and(|clock| !is_clock(clock)) {
        return false;
    }
    let day = day.strip_prefix('-').unwrap_or(day);
    let parts = day.split('-').collect::<Vec<_>>();
    let year =
        parts[0].len() == 4 && parts[0].trim_end_matches('X').bytes().all(|b| b.is_ascii_digit());
    let number = |part: &str| (part.len() == 2).then(|| part.parse::<u8>().ok()).flatten();
    year && match parts.as_slice() {
        [_] => clock.is_none(),
        [_, month] => {
            clock.is_none()
                && number(month).is_some_and(|m| (1..=12).contains(&m) || (21..=41).contains(&m))
        }
        [year, month, day] => match year.parse::<i16>() {
            Ok(year) => number(month).zip(number(day)).is_some_and(|(month, day)| {
                Date::new(year, month.cast_signed(), day.cast_signed()).is_ok()
            }),
            Err(_) => {
                number(month).is_some_and(|m| m <= 12) && number(day).is_some_and(|d| d <= 31)
            }
        },
        _ => false,
    }
}

fn is_clock(clock: &str) -> bool {
    let time = clock.strip_suffix('Z').unwrap_or(clock);
    let (time, zone) = match time.rfind(['+', '-']) {
        Some(at) => (&time[..at], Some(&time[at + 1..])),
        None => (time, None),
    };
    let two =
        |part: &str, most| part.len() == 2 && part.parse::<u8>().is_ok_and(|part| part < most);
    let parts = time.split(':').collect::<Vec<_>>();
    let zoned =
        zone.is_none_or(|zone| zone.split_once(':').is_some_and(|(h, m)| two(h, 24) && two(m, 60)));
    matches!(parts.as_slice(), [h, m, s] if two(h, 24) && two(m, 60) && two(s, 60)) && zoned
}

fn is_duration(duration: &str) -> bool {
    let Some(rest) = duration.strip_prefix('P') else { return false };
    let (days, hours) =
        rest.split_once('T').map_or((rest, None), |(days, hours)| (days, Some(hours)));
    let units = |part: &str, letters: &str| {
        let mut left = part;
        while let Some(at) = left.find(|sign: char| sign.is_ascii_uppercase() && sign != 'X') {
            let number = &left[..at];
            if !letters.contains(&left[at..=at]) || number != "X" && number.parse::<f64>().is_err()
            {
                return false;
            }
            left = &left[at + 1..];
        }
        left.is_empty()
    };
    !rest.is_empty()
        && units(days, "YMWD")
        && hours.is_none_or(|hours| !hours.is_empty() && units(hours, "HMS"))
}

fn holds(text: &str, lang: Lang, today: Option<Date>) {
    let mut end = 0;
    for mention in times(text, lang, today) {
        let span = mention.span;
        assert!(span.start >= end && span.end > span.start, "{text:?} {span:?}");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        end = span.end;
        if let Some(value) = mention.value {
            assert!(is_edtf(&value.to_string()), "{text:?}: {value}");
        } else {
            assert_eq!(mention.resolution, Resolution::Unresolved, "{text:?}");
        }
        if today.is_none() {
            assert_ne!(mention.resolution, Resolution::Relative, "{text:?}");
        }
    }
    assert!(end <= text.len());
}

/// Words that times are made of, in an order that makes none.
fn pieces() -> impl Strategy<Value = String> {
    let words = "le la l' de du au à en et entre depuis jusqu'au d'ici avant après dans fin début mi \
        mars mai février 30 31 29 2 1er 2024 2023 1999 0 12 99 9999 lundi mardi dernier \
        prochain semaine mois an ans siècle XIXe trimestre premier deuxième été hiver heures \
        h matin chaque noël pâques vingt quatre cent mille the of in from to between and \
        since until by last next this week weekend day days month year years century quarter \
        half first second 19th March May Feb Monday Tue ago later early late mid end every \
        noon p.m. 10:30 1/2 12/31/2020 2020-02-30 Q1 FY24 H2 '90s 1990s easter - – , . ( ) / \
        ~ : % $ thousand hundred ninety décennies decades centuries 100000 X 👉";
    let pairs = ["il y a", "tous les", "labor day", "\n\n"];
    let words = words.split(' ').chain(pairs).collect::<Vec<_>>();
    let spaces = ["", " ", " ", " ", "\u{a0}"];
    let piece = (0..words.len(), 0..spaces.len());
    proptest::collection::vec(piece, 0..40).prop_map(move |pieces| {
        let parts = pieces.iter().flat_map(|(word, space)| [words[*word], spaces[*space]]);
        parts.collect()
    })
}

fn days() -> impl Strategy<Value = Option<Date>> {
    let edges = prop_oneof![
        Just(Date::MIN),
        Just(Date::MAX),
        Just(date(2024, 2, 29)),
        Just(date(2025, 1, 1)),
        Just(date(2020, 12, 31)),
        Just(date(0, 1, 1)),
        (1800_i16..2200, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d)),
    ];
    proptest::option::of(edges)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_gives_ordered_valid_times(text in ".{0,80}", today in days()) {
        holds(&text, Lang::En, today);
        holds(&text, Lang::Fr, today);
    }

    #[test]
    fn any_words_of_time_give_ordered_valid_times(text in pieces(), today in days()) {
        holds(&text, Lang::En, today);
        holds(&text, Lang::Fr, today);
    }

    #[test]
    fn any_span_is_read_or_not(text in pieces(), from in 0_usize..200, length in 0_usize..60) {
        let span = Span::new(from, from + length);
        for lang in [Lang::En, Lang::Fr] {
            if let Some(value) = read(&text, span, lang, Some(date(2025, 1, 28))) {
                prop_assert!(is_edtf(&value), "{value}");
            }
        }
    }
}

/// Texts that make a reader go back again and again, if any do.
#[test]
fn time_grows_with_the_length_alone() {
    let units = [
        "1 ",
        "1-",
        "1/1-",
        "1.1.",
        "a",
        "-",
        "'",
        "the the ",
        "le ",
        "de la ",
        "from 2010 to ",
        "entre 2010 et ",
        "mars ",
        "vingt-",
        "hundred ",
        "lundi mardi ",
        "every ",
        "(((",
        "2 h ",
        "il y a ",
        "depuis ",
        "early mid late ",
        "premier trimestre de ",
        "week of the ",
        "et ",
        "\n",
        "to to ",
        "last last ",
        "10:30 ",
        "1 000 ",
        "2 days and ",
        "aaaa1",
        " ",
        "d'",
        "first of ",
    ];
    for lang in [Lang::En, Lang::Fr] {
        for unit in units {
            let seconds = |length: usize| {
                let text = unit.repeat(length / unit.len());
                let start = std::time::Instant::now();
                let found = times(&text, lang, Some(date(2025, 1, 28)));
                assert!(found.len() <= text.len());
                start.elapsed().as_secs_f64()
            };
            // Eight times the text may take eight times as long, and far more by chance on a busy
            // machine; what hangs does so every time, what waits for another program does not.
            let linear = (0..5).any(|_| seconds(32_000) < 40.0 * seconds(4_000) + 2.0);
            assert!(linear, "{lang} {unit:?}: the time grows faster than the text");
        }
    }
}
