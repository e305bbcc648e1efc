//! Denominators of rates: `par litre`, `a day`, `/h`, `pour 100 000 habitants`.

use crate::Lang;
use crate::claim::Kind;

use super::amount::Amount;
use super::cardinal;
use super::noun;
use super::number;
use super::unit::{Measured, Reader};

/// A denominator: its unit, one or a power of ten of it, and the token after it.
struct Denominator {
    unit: String,
    exponent: i32,
    end: usize,
}

impl Reader<'_, '_> {
    /// The quantity with its denominator, where one follows.
    pub(super) fn with_denominator(&self, measured: Measured) -> Measured {
        if measured.per.is_some() || measured.kind == Kind::Age {
            return measured;
        }
        let nouns = &self.lexicon.nouns;
        // `11,65 € brut de l'heure`.
        let end = nouns
            .rate_fillers
            .starting(self.tokens, measured.end)
            .map_or(measured.end, |((), end)| end);
        let found = self
            .rate(&measured, end)
            .or_else(|| self.rate_of_many(&measured, end))
            .or_else(|| self.rate_of_substance(&measured));
        let Some(Denominator { unit, exponent, end }) = found else { return measured };
        let one = |amount: Amount| amount.times(Amount::power_of_ten(-exponent));
        let plus = match measured.plus {
            Some(plus) => one(plus).map(Some),
            None => Some(None),
        };
        match (one(measured.times), plus) {
            (Some(times), Some(plus)) => Measured { per: Some(unit), times, plus, end, ..measured },
            _ => measured,
        }
    }

    /// The denominator that starts with token `end`, one of its unit.
    fn rate(&self, measured: &Measured, end: usize) -> Option<Denominator> {
        let (tokens, nouns) = (self.tokens, &self.lexicon.nouns);
        let single = |(unit, end)| Denominator { unit, exponent: 0, end };
        let skip = usize::from(tokens.word(end) == "-" && tokens.glued(end));
        if let Some((per, after)) = nouns.rate_adverbs.starting(tokens, end) {
            return Some(single((per.clone(), after)));
        }
        if tokens.word(end) == "/" {
            return self.denominator(end + 1, true).map(single);
        }
        if let Some(((), at)) = nouns.per.starting(tokens, end + skip) {
            let refused = nouns.not_rates.contains(tokens.word(at)) || tokens.is_capitalised(at);
            return self.denominator(at, false).filter(|_| !refused).map(single);
        }
        let ((), mut at) = nouns
            .rate_articles
            .starting(tokens, end + skip)
            .filter(|_| measured.kind != Kind::Percent || self.lexicon.lang == Lang::En)?;
        // Elision and hyphens stand between the article and the noun: `l'heure`, `-a-day`.
        while matches!(tokens.word(at), "'" | "-") {
            at += 1;
        }
        let ((), after) = nouns.counted_in_rates.starting(tokens, at)?;
        if nouns.not_after_rate.starting(tokens, after).is_some() {
            return None;
        }
        let timed = self.is_time(at);
        let french = self.lexicon.lang == Lang::Fr
            && measured.kind != Kind::Money
            && !(timed && matches!(tokens.word(end), "à" | "l"));
        if french || measured.kind == Kind::Duration && !timed {
            return None;
        }
        self.denominator(at, false).map(|(per, _)| single((per, after)))
    }

    /// `312 cas pour 100 000 habitants`, `5 l/100 km`: the rate is told of many at once.
    fn rate_of_many(&self, measured: &Measured, end: usize) -> Option<Denominator> {
        if !matches!(measured.kind, Kind::Count | Kind::Measure | Kind::Money) {
            return None;
        }
        let slash = self.tokens.word(end) == "/";
        let at = if slash {
            end + 1
        } else {
            self.lexicon.nouns.per_many.starting(self.tokens, end).map(|((), at)| at)?
        };
        let many = cardinal::read(self.lexicon, self.tokens, at, false)?;
        let (mut power, mut exponent) = (many.amount.as_integer()?, 0);
        while power >= 10 && power % 10 == 0 {
            (power, exponent) = (power / 10, exponent + 1);
        }
        // `un plat pour 10 personnes` tells no rate.
        if power != 1 || exponent < if slash { 1 } else { 2 } {
            return None;
        }
        let of = number::link(self.tokens, many.end).filter(|_| many.scale.is_some());
        let noun = of.unwrap_or(many.end);
        let money = self.lexicon.currencies.starting(self.tokens, noun, false).is_some();
        let unit = self.lexicon.units.named(self.tokens, noun);
        if money || unit.is_none() && !noun::is_plural(self.lexicon, self.tokens, noun) {
            return None;
        }
        let (unit, end) = if unit.is_some() {
            self.denominator(noun, slash)?
        } else {
            let counted = noun::counted(self.lexicon, self.tokens, noun, false)?;
            (counted.unit, counted.end)
        };
        Some(Denominator { unit, exponent, end })
    }

    /// `1 500 tonnes de CO2 par an`, `barrels of crude a day`: what is measured stands between.
    fn rate_of_substance(&self, measured: &Measured) -> Option<Denominator> {
        const LONGEST: usize = 3;
        let tokens = self.tokens;
        let start = number::link(tokens, measured.end)?;
        for at in start + 1..=start + LONGEST {
            let inside = at - 1;
            let word =
                tokens.is_word(inside) || tokens.numeral(inside).is_some() && tokens.glued(inside);
            if !word || self.lexicon.nouns.stops.contains(tokens.word(inside)) {
                return None;
            }
            let price = measured.kind == Kind::Money && self.lexicon.lang == Lang::Fr;
            if price && self.lexicon.nouns.per.starting(tokens, at).is_none() {
                continue;
            }
            if let Some(rate) = self.rate(measured, at) {
                let unit = self.lexicon.units.starting(tokens, rate.end - 1, false);
                return unit.is_some_and(|(unit, _)| unit.kind == Kind::Duration).then_some(rate);
            }
        }
        None
    }

    fn is_time(&self, at: usize) -> bool {
        let unit = self.lexicon.units.starting(self.tokens, at, false);
        unit.is_some_and(|(unit, _)| unit.kind == Kind::Duration)
    }

    /// The unit or noun of a denominator: time as UCUM code, other names as they are, singular;
    /// symbols as UCUM codes.
    fn denominator(&self, at: usize, slash: bool) -> Option<(String, usize)> {
        let (tokens, lexicon) = (self.tokens, self.lexicon);
        let unit = lexicon.units.named(tokens, at);
        if let Some((unit, end)) = unit {
            let symbol = slash && tokens.raw(at).len() <= 3;
            if unit.times == Amount::ONE && (unit.kind == Kind::Duration || symbol) {
                return Some((unit.code.clone(), end));
            }
        }
        if !tokens.is_word(at) || lexicon.nouns.stops.contains(tokens.word(at)) && unit.is_none() {
            return None;
        }
        let rate = lexicon.nouns.counted_in_rates.starting(tokens, at).map(|((), end)| end);
        let end = unit.map(|(_, end)| end).or(rate).unwrap_or(at + 1);
        let words: Vec<String> = (at..end)
            .map(|at| noun::singular(&lexicon.nouns, tokens.word(at), lexicon.lang))
            .collect();
        Some((words.join(" "), end))
    }
}
