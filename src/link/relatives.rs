//! Which articles may tell of one thing.
//!
//! Articles that tell of one thing share rare words, names above all, and figures: each article meets
//! those of either language with which it, or its relatives, share most of them.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::heading::Heading;
use super::keys::Key;
use super::lists::Lists;
use super::period::days;
use crate::Lang;

/// Articles of each language that share most words with an article.
const ALIKE: usize = 8;
/// Articles of each language that an article meets on its own account.
const RELATED: usize = 6;
/// A word that more articles know says nothing of what they tell.
const COMMON: usize = 256;
/// Days after which what two articles share counts half.
const FORGOTTEN: u64 = 45;
/// What weighs less than this part of the most is no relation.
const FAINT: u64 = 8;
/// Relatives of an article, in both directions, whose own relatives count.
const BETWEEN: usize = 32;
/// What a share is a part of.
const WHOLE: u64 = 1 << 16;

/// Pairs of articles `(a, b)`, `a <= b`, that may tell of one thing, in order; each tells of one thing
/// with itself. `keys` are those of each article.
pub(super) fn related(headings: &[Heading], keys: Lists<Key>) -> Vec<(u32, u32)> {
    let articles: Vec<u32> = (0..headings.len() as u32).collect();
    let first = alike(headings, &articles, &keys);
    drop(keys);
    // What an article's relatives are alike to is likely its relative too: an event's articles know
    // each other even where two of them, of two languages, share no name.
    let mut shares: Vec<FxHashMap<u32, u64>> = vec![FxHashMap::default(); articles.len()];
    for (article, others) in articles.iter().zip(&first) {
        let sum: u64 = others.iter().map(|(weight, _)| weight).sum();
        for (weight, other) in others {
            let share = weight * WHOLE / sum.max(1);
            *shares[*article as usize].entry(*other).or_default() += share;
            *shares[*other as usize].entry(*article).or_default() += share;
        }
    }
    let shares: Vec<Vec<(u64, u32)>> = shares
        .into_par_iter()
        .map(|shares| {
            let mut shares: Vec<(u64, u32)> =
                shares.into_iter().map(|(other, share)| (share, other)).collect();
            heaviest_first(headings, &mut shares);
            shares.truncate(BETWEEN);
            shares
        })
        .collect();
    let mut pairs: Vec<(u32, u32)> = articles
        .par_iter()
        .flat_map_iter(|article| {
            let mut weights: FxHashMap<u32, u64> = FxHashMap::default();
            for (share, between) in &shares[*article as usize] {
                *weights.entry(*between).or_default() += share * 2 * WHOLE;
                for (rest, other) in &shares[*between as usize] {
                    *weights.entry(*other).or_default() += share * rest;
                }
            }
            weights.remove(article);
            let most = weights.values().copied().max().unwrap_or(0);
            nearest(headings, *article, weights, RELATED)
                .into_iter()
                .filter(move |(weight, _)| *weight >= most / FAINT)
                .map(|(_, other)| (*article.min(&other), *article.max(&other)))
                .chain([(*article, *article)])
                .collect::<Vec<_>>()
        })
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// For each article those that share most rare words with it, and how much.
fn alike(headings: &[Heading], articles: &[u32], keys: &Lists<Key>) -> Vec<Vec<(u64, u32)>> {
    let (holders, places) = holders(articles, keys);
    articles
        .par_iter()
        .map(|article| {
            let mut weights: FxHashMap<u32, u64> = FxHashMap::default();
            for key in keys.get(*article as usize) {
                let Some(place) = places.get(&key.hash()) else { continue };
                // Whole numbers: their sums are the same in any order.
                let weight = key.weight() * WHOLE / place.len() as u64;
                let place = place.start as usize..place.end as usize;
                for other in holders[place].iter().filter(|other| *other != article) {
                    *weights.entry(*other).or_default() += weight;
                }
            }
            nearest(headings, *article, weights, ALIKE)
        })
        .collect()
}

/// The articles that have a rare word, and for each such word by its hash where they stand.
fn holders(articles: &[u32], keys: &Lists<Key>) -> (Vec<u32>, FxHashMap<u32, Range<u32>>) {
    let mut all: Vec<(u32, u32)> = Vec::with_capacity(keys.members());
    for (article, keys) in articles.iter().zip(keys.iter()) {
        all.extend(keys.iter().map(|key| (key.hash(), *article)));
    }
    all.par_sort_unstable();
    let mut holders: Vec<u32> = Vec::new();
    let mut places: FxHashMap<u32, Range<u32>> = FxHashMap::default();
    for run in all.chunk_by(|a, b| a.0 == b.0) {
        if (2..=COMMON).contains(&run.len()) {
            let start = holders.len() as u32;
            holders.extend(run.iter().map(|(_, article)| *article));
            places.insert(run[0].0, start..holders.len() as u32);
        }
    }
    (holders, places)
}

/// Of the articles of each language the `count` of most weight, those of nearer days first.
fn nearest(
    headings: &[Heading],
    article: u32,
    weights: FxHashMap<u32, u64>,
    count: usize,
) -> Vec<(u64, u32)> {
    let of = |article: u32| &headings[article as usize];
    let mut others: Vec<(u64, u32)> = weights
        .into_iter()
        .map(|(other, weight)| {
            let apart = of(article).written.zip(of(other).written);
            let apart = apart.map_or(0, |(a, b)| u64::from(days(a, b).unsigned_abs()));
            (weight * FORGOTTEN / (FORGOTTEN + apart), other)
        })
        .collect();
    heaviest_first(headings, &mut others);
    let mut left = [count; 2];
    others.retain(|(_, other)| {
        let left = &mut left[usize::from(of(*other).lang == Lang::Fr)];
        let kept = *left > 0;
        *left -= usize::from(kept);
        kept
    });
    others.shrink_to_fit();
    others
}

fn heaviest_first(headings: &[Heading], articles: &mut [(u64, u32)]) {
    let id = |article: u32| &headings[article as usize].id;
    articles.sort_unstable_by(|(x, a), (y, b)| y.cmp(x).then_with(|| id(*a).cmp(id(*b))));
}
