//! Words by which a number takes the unit that the sentence has named before.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::Lang;
use crate::claim::Kind;

use super::super::phrases::Phrases;
use super::{Set, map, set};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InheritsFile {
    comparisons: Vec<String>,
    arrivals: Vec<String>,
    parts_before: Vec<String>,
    parts_after: Vec<String>,
    sources: Vec<String>,
    amounts: Vec<String>,
    wholes: Vec<String>,
    tallies: Vec<String>,
    index_units: FxHashSet<String>,
    named_before: FxHashMap<String, (String, Kind)>,
    named_after: FxHashMap<String, (String, Kind)>,
    told_before: FxHashMap<String, (String, Kind)>,
}

/// Words by which a number takes the unit that the sentence has named before.
pub(in crate::normalize) struct Inherits {
    /// Before what a quantity is compared with: `contre 63`.
    pub(in crate::normalize) comparisons: Set,
    /// Before the level that a change arrives at.
    pub(in crate::normalize) arrivals: Set,
    /// Before a part of what was counted: `dont 12`.
    pub(in crate::normalize) parts_before: Set,
    /// After a part of what was counted: `three of them`.
    pub(in crate::normalize) parts_after: Set,
    /// Before who gives one figure or another.
    pub(in crate::normalize) sources: Set,
    /// Before how much something changed.
    pub(in crate::normalize) amounts: Set,
    /// Before a whole whose parts follow: `Sur les 577 députés`.
    pub(in crate::normalize) wholes: Set,
    /// Before what the numbers of a clause count: `le nombre de`.
    pub(in crate::normalize) tallies: Set,
    /// Units in which an index moves and in which its level is told.
    pub(in crate::normalize) index_units: FxHashSet<String>,
    /// Names of units right before their number: `magnitude 6,2`.
    pub(in crate::normalize) named_before: Phrases<(String, Kind)>,
    /// Names of units behind their number: `6,2 sur l'échelle de Richter`.
    pub(in crate::normalize) named_after: Phrases<(String, Kind)>,
    /// What is told in one unit, left unsaid: `life expectancy is 73`.
    pub(in crate::normalize) told_before: Phrases<(String, Kind)>,
}

impl Inherits {
    pub(super) fn new(lang: Lang, file: InheritsFile) -> Self {
        Self {
            comparisons: set(lang, &file.comparisons),
            arrivals: set(lang, &file.arrivals),
            parts_before: set(lang, &file.parts_before),
            parts_after: set(lang, &file.parts_after),
            sources: set(lang, &file.sources),
            amounts: set(lang, &file.amounts),
            wholes: set(lang, &file.wholes),
            tallies: set(lang, &file.tallies),
            index_units: file.index_units,
            named_before: map(lang, file.named_before),
            named_after: map(lang, file.named_after),
            told_before: map(lang, file.told_before),
        }
    }
}
