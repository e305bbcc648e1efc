//! What the splitter knows of a language, read from its file.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::Lang;

/// The words of one language that decide whether a mark ends a sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Knowledge {
    before_name: HashSet<String>,
    before_number: HashSet<String>,
    inside: HashSet<String>,
    either: HashSet<String>,
    /// Names that end in a mark (`Yahoo!`).
    pub(super) marked_names: Vec<String>,
    starters: HashSet<String>,
    reporting: HashSet<String>,
}

/// What usually follows an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A name: it ends no sentence.
    BeforeName,
    /// A number, else it ends the sentence.
    BeforeNumber,
    /// The rest of the sentence.
    Inside,
    /// Anything.
    Either,
}

impl Knowledge {
    /// The kind of abbreviation that `word`, written without its full stop, is.
    pub(super) fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        let classes = [
            (&self.before_name, Abbreviation::BeforeName),
            (&self.inside, Abbreviation::Inside),
            (&self.before_number, Abbreviation::BeforeNumber),
            (&self.either, Abbreviation::Either),
        ];
        let find =
            |word: &str| classes.iter().find(|(words, _)| words.contains(word)).map(|(_, c)| *c);
        find(word).or_else(|| find(&with_small_initial(word)?))
    }

    /// Whether `word` often opens a sentence.
    pub(super) fn is_starter(&self, word: &str) -> bool {
        self.starters.contains(word)
    }

    /// Whether `word` is a verb of saying.
    pub(super) fn is_reporting(&self, word: &str) -> bool {
        self.reporting.contains(word)
    }
}

/// `word` with its first letter small; none where it is small already, or an initial.
fn with_small_initial(word: &str) -> Option<String> {
    let mut letters = word.chars();
    let first = letters.next().filter(|first| first.is_uppercase())?;
    let rest = letters.as_str();
    (!rest.is_empty()).then(|| first.to_lowercase().collect::<String>() + rest)
}

pub(super) fn of(lang: Lang) -> &'static Knowledge {
    static EN: LazyLock<Knowledge> = LazyLock::new(|| parse(include_str!("en.toml")));
    static FR: LazyLock<Knowledge> = LazyLock::new(|| parse(include_str!("fr.toml")));
    match lang {
        Lang::En => &EN,
        Lang::Fr => &FR,
    }
}

fn parse(file: &str) -> Knowledge {
    // Cannot fail at a user's: the files are compiled in and a test below reads both.
    toml::from_str(file).expect("the language files are well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_are_read() {
        assert_eq!(of(Lang::Fr).abbreviation("Mme"), Some(Abbreviation::BeforeName));
        assert_eq!(of(Lang::En).abbreviation("Inc"), Some(Abbreviation::Either));
    }

    #[test]
    fn a_small_entry_matches_with_a_capital_but_not_the_reverse() {
        assert_eq!(of(Lang::Fr).abbreviation("Env"), Some(Abbreviation::Inside));
        assert_eq!(of(Lang::En).abbreviation("No"), Some(Abbreviation::BeforeNumber));
        assert_eq!(of(Lang::En).abbreviation("no"), None);
    }
}
