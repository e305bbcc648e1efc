//! Which claims are worth comparing, without comparing all with all.
//!
//! Articles that tell of one thing share rare words, names above all, and figures: each article meets
//! those of either language with which it, or its relatives, share most of them. Between two such
//! articles each claim meets those of the other that mean most nearly the same, and those with the
//! same figure; within an article it meets its like.
//! So the number of pairs grows with the number of claims, not with its square, and it hangs neither
//! on the articles' order nor on chance, which is why this is own code and no library of nearest
//! neighbours, whose graphs depend on the order of insertion or on a seed.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::period::days;
use super::profile::{Profile, Profiles};
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
/// Claims of another article, or of the same, that a claim meets on its own account.
const NEAREST: usize = 5;
/// Claims of a passage, what an ordinary article has at most.
const PASSAGE: u32 = 256;
/// Passages of very long articles by whose number two may differ that are compared.
const APART: usize = 2;
/// Part of itself by which a figure differs from one that is much the same.
const NEAR: f64 = 0.06;

/// What `look` finds in the pairs of claims `(i, j)`, `i < j`, that are worth comparing, in their order.
pub(super) fn of_pairs<T: Send>(
    profiles: &Profiles<'_>,
    look: impl Fn(u32, u32) -> Option<T> + Sync,
) -> Vec<(u32, u32, T)> {
    let claims = claims_of_articles(profiles);
    let mut found: Vec<(u32, u32, T)> = related(profiles)
        .par_iter()
        .flat_map_iter(|(a, b)| passages(&claims[*a as usize], &claims[*b as usize]))
        .flat_map_iter(|(mine, theirs)| {
            between(profiles, mine, theirs)
                .into_iter()
                .filter_map(|(i, j)| Some((i, j, look(i, j)?)))
        })
        .collect();
    found.par_sort_unstable_by_key(|(i, j, _)| (*i, *j));
    found
}

/// The numbers of each article's claims, which stand one behind the other.
fn claims_of_articles(profiles: &Profiles<'_>) -> Vec<Range<u32>> {
    let mut next = 0;
    (0_u32..)
        .zip(&profiles.articles)
        .map(|(article, _)| {
            let start = next as u32;
            let rest = &profiles.claims[next..];
            next += rest.partition_point(|claim| claim.article <= article);
            start..next as u32
        })
        .collect()
}

/// The passages of two articles, or of one, that are compared: all of them, or those that stand about as
/// far from the beginning where both articles are very long.
fn passages(mine: &Range<u32>, theirs: &Range<u32>) -> Vec<(Range<u32>, Range<u32>)> {
    let cut = |claims: &Range<u32>| -> Vec<Range<u32>> {
        let starts = claims.clone().step_by(PASSAGE as usize);
        starts.map(|start| start..claims.end.min(start + PASSAGE)).collect()
    };
    let alone = mine == theirs;
    let (mine, theirs) = (cut(mine), cut(theirs));
    let short = mine.len() == 1 || theirs.len() == 1;
    let mut pairs = Vec::new();
    for (p, a) in mine.iter().enumerate() {
        for (q, b) in theirs.iter().enumerate() {
            if (short || p.abs_diff(q) <= APART) && (!alone || p <= q) {
                pairs.push((a.clone(), b.clone()));
            }
        }
    }
    pairs
}

