//! Which claims are worth comparing, without comparing all with all.
//!
//! Claims share a block when they speak of one name in one kind of figure, when their articles share
//! one of the words with a capital letter that stand in them most, when their figures are much the
//! same, or when they stand in one article.
//! A block that is small is compared whole. In a large one each claim meets those next to it in
//! four orders: by value, by date, and by two projections of what it means. So the number of pairs
//! grows with the number of claims, not with its square, and it hangs neither on the articles'
//! order nor on chance: the projections are fixed, which is why they are own code and no library of
//! nearest neighbours, whose graphs depend on the order of insertion or on a seed.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::figure::Dimension;
use super::profile::{Profile, Profiles};
use super::words::Word;

/// Claims of a block that are all compared with each other.
const WHOLE: usize = 48;
/// Neighbours on one side of each order in a larger block.
const NEIGHBOURS: usize = 6;
/// Days in a stretch: an event and what is said of it later lie in one or in neighbouring ones.
const STRETCH: i32 = 45;
/// Names of an article that its claims are filed under, and words with a capital letter.
const NAMES: usize = 6;
/// How many figures of one value, in steps of a tenth of it, are filed under one number.
const STEPS: f64 = 10.0;

/// Pairs of claims `(i, j)`, `i < j`, in order.
pub(super) fn pairs(profiles: &Profiles<'_>) -> Vec<(u32, u32)> {
    let mut blocks: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (number, claim) in (0_u32..).zip(&profiles.claims) {
        for key in keys(claim, profiles) {
            blocks.entry(key).or_default().push(number);
        }
    }
    let blocks: Vec<Vec<u32>> = blocks.into_values().filter(|block| block.len() > 1).collect();
    let orders = Orders::new(profiles);
    let mut pairs: Vec<(u32, u32)> =
        blocks.par_iter().flat_map_iter(|block| in_block(block, &orders, profiles)).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// The blocks that a claim belongs to.
fn keys(claim: &Profile<'_>, profiles: &Profiles<'_>) -> Vec<u64> {
    let article = &profiles.articles[claim.article as usize];
    let kind = kind(claim);
    let day = claim.written.map_or(0, |date| super::period::days(EPOCH, date));
    let stretch = day.div_euclid(STRETCH);
    let mut names: Vec<Word> = claim.sentence_entities.clone();
    names.extend(article.names.iter().take(NAMES));
    names.sort_unstable();
    names.dedup();
    let names = names.iter().map(|name| [1, u64::from(name.number())]);
    let capitals = article.capitals.iter().take(NAMES).map(|word| [2, *word]);
    let middle = claim.figure.as_ref().map_or(0.0, super::figure::Figure::middle).abs();
    // Two numbers, so that what is near an edge of one step is inside of another.
    let values = [0.0, 0.5].map(|shift| (middle.ln() * STEPS + shift).floor());
    let values = (middle > 0.0).then_some(values).into_iter().flatten();
    let values = (3..).zip(values).map(|(which, value)| [which, value.to_bits()]);
    let mut keys = vec![key(&[0, u64::from(claim.article), kind])];
    for [which, what] in names.chain(capitals).chain(values) {
        // Each claim is filed under its own stretch and the one before, so that neighbours meet.
        for stretch in [stretch, stretch - 1] {
            keys.push(key(&[which, what, kind, i64::from(stretch).cast_unsigned()]));
        }
    }
    keys
}

const EPOCH: jiff::civil::Date = jiff::civil::date(2000, 1, 1);

/// What a claim can be compared with, by the kind of its figure.
fn kind(claim: &Profile<'_>) -> u64 {
    use std::hash::BuildHasher;
    match &claim.figure {
        None => 1,
        Some(figure) => match &figure.dimension {
            Dimension::Share | Dimension::Points => 2,
            Dimension::Count => 3,
            Dimension::Age => 4,
            other => rustc_hash::FxBuildHasher.hash_one(other) | 8,
        },
    }
}

fn key(parts: &[u64]) -> u64 {
    use std::hash::BuildHasher;
    rustc_hash::FxBuildHasher.hash_one(parts)
}

/// Where each claim stands in each order.
struct Orders {
    value: Vec<f64>,
    date: Vec<i32>,
    meaning: [Vec<f32>; 2],
}

impl Orders {
    fn new(profiles: &Profiles<'_>) -> Self {
        let claims = &profiles.claims;
        let meaning = [0, 1].map(|which| {
            claims.par_iter().map(|claim| profiles.words.projection(&claim.words, which)).collect()
        });
        Self {
            value: claims
                .iter()
                .map(|claim| claim.figure.as_ref().map_or(0.0, super::figure::Figure::middle))
                .collect(),
            date: claims
                .iter()
                .map(|claim| claim.written.map_or(0, |date| super::period::days(EPOCH, date)))
                .collect(),
            meaning,
        }
    }
}

fn in_block(block: &[u32], orders: &Orders, profiles: &Profiles<'_>) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    if block.len() <= WHOLE {
        for (at, i) in block.iter().enumerate() {
            pairs.extend(block[at + 1..].iter().map(|j| (*i, *j)));
        }
        return pairs;
    }
    let id = |claim: &u32| profiles.claims[*claim as usize].claim.id.as_str();
    let mut sorted = block.to_vec();
    let mut near = |sorted: &[u32]| {
        for (at, i) in sorted.iter().enumerate() {
            let next = &sorted[at + 1..sorted.len().min(at + 1 + NEIGHBOURS)];
            pairs.extend(next.iter().map(|j| (*i.min(j), *i.max(j))));
        }
    };
    // By id last, so that the order in which claims came in changes nothing.
    let mut by = |value: &dyn Fn(u32) -> f64| {
        sorted.sort_unstable_by(|a, b| {
            value(*a).total_cmp(&value(*b)).then_with(|| id(a).cmp(id(b)))
        });
        near(&sorted);
    };
    by(&|claim| orders.value[claim as usize]);
    by(&|claim| f64::from(orders.date[claim as usize]));
    for meaning in &orders.meaning {
        by(&|claim| f64::from(meaning[claim as usize]));
    }
    pairs
}
