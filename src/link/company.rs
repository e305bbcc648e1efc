//! Pairs in the company of the others.

use std::ops::Range;

use rayon::prelude::*;

use super::archive::Archive;
use super::compare::{Comparison, Scene};
use super::features;
use super::judge::{Context, Judge};
use super::lists::Lists;
use super::numbers::Numbers;
use super::reader::{self, Read};

/// Pairs that are less likely, by their features, to speak of one thing than this are not read.
const READ: f32 = 0.01;
/// Pairs less likely to speak of one thing than this are not looked at again.
const LEAST: f32 = 0.03;
/// Nearest claims that may speak for a pair.
const NEAREST: usize = 16;

/// A pair that may speak of one thing, by the numbers of its claims in the run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) i: u32,
    pub(super) j: u32,
    /// Probability that it does.
    pub(super) same: f32,
    /// What comes of reading its claims side by side.
    pub(super) read: Read,
    /// Whether the values agree.
    agrees: bool,
}

/// A claim that another may speak of one thing with.
#[derive(Clone, Copy)]
pub(super) struct Fellow {
    claim: u32,
    same: f32,
    agrees: bool,
}

/// All pairs that may speak of one thing.
pub(super) struct Company {
    /// In the order of their ends.
    pairs: Vec<Pair>,
    /// For each claim the places of the pairs whose second end it is.
    before: Lists<u32>,
}

impl Company {
    pub(super) fn new<A: Archive>(
        archive: &A,
        comparison: &Comparison<'_>,
        judge: &Judge,
    ) -> Result<Self, A::Error> {
        let mut pairs: Vec<Pair> = comparison.pairs(archive, |scene, i, j| {
            let features = features::of(&scene.profiles, i as usize, j as usize);
            if judge.near(&features) < READ {
                return None;
            }
            let [a, b] = [i, j].map(|place| &scene.profiles.claims[place as usize]);
            let read = reader::read(a, b, &features);
            let same = judge.same(&features, read);
            let agrees = features.equal + features.rounded + features.about + features.bound > 0.0;
            let (i, j) = (scene.number(i), scene.number(j));
            (same >= LEAST).then_some(Pair { i, j, same, read, agrees })
        })?;
        pairs.par_sort_unstable_by_key(|pair| (pair.i, pair.j));
        let seconds = (0_u32..).zip(&pairs).map(|(place, pair)| (pair.j, place));
        let before = Lists::of_pairs(comparison.numbers.len(), seconds);
        Ok(Self { pairs, before })
    }

    /// The pairs of a claim of `mine` and one of `theirs`, which stand no earlier.
    pub(super) fn between(
        &self,
        mine: Range<u32>,
        theirs: Range<u32>,
    ) -> impl Iterator<Item = &Pair> {
        mine.flat_map(move |i| self.of_ends(i, theirs.clone()))
    }

    /// The pairs whose first end is `i` and whose second is one of `j`.
    fn of_ends(&self, i: u32, j: Range<u32>) -> &[Pair] {
        let start = self.pairs.partition_point(|pair| (pair.i, pair.j) < (i, j.start));
        let rest = &self.pairs[start..];
        &rest[..rest.partition_point(|pair| (pair.i, pair.j) < (i, j.end))]
    }

    fn of(&self, a: u32, b: u32) -> f32 {
        let ends = (a.min(b), a.max(b));
        let found = self.pairs.binary_search_by_key(&ends, |pair| (pair.i, pair.j));
        found.map_or(0.0, |place| self.pairs[place].same)
    }

    /// The claims that each claim of the scene may speak of one thing with, the likeliest first.
    pub(super) fn fellows(&self, numbers: &Numbers, scene: &Scene<'_>) -> Vec<Vec<Fellow>> {
        let of_claim = |place: u32| {
            let number = scene.number(place);
            let behind = self.of_ends(number, number..u32::MAX).iter().map(|pair| (pair.j, pair));
            let before = self.before.get(number as usize).iter().map(|place| {
                let pair = &self.pairs[*place as usize];
                (pair.i, pair)
            });
            let mut fellows: Vec<Fellow> = behind
                .chain(before)
                .map(|(claim, pair)| Fellow { claim, same: pair.same, agrees: pair.agrees })
                .collect();
            fellows.sort_unstable_by(|a, b| {
                let rank = |fellow: &Fellow| numbers.rank(fellow.claim);
                b.same.total_cmp(&a.same).then_with(|| rank(a).cmp(&rank(b)))
            });
            fellows
        };
        (0..scene.profiles.claims.len() as u32).into_par_iter().map(of_claim).collect()
    }

    /// What the other pairs say of this one; `fellows` are those of its ends.
    pub(super) fn context(
        &self,
        numbers: &Numbers,
        fellows: [&[Fellow]; 2],
        pair: &Pair,
    ) -> Context {
        let article = |claim: u32| numbers.article(claim);
        let mut context = Context { same: pair.same, ..Context::default() };
        let mut best = [0.0_f32; 2];
        for (end, (mine, theirs)) in [(pair.i, pair.j), (pair.j, pair.i)].into_iter().enumerate() {
            for fellow in fellows[end].iter().filter(|fellow| fellow.claim != theirs) {
                if article(fellow.claim) == article(theirs) {
                    context.rival = context.rival.max(fellow.same);
                    if fellow.agrees {
                        context.agreeing_rival = context.agreeing_rival.max(fellow.same);
                    }
                } else if article(fellow.claim) != article(mine) {
                    best[end] = best[end].max(fellow.same);
                }
            }
            for fellow in fellows[end].iter().take(NEAREST) {
                let other = self.of(fellow.claim, theirs);
                context.support = context.support.max(fellow.same.min(other));
            }
        }
        context.company = f32::midpoint(best[0], best[1]);
        context
    }
}
