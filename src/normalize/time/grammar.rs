//! The lexicon and the rules of a language, read from its file.
//!
//! `lexicon` names categories and the words in them; `layer` lists rules, which turn a run of words
//! and categories into one meaning. Layers are applied in the order of the file, each once from left
//! to right and the longest match first, so that the work on a text grows with its length alone.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::Lang;

use super::construct::Build;
use super::edtf::Unit;
use super::expression::{Bound, Expr, Feast, Fields, Meaning, Portion, Toward};
use super::form::{self, Form};
use super::lexer;
use super::tense::Tenses;
use super::trie::Trie;

/// A word or a category, as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Symbol(u32);

/// What one language's file says, ready for use.
#[derive(Debug)]
pub(super) struct Grammar {
    lang: Lang,
    symbols: HashMap<String, Symbol>,
    /// The categories among the symbols, without their brackets.
    categories: HashMap<String, Symbol>,
    lexicon: HashMap<String, Vec<(Symbol, Meaning)>>,
    capital: Vec<String>,
    small: Vec<String>,
    abbreviations: Vec<String>,
    never: Vec<String>,
    plural_endings: Vec<String>,
    /// Of `5/7`, the day is first.
    pub(super) day_first: bool,
    pub(super) layers: Vec<Layer>,
    pub(super) tenses: Tenses,
}

/// The rules that are applied in one go.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) trie: Trie,
    pub(super) rules: Vec<Rule>,
    pub(super) passes: u8,
    /// Number words are put together before this layer.
    pub(super) counts: bool,
}

/// What a rule makes of what it matched.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) build: Build,
    pub(super) settings: Settings,
}

