//! Words that say in which direction a quantity goes.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::Lang;
use crate::claim::Change;

use super::super::phrases::Phrases;
use super::{Set, map, set};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangesFile {
    verbs: ChangeVerbs,
    nouns: ChangeNouns,
    after: Directions,
    levels: Vec<String>,
    level_bounds: Vec<String>,
    links: Vec<String>,
    adverbs: Vec<String>,
    appositions: Vec<String>,
    clauses: Vec<String>,
    movers: Vec<String>,
    before_nouns: Vec<String>,
    earlier: Vec<String>,
    dating: FxHashSet<String>,
    gaps: Gaps,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gaps {
    joiners: Vec<String>,
    subjects: Vec<String>,
    links: Vec<String>,
    stops: Vec<String>,
}

#[derive(Deserialize)]
struct ChangeVerbs {
    #[serde(flatten)]
    directions: Directions,
    measured: Vec<String>,
    relative: Vec<String>,
}

#[derive(Deserialize)]
struct ChangeNouns {
    #[serde(flatten)]
    directions: Directions,
    relative: Vec<String>,
}

#[derive(Deserialize)]
struct Directions {
    increase: Vec<String>,
    decrease: Vec<String>,
}

/// A word of change.
#[derive(Clone, Copy, Debug)]
pub(in crate::normalize) struct Trigger {
    pub(in crate::normalize) change: Change,
    pub(in crate::normalize) noun: bool,
    /// Whether it speaks of a change only with per cent, points or money.
    pub(in crate::normalize) measured: bool,
    /// Whether only with per cent and points: `gagner 3 %`, but `gagner 3 000 euros`.
    pub(in crate::normalize) relative: bool,
}

/// Words that say in which direction a quantity goes.
pub(in crate::normalize) struct Changes {
    pub(in crate::normalize) triggers: Phrases<Trigger>,
    pub(in crate::normalize) after: Phrases<Change>,
    pub(in crate::normalize) levels: Set,
    pub(in crate::normalize) level_bounds: Set,
    pub(in crate::normalize) links: Set,
    pub(in crate::normalize) adverbs: Set,
    pub(in crate::normalize) appositions: Set,
    pub(in crate::normalize) clauses: Set,
    pub(in crate::normalize) movers: Set,
    /// The triggers that are verbs, those that are nouns too among them.
    pub(in crate::normalize) verbs: Set,
    /// Words that tell the noun from the verb where it is both.
    pub(in crate::normalize) before_nouns: Set,
    /// What a count is compared with when it tells a change: `than a year ago`.
    pub(in crate::normalize) earlier: Set,
    /// Adjectives that make a time of the word behind them: `last fall`.
    pub(in crate::normalize) dating: FxHashSet<String>,
    /// What joins a clause that leaves its verb out: `fell 2%, the brewer by 3%`.
    pub(in crate::normalize) gap_joiners: Set,
    /// Words that open the subject of such a clause; names do, too.
    pub(in crate::normalize) gap_subjects: Set,
    pub(in crate::normalize) gap_links: Set,
    /// Verbs that show that the clause leaves none out.
    pub(in crate::normalize) gap_stops: Set,
}

impl Changes {
    pub(super) fn new(lang: Lang, file: ChangesFile) -> Self {
        let weak: FxHashSet<&String> = file.verbs.measured.iter().collect();
        let narrow: FxHashSet<&String> = file.verbs.relative.iter().collect();
        let narrow_nouns: FxHashSet<&String> = file.nouns.relative.iter().collect();
        let directions = &file.verbs.directions;
        let verbs: Vec<String> =
            directions.increase.iter().chain(&directions.decrease).cloned().collect();
        let mut triggers = Phrases::default();
        let mut add = |words: &[String], change, noun: bool| {
            for word in words {
                let measured = !noun && weak.contains(word);
                let relative = if noun { &narrow_nouns } else { &narrow }.contains(word);
                triggers.add(word, lang, Trigger { change, noun, measured, relative });
            }
        };
        // A word that is noun and verb is found as the one added last: the noun.
        add(&file.verbs.directions.increase, Change::Increase, false);
        add(&file.verbs.directions.decrease, Change::Decrease, false);
        add(&file.nouns.directions.increase, Change::Increase, true);
        add(&file.nouns.directions.decrease, Change::Decrease, true);
        let later = |words: Vec<String>, change| words.into_iter().map(move |word| (word, change));
        let after = later(file.after.increase, Change::Increase)
            .chain(later(file.after.decrease, Change::Decrease));
        Self {
            triggers,
            after: map(lang, after),
            levels: set(lang, &file.levels),
            level_bounds: set(lang, &file.level_bounds),
            links: set(lang, &file.links),
            adverbs: set(lang, &file.adverbs),
            appositions: set(lang, &file.appositions),
            clauses: set(lang, &file.clauses),
            movers: set(lang, &file.movers),
            verbs: set(lang, &verbs),
            before_nouns: set(lang, &file.before_nouns),
            earlier: set(lang, &file.earlier),
            dating: file.dating,
            gap_joiners: set(lang, &file.gaps.joiners),
            gap_subjects: set(lang, &file.gaps.subjects),
            gap_links: set(lang, &file.gaps.links),
            gap_stops: set(lang, &file.gaps.stops),
        }
    }
}
