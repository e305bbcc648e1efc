//! What the language files say, compiled into tables once.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Lang;
use crate::claim::Change;

use super::amount::Amount;
use super::measure::{self, Units};
use super::money::{self, Currencies};
use super::phrases::Phrases;
use super::token::Tokens;

/// Everything that one language says about quantities.
pub(super) struct Lexicon {
    pub(super) lang: Lang,
    pub(super) numbers: Numbers,
    pub(super) bounds: Bounds,
    pub(super) units: Units,
    pub(super) currencies: Currencies,
    pub(super) change: Changes,
    pub(super) nouns: Nouns,
    pub(super) exclusions: Exclusions,
    starters: HashSet<Box<str>>,
}

impl Lexicon {
    /// Whether a number or a range can start with the word at token `at`.
    pub(super) fn starts_number(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        !tokens.is_word(at) || self.starters.contains(tokens.word(at))
    }
}

/// The words that the phrases about numbers start with.
fn starters(numbers: &Numbers, bounds: &Bounds) -> HashSet<Box<str>> {
    let mut words = HashSet::new();
    words.extend(numbers.articles.first_words());
    words.extend(numbers.one.first_words());
    words.extend(numbers.minus.first_words());
    words.extend(numbers.cardinals.first_words());
    words.extend(numbers.fractions.first_words());
    words.extend(numbers.collectives.first_words());
    words.extend(numbers.magnitudes.first_words());
    words.extend(numbers.several.first_words());
    words.extend(numbers.multiples.first_words());
    words.extend(numbers.adverbs.first_words());
    words.extend(bounds.pairs.first_words());
    words
}

/// The tables of `lang`.
pub(super) fn of(lang: Lang) -> &'static Lexicon {
    static EN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(Lang::En, &EN_FILES));
    static FR: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(Lang::Fr, &FR_FILES));
    match lang {
        Lang::En => &EN,
        Lang::Fr => &FR,
    }
}

struct Files {
    numbers: &'static str,
    bounds: &'static str,
    units: &'static str,
    currencies: &'static str,
    change: &'static str,
    nouns: &'static str,
    exclusions: &'static str,
}

macro_rules! files {
    ($lang:literal) => {
        Files {
            numbers: include_str!(concat!("data/", $lang, "/numbers.toml")),
            bounds: include_str!(concat!("data/", $lang, "/bounds.toml")),
            units: include_str!(concat!("data/", $lang, "/units.toml")),
            currencies: include_str!(concat!("data/", $lang, "/currencies.toml")),
            change: include_str!(concat!("data/", $lang, "/change.toml")),
            nouns: include_str!(concat!("data/", $lang, "/nouns.toml")),
            exclusions: include_str!(concat!("data/", $lang, "/exclusions.toml")),
        }
    };
}

static EN_FILES: Files = files!("en");
static FR_FILES: Files = files!("fr");

/// Reads a compiled-in file. The files are part of the program and a test reads them all, so a
/// mistake in one is found before it ships.
#[expect(clippy::panic, reason = "a broken compiled-in file is a defect of the program itself")]
pub(super) fn parse<T: DeserializeOwned>(name: &str, text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("data file {name}: {error}"))
}

impl Lexicon {
    fn new(lang: Lang, files: &Files) -> Self {
        let numbers = Numbers::new(lang, parse("numbers.toml", files.numbers));
        let bounds = Bounds::new(lang, parse("bounds.toml", files.bounds));
        Self {
            lang,
            starters: starters(&numbers, &bounds),
            numbers,
            bounds,
            units: measure::units(lang, files.units),
            currencies: money::currencies(lang, files.currencies),
            change: Changes::new(lang, parse("change.toml", files.change)),
            nouns: Nouns::new(lang, parse("nouns.toml", files.nouns)),
            exclusions: Exclusions::new(lang, parse("exclusions.toml", files.exclusions)),
        }
    }
}

/// A table of phrases without further meaning.
pub(super) type Set = Phrases<()>;

pub(super) fn set(lang: Lang, phrases: &[String]) -> Set {
    let mut table = Phrases::default();
    for phrase in phrases {
        table.add(phrase, lang, ());
    }
    table
}

