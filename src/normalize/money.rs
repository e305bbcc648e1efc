//! Currencies by sign, code and name.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::Lang;

use super::amount::Amount;
use super::lexicon::{Set, parse, set};
use super::phrases::Phrases;
use super::token::Tokens;

/// A currency as a text names it.
#[derive(Clone, Debug)]
pub(super) struct Money {
    /// ISO 4217 code, or `$` for a dollar of a country still to be found.
    pub(super) code: String,
    /// What one of the named is of the currency: a hundredth for a cent; a million for `MUSD`.
    pub(super) times: Amount,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SharedFile {
    codes: FxHashSet<String>,
    wordlike: FxHashSet<String>,
    signs: FxHashMap<String, String>,
    before_only: FxHashSet<String>,
    after_only: FxHashSet<String>,
    minor: FxHashMap<String, (String, i64)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrenciesFile {
    names: FxHashMap<String, Vec<String>>,
    minor: FxHashMap<String, (String, i64)>,
    tight: Vec<String>,
    plurals: FxHashMap<String, String>,
    countries: FxHashMap<String, FxHashMap<String, Vec<String>>>,
}

/// The currencies that a language names.
pub(super) struct Currencies {
    codes: FxHashSet<String>,
    wordlike: FxHashSet<String>,
    before: Phrases<Money>,
    after: Phrases<Money>,
    names: Phrases<Money>,
    tight: Set,
    /// Word that names a country → (currency as named, currency of that country).
    countries: Phrases<Vec<(String, String)>>,
}

/// The currencies of the countries that a text names.
#[derive(Debug, Default)]
pub(super) struct Countries {
    named: FxHashMap<String, FxHashSet<String>>,
}

pub(super) fn currencies(lang: Lang, text: &str) -> Currencies {
    let shared: SharedFile = parse("currencies.toml", include_str!("data/currencies.toml"));
    let file: CurrenciesFile = parse("currencies.toml", text);
    let whole = |code: &str| Money { code: code.to_owned(), times: Amount::ONE };
    let part = |code: &str, parts: i64| Money {
        code: code.to_owned(),
        times: Amount::ratio(1, i128::from(parts)).unwrap_or(Amount::ONE),
    };
    let (mut before, mut after) = (Phrases::exact(), Phrases::exact());
    for (sign, code) in &shared.signs {
        if !shared.after_only.contains(sign) {
            before.add(sign, lang, whole(code));
        }
        if !shared.before_only.contains(sign) {
            after.add(sign, lang, whole(code));
        }
    }
    for (sign, (code, parts)) in &shared.minor {
        after.add(sign, lang, part(code, *parts));
    }
    let mut names = Phrases::default();
    for (code, list) in &file.names {
        for name in list {
            names.add(name, lang, whole(code));
            names.add(&plural(name, lang, &file.plurals), lang, whole(code));
        }
    }
    for (name, (code, parts)) in &file.minor {
        names.add(name, lang, part(code, *parts));
        names.add(&plural(name, lang, &file.plurals), lang, part(code, *parts));
    }
    let mut by_country: FxHashMap<String, Vec<(String, String)>> = FxHashMap::default();
    for (named, countries) in file.countries {
        for (code, words) in countries {
            for word in words {
                by_country.entry(word).or_default().push((named.clone(), code.clone()));
            }
        }
    }
    let mut countries = Phrases::exact();
    for (word, currencies) in by_country {
        countries.add(&word, lang, currencies);
    }
    Currencies {
        codes: shared.codes,
        wordlike: shared.wordlike,
        before,
        after,
        names,
        tight: set(lang, &file.tight),
        countries,
    }
}

fn plural(name: &str, lang: Lang, plurals: &FxHashMap<String, String>) -> String {
    if let Some(plural) = plurals.get(name) {
        return plural.clone();
    }
    let add = |word: &str| {
        let kept = word.ends_with(['s', 'x', 'z']);
        if kept { word.to_owned() } else { format!("{word}s") }
    };
    match (lang, name.rsplit_once(' ')) {
        (Lang::Fr, _) => name.split(' ').map(add).collect::<Vec<_>>().join(" "),
        (Lang::En, Some((rest, last))) => {
            let last = plurals.get(last).cloned().unwrap_or_else(|| add(last));
            format!("{rest} {last}")
        }
        (Lang::En, None) => add(name),
    }
}

impl Currencies {
    /// The currency that stands right before token `end`, and its first token.
    pub(super) fn ending(&self, tokens: &Tokens<'_>, end: usize) -> Option<(Money, usize)> {
        if let Some((money, start)) = self.before.ending(tokens, end) {
            let word = tokens.is_word(start);
            if !(word && tokens.glued(start) && !tokens.word_before(start).ends_with(['(', '-'])) {
                return Some((money.clone(), start));
            }
        }
        let start = end.checked_sub(1)?;
        let tight = tokens.glued(end);
        Some((self.code(tokens, start, tight)?, start))
    }

    /// The currency that starts with token `at`, and the token after it; `glued` where a number
    /// in digits ends right before.
    pub(super) fn starting(
        &self,
        tokens: &Tokens<'_>,
        at: usize,
        glued: bool,
    ) -> Option<(Money, usize)> {
        let sign = self.after.starting(tokens, at);
        let name = self.names.starting(tokens, at);
        let longest = match (sign, name) {
            (Some(sign), Some(name)) if name.1 > sign.1 => Some(name),
            (None, name) => name,
            (sign, _) => sign,
        };
        if let Some((money, end)) = longest {
            let alone = glued || !self.tight.has(tokens, at);
            let short = tokens.raw(at).len() == 1 && tokens.is_word(at);
            let cased = !short || glued || tokens.is_capitalised(at);
            let joined = tokens.is_word(at) && tokens.glued(end) && tokens.is_word(end);
            if alone && cased && !joined {
                return Some((money.clone(), end));
            }
        }
        Some((self.code(tokens, at, glued)?, at + 1))
    }

    /// An ISO code, with `M` before it for millions and `k` for thousands.
    fn code(&self, tokens: &Tokens<'_>, at: usize, glued: bool) -> Option<Money> {
        let raw = tokens.raw(at);
        let of = |code: &str, exponent| {
            let known = self.codes.contains(code) && (glued || !self.wordlike.contains(code));
            known.then(|| Money { code: code.to_owned(), times: Amount::power_of_ten(exponent) })
        };
        match raw.len() {
            3 => of(raw, 0),
            4 => raw
                .strip_prefix('M')
                .and_then(|code| of(code, 6))
                .or_else(|| raw.strip_prefix(['k', 'K']).and_then(|code| of(code, 3))),
            5 => raw.strip_prefix("Md").and_then(|code| of(code, 9)),
            _ => None,
        }
    }

    /// The countries that the text names, once for the whole text.
    pub(super) fn countries(&self, tokens: &Tokens<'_>) -> Countries {
        let mut countries = Countries::default();
        let mut at = 0;
        while at < tokens.len() {
            match self.countries.starting(tokens, at) {
                Some((currencies, end)) => {
                    for (named, code) in currencies {
                        countries.named.entry(named.clone()).or_default().insert(code.clone());
                    }
                    at = end;
                }
                None => at += 1,
            }
        }
        countries
    }
}

impl Countries {
    /// The ISO code of a currency as named: of the one country in the text whose money it may be,
    /// else the one that the name means in general, the US dollar for `$`.
    pub(super) fn resolve(&self, named: &str) -> String {
        let general = if named == "$" { "USD" } else { named };
        match self.named.get(named) {
            Some(codes) if codes.len() == 1 => {
                codes.iter().next().map_or(general, String::as_str).to_owned()
            }
            _ => general.to_owned(),
        }
    }
}
