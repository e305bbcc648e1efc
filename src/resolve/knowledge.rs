//! What resolving knows of a language, read from its file.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::Lang;
use crate::entity::{EntityKind, Sex};

/// The words of one language by which mentions are found and resolved, in small letters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Knowledge {
    pub(super) pronouns: Pronouns,
    pub(super) openers: FxHashSet<String>,
    pub(super) saying: FxHashSet<String>,
    pub(super) between: FxHashSet<String>,
    pub(super) acting: FxHashSet<String>,
    pub(super) expletive: Vec<String>,
    pub(super) definite: FxHashSet<String>,
    pub(super) indefinite: FxHashSet<String>,
    pub(super) prepositions: FxHashSet<String>,
    pub(super) of: FxHashSet<String>,
    pub(super) copulas: FxHashSet<String>,
    pub(super) relative: FxHashSet<String>,
    pub(super) modifiers: FxHashSet<String>,
    pub(super) following: FxHashSet<String>,
    nouns: Vec<Nouns>,
    /// By its words, a noun's number in `nouns`.
    #[serde(skip)]
    by_words: FxHashMap<String, usize>,
    /// Words of the longest noun.
    #[serde(skip)]
    longest: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pronouns {
    pub(super) f: FxHashSet<String>,
    pub(super) m: FxHashSet<String>,
    pub(super) thing: FxHashSet<String>,
    pub(super) inverted_f: Vec<String>,
    pub(super) inverted_m: Vec<String>,
}

/// Nouns that describe the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nouns {
    kind: EntityKind,
    /// Whether they describe every firm.
    #[serde(default)]
    general: bool,
    words: Vec<String>,
}

/// A noun that describes something with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    /// The same for words that mean the same.
    pub(super) sense: usize,
    pub(super) kind: EntityKind,
    pub(super) general: bool,
    /// How many words it has.
    pub(super) words: usize,
}

impl Knowledge {
    /// The noun that begins with the first of `words`, the longest of several.
    pub(super) fn noun(&self, words: &[&str]) -> Option<Noun> {
        (1..=self.longest.min(words.len())).rev().find_map(|count| {
            let sense = *self.by_words.get(&words[..count].join(" "))?;
            let Nouns { kind, general, .. } = self.nouns[sense];
            Some(Noun { sense, kind, general, words: count })
        })
    }

    fn read(file: &str) -> Self {
        let mut knowledge: Self = toml::from_str(file).expect("the file has this form");
        for (sense, nouns) in knowledge.nouns.iter().enumerate() {
            for words in &nouns.words {
                // As the words of a text are cut: an apostrophe ends a word.
                let words: Vec<&str> =
                    words.split([' ', '\'']).filter(|word| !word.is_empty()).collect();
                knowledge.longest = knowledge.longest.max(words.len());
                knowledge.by_words.insert(words.join(" "), sense);
            }
        }
        knowledge
    }
}

/// What is known of `lang`.
pub(super) fn of(lang: Lang) -> &'static Knowledge {
    static ENGLISH: LazyLock<Knowledge> =
        LazyLock::new(|| Knowledge::read(include_str!("data/en.toml")));
    static FRENCH: LazyLock<Knowledge> =
        LazyLock::new(|| Knowledge::read(include_str!("data/fr.toml")));
    match lang {
        Lang::En => &ENGLISH,
        Lang::Fr => &FRENCH,
    }
}

/// Whether nearly only women or nearly only men bear `name`, which is written as
/// [`crate::entity::folded`] gives it.
pub(super) fn sex_of_first_name(name: &str) -> Option<Sex> {
    static NAMES: LazyLock<FxHashMap<String, Option<Sex>>> = LazyLock::new(|| {
        let mut names = FxHashMap::default();
        for line in include_str!("data/first_names.tsv").lines() {
            let Some((sex, line)) = line.split_once('\t') else { continue };
            let sex = if sex == "f" { Sex::Female } else { Sex::Male };
            for name in line.split(' ') {
                // Without accents, two names may become one.
                for name in crate::entity::folded(name) {
                    names
                        .entry(name)
                        .and_modify(|other: &mut Option<Sex>| {
                            *other = other.filter(|other| *other == sex);
                        })
                        .or_insert(Some(sex));
                }
            }
        }
        names
    });
    NAMES.get(name).copied().flatten()
}
