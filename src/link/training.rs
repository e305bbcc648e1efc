//! What the judge of pairs is trained on: the numbers that describe each pair worth comparing.

use rayon::prelude::*;

use super::LinkInput;
use super::company::Company;
use super::features::{self, Features};
use super::judge::{self, Context};
use super::profile::Profiles;
use crate::graph::EntityRecord;

/// A pair of claims in numbers.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Described {
    /// Id of one claim.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// Its features, in the order of [`names`], then what the company of other pairs adds.
    pub features: Vec<f32>,
}

/// The names of the features of a pair, and of what its company adds.
#[must_use]
pub fn names() -> (&'static [&'static str], &'static [&'static str]) {
    (Features::NAMES, Context::NAMES)
}

/// All pairs worth comparing, in numbers.
#[must_use]
pub fn describe(articles: &[LinkInput<'_>], entities: &[EntityRecord]) -> Vec<Described> {
    let profiles = Profiles::new(articles, entities);
    let company = Company::new(&profiles, judge::shipped());
    company
        .pairs()
        .par_iter()
        .map(|pair| {
            let (i, j) = (pair.i as usize, pair.j as usize);
            let mut features = features::of(&profiles, i, j).values();
            features.extend(company.context(&profiles, pair).values());
            let id = |number: usize| profiles.claims[number].claim.id.clone();
            Described { a: id(i), b: id(j), features }
        })
        .collect()
}
