//! Tables of phrases, found in a row of tokens by their first or their last word.

use rustc_hash::FxHashMap;

use crate::Lang;

use super::token::Tokens;

/// Phrases with a meaning each.
#[derive(Clone, Debug)]
pub(super) struct Phrases<T> {
    entries: Vec<(Box<[Box<str>]>, T)>,
    by_first: FxHashMap<Box<str>, Vec<usize>>,
    by_last: FxHashMap<Box<str>, Vec<usize>>,
    /// Whether the case of letters counts, as in symbols of units.
    exact: bool,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            by_first: FxHashMap::default(),
            by_last: FxHashMap::default(),
            exact: false,
        }
    }
}

impl<T> Phrases<T> {
    /// A table of symbols: the case of letters counts.
    pub(super) fn exact() -> Self {
        Self { exact: true, ..Self::default() }
    }

    pub(super) fn add(&mut self, phrase: &str, lang: Lang, meaning: T)
    where
        T: Clone,
    {
        // The micro sign and the Greek letter are one to whoever reads.
        if self.exact && phrase.contains('µ') {
            self.add(&phrase.replace('µ', "μ"), lang, meaning.clone());
        }
        let tokens = Tokens::new(phrase, lang);
        let form = |at| if self.exact { tokens.raw(at) } else { tokens.word(at) };
        let words: Box<[Box<str>]> = (0..tokens.len()).map(|at| form(at).into()).collect();
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let entry = self.entries.len();
        self.by_first.entry(first.clone()).or_default().push(entry);
        self.by_last.entry(last.clone()).or_default().push(entry);
        self.entries.push((words, meaning));
    }

    /// Whether the table has no phrase.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The longest phrase that starts with token `at`: its meaning and the token after it.
    pub(super) fn starting(&self, tokens: &Tokens<'_>, at: usize) -> Option<(&T, usize)> {
        let candidates = self.by_first.get(self.form(tokens, at))?;
        let longest = |entry: &&usize| self.entries[**entry].0.len();
        candidates
            .iter()
            .filter(|entry| self.matches(tokens, at, **entry))
            .max_by_key(longest)
            .map(|entry| (&self.entries[*entry].1, at + self.entries[*entry].0.len()))
    }

    /// The longest phrase that ends before token `end`: its meaning and its first token.
    pub(super) fn ending(&self, tokens: &Tokens<'_>, end: usize) -> Option<(&T, usize)> {
        let last = end.checked_sub(1)?;
        let candidates = self.by_last.get(self.form(tokens, last))?;
        let longest = |entry: &&usize| self.entries[**entry].0.len();
        candidates
            .iter()
            .filter(|entry| {
                let start = end.checked_sub(self.entries[**entry].0.len());
                start.is_some_and(|start| self.matches(tokens, start, **entry))
            })
            .max_by_key(longest)
            .map(|entry| (&self.entries[*entry].1, end - self.entries[*entry].0.len()))
    }

    /// The words that phrases of the table start with.
    pub(super) fn first_words(&self) -> impl Iterator<Item = Box<str>> {
        self.by_first.keys().cloned()
    }

    /// Whether the one word is a phrase of the table.
    pub(super) fn has(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        self.starting(tokens, at).is_some_and(|(_, end)| end == at + 1)
    }

    fn form<'a>(&self, tokens: &'a Tokens<'_>, at: usize) -> &'a str {
        if self.exact { tokens.raw(at) } else { tokens.word(at) }
    }

    fn matches(&self, tokens: &Tokens<'_>, at: usize, entry: usize) -> bool {
        let words = &self.entries[entry].0;
        words.iter().enumerate().all(|(offset, word)| {
            self.form(tokens, at + offset) == &**word && (offset == 0 || !tokens.line(at + offset))
        })
    }
}
