//! How time and memory of linking grow with the number of claims: a run's articles come again and again,
//! each time with other names, other figures and another date, and are linked as `extract` links them.
//!
//! `cargo run --release --example link_scale -- RUN CLAIMS [FOLDER]` prints one line; run it once for
//! each number. The large run is made in FOLDER and stays there, or in a temporary one and goes.

use std::error::Error;
use std::fs::File;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::io::{BufRead, BufReader};
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

use dixit::claim::Number;
use dixit::graph::Words;
use dixit::run;
use dixit::store::{Entry, Place, Recorded, Store};
use jiff::ToSpan;
use jiff::civil::Date;

/// Days over which the articles are spread.
const DAYS: u32 = 3650;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (small, claims, folder) = match arguments.as_slice() {
        [run, claims] => (run, claims, None),
        [run, claims, folder] => (run, claims, Some(folder)),
        _ => return Err("usage: link_scale RUN CLAIMS [FOLDER]".into()),
    };
    let temporary = tempfile::tempdir()?;
    let folder = folder.map_or(temporary.path(), Path::new);
    let mut store = large(Path::new(small), claims.parse()?, folder)?;
    let for_making = peak_memory().unwrap_or(0);

    let jobs = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let began = Instant::now();
    run::link(&mut store, jobs)?;
    let for_links = began.elapsed();
    let counts = store.counts()?;
    let began = Instant::now();
    store.write_files()?;
    let for_files = began.elapsed();
    let lines = |file: &str| Ok::<_, Box<dyn Error>>(lines(&folder.join(file))?);
    println!(
        "{} claims, {} articles: {} entities, {} links and {} groups in {:.1} s, files in {:.1} s, \
         peak memory {} MB, {} MB before linking",
        counts.claims_of_run,
        counts.articles_of_run,
        lines("entities.jsonl")?,
        lines("links.jsonl")?,
        lines("groups.jsonl")?,
        for_links.as_secs_f64(),
        for_files.as_secs_f64(),
        peak_memory().unwrap_or(0) / 1024,
        for_making / 1024,
    );
    Ok(store.close()?)
}

/// A run of about so many claims, not yet linked.
fn large(small: &Path, claims: usize, folder: &Path) -> Result<Store, Box<dyn Error>> {
    let small = Store::read(small)?;
    let recorded = small.recorded()?;
    let in_small: usize = recorded.iter().map(|one| one.claims.len()).sum();
    if in_small == 0 {
        return Err("the run has no claims".into());
    }
    let times = claims.div_ceil(in_small);
    let mut store = Store::open(folder, &small.maker()?, true)?;
    let names: Vec<String> = (0..times).map(|time| format!("{time:06}.jsonl")).collect();
    let inputs = names.iter().map(|name| store.see(name, name)).collect::<Result<Vec<_>, _>>()?;
    store.all_seen()?;
    for (time, input) in inputs.into_iter().enumerate() {
        for (record, one) in (0..).zip(&recorded) {
            let Recorded { article, claims, vectors, mentions } = &told_anew(one, time);
            let (place, id) = (Place { input, record }, &article.id);
            let entry = Entry { article, claims, vectors, mentions };
            store.admit(place, id, id)?;
            store.write(place, id, id, &entry)?;
        }
        store.finish(input, true, Some(&names[time]))?;
    }
    Ok(store)
}

fn lines(path: &Path) -> std::io::Result<usize> {
    let mut file = BufReader::new(File::open(path)?);
    let (mut count, mut line) = (0, Vec::new());
    while file.read_until(b'\n', &mut line)? > 0 {
        count += 1;
        line.clear();
    }
    Ok(count)
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
