//! What single words tell about how claims stand to each other: `data/*.toml`.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::words::folded;
use crate::Lang;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    empty: String,
    negations: String,
    negation_endings: Vec<String>,
    denials: String,
    parts: String,
}

/// The words of one language.
pub(super) struct Cues {
    empty: FxHashSet<String>,
    negations: FxHashSet<String>,
    negation_endings: Vec<String>,
    denials: Vec<String>,
    parts: Vec<String>,
}

/// The words of a language.
pub(super) fn of(lang: Lang) -> &'static Cues {
    static FR: LazyLock<Cues> = LazyLock::new(|| Cues::read(include_str!("data/fr.toml")));
    static EN: LazyLock<Cues> = LazyLock::new(|| Cues::read(include_str!("data/en.toml")));
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

fn listed(words: &str) -> impl Iterator<Item = String> {
    words.split_whitespace().map(str::to_owned)
}

impl Cues {
    #[expect(clippy::expect_used, reason = "the file is compiled in and read by every test")]
    fn read(file: &str) -> Self {
        let file: File = toml::from_str(file).expect("src/link/data holds the lists of `File`");
        Self {
            empty: listed(&file.empty).collect(),
            negations: listed(&file.negations).collect(),
            negation_endings: file.negation_endings,
            denials: listed(&file.denials).collect(),
            parts: listed(&file.parts).collect(),
        }
    }

    /// Whether the word, in lower case, carries no content of its own.
    pub(super) fn is_empty_word(&self, word: &str) -> bool {
        self.empty.contains(word)
    }

    /// How many words of `text`, in lower case, turn it into its opposite.
    pub(super) fn negations(&self, text: &str) -> usize {
        let bare = |word: &str| {
            word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').to_owned()
        };
        text.split_whitespace()
            .map(bare)
            .filter(|word| {
                self.negations.contains(word)
                    || self.negation_endings.iter().any(|ending| word.ends_with(ending.as_str()))
            })
            .count()
    }

    /// Whether a word of `text`, in lower case, denies.
    pub(super) fn denies(&self, text: &str) -> bool {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| self.denials.iter().any(|denial| word.starts_with(denial.as_str())))
    }

    /// Whether a word of `text`, in lower case, sets a part against a whole.
    pub(super) fn names_a_part(&self, text: &str) -> bool {
        text.split(|c: char| !c.is_alphanumeric() && c != '\'')
            .any(|word| self.parts.iter().any(|part| part == word))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opposites {
    pair: Vec<OppositePair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OppositePair {
    a: String,
    b: String,
}

/// The sides of pairs that a word stands on: a bit for each pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sides {
    a: u32,
    b: u32,
}

impl Sides {
    /// The sides of all words of `text`.
    pub(super) fn of(text: &str) -> Self {
        static PAIRS: LazyLock<Vec<[Vec<String>; 2]>> = LazyLock::new(|| {
            let file = include_str!("data/opposites.toml");
            let file: Opposites = toml::from_str(file).unwrap_or(Opposites { pair: Vec::new() });
            let side = |words: &str| listed(words).map(|word| folded(&word)).collect();
            file.pair.iter().map(|pair| [side(&pair.a), side(&pair.b)]).collect()
        });
        let mut sides = Self::default();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let word = folded(word);
            for (bit, pair) in PAIRS.iter().enumerate() {
                let stands = |side: &[String]| {
                    side.iter().any(|start| match start.strip_suffix('.') {
                        Some(whole) => word == whole,
                        None => word.starts_with(start.as_str()),
                    })
                };
                sides.a |= u32::from(stands(&pair[0])) << bit;
                sides.b |= u32::from(stands(&pair[1])) << bit;
            }
        }
        // A word that stands on both sides says neither.
        let both = sides.a & sides.b;
        Self { a: sides.a & !both, b: sides.b & !both }
    }

    /// Whether some pair has one side here and the other there.
    pub(super) fn oppose(self, other: Self) -> bool {
        self.a & other.b != 0 || self.b & other.a != 0
    }

    /// Whether some pair has the same side in both.
    pub(super) fn concur(self, other: Self) -> bool {
        self.a & other.a != 0 || self.b & other.b != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_read() {
        for lang in [Lang::Fr, Lang::En] {
            assert!(of(lang).parts.len() > 2 && of(lang).denials.len() > 5);
        }
        assert!(Sides::of("a été rejeté").oppose(Sides::of("voted to approve")));
        assert!(Sides::of("fermera").concur(Sides::of("is shut")));
        assert!(!Sides::of("fermera").oppose(Sides::of("is shut")));
    }

    #[test]
    fn denials_and_negations() {
        assert!(of(Lang::Fr).denies("le fonds a démenti"));
        assert!(!of(Lang::Fr).denies("le niveau a monté"));
        assert_eq!(of(Lang::En).negations("nobody was hurt and it didn’t rain"), 2);
        assert!(of(Lang::En).names_a_part("1,840, of whom 410"));
    }
}
