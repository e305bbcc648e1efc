//! Units of measure by their names and symbols.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::Lang;
use crate::claim::Kind;

use super::amount::Amount;
use super::convert;
use super::lexicon::{self, Set, parse};
use super::phrases::Phrases;
use super::token::Tokens;

/// What a unit's name or symbol stands for.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// UCUM code, `%`, `percentage_point`, or `°` for a degree of angle or temperature.
    pub(super) code: String,
    /// How many of `code` one of the named unit is: 10 years for a decade.
    pub(super) times: Amount,
    pub(super) per: Option<String>,
    pub(super) kind: Kind,
}

impl Unit {
    fn new(code: &str) -> Self {
        let kind = match (code, convert::dimension(code)) {
            ("%" | "percentage_point", _) => Kind::Percent,
            (_, Some("time")) => Kind::Duration,
            _ => Kind::Measure,
        };
        Self { code: code.to_owned(), times: Amount::ONE, per: None, kind }
    }

    fn times(code: &str, times: f64) -> Self {
        Self { times: Amount::from_f64(times).unwrap_or(Amount::ONE), ..Self::new(code) }
    }

    fn rate((code, per): &(String, String)) -> Self {
        Self { per: Some(per.clone()), ..Self::new(code) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsFile {
    names: FxHashMap<String, Vec<String>>,
    plurals: FxHashMap<String, String>,
    multiples: FxHashMap<String, (f64, String)>,
    rates: FxHashMap<String, (String, String)>,
    percent: FxHashMap<String, Vec<String>>,
    percent_multiples: FxHashMap<String, f64>,
    permille: FxHashMap<String, f64>,
    mass: FxHashMap<String, (String, FxHashSet<String>)>,
    guarded: FxHashMap<String, FxHashSet<String>>,
    degrees: DegreesFile,
    age: AgeFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DegreesFile {
    temperature: FxHashSet<String>,
    angle: FxHashSet<String>,
    celsius: FxHashSet<String>,
    fahrenheit: FxHashSet<String>,
    above_fahrenheit: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgeFile {
    after: Vec<String>,
    suffixes: Vec<String>,
    unit_after: Vec<String>,
    before: Vec<String>,
    before_unit: Vec<String>,
    at: Vec<String>,
    lives: FxHashSet<String>,
    ago: Vec<String>,
    persons: FxHashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SymbolsFile {
    plain: FxHashMap<String, String>,
    shy: FxHashMap<String, String>,
    rates: FxHashMap<String, (String, String)>,
}

/// How a degree without a scale is read.
pub(super) struct Degrees {
    temperature: FxHashSet<String>,
    angle: FxHashSet<String>,
    celsius: FxHashSet<String>,
    fahrenheit: FxHashSet<String>,
    above_fahrenheit: f64,
    /// Whether a degree is one of temperature unless something speaks of angles.
    temperature_by_default: bool,
}

/// Words that make an age of a number.
pub(super) struct Ages {
    pub(super) unit_after: Set,
    pub(super) before: Set,
    pub(super) before_unit: Set,
    /// Between a word of `lives` and an age: `mort à 79 ans`.
    pub(super) at: Set,
    pub(super) lives: FxHashSet<String>,
    pub(super) ago: Set,
    pub(super) persons: FxHashSet<String>,
}

/// The units that a language names.
pub(super) struct Units {
    /// Currency whose name is a unit of mass too, with that unit and the words that speak of mass.
    mass: FxHashMap<String, (String, FxHashSet<String>)>,
    /// Names of things too, with the words near which they are units.
    guarded: FxHashMap<String, FxHashSet<String>>,
    names: Phrases<Unit>,
    symbols: Phrases<Unit>,
    shy: Phrases<Unit>,
    pub(super) degrees: Degrees,
    pub(super) ages: Ages,
}

pub(super) fn units(lang: Lang, text: &str) -> Units {
    let file: UnitsFile = parse("units.toml", text);
    let shared: SymbolsFile = parse("symbols.toml", include_str!("data/symbols.toml"));
    let mut names = Phrases::default();
    let mut add = |name: &str, unit: Unit| {
        for form in forms(name, lang, &file.plurals) {
            names.add(&form, lang, unit.clone());
        }
    };
    for (code, list) in &file.names {
        for name in list {
            add(name, Unit::new(code));
        }
    }
    for (name, (times, code)) in &file.multiples {
        add(name, Unit::times(code, *times));
    }
    for (name, rate) in &file.rates {
        add(name, Unit::rate(rate));
    }
    for (code, list) in &file.percent {
        for name in list {
            names.add(name, lang, Unit::new(code));
        }
    }
    for (name, times) in &file.percent_multiples {
        names.add(name, lang, Unit::times("percentage_point", *times));
    }
    for (name, times) in &file.permille {
        names.add(name, lang, Unit::times("%", *times));
    }
    let mut symbols = Phrases::exact();
    for (symbol, code) in &shared.plain {
        symbols.add(symbol, lang, Unit::new(code));
    }
    for (symbol, rate) in &shared.rates {
        symbols.add(symbol, lang, Unit::rate(rate));
    }
    let mut shy = Phrases::exact();
    for (symbol, code) in &shared.shy {
        shy.add(symbol, lang, Unit::new(code));
    }
    let degrees = file.degrees;
    let mut unit_after = file.age.unit_after;
    unit_after.extend(file.age.after);
    unit_after.extend(file.age.suffixes);
    Units {
        mass: file.mass,
        guarded: file.guarded,
        names,
        symbols,
        shy,
        degrees: Degrees {
            temperature_by_default: degrees.temperature.is_empty(),
            temperature: degrees.temperature,
            angle: degrees.angle,
            celsius: degrees.celsius,
            fahrenheit: degrees.fahrenheit,
            above_fahrenheit: degrees.above_fahrenheit,
        },
        ages: Ages {
            unit_after: lexicon::set(lang, &unit_after),
            before: lexicon::set(lang, &file.age.before),
            before_unit: lexicon::set(lang, &file.age.before_unit),
            at: lexicon::set(lang, &file.age.at),
            lives: file.age.lives,
            ago: lexicon::set(lang, &file.age.ago),
            persons: file.age.persons,
        },
    }
}

/// A name with its plural: of its last word in English, of each in French; of the first where a
/// preposition follows it or a scale is named after it.
fn forms(name: &str, lang: Lang, plurals: &FxHashMap<String, String>) -> Vec<String> {
    let plural = |word: &str| {
        plurals.get(word).cloned().unwrap_or_else(|| {
            let kept = word.ends_with(['s', 'x', 'z', '°', '.'])
                || word.starts_with(char::is_uppercase)
                || word.chars().count() == 1;
            if kept { word.to_owned() } else { format!("{word}s") }
        })
    };
    let words: Vec<&str> = name.split(' ').collect();
    let joins = ["per", "par", "à", "a", "an", "de", "des"];
    let heads_first = words.iter().any(|word| joins.contains(word))
        || words.last().is_some_and(|last| words.len() > 1 && last.starts_with(char::is_uppercase));
    let last = words.len() - 1;
    let all: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let inflects = if heads_first { at == 0 } else { lang == Lang::Fr || at == last };
            if inflects { plural(word) } else { (*word).to_owned() }
        })
        .collect();
    vec![name.to_owned(), all.join(" ")]
}

impl Units {
    /// The unit that starts with token `at`; `glued` where a number in digits ends right before.
    pub(super) fn starting(
        &self,
        tokens: &Tokens<'_>,
        at: usize,
        glued: bool,
    ) -> Option<(&Unit, usize)> {
        let symbol = self.symbols.starting(tokens, at).filter(|(_, end)| separate(tokens, *end));
        let shy = || {
            let (unit, end) = self.shy.starting(tokens, at)?;
            // Letters for temperatures stand for much else.
            let doubtful = matches!(tokens.raw(at), "F" | "C");
            if doubtful && !self.degrees.speaks_of_temperature(tokens, at) {
                return None;
            }
            let slash = tokens.word(end) == "/" && tokens.is_word(end + 1)
                || matches!(tokens.word(end), "per" | "par");
            let warm = self.kelvin(tokens, at) && separate(tokens, end);
            (glued && separate(tokens, end) || slash || warm).then_some((unit, end))
        };
        let guarded = |end: usize| {
            let words = self.guarded.get(tokens.word(at)).filter(|_| end == at + 1);
            words.is_some_and(|words| !near(tokens, at).any(|at| words.contains(tokens.word(at))))
        };
        let name = self.names.starting(tokens, at);
        let name = name.filter(|(_, end)| separate(tokens, *end) && !guarded(*end));
        match (symbol, name) {
            (Some(symbol), Some(name)) if name.1 > symbol.1 => Some(name),
            (Some(symbol), _) => Some(symbol),
            (None, Some(name)) => Some(name),
            (None, None) => shy(),
        }
    }

    /// Whether token `at` is the K of kelvins: `4 K` where the text speaks of temperatures.
    pub(super) fn kelvin(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        tokens.raw(at) == "K" && self.degrees.speaks_of_temperature(tokens, at)
    }

    /// The unit of mass that a currency's name stands for where the words around speak of mass.
    pub(super) fn mass(&self, tokens: &Tokens<'_>, at: usize, code: &str) -> Option<&str> {
        let (unit, words) = self.mass.get(code)?;
        near(tokens, at).any(|at| words.contains(tokens.word(at))).then_some(unit.as_str())
    }

    /// The unit that a denominator names by its symbol or name.
    pub(super) fn named(&self, tokens: &Tokens<'_>, at: usize) -> Option<(&Unit, usize)> {
        self.starting(tokens, at, true)
    }
}

/// Whether nothing is glued on after a unit that would make another word or a code of it.
fn separate(tokens: &Tokens<'_>, end: usize) -> bool {
    !tokens.glued(end) || !(tokens.is_word(end) || tokens.numeral(end).is_some())
}

/// The tokens of a clause or two around one.
fn near(tokens: &Tokens<'_>, at: usize) -> std::ops::Range<usize> {
    at.saturating_sub(12)..(at + 8).min(tokens.len())
}

/// The tokens of a sentence or two around some.
fn around(tokens: &Tokens<'_>, from: usize, to: usize) -> std::ops::Range<usize> {
    const REACH: usize = 40;
    from.saturating_sub(REACH)..(to + REACH).min(tokens.len())
}

impl Degrees {
    fn speaks_of_temperature(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        around(tokens, at, at).any(|at| {
            let word = tokens.word(at);
            self.temperature.contains(word)
                || self.celsius.contains(word)
                || self.fahrenheit.contains(word)
        })
    }

    /// The code of a degree without a scale, from the words around it; `deg` for angles.
    pub(super) fn code(&self, tokens: &Tokens<'_>, from: usize, to: usize, value: f64) -> &str {
        let any = |words: &FxHashSet<String>| {
            around(tokens, from, to).any(|at| words.contains(tokens.word(at)))
        };
        if any(&self.angle) {
            "deg"
        } else if any(&self.fahrenheit) {
            "[degF]"
        } else if any(&self.celsius) {
            "Cel"
        } else if !self.temperature_by_default && !any(&self.temperature) {
            "deg"
        } else if value > self.above_fahrenheit {
            "[degF]"
        } else {
            "Cel"
        }
    }
}
