//! Articles that share their text: the same wire story in two outlets, whole or in part.
//!
//! Of every run of words a hash is taken, and of the hashes one in [`SAMPLE`] kept (`FracMinHash`:
//! min-wise hashing whose sample grows with the text, so that a passage is found in a text of any
//! length). Which are kept hangs on the words alone: no seed, no order.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{LinkInput, words::folded};
use crate::graph::CopyRecord;

/// Words in a run.
const RUN: usize = 5;
/// One run in so many is looked at.
const SAMPLE: u64 = 4;
/// Runs that so many articles share are phrases of the trade, not copies.
const COMMON: usize = 200;
/// Runs that a copy shares at least, and the share of the shorter text.
const LEAST: usize = 5;
const SHARED: f64 = 0.35;

/// Pairs of articles that share their text, in the order of their ids.
pub(super) fn copies(articles: &[LinkInput<'_>]) -> Vec<CopyRecord> {
    let sketches: Vec<Vec<u64>> =
        articles.par_iter().map(|input| sketch(&input.article.text)).collect();
    let mut holders: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (number, sketch) in (0_u32..).zip(&sketches) {
        for hash in sketch {
            holders.entry(*hash).or_default().push(number);
        }
    }
    let mut shared: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    for holders in holders.values().filter(|holders| (2..=COMMON).contains(&holders.len())) {
        for (at, a) in holders.iter().enumerate() {
            for b in &holders[at + 1..] {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    let mut copies: Vec<CopyRecord> = shared
        .into_iter()
        .filter_map(|((a, b), count)| {
            let least = sketches[a as usize].len().min(sketches[b as usize].len());
            let share = count as f64 / least as f64;
            if count < LEAST || share < SHARED {
                return None;
            }
            let [mut a, mut b] = [a, b].map(|number| articles[number as usize].article.id.clone());
            if b < a {
                std::mem::swap(&mut a, &mut b);
            }
            Some(CopyRecord { a, b, shared: (share * 10_000.0).round() / 10_000.0 })
        })
        .collect();
    copies.sort_unstable_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    copies
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
