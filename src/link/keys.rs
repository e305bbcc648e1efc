//! What may tell an article from others: first letters of its words, so that the two languages' forms of
//! a name meet, and its numbers. Names that the model overlooks stand here all the same.

use std::hash::BuildHasher;

use super::words::{STEM, folded};

/// The hash of a word's first letters, or of a number, and whether it stands with a capital letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u32);

impl Key {
    fn new(what: &str, capital: bool) -> Self {
        let hash = rustc_hash::FxBuildHasher.hash_one(what);
        Self((hash >> 32) as u32 & !1 | u32::from(capital))
    }

    /// The hash alone.
    pub(super) fn hash(self) -> u32 {
        self.0 >> 1
    }

    /// How much it weighs: names tell more than other words.
    pub(super) fn weight(self) -> u64 {
        1 + u64::from(self.0 & 1)
    }
}

/// The keys of a text, each once.
pub(super) fn keys(text: &str) -> Vec<Key> {
    let words =
        text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().nth(2).is_some());
    let words = words.map(|word| {
        let stem: String = folded(word).chars().take(STEM).collect();
        Key::new(&stem, word.starts_with(char::is_uppercase))
    });
    let in_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}');
    let numbers = text
        .split(|c: char| !in_number(c))
        .map(|number| number.chars().filter(char::is_ascii_digit).collect::<String>())
        .filter(|digits| digits.len() > 1)
        .map(|digits| Key::new(&digits, false));
    let mut keys: Vec<Key> = words.chain(numbers).collect();
    // Of a word with and without a capital letter the one with.
    keys.sort_unstable_by(|a, b| b.cmp(a));
    keys.dedup_by_key(|key| key.hash());
    keys
}
