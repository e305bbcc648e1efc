//! Words that loosen or bound a number.

use serde::Deserialize;

use crate::Lang;

use super::super::phrases::Phrases;
use super::{Set, map, set};

/// What a word beside a number does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::normalize) enum Bound {
    /// The number is not exact.
    Approximate,
    /// The number is the lower end; whether it is left out.
    Above { strict: bool },
    /// The number is the upper end; whether it is left out.
    Below { strict: bool },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BoundsFile {
    approximate: Vec<String>,
    above: Vec<String>,
    at_least: Vec<String>,
    below: Vec<String>,
    at_most: Vec<String>,
    only_time: Vec<String>,
    spans_time: Vec<String>,
    before_bounded_time: Vec<String>,
    only: Vec<String>,
    restrictors: Vec<String>,
    negations: Vec<String>,
    not_after: Vec<String>,
    after: BoundsAfter,
    range: RangesFile,
}

#[derive(Deserialize)]
struct BoundsAfter {
    approximate: Vec<String>,
    above: Vec<String>,
    at_least: Vec<String>,
    below: Vec<String>,
    at_most: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct RangesFile {
    pairs: Vec<(String, String)>,
    between: Vec<String>,
    levels: Vec<String>,
    alternatives: Vec<String>,
}

/// Words that loosen or bound a number.
pub(in crate::normalize) struct Bounds {
    pub(in crate::normalize) before: Phrases<Bound>,
    pub(in crate::normalize) after: Phrases<Bound>,
    pub(in crate::normalize) only_time: Set,
    pub(in crate::normalize) spans_time: Set,
    pub(in crate::normalize) before_bounded_time: Set,
    /// Phrases that mean `only` where one of the restrictors stands before: `ne … plus que`.
    pub(in crate::normalize) only: Set,
    pub(in crate::normalize) restrictors: Set,
    /// Before a bound, these take it back: `n'a pas dépassé 41 %`.
    pub(in crate::normalize) negations: Set,
    /// What makes a bound behind the number one of another before its own: `et plus de`.
    pub(in crate::normalize) not_after: Set,
    /// Opener of a range → the words between its two numbers.
    pub(in crate::normalize) pairs: Phrases<Set>,
    pub(in crate::normalize) between: Set,
    pub(in crate::normalize) levels: Set,
    pub(in crate::normalize) alternatives: Set,
}

impl Bounds {
    pub(super) fn new(lang: Lang, file: BoundsFile) -> Self {
        let mut before = Phrases::default();
        let mut after = Phrases::default();
        let mut add = |words: Vec<String>, later: Vec<String>, bound| {
            for word in &words {
                before.add(word, lang, bound);
            }
            for word in &later {
                after.add(word, lang, bound);
            }
        };
        add(file.approximate, file.after.approximate, Bound::Approximate);
        add(file.above, file.after.above, Bound::Above { strict: true });
        add(file.at_least, file.after.at_least, Bound::Above { strict: false });
        add(file.below, file.after.below, Bound::Below { strict: true });
        add(file.at_most, file.after.at_most, Bound::Below { strict: false });
        let pairs = file.range.pairs.into_iter();
        Self {
            before,
            after,
            only_time: set(lang, &file.only_time),
            spans_time: set(lang, &file.spans_time),
            before_bounded_time: set(lang, &file.before_bounded_time),
            only: set(lang, &file.only),
            restrictors: set(lang, &file.restrictors),
            negations: set(lang, &file.negations),
            not_after: set(lang, &file.not_after),
            pairs: map(lang, pairs.map(|(open, between)| (open, set(lang, &[between])))),
            between: set(lang, &file.range.between),
            levels: set(lang, &file.range.levels),
            alternatives: set(lang, &file.range.alternatives),
        }
    }
}
