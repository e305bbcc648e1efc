//! What the language files say, compiled into tables once.

mod bounds;
mod changes;
mod exclusions;
mod inherits;
mod nouns;
mod numbers;

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde::de::DeserializeOwned;

use crate::Lang;

use super::measure::{self, Units};
use super::money::{self, Currencies};
use super::phrases::Phrases;
use super::token::Tokens;

pub(super) use bounds::{Bound, Bounds};
pub(super) use changes::{Changes, Trigger};
pub(super) use exclusions::Exclusions;
pub(super) use inherits::Inherits;
pub(super) use nouns::Nouns;
pub(super) use numbers::{Cardinal, Collective, Denominator, Numbers};

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
    pub(super) inherits: Inherits,
    starters: FxHashSet<Box<str>>,
}

impl Lexicon {
    /// Whether a number or a range can start with the word at token `at`.
    pub(super) fn starts_number(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        !tokens.is_word(at) || self.starters.contains(tokens.word(at))
    }
}

/// The words that the phrases about numbers start with.
fn starters(numbers: &Numbers, bounds: &Bounds) -> FxHashSet<Box<str>> {
    let mut words = FxHashSet::default();
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
    words.extend(numbers.factored.first_words());
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
    inherits: &'static str,
}

macro_rules! files {
    ($lang:literal) => {
        Files {
            numbers: include_str!(concat!("../data/", $lang, "/numbers.toml")),
            bounds: include_str!(concat!("../data/", $lang, "/bounds.toml")),
            units: include_str!(concat!("../data/", $lang, "/units.toml")),
            currencies: include_str!(concat!("../data/", $lang, "/currencies.toml")),
            change: include_str!(concat!("../data/", $lang, "/change.toml")),
            nouns: include_str!(concat!("../data/", $lang, "/nouns.toml")),
            exclusions: include_str!(concat!("../data/", $lang, "/exclusions.toml")),
            inherits: include_str!(concat!("../data/", $lang, "/inherits.toml")),
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
            inherits: Inherits::new(lang, parse("inherits.toml", files.inherits)),
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
