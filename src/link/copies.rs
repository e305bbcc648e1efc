//! Articles that share their text: the same wire story in two outlets, whole or in part.
//!
//! Of every run of words a hash is taken, and of the hashes one in [`SAMPLE`] kept (`FracMinHash`:
//! min-wise hashing whose sample grows with the text, so that a passage is found in a text of any
//! length). Which are kept hangs on the words alone: no seed, no order.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::archive::{Archive, survey};
use super::heading::Heading;
use super::lists::Lists;
use super::words::folded;
use crate::graph::CopyRecord;

/// Words in a run.
const RUN: usize = 5;
/// One run in so many is looked at.
const SAMPLE: u64 = 4;
/// Runs that so many articles share are phrases of the trade, not copies.
const COMMON: usize = 200;
/// Runs that a copy shares at least, and the share of the shorter text.
const LEAST: u32 = 5;
const SHARED: f64 = 0.35;

/// Two articles that share their text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Copied {
    /// Number of the one that stands first.
    pub(super) a: u32,
    /// Number of the other.
    pub(super) b: u32,
    /// Share of the shorter text that stands in the longer one.
    shared: f64,
}

impl Copied {
    pub(super) fn record(&self, headings: &[Heading]) -> CopyRecord {
        let [mut a, mut b] =
            [self.a, self.b].map(|number| String::from(headings[number as usize].id.as_ref()));
        if b < a {
            std::mem::swap(&mut a, &mut b);
        }
        CopyRecord { a, b, shared: (self.shared * 10_000.0).round() / 10_000.0 }
    }
}

/// Pairs of articles that share their text.
pub(super) fn copies<A: Archive>(archive: &A) -> Result<Vec<Copied>, A::Error> {
    let mut sketches = Sketches::default();
    survey(archive, A::article, |article| sketch(&article.text), |sketch| sketches.push(&sketch))?;
    Ok(sketches.copies())
}

/// A hash, in two halves, and the number of an article that has it.
type Holder = ([u32; 2], u32);

/// The sketches of articles, in their order.
#[derive(Default)]
struct Sketches {
    holders: Vec<Holder>,
    /// How many hashes each has.
    lengths: Vec<u32>,
}

impl Sketches {
    /// Adds the [`sketch`] of the next article.
    fn push(&mut self, sketch: &[u64]) {
        let number = self.lengths.len() as u32;
        let halves = |hash: &u64| [(hash >> 32) as u32, *hash as u32];
        self.holders.extend(sketch.iter().map(|hash| (halves(hash), number)));
        self.lengths.push(sketch.len() as u32);
    }

    /// Pairs of articles that share their text, by their numbers.
    fn copies(self) -> Vec<Copied> {
        let Self { mut holders, lengths } = self;
        holders.par_sort_unstable();
        let mut runs: Lists<u32> = Lists::default();
        for run in holders.chunk_by(|a, b| a.0 == b.0) {
            if (2..=COMMON).contains(&run.len()) {
                runs.push(run.iter().map(|(_, article)| *article));
            }
        }
        drop(holders);
        let of_runs = (0_u32..).zip(runs.iter());
        let of_article = Lists::of_pairs(
            lengths.len(),
            of_runs.flat_map(|(run, articles)| articles.iter().map(move |article| (*article, run))),
        );
        (0..lengths.len() as u32)
            .into_par_iter()
            .flat_map_iter(|a| {
                let mut shared: FxHashMap<u32, u32> = FxHashMap::default();
                for run in of_article.get(a as usize) {
                    let articles = runs.get(*run as usize);
                    let behind = articles.partition_point(|article| *article <= a);
                    for b in &articles[behind..] {
                        *shared.entry(*b).or_default() += 1;
                    }
                }
                let lengths = &lengths;
                let mut copies: Vec<Copied> = shared
                    .into_iter()
                    .filter_map(move |(b, count)| {
                        let least = lengths[a as usize].min(lengths[b as usize]);
                        let shared = f64::from(count) / f64::from(least);
                        (count >= LEAST && shared >= SHARED).then_some(Copied { a, b, shared })
                    })
                    .collect();
                copies.sort_unstable_by_key(|copy| copy.b);
                copies
            })
            .collect()
    }
}

/// Hashes of runs of words, sorted, each once.
fn sketch(text: &str) -> Vec<u64> {
    use std::hash::{BuildHasher, Hasher};
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| rustc_hash::FxBuildHasher.hash_one(folded(word).as_str()))
        .collect();
    let mut hashes: Vec<u64> = words
        .windows(RUN)
        .map(|run| {
            let mut hasher = rustc_hash::FxHasher::default();
            for word in run {
                hasher.write_u64(*word);
            }
            // The low bits of this hasher are poor; the high ones are mixed.
            mixed(hasher.finish())
        })
        .filter(|hash| hash.is_multiple_of(SAMPLE))
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The finaliser of `SplitMix64` (Steele, Lea and Flood, 2014).
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