fn map<T: Clone>(lang: Lang, entries: impl IntoIterator<Item = (String, T)>) -> Phrases<T> {
    let mut table = Phrases::default();
    for (phrase, meaning) in entries {
        table.add(&phrase, lang, meaning);
    }
    table
}

/// A word of a cardinal number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cardinal {
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
pub(super) struct Denominator {
    pub(super) value: i128,
    pub(super) plural: bool,
}

/// What a word that counts several at once gives.
#[derive(Clone, Copy, Debug)]
pub(super) enum Collective {
    /// A fixed number: `dozen`.
    Exact(i128),
    /// About a number: `quarantaine`.
    Loose(i128),
}

/// An order of magnitude: `hundreds`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Magnitude {
    pub(super) low: Amount,
    pub(super) high: Option<Amount>,
}

/// A multiple: `doubled`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Multiple {
    pub(super) value: Amount,
    pub(super) change: Option<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumbersFile {
    articles: Vec<String>,
    one: Vec<String>,
    and: Vec<String>,
    point: Vec<String>,
    minus: Vec<String>,
    ordinal_endings: Vec<String>,
    units: HashMap<String, i64>,
    tens: HashMap<String, i64>,
    long_tens: HashMap<String, i64>,
    hundreds: HashMap<String, bool>,
    scales: HashMap<String, (i32, bool)>,
    factors: HashMap<String, i32>,
    money_factors: HashMap<String, i32>,
    fractions: HashMap<String, (i64, i64)>,
    ordinals: HashMap<String, (String, i64)>,
    collectives: HashMap<String, i64>,
    loose_collectives: HashMap<String, i64>,
    magnitudes: HashMap<String, Vec<f64>>,
    several: Vec<String>,
    out_of: Vec<String>,
    multiples: HashMap<String, MultipleEntry>,
    fold: Vec<String>,
    times: Vec<String>,
    times_ratio: Vec<String>,
    adverbs: HashMap<String, i64>,
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

/// Number words.
pub(super) struct Numbers {
    pub(super) articles: Set,
    pub(super) one: Set,
    pub(super) and: Set,
    pub(super) point: Set,
    pub(super) minus: Set,
    pub(super) ordinal_endings: HashSet<String>,
    pub(super) cardinals: Phrases<Cardinal>,
    pub(super) factors: HashMap<String, i32>,
    pub(super) money_factors: HashMap<String, i32>,
    pub(super) fractions: Phrases<Amount>,
    pub(super) denominators: Phrases<Denominator>,
    pub(super) collectives: Phrases<Collective>,
    pub(super) magnitudes: Phrases<Magnitude>,
    pub(super) several: Set,
    pub(super) out_of: Set,
    pub(super) multiples: Phrases<Multiple>,
    pub(super) fold: Set,
    pub(super) times: Set,
    pub(super) times_ratio: Set,
    pub(super) adverbs: Phrases<Amount>,
}

impl Numbers {
    fn new(lang: Lang, file: NumbersFile) -> Self {
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
        Self {
            articles: set(lang, &file.articles),
            one: set(lang, &file.one),
            and: set(lang, &file.and),
            point: set(lang, &file.point),
            minus: set(lang, &file.minus),
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

/// What a word beside a number does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// The number is not exact.
    Approximate,
    /// The number is the lower end; whether it is left out.
    Above { strict: bool },
    /// The number is the upper end; whether it is left out.
    Below { strict: bool },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundsFile {
    approximate: Vec<String>,
    above: Vec<String>,
    at_least: Vec<String>,
    below: Vec<String>,
    at_most: Vec<String>,
    only_time: Vec<String>,
    spans_time: Vec<String>,
    before_bounded_time: Vec<String>,
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
struct RangesFile {
    pairs: Vec<(String, String)>,
    between: Vec<String>,
    levels: Vec<String>,
    alternatives: Vec<String>,
}

/// Words that loosen or bound a number.
pub(super) struct Bounds {
    pub(super) before: Phrases<Bound>,
    pub(super) after: Phrases<Bound>,
    pub(super) only_time: Set,
    pub(super) spans_time: Set,
    pub(super) before_bounded_time: Set,
    /// Opener of a range → the words between its two numbers.
    pub(super) pairs: Phrases<Set>,
    pub(super) between: Set,
    pub(super) levels: Set,
    pub(super) alternatives: Set,
}

impl Bounds {
    fn new(lang: Lang, file: BoundsFile) -> Self {
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
            pairs: map(lang, pairs.map(|(open, between)| (open, set(lang, &[between])))),
            between: set(lang, &file.range.between),
            levels: set(lang, &file.range.levels),
            alternatives: set(lang, &file.range.alternatives),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangesFile {
    verbs: ChangeVerbs,
    nouns: ChangeNouns,
    after: Directions,
    levels: Vec<String>,
    links: Vec<String>,
    adverbs: Vec<String>,
    appositions: Vec<String>,
    clauses: Vec<String>,
    movers: Vec<String>,
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
pub(super) struct Trigger {
    pub(super) change: Change,
    pub(super) noun: bool,
    /// Whether it speaks of a change only with per cent, points or money.
    pub(super) measured: bool,
    /// Whether only with per cent and points: `gagner 3 %`, but `gagner 3 000 euros`.
    pub(super) relative: bool,
}

/// Words that say in which direction a quantity goes.
pub(super) struct Changes {
    pub(super) triggers: Phrases<Trigger>,
    pub(super) after: Phrases<Change>,
    pub(super) levels: Set,
    pub(super) links: Set,
    pub(super) adverbs: Set,
    pub(super) appositions: Set,
    pub(super) clauses: Set,
    pub(super) movers: Set,
}

impl Changes {
    fn new(lang: Lang, file: ChangesFile) -> Self {
        let weak: HashSet<&String> = file.verbs.measured.iter().collect();
        let narrow: HashSet<&String> = file.verbs.relative.iter().collect();
        let narrow_nouns: HashSet<&String> = file.nouns.relative.iter().collect();
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
            links: set(lang, &file.links),
            adverbs: set(lang, &file.adverbs),
            appositions: set(lang, &file.appositions),
            clauses: set(lang, &file.clauses),
            movers: set(lang, &file.movers),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounsFile {
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
    irregular: HashMap<String, String>,
    rates: RatesFile,
}

#[derive(Deserialize)]
struct RatesFile {
    nouns: Vec<String>,
    articles: Vec<String>,
    per: Vec<String>,
    not_rates: Vec<String>,
    not_after: Vec<String>,
    rate_adverbs: HashMap<String, String>,
}

/// What helps to find a counted noun and to put it in the singular.
pub(super) struct Nouns {
    pub(super) stops: HashSet<String>,
    pub(super) adjectives: HashSet<String>,
    pub(super) adjective_endings: Vec<String>,
    pub(super) people_endings: Vec<String>,
    pub(super) participle_endings: Vec<String>,
    pub(super) classifying_endings: Vec<String>,
    pub(super) not_classifying: HashSet<String>,
    pub(super) invariant: HashSet<String>,
    pub(super) victims: HashSet<String>,
    pub(super) victim_verbs: HashSet<String>,
    pub(super) victim_unit: String,
    pub(super) not_plural: HashSet<String>,
    pub(super) irregular: HashMap<String, String>,
    pub(super) counted_in_rates: Set,
    pub(super) rate_articles: Set,
    pub(super) per: Set,
    pub(super) not_rates: HashSet<String>,
    /// Words that make a time of what looks like a denominator: `a year earlier`.
    pub(super) not_after_rate: HashSet<String>,
    pub(super) rate_adverbs: Phrases<String>,
}

impl Nouns {
    fn new(lang: Lang, file: NounsFile) -> Self {
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
            not_after_rate: file.rates.not_after.into_iter().collect(),
            rate_adverbs: map(lang, file.rates.rate_adverbs),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExclusionsFile {
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
}

/// Surroundings of numbers that measure nothing.
pub(super) struct Exclusions {
    pub(super) months: HashSet<String>,
    pub(super) clock_after: Set,
    pub(super) clock_before: Set,
    pub(super) year_before: Set,
    pub(super) labels: HashSet<String>,
    pub(super) streets: HashSet<String>,
    pub(super) street_first: bool,
    pub(super) weekdays: HashSet<String>,
    pub(super) pronoun_after: HashSet<String>,
    pub(super) pronoun_before: HashSet<String>,
    pub(super) openers: HashSet<String>,
}

impl Exclusions {
    fn new(lang: Lang, file: ExclusionsFile) -> Self {
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
        }
    }
}
