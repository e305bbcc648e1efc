//! How time and memory of linking grow with the number of claims: a run's articles come again and again,
//! each time with other names, other figures and another date, and are linked as `extract` links them.
//!
//! `cargo run --release --example link_scale -- RUN CLAIMS` prints one line; run it once for each number.

use std::error::Error;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::path::Path;
use std::time::Instant;

use dixit::claim::Number;
use dixit::graph::Words;
use dixit::link::{self, LinkInput, Named};
use dixit::store::{Recorded, Store};
use jiff::ToSpan;
use jiff::civil::Date;

/// Days over which the articles are spread.
const DAYS: u32 = 3650;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [run, claims] = arguments.as_slice() else {
        return Err("usage: link_scale RUN CLAIMS".into());
    };
    let small = Store::read(Path::new(run))?.recorded()?;
    let in_small: usize = small.iter().map(|one| one.claims.len()).sum();
    if in_small == 0 {
        return Err("the run has no claims".into());
    }
    let times = claims.parse::<usize>()?.div_ceil(in_small);
    let mut recorded: Vec<Recorded> =
        (0..times).flat_map(|time| small.iter().map(move |one| told_anew(one, time))).collect();

    let began = Instant::now();
    let mut named: Vec<Named<'_>> = recorded.iter_mut().map(Recorded::named).collect();
    let entities = link::entities(&mut named);
    let for_entities = began.elapsed();
    let began = Instant::now();
    let inputs: Vec<LinkInput<'_>> = recorded.iter().map(Recorded::input).collect();
    let found = link::links(&inputs, &entities);
    let for_links = began.elapsed();
    println!(
        "{} claims, {} articles: {} entities in {:.1} s, {} links and {} groups in {:.1} s, peak memory {} MB",
        in_small * times,
        recorded.len(),
        entities.len(),
        for_entities.as_secs_f64(),
        found.links.len(),
        found.groups.len(),
        for_links.as_secs_f64(),
        peak_memory().unwrap_or(0) / 1024,
    );
    Ok(())
}

/// The most memory that this process has held, in KiB, where the system tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// An article with its claims as an article about others on another day; offsets stay.
fn told_anew(one: &Recorded, time: usize) -> Recorded {
    let mut one = one.clone();
    let id = format!("{}.{time}", one.article.id);
    one.article.text = renamed(&one.article.text, time);
    one.article.title = one.article.title.map(|title| renamed(&title, time));
    one.article.path = format!("{}.{time}", one.article.path);
    one.article.date = one.article.date.as_deref().map(|date| later(date, time));
    let letters: Vec<char> = one.article.text.chars().collect();
    let again = |words: &mut Words| {
        words.text = letters.get(words.start..words.end).unwrap_or_default().iter().collect();
        words.entity = None;
    };
    for claim in &mut one.claims {
        claim.id = format!("{}.{time}", claim.id);
        claim.article.clone_from(&id);
        again(&mut claim.predicate);
        let parts = [
            &mut claim.subject,
            &mut claim.object,
            &mut claim.cause,
            &mut claim.place,
            &mut claim.source,
        ];
        parts.into_iter().flatten().for_each(again);
        if let Some(value) = claim.quantity.as_mut().and_then(|quantity| quantity.value.as_mut()) {
            let factor = 1.0 + (time % 97) as f64 / 100.0;
            value.low = value.low.map(|low| Number(low.0 * factor));
            value.high = value.high.map(|high| Number(high.0 * factor));
        }
    }
    one.article.id = id;
    one
}

/// Every word with a capital letter becomes another of the same length, the same one wherever it stands.
fn renamed(text: &str, time: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        if time > 0 && word.starts_with(char::is_uppercase) && word.chars().nth(2).is_some() {
            let mut seed = BuildHasherDefault::<DefaultHasher>::new().hash_one((word, time));
            for (place, _) in word.chars().enumerate() {
                let letter = char::from(b'a' + (seed % 26) as u8);
                out.push(if place == 0 { letter.to_ascii_uppercase() } else { letter });
                seed = seed.rotate_right(7).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            }
            out.push_str(&piece[word.len()..]);
        } else {
            out.push_str(piece);
        }
    }
    out
}

fn later(date: &str, time: usize) -> String {
    let days = u32::try_from(time).unwrap_or(0).wrapping_mul(11) % DAYS;
    let moved = |day: Date| day.checked_add(i64::from(days).days());
    let day = date.get(..10).and_then(|day| day.parse::<Date>().ok());
    day.and_then(|day| moved(day).ok()).map_or_else(|| date.to_owned(), |day| day.to_string())
}