/// Pairs of articles `(a, b)`, `a <= b`, that may tell of one thing; each tells of one thing with
/// itself.
fn related(profiles: &Profiles<'_>) -> Vec<(u32, u32)> {
    let articles: Vec<u32> = (0..profiles.articles.len() as u32).collect();
    let first = alike(profiles, &articles);
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
            heaviest_first(profiles, &mut shares);
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
            nearest(profiles, *article, weights, RELATED)
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
fn alike(profiles: &Profiles<'_>, articles: &[u32]) -> Vec<Vec<(u64, u32)>> {
    let keys = |article: &u32| profiles.articles[*article as usize].keys.iter().copied();
    let mut holders: Vec<(u32, u32)> = articles
        .iter()
        .flat_map(|article| keys(article).map(|key| (key.hash(), *article)))
        .collect();
    holders.par_sort_unstable();
    let mut places: FxHashMap<u32, Range<usize>> = FxHashMap::default();
    let mut start = 0;
    for run in holders.chunk_by(|a, b| a.0 == b.0) {
        if (2..=COMMON).contains(&run.len()) {
            places.insert(run[0].0, start..start + run.len());
        }
        start += run.len();
    }
    articles
        .par_iter()
        .map(|article| {
            let mut weights: FxHashMap<u32, u64> = FxHashMap::default();
            for key in keys(article) {
                let Some(place) = places.get(&key.hash()) else { continue };
                // Whole numbers: their sums are the same in any order.
                let weight = key.weight() * WHOLE / place.len() as u64;
                for (_, other) in holders[place.clone()].iter().filter(|one| one.1 != *article) {
                    *weights.entry(*other).or_default() += weight;
                }
            }
            nearest(profiles, *article, weights, ALIKE)
        })
        .collect()
}

/// Of the articles of each language the `count` of most weight, those of nearer days first.
fn nearest(
    profiles: &Profiles<'_>,
    article: u32,
    weights: FxHashMap<u32, u64>,
    count: usize,
) -> Vec<(u64, u32)> {
    let of = |article: u32| &profiles.articles[article as usize];
    let mut others: Vec<(u64, u32)> = weights
        .into_iter()
        .map(|(other, weight)| {
            let apart = of(article).written.zip(of(other).written);
            let apart = apart.map_or(0, |(a, b)| u64::from(days(a, b).unsigned_abs()));
            (weight * FORGOTTEN / (FORGOTTEN + apart), other)
        })
        .collect();
    heaviest_first(profiles, &mut others);
    let mut left = [count; 2];
    others.retain(|(_, other)| {
        let left = &mut left[usize::from(of(*other).lang == Lang::Fr)];
        let kept = *left > 0;
        *left -= usize::from(kept);
        kept
    });
    others
}

fn heaviest_first(profiles: &Profiles<'_>, articles: &mut [(u64, u32)]) {
    let id = |article: u32| profiles.articles[article as usize].id;
    articles.sort_unstable_by(|(x, a), (y, b)| y.cmp(x).then_with(|| id(*a).cmp(id(*b))));
}

/// Pairs worth comparing of two passages' claims, or of one's.
fn between(profiles: &Profiles<'_>, mine: Range<u32>, theirs: Range<u32>) -> Vec<(u32, u32)> {
    let profile = |claim: u32| &profiles.claims[claim as usize];
    let alone = mine == theirs;
    let width = theirs.len();
    let mut likeness = vec![f32::NEG_INFINITY; mine.len() * width];
    let mut pairs = Vec::new();
    for i in mine.clone() {
        for j in theirs.clone().filter(|j| !alone || i < *j) {
            let (a, b) = (profile(i), profile(j));
            if a.article == b.article && (holds(a, b) || holds(b, a)) {
                continue;
            }
            let (row, column) = ((i - mine.start) as usize, (j - theirs.start) as usize);
            let like = nearness(profiles, a, b);
            likeness[row * width + column] = like;
            if alone {
                likeness[column * width + row] = like;
            }
            if same_figure(a, b) {
                pairs.push((i.min(j), i.max(j)));
            }
        }
    }
    let id = |claim: u32| profile(claim).claim.id.as_str();
    let mut nearest = |of: u32, others: &Range<u32>, like: &dyn Fn(u32) -> f32| {
        let mut others: Vec<u32> =
            others.clone().filter(|other| *other != of && like(*other).is_finite()).collect();
        others.sort_unstable_by(|x, y| {
            like(*y).total_cmp(&like(*x)).then_with(|| id(*x).cmp(id(*y)))
        });
        pairs.extend(others.iter().take(NEAREST).map(|other| (of.min(*other), of.max(*other))));
    };
    let at =
        |i: u32, j: u32| likeness[(i - mine.start) as usize * width + (j - theirs.start) as usize];
    for i in mine.clone() {
        nearest(i, &theirs, &|j| at(i, j));
    }
    for j in theirs.clone().filter(|_| !alone) {
        nearest(j, &mine, &|i| at(i, j));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// How nearly two claims mean the same: by their embeddings, or by their words where there are none.
fn nearness(profiles: &Profiles<'_>, a: &Profile<'_>, b: &Profile<'_>) -> f32 {
    match (a.embedding, b.embedding) {
        (Some(mine), Some(theirs)) => mine.cosine(theirs),
        _ => profiles.words.alignment(&a.words, &b.words).unwrap_or(0.0),
    }
}

/// Whether a claim of the same article is a part of what another says: `orders will fall` of `she
/// does not expect that orders will fall`.
fn holds(claim: &Profile<'_>, part: &Profile<'_>) -> bool {
    let predicate = &part.claim.predicate;
    [&claim.claim.subject, &claim.claim.object]
        .into_iter()
        .flatten()
        .any(|words| words.start <= predicate.start && predicate.end <= words.end)
}

fn same_figure(a: &Profile<'_>, b: &Profile<'_>) -> bool {
    let (Some(x), Some(y)) = (&a.figure, &b.figure) else { return false };
    let (x, y) = (x.middle(), y.middle());
    (x - y).abs() <= NEAR * x.abs().min(y.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn very_long_articles_are_compared_passage_by_passage() {
        let article = 0..40 * PASSAGE;
        let pairs = passages(&article, &article);
        // Each with itself and the two behind it.
        assert_eq!(pairs.len(), 40 + 39 + 38);
        let compared: usize = pairs.iter().map(|(a, b)| a.len() * b.len()).sum();
        assert!(compared < article.len() * 3 * PASSAGE as usize);
        let short = 20_000..20_010;
        let claims: usize = passages(&article, &short).iter().map(|(mine, _)| mine.len()).sum();
        assert_eq!(claims, article.len(), "a short article meets all of a long one");
        assert_eq!(passages(&short, &short), [(short.clone(), short)]);
    }
}