/// What a rule adds to the words it matched.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    /// Places to move: -1 last, 1 next; or the sign of an offset.
    pub(super) by: i16,
    pub(super) unit: Option<Unit>,
    pub(super) portion: Option<Portion>,
    pub(super) bound: Option<Bound>,
    /// A number that the words say without a numeral: `half an hour` 0.5.
    pub(super) number: Option<f64>,
    /// Where the words point.
    pub(super) toward: Option<Toward>,
    /// It counts from the time named last before, not from the article's date.
    pub(super) anaphoric: bool,
    /// A category to give besides those of the meaning.
    pub(super) category: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    day_first: bool,
    capital: Vec<String>,
    small: Vec<String>,
    abbreviations: Vec<String>,
    never: Vec<String>,
    plural_endings: Vec<String>,
    tenses: Tenses,
    lexicon: HashMap<String, Entries>,
    feasts: HashMap<String, FeastEntry>,
    layer: Vec<LayerEntry>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entries {
    Plain(Vec<String>),
    Numbers(HashMap<String, f64>),
    Hours(HashMap<String, [u8; 2]>),
    Units(HashMap<String, Unit>),
    Portions(HashMap<String, Portion>),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
enum FeastEntry {
    Easter {
        easter: i32,
    },
    Nth {
        nth: i8,
        month: i8,
        weekday: i8,
        #[serde(default)]
        plus: i8,
    },
    Fixed {
        month: i8,
        day: i8,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerEntry {
    #[serde(rename = "name")]
    _name: String,
    #[serde(default = "one")]
    passes: u8,
    #[serde(default)]
    counts: bool,
    /// Multiword lexicon entries are put together in this layer.
    #[serde(default)]
    phrases: bool,
    #[serde(default)]
    rules: Vec<RuleEntry>,
}

fn one() -> u8 {
    1
}

/// The keys of a rule; those after `forms` are its [`Settings`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleEntry {
    build: Build,
    forms: Vec<String>,
    #[serde(default)]
    by: i16,
    unit: Option<Unit>,
    portion: Option<Portion>,
    bound: Option<Bound>,
    number: Option<f64>,
    toward: Option<Toward>,
    #[serde(default)]
    anaphoric: bool,
    #[serde(rename = "as")]
    category: Option<String>,
}

/// A file of the grammar that does not say what it should.
#[derive(Debug, thiserror::Error)]
pub(super) enum GrammarError {
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    #[error("form `{0}`: {1}")]
    Form(String, &'static str),
}

static ENGLISH: LazyLock<Grammar> = LazyLock::new(|| load(Lang::En));
static FRENCH: LazyLock<Grammar> = LazyLock::new(|| load(Lang::Fr));

#[expect(clippy::panic, reason = "the files are compiled in, and a test reads both")]
fn load(lang: Lang) -> Grammar {
    Grammar::parse(lang).unwrap_or_else(|error| panic!("times in {lang}: {error}"))
}

impl Grammar {
    /// The grammar of `lang`, read once.
    pub(super) fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &ENGLISH,
            Lang::Fr => &FRENCH,
        }
    }

    fn parse(lang: Lang) -> Result<Self, GrammarError> {
        let source = match lang {
            Lang::En => include_str!("data/en.toml"),
            Lang::Fr => include_str!("data/fr.toml"),
        };
        let file: File = toml::from_str(source)?;
        let mut grammar = Self {
            lang,
            symbols: HashMap::new(),
            categories: HashMap::new(),
            lexicon: HashMap::new(),
            capital: file.capital,
            small: file.small,
            abbreviations: file.abbreviations,
            never: file.never,
            plural_endings: file.plural_endings,
            day_first: file.day_first,
            layers: Vec::new(),
            tenses: file.tenses.folded(lang),
        };
        let mut phrases: Vec<(Vec<String>, Symbol, Meaning)> = Vec::new();
        for (category, entries) in file.lexicon {
            let symbol = grammar.intern(&format!("<{category}>"));
            for (phrase, meaning) in entries.meanings() {
                phrases.push((lexer::words(&phrase, lang), symbol, meaning));
            }
        }
        let feast = grammar.intern("<feast>");
        for (phrase, entry) in &file.feasts {
            let words = lexer::words(phrase, lang);
            phrases.push((words, feast, Meaning::Expr(Expr::Feast((*entry).into(), None, None))));
        }
        // Longer first and then by spelling: the file's tables come in no order.
        phrases.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
        for layer in file.layer {
            let layer = grammar.layer(layer, &mut phrases)?;
            grammar.layers.push(layer);
        }
        for (words, symbol, meaning) in phrases {
            if let [word] = words.as_slice() {
                grammar.intern(word);
                grammar.lexicon.entry(word.clone()).or_default().push((symbol, meaning));
            }
        }
        Ok(grammar)
    }

    fn layer(
        &mut self,
        entry: LayerEntry,
        phrases: &mut Vec<(Vec<String>, Symbol, Meaning)>,
    ) -> Result<Layer, GrammarError> {
        let mut layer = Layer {
            trie: Trie::default(),
            rules: Vec::new(),
            passes: entry.passes,
            counts: entry.counts,
        };
        if entry.phrases {
            let (long, short) = phrases.drain(..).partition(|phrase| phrase.0.len() > 1);
            *phrases = short;
            let long: Vec<(Vec<String>, Symbol, Meaning)> = long;
            for same in long.chunk_by(|one, other| one.0 == other.0) {
                let body = same[0].0.iter().map(|word| self.intern(word)).collect();
                layer.trie.insert(&Form { body, before: None, after: None }, layer.rules.len());
                let meanings = same.iter().map(|(_, symbol, meaning)| (*symbol, meaning.clone()));
                let build = Build::Phrase(meanings.collect());
                layer.rules.push(Rule { build, settings: Settings::default() });
            }
        }
        for rule in entry.rules {
            for source in &rule.forms {
                let forms = form::parse(source, self.lang, &mut |word| self.intern(word))
                    .map_err(|wrong| GrammarError::Form(source.clone(), wrong))?;
                for form in &forms {
                    layer.trie.insert(form, layer.rules.len());
                }
            }
            let RuleEntry {
                build,
                by,
                unit,
                portion,
                bound,
                number,
                toward,
                anaphoric,
                category,
                ..
            } = rule;
            let settings =
                Settings { by, unit, portion, bound, number, toward, anaphoric, category };
            if let Some(category) = &settings.category {
                self.intern(&format!("<{category}>"));
            }
            layer.rules.push(Rule { build, settings });
        }
        Ok(layer)
    }

    fn intern(&mut self, word: &str) -> Symbol {
        let next = Symbol(u32::try_from(self.symbols.len()).unwrap_or(u32::MAX));
        let symbol = *self.symbols.entry(word.to_owned()).or_insert(next);
        if let Some(category) = word.strip_prefix('<').and_then(|word| word.strip_suffix('>')) {
            self.categories.insert(category.to_owned(), symbol);
        }
        symbol
    }

    /// The symbol of a folded word, where the file mentions it.
    pub(super) fn word(&self, folded: &str) -> Option<Symbol> {
        self.symbols.get(folded).copied()
    }

    /// The symbol of a category, where a rule or the lexicon mentions it.
    pub(super) fn category(&self, name: &str) -> Option<Symbol> {
        self.categories.get(name).copied()
    }

    /// What the lexicon says of a word; nothing for one whose capital shows that it is another
    /// (`may`, `Mars`). `opens`: it begins a sentence, where a capital tells nothing.
    pub(super) fn lexicon(&self, folded: &str, word: &str, opens: bool) -> &[(Symbol, Meaning)] {
        let has_capital = word.starts_with(char::is_uppercase);
        let shouted = word.chars().nth(1).is_some_and(char::is_uppercase);
        let listed = |list: &[String]| list.iter().any(|entry| entry == folded);
        if !has_capital && listed(&self.capital)
            || has_capital && !opens && !shouted && listed(&self.small)
        {
            return &[];
        }
        self.lexicon.get(folded).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_abbreviation(&self, folded: &str) -> bool {
        self.abbreviations.iter().any(|entry| entry == folded)
    }

    /// Whether an unknown word may be a plural, counted by the number before it.
    pub(super) fn may_be_plural(&self, folded: &str) -> bool {
        self.plural_endings.iter().any(|ending| folded.ends_with(ending.as_str()))
    }

    /// Whether figures stand for something that is no date (`24/7`).
    pub(super) fn is_never(&self, figures: &str) -> bool {
        self.never.iter().any(|entry| entry == figures)
    }
}

impl Entries {
    fn meanings(self) -> Vec<(String, Meaning)> {
        fn each<T>(table: HashMap<String, T>, meaning: fn(T) -> Meaning) -> Vec<(String, Meaning)> {
            table.into_iter().map(|(phrase, value)| (phrase, meaning(value))).collect()
        }
        match self {
            Self::Plain(list) => {
                list.into_iter().map(|phrase| (phrase, Meaning::Nothing)).collect()
            }
            Self::Numbers(table) => each(table, Meaning::Number),
            Self::Hours(table) => each(table, |[from, to]| Meaning::Hours(from, to)),
            Self::Units(table) => each(table, Meaning::Unit),
            Self::Portions(table) => each(table, Meaning::Portion),
        }
    }
}

impl From<FeastEntry> for Feast {
    fn from(entry: FeastEntry) -> Self {
        match entry {
            FeastEntry::Easter { easter } => Self::Easter(easter),
            FeastEntry::Fixed { month, day } => Self::Fixed(month, day),
            FeastEntry::Nth { nth, month, weekday, plus } => {
                Self::Nth(nth, month, super::calendar::weekday(weekday), plus)
            }
        }
    }
}

/// Kept here so that the lexicon's plain fields need no more than a number.
impl Fields {
    pub(super) fn of_year(year: i16) -> Self {
        Self { year: Some(year), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_are_read() {
        for lang in [Lang::En, Lang::Fr] {
            let grammar = Grammar::parse(lang).map_err(|error| error.to_string());
            assert!(grammar.is_ok(), "{lang}: {:?}", grammar.err());
        }
    }
}
