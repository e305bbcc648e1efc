//! What the judge of pairs is trained on: the numbers that describe each pair worth comparing.

use super::features::{self, Features};
use super::judge::Context;
use super::profile::Profiles;
use super::{LinkInput, candidates};
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

/// The names of the features of a pair, and of what the company of other pairs adds to them.
#[must_use]
pub fn names() -> (&'static [&'static str], &'static [&'static str]) {
    (Features::NAMES, Context::NAMES)
}

/// All pairs worth comparing, in numbers.
#[must_use]
pub fn describe(articles: &[LinkInput<'_>], entities: &[EntityRecord]) -> Vec<Described> {
    let profiles = Profiles::new(articles, entities);
    let id = |number: u32| profiles.claims[number as usize].claim.id.clone();
    candidates::of_pairs(&profiles, |i, j| {
        Some(features::of(&profiles, i as usize, j as usize).values())
    })
    .into_iter()
    .map(|(i, j, features)| Described { a: id(i), b: id(j), features })
    .collect()
}
