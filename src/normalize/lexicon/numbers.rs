//! Number words.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::Lang;
use crate::claim::Change;

use super::super::amount::Amount;
use super::super::phrases::Phrases;
use super::{Set, map, set};

/// A word of a cardinal number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::normalize) enum Cardinal {
    /// 0 to 19.
    Unit(i128),
    /// 20 to 90.
    Ten(i128),
    /// 60 and 80, which 10 to 19 may follow.
    LongTen(i128),
    /// Hundred; whether it counts alone.
    Hundred(bool),
    /// A power of ten; whether it counts alone.
    Scale(i32, bool),
}

/// The denominator that a word gives.
#[derive(Clone, Copy, Debug)]
pub(in crate::normalize) struct Denominator {
    pub(in crate::normalize) value: i128,
    pub(in crate::normalize) plural: bool,
}

/// What a word that counts several at once gives.
#[derive(Clone, Copy, Debug)]
pub(in crate::normalize) enum Collective {
    /// A fixed number: `dozen`.
    Exact(i128),
    /// About a number: `quarantaine`.
    Loose(i128),
}

/// An order of magnitude: `hundreds`.
#[derive(Clone, Copy, Debug)]
pub(in crate::normalize) struct Magnitude {
    pub(in crate::normalize) low: Amount,
    pub(in crate::normalize) high: Option<Amount>,
}

