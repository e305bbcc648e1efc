//! Pairs in the company of the others.

use rayon::prelude::*;

use super::judge::{Context, Judge};
use super::profile::Profiles;
use super::{candidates, features};

/// Pairs less likely to speak of one thing than this are not looked at again.
const LEAST: f32 = 0.03;
/// Nearest claims that may speak for a pair.
const NEAREST: usize = 16;

/// A pair that may speak of one thing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) i: u32,
    pub(super) j: u32,
    /// Probability that it does.
    pub(super) same: f32,
    /// Whether the values agree.
    agrees: bool,
}

/// A claim that another may speak of one thing with.
#[derive(Clone, Copy)]
struct Fellow {
    claim: u32,
    same: f32,
    agrees: bool,
}

/// All pairs that may speak of one thing.
pub(super) struct Company {
    /// In the order of their ends.
    pairs: Vec<Pair>,
    fellows: Vec<Vec<Fellow>>,
}

impl Company {
    pub(super) fn new(profiles: &Profiles<'_>, judge: &Judge) -> Self {
        let pairs: Vec<Pair> = candidates::of_pairs(profiles, |i, j| {
            let features = features::of(profiles, i as usize, j as usize);
            let same = judge.same(&features);
            let agrees = features.equal + features.rounded + features.about + features.bound > 0.0;
            (same >= LEAST).then_some((same, agrees))
        })
        .into_iter()
        .map(|(i, j, (same, agrees))| Pair { i, j, same, agrees })
        .collect();
        let mut fellows: Vec<Vec<Fellow>> = vec![Vec::new(); profiles.claims.len()];
        for Pair { i, j, same, agrees } in &pairs {
            fellows[*i as usize].push(Fellow { claim: *j, same: *same, agrees: *agrees });
            fellows[*j as usize].push(Fellow { claim: *i, same: *same, agrees: *agrees });
        }
        let id = |claim: u32| &profiles.claims[claim as usize].claim.id;
        fellows.par_iter_mut().for_each(|fellows| {
            fellows.sort_unstable_by(|a, b| {
                b.same.total_cmp(&a.same).then_with(|| id(a.claim).cmp(id(b.claim)))
            });
        });
        Self { pairs, fellows }
    }

    /// The pairs, in order.
    pub(super) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    fn of(&self, a: u32, b: u32) -> f32 {
        let ends = (a.min(b), a.max(b));
        let found = self.pairs.binary_search_by_key(&ends, |pair| (pair.i, pair.j));
        found.map_or(0.0, |place| self.pairs[place].same)
    }

    /// What the other pairs say of this one.
    pub(super) fn context(&self, profiles: &Profiles<'_>, pair: &Pair) -> Context {
        let article = |claim: u32| profiles.claims[claim as usize].article;
        let mut context = Context { same: pair.same, ..Context::default() };
        let mut best = [0.0_f32; 2];
        for (end, (mine, theirs)) in [(pair.i, pair.j), (pair.j, pair.i)].into_iter().enumerate() {
            for fellow in self.fellows[mine as usize].iter().filter(|fellow| fellow.claim != theirs)
            {
                if article(fellow.claim) == article(theirs) {
                    context.rival = context.rival.max(fellow.same);
                    if fellow.agrees {
                        context.agreeing_rival = context.agreeing_rival.max(fellow.same);
                    }
                } else if article(fellow.claim) != article(mine) {
                    best[end] = best[end].max(fellow.same);
                }
            }
            for fellow in self.fellows[mine as usize].iter().take(NEAREST) {
                let other = self.of(fellow.claim, theirs);
                context.support = context.support.max(fellow.same.min(other));
            }
        }
        context.company = f32::midpoint(best[0], best[1]);
        context
    }
}
