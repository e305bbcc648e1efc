//! Surroundings of numbers that measure nothing.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::Lang;

use super::{Set, set};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExclusionsFile {
    months: Vec<String>,
    clock_after: Vec<String>,
    clock_before: Vec<String>,
    year_before: Vec<String>,
    labels: Vec<String>,
    streets: Vec<String>,
    street_first: bool,
    weekdays: Vec<String>,
    pronoun_after: Vec<String>,
    pronoun_before: Vec<String>,
    openers: Vec<String>,
    elapsed_after: Vec<String>,
    elapsed_before: Vec<String>,
    maturities: Vec<String>,
    maturity_links: Vec<String>,
    age_groups: Vec<String>,
    date_joiners: Vec<String>,
    date_articles: Vec<String>,
}

/// Surroundings of numbers that measure nothing.
pub(in crate::normalize) struct Exclusions {
    pub(in crate::normalize) months: FxHashSet<String>,
    pub(in crate::normalize) clock_after: Set,
    pub(in crate::normalize) clock_before: Set,
    pub(in crate::normalize) year_before: Set,
    pub(in crate::normalize) labels: FxHashSet<String>,
    pub(in crate::normalize) streets: FxHashSet<String>,
    pub(in crate::normalize) street_first: bool,
    pub(in crate::normalize) weekdays: FxHashSet<String>,
    pub(in crate::normalize) pronoun_after: FxHashSet<String>,
    pub(in crate::normalize) pronoun_before: FxHashSet<String>,
    pub(in crate::normalize) openers: FxHashSet<String>,
    /// What makes a time of a length before it: `two years ago`.
    pub(in crate::normalize) elapsed_after: Set,
    /// What makes a time of a length behind it: `il y a deux ans`.
    pub(in crate::normalize) elapsed_before: Set,
    /// What runs for the length that names it: `10-year Treasury`.
    pub(in crate::normalize) maturities: Set,
    /// The word between those and the length, where they stand before it.
    pub(in crate::normalize) maturity_links: Set,
    /// Before a range of years that names a group of people.
    pub(in crate::normalize) age_groups: Set,
    /// Between two days of one month.
    pub(in crate::normalize) date_joiners: FxHashSet<String>,
    /// Before a day of a month.
    pub(in crate::normalize) date_articles: FxHashSet<String>,
}

impl Exclusions {
    pub(super) fn new(lang: Lang, file: ExclusionsFile) -> Self {
        Self {
            months: file.months.into_iter().collect(),
            clock_after: set(lang, &file.clock_after),
            clock_before: set(lang, &file.clock_before),
            year_before: set(lang, &file.year_before),
            labels: file.labels.into_iter().collect(),
            streets: file.streets.into_iter().collect(),
            street_first: file.street_first,
            weekdays: file.weekdays.into_iter().collect(),
            pronoun_after: file.pronoun_after.into_iter().collect(),
            pronoun_before: file.pronoun_before.into_iter().collect(),
            openers: file.openers.into_iter().collect(),
            elapsed_after: set(lang, &file.elapsed_after),
            elapsed_before: set(lang, &file.elapsed_before),
            maturities: set(lang, &file.maturities),
            maturity_links: set(lang, &file.maturity_links),
            age_groups: set(lang, &file.age_groups),
            date_joiners: file.date_joiners.into_iter().collect(),
            date_articles: file.date_articles.into_iter().collect(),
        }
    }
}