/// A multiple: `doubled`.
#[derive(Clone, Copy, Debug)]
pub(in crate::normalize) struct Multiple {
    pub(in crate::normalize) value: Amount,
    pub(in crate::normalize) change: Option<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NumbersFile {
    articles: Vec<String>,
    one: Vec<String>,
    and: Vec<String>,
    point: Vec<String>,
    minus: Vec<String>,
    plus_minus: Vec<String>,
    ordinal_endings: Vec<String>,
    units: FxHashMap<String, i64>,
    tens: FxHashMap<String, i64>,
    long_tens: FxHashMap<String, i64>,
    hundreds: FxHashMap<String, bool>,
    scales: FxHashMap<String, (i32, bool)>,
    factors: FxHashMap<String, i32>,
    money_factors: FxHashMap<String, i32>,
    fractions: FxHashMap<String, (i64, i64)>,
    ordinals: FxHashMap<String, (String, i64)>,
    collectives: FxHashMap<String, i64>,
    loose_collectives: FxHashMap<String, i64>,
    magnitudes: FxHashMap<String, Vec<f64>>,
    several: Vec<String>,
    out_of: Vec<String>,
    multiples: FxHashMap<String, MultipleEntry>,
    fold: Vec<String>,
    times: Vec<String>,
    times_ratio: Vec<String>,
    adverbs: FxHashMap<String, i64>,
    acting_fractions: ActingFile,
    collective_adjectives: Vec<String>,
    definite: Vec<String>,
    multiplied: Vec<String>,
    divided: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActingFile {
    compounds: Vec<String>,
    prepositions: Vec<String>,
    objects: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum MultipleEntry {
    Ratio((f64,)),
    Change((f64, Change)),
}

impl MultipleEntry {
    fn parts(self) -> (f64, Option<Change>) {
        match self {
            Self::Ratio((value,)) => (value, None),
            Self::Change((value, change)) => (value, Some(change)),
        }
    }
}

/// What tells whether a fraction is the subject of the word behind it.
pub(in crate::normalize) struct ActingFractions {
    /// Nouns that make one word with a fraction: `half price`.
    pub(in crate::normalize) compounds: Set,
    /// Bounds that are prepositions too, which tell nothing.
    pub(in crate::normalize) prepositions: Set,
    /// What an object starts with, behind a verb and never behind a noun.
    pub(in crate::normalize) objects: Set,
}

/// Number words.
pub(in crate::normalize) struct Numbers {
    pub(in crate::normalize) articles: Set,
    pub(in crate::normalize) one: Set,
    pub(in crate::normalize) and: Set,
    pub(in crate::normalize) point: Set,
    pub(in crate::normalize) minus: Set,
    pub(in crate::normalize) plus_minus: Set,
    pub(in crate::normalize) ordinal_endings: FxHashSet<String>,
    pub(in crate::normalize) cardinals: Phrases<Cardinal>,
    pub(in crate::normalize) factors: FxHashMap<String, i32>,
    pub(in crate::normalize) money_factors: FxHashMap<String, i32>,
    pub(in crate::normalize) fractions: Phrases<Amount>,
    pub(in crate::normalize) denominators: Phrases<Denominator>,
    pub(in crate::normalize) collectives: Phrases<Collective>,
    pub(in crate::normalize) magnitudes: Phrases<Magnitude>,
    pub(in crate::normalize) several: Set,
    pub(in crate::normalize) out_of: Set,
    pub(in crate::normalize) multiples: Phrases<Multiple>,
    pub(in crate::normalize) fold: Set,
    pub(in crate::normalize) times: Set,
    pub(in crate::normalize) times_ratio: Set,
    pub(in crate::normalize) adverbs: Phrases<Amount>,
    pub(in crate::normalize) acting_fractions: ActingFractions,
    /// Between an article and a collective: `une petite centaine`.
    pub(in crate::normalize) collective_adjectives: FxHashSet<String>,
    /// Before a power of ten that counts alone: `le milliard d'euros`.
    pub(in crate::normalize) definite: FxHashSet<String>,
    /// Before a factor, with the direction that it gives: `divisé par trois`.
    pub(in crate::normalize) factored: Phrases<Change>,
}

impl Numbers {
    pub(super) fn new(lang: Lang, file: NumbersFile) -> Self {
        let mut cardinals = Phrases::default();
        let mut cardinal = |word: &str, meaning| {
            cardinals.add(word, lang, meaning);
            if word.contains('-') {
                cardinals.add(&word.replace('-', " "), lang, meaning);
            }
        };
        for (word, value) in &file.units {
            cardinal(word, Cardinal::Unit(i128::from(*value)));
        }
        for (word, value) in &file.tens {
            cardinal(word, Cardinal::Ten(i128::from(*value)));
        }
        for (word, value) in &file.long_tens {
            cardinal(word, Cardinal::LongTen(i128::from(*value)));
        }
        for (word, bare) in &file.hundreds {
            cardinal(word, Cardinal::Hundred(*bare));
        }
        for (word, (exponent, bare)) in &file.scales {
            cardinal(word, Cardinal::Scale(*exponent, *bare));
        }
        let mut multiples = map(
            lang,
            file.multiples.into_iter().filter_map(|(word, entry)| {
                let (value, change) = entry.parts();
                Some((word, Multiple { value: Amount::from_f64(value)?, change }))
            }),
        );
        for (word, value) in file.units.iter().chain(&file.tens).filter(|(_, value)| **value > 1) {
            for fold in &file.fold {
                let multiple = Multiple { value: Amount::integer((*value).into()), change: None };
                multiples.add(&format!("{word}{fold}"), lang, multiple);
            }
        }
        let mut denominators = Phrases::default();
        for (singular, (plural, value)) in &file.ordinals {
            let value = i128::from(*value);
            denominators.add(singular, lang, Denominator { value, plural: false });
            denominators.add(plural, lang, Denominator { value, plural: true });
        }
        let ratio = |(n, d): (i64, i64)| Amount::ratio(i128::from(n), i128::from(d));
        let fractions = file.fractions.into_iter();
        let exact = file.collectives.into_iter().map(|(w, n)| (w, Collective::Exact(n.into())));
        let loose =
            file.loose_collectives.into_iter().map(|(w, n)| (w, Collective::Loose(n.into())));
        let factored = file.multiplied.into_iter().map(|words| (words, Change::Increase));
        let divided = file.divided.into_iter().map(|words| (words, Change::Decrease));
        Self {
            collective_adjectives: file.collective_adjectives.into_iter().collect(),
            definite: file.definite.into_iter().collect(),
            factored: map(lang, factored.chain(divided)),
            acting_fractions: ActingFractions {
                compounds: set(lang, &file.acting_fractions.compounds),
                prepositions: set(lang, &file.acting_fractions.prepositions),
                objects: set(lang, &file.acting_fractions.objects),
            },
            articles: set(lang, &file.articles),
            one: set(lang, &file.one),
            and: set(lang, &file.and),
            point: set(lang, &file.point),
            minus: set(lang, &file.minus),
            plus_minus: set(lang, &file.plus_minus),
            ordinal_endings: file.ordinal_endings.into_iter().collect(),
            cardinals,
            factors: file.factors,
            money_factors: file.money_factors,
            fractions: map(lang, fractions.filter_map(|(w, f)| Some((w, ratio(f)?)))),
            denominators,
            collectives: map(lang, exact.chain(loose)),
            magnitudes: map(
                lang,
                file.magnitudes.into_iter().filter_map(|(word, ends)| {
                    let low = Amount::from_f64(*ends.first()?)?;
                    let high = ends.get(1).and_then(|high| Amount::from_f64(*high));
                    Some((word, Magnitude { low, high }))
                }),
            ),
            several: set(lang, &file.several),
            out_of: set(lang, &file.out_of),
            multiples,
            fold: set(lang, &file.fold),
            times: set(lang, &file.times),
            times_ratio: set(lang, &file.times_ratio),
            adverbs: map(
                lang,
                file.adverbs.into_iter().map(|(w, n)| (w, Amount::integer(n.into()))),
            ),
        }
    }
}
