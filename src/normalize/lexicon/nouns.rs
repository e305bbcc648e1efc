//! Words around counted nouns.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::Lang;

use super::super::phrases::Phrases;
use super::{Set, map, set};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NounsFile {
    stops: Vec<String>,
    adjectives: Vec<String>,
    adjective_endings: Vec<String>,
    #[serde(default)]
    people_endings: Vec<String>,
    #[serde(default)]
    participle_endings: Vec<String>,
    #[serde(default)]
    classifying_endings: Vec<String>,
    #[serde(default)]
    not_classifying: Vec<String>,
    invariant: Vec<String>,
    victims: Vec<String>,
    victim_verbs: Vec<String>,
    victim_unit: String,
    not_plural: Vec<String>,
    irregular: FxHashMap<String, String>,
    rates: RatesFile,
}

#[derive(Deserialize)]
pub(super) struct RatesFile {
    nouns: Vec<String>,
    articles: Vec<String>,
    per: Vec<String>,
    not_rates: Vec<String>,
    not_after: Vec<String>,
    per_many: Vec<String>,
    fillers: Vec<String>,
    rate_adverbs: FxHashMap<String, String>,
}

/// What helps to find a counted noun and to put it in the singular.
pub(in crate::normalize) struct Nouns {
    pub(in crate::normalize) stops: FxHashSet<String>,
    pub(in crate::normalize) adjectives: FxHashSet<String>,
    pub(in crate::normalize) adjective_endings: Vec<String>,
    pub(in crate::normalize) people_endings: Vec<String>,
    pub(in crate::normalize) participle_endings: Vec<String>,
    pub(in crate::normalize) classifying_endings: Vec<String>,
    pub(in crate::normalize) not_classifying: FxHashSet<String>,
    pub(in crate::normalize) invariant: FxHashSet<String>,
    pub(in crate::normalize) victims: FxHashSet<String>,
    pub(in crate::normalize) victim_verbs: FxHashSet<String>,
    pub(in crate::normalize) victim_unit: String,
    pub(in crate::normalize) not_plural: FxHashSet<String>,
    pub(in crate::normalize) irregular: FxHashMap<String, String>,
    pub(in crate::normalize) counted_in_rates: Set,
    pub(in crate::normalize) rate_articles: Set,
    pub(in crate::normalize) per: Set,
    pub(in crate::normalize) not_rates: FxHashSet<String>,
    /// Words that make a time of what looks like a denominator: `a year earlier`.
    pub(in crate::normalize) not_after_rate: Set,
    /// Before a denominator of many: `pour 100 000 habitants`.
    pub(in crate::normalize) per_many: Set,
    /// What may stand between a quantity and its denominator: `brut de l'heure`.
    pub(in crate::normalize) rate_fillers: Set,
    pub(in crate::normalize) rate_adverbs: Phrases<String>,
}

impl Nouns {
    pub(super) fn new(lang: Lang, file: NounsFile) -> Self {
        Self {
            stops: file.stops.into_iter().collect(),
            adjectives: file.adjectives.into_iter().collect(),
            adjective_endings: file.adjective_endings,
            people_endings: file.people_endings,
            participle_endings: file.participle_endings,
            classifying_endings: file.classifying_endings,
            not_classifying: file.not_classifying.into_iter().collect(),
            invariant: file.invariant.into_iter().collect(),
            victims: file.victims.into_iter().collect(),
            victim_verbs: file.victim_verbs.into_iter().collect(),
            victim_unit: file.victim_unit,
            not_plural: file.not_plural.into_iter().collect(),
            irregular: file.irregular,
            counted_in_rates: set(lang, &file.rates.nouns),
            rate_articles: set(lang, &file.rates.articles),
            per: set(lang, &file.rates.per),
            not_rates: file.rates.not_rates.into_iter().collect(),
            not_after_rate: set(lang, &file.rates.not_after),
            per_many: set(lang, &file.rates.per_many),
            rate_fillers: set(lang, &file.rates.fillers),
            rate_adverbs: map(lang, file.rates.rate_adverbs),
        }
    }
}
