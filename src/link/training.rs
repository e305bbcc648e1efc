//! What the judge of pairs is trained on: the numbers that describe each pair worth comparing.

use super::LinkInput;
use super::compare::{AT_ONCE, Comparison};
use super::features::{self, Features};
use super::judge::Context;
use super::reader::Read;
use crate::graph::EntityRecord;

/// A pair of claims in numbers.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Described {
    /// Id of one claim.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// Its features, in the order of [`names`].
    pub features: Vec<f32>,
}

/// The names of the features of a pair, and of what reading it and the company of other pairs add
/// to them.
#[must_use]
pub fn names() -> [&'static [&'static str]; 3] {
    [Features::NAMES, Read::NAMES, Context::NAMES]
}

/// All pairs worth comparing, in numbers.
#[must_use]
pub fn describe(articles: &[LinkInput<'_>], entities: &[EntityRecord]) -> Vec<Described> {
    super::with_loaded(articles, entities, |loaded, headings, entities| {
        let Ok(comparison) = Comparison::new(&loaded, headings, entities, AT_ONCE);
        let Ok(mut described) = comparison.pairs(&loaded, |scene, i, j| {
            let id = |place: u32| scene.profiles.claims[place as usize].claim.id.clone();
            let features = features::of(&scene.profiles, i as usize, j as usize).values();
            let ends = (scene.number(i), scene.number(j));
            Some((ends, Described { a: id(i), b: id(j), features }))
        });
        described.sort_unstable_by_key(|(ends, _)| *ends);
        described.into_iter().map(|(_, described)| described).collect()
    })
}
