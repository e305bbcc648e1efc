//! Finds quantities: a number with its bounds, range, unit and direction.

use crate::Span;
use crate::claim::{self, Change, Kind};

use super::Mention;
use super::amount::Amount;
use super::change::{self, Place};
use super::convert;
use super::exclude::{self, Around, Follows};
use super::lexicon::Lexicon;
use super::modifier::Modifiers;
use super::money::{Countries, Money};
use super::number::{self, Number, Setting, Shape};
use super::token::Tokens;
use super::unit::{Measured, Reader};

/// A quantity in tokens.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    /// First token of the number and the one after it.
    pub(super) number: (usize, usize),
    pub(super) value: claim::Value,
    /// The unit as read, for numbers further on that leave it out.
    pub(super) unit: Measured,
}

/// A number with what it counts.
#[derive(Clone, Debug)]
pub(super) struct Amounted {
    pub(super) number: Number,
    pub(super) money: Option<Money>,
    /// First token, with a currency before the number.
    pub(super) start: usize,
    pub(super) unit: Option<Measured>,
}

impl Amounted {
    pub(super) fn end(&self) -> usize {
        self.unit.as_ref().map_or(self.number.end, |unit| unit.end)
    }
}

/// Reads quantities in one text.
pub(super) struct Finder<'a, 't> {
    pub(super) lexicon: &'static Lexicon,
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) reader: Reader<'a, 't>,
    /// Whether a quantity is known to stand where it is looked for.
    pub(super) forced: bool,
    /// Tokens, first and one after the last, that are known to be one quantity.
    pub(super) whole: Option<(usize, usize)>,
}

impl<'a, 't> Finder<'a, 't> {
    pub(super) fn new(
        lexicon: &'static Lexicon,
        tokens: &'a Tokens<'t>,
        countries: &'a Countries,
        forced: bool,
    ) -> Self {
        let reader = Reader { lexicon, tokens, countries };
        Self { lexicon, tokens, reader, forced, whole: None }
    }

    /// The same, where the tokens from `first` up to `end` are known to be one quantity.
    pub(super) fn marked(self, first: usize, end: usize) -> Self {
        Self { whole: Some((first, end)), ..self }
    }

    /// All quantities from token `from` to `to`, in order.
    pub(super) fn all(&self, from: usize, to: usize) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let (mut at, mut floor) = (from, from);
        while at < to {
            if !self.lexicon.starts_number(self.tokens, at) {
                at += 1;
                continue;
            }
            let (next, quantity) = self.at(at, floor, &found);
            if let Some(quantity) = quantity {
                floor = quantity.end;
                found.push(quantity);
            }
            at = next.max(at + 1);
        }
        found
    }

    /// The quantity whose number starts with token `at`, and the token to go on with.
    fn at(&self, at: usize, floor: usize, earlier: &[Found]) -> (usize, Option<Found>) {
        let last = earlier.last();
        let ranged = self.pair(at).or_else(|| {
            let first = self.amounted(at, floor, true)?;
            Some(self.extended(first, floor))
        });
        let Some((mut first, second, opened)) = ranged else { return (at + 1, None) };
        let inner = if second.is_none() { self.bound_inside(&mut first) } else { None };
        let end = second.as_ref().map_or(first.end(), Amounted::end);
        let number_end = second.as_ref().map_or(first.number.end, |second| second.number.end);
        let skip = number_end.max(at + 1);
        let start = if opened { first.start.min(at) } else { first.start };
        let mut modifiers = self.modifiers(start, end, floor, &first);
        if let Some(bound) = inner {
            modifiers.add(bound);
        }
        let follows = match second.as_ref().unwrap_or(&first).unit.as_ref() {
            None => Follows::Nothing,
            Some(unit) if unit.kind == Kind::Count => Follows::Noun,
            Some(_) => Follows::Unit,
        };
        let around = Around {
            bounded: modifiers.any() || first.number.approximate,
            money: first.money.is_some(),
            ranged: second.is_some(),
        };
        let refused = |number: &Number, follows| {
            exclude::excludes(self.lexicon, self.tokens, number, follows, around)
        };
        let ordinal = first.number.shape == Shape::Ordinal;
        let out = ordinal
            || !self.forced
                && (refused(&first.number, follows)
                    || second.as_ref().is_some_and(|second| refused(&second.number, follows)));
        if out {
            return (skip, None);
        }
        if second.is_none() && first.unit.is_none() {
            first.unit = self.borrowed(&first, &modifiers, earlier);
        }
        let found = self.assembled(&first, second.as_ref(), &modifiers, floor, last, number_end);
        let next = found.as_ref().map_or(skip, |found| found.end);
        (next, found.filter(|found| self.forced || !self.is_told_of_time(found)))
    }

    /// The number with its unit that starts with token `at`, a currency before it or not.
    pub(super) fn amounted(&self, at: usize, floor: usize, joined: bool) -> Option<Amounted> {
        let currencies = &self.lexicon.currencies;
        let before = currencies.ending(self.tokens, at).filter(|(_, start)| *start >= floor);
        let money = before.is_some();
        let number = number::read(
            self.lexicon,
            self.tokens,
            at,
            Setting { joined, money, forced: self.forced },
        )?;
        let plain = matches!(number.shape, Shape::Plain | Shape::Fraction) && !number.one;
        let (money, start) = match before {
            Some((money, start)) if plain && number.signed.is_none() => (Some(money), start),
            _ => (None, at),
        };
        let number = match &money {
            // `MAUD 60`: the factor stands with the currency.
            Some(money) if money.times != Amount::ONE => number.times(money.times)?,
            _ => number,
        };
        let own = money.clone().map(|money| Money { times: Amount::ONE, ..money });
        let unit = self.reader.read(&number, own.as_ref());
        // A currency behind the number takes it when the sign before belongs to another.
        Some(Amounted { number, money: own, start, unit })
    }

    /// An amount at `at` or behind a currency that starts there.
    pub(super) fn amounted_from(&self, at: usize, joined: bool) -> Option<Amounted> {
        (at..at + 4).find_map(|number| {
            let reaches = number == at
                || self
                    .lexicon
                    .currencies
                    .ending(self.tokens, number)
                    .is_some_and(|(_, s)| s == at);
            reaches.then(|| self.amounted(number, at, joined)).flatten()
        })
    }

    fn assembled(
        &self,
        first: &Amounted,
        second: Option<&Amounted>,
        modifiers: &Modifiers,
        floor: usize,
        last: Option<&Found>,
        number_end: usize,
    ) -> Option<Found> {
        let given = second.and_then(|second| second.unit.as_ref()).or(first.unit.as_ref());
        let victims = given.is_none() && self.counts_victims(modifiers.start, &first.number);
        let mut unit = given.cloned().unwrap_or_else(|| Measured::ratio(number_end));
        if victims {
            (unit.unit, unit.kind) = (self.lexicon.nouns.victim_unit.clone(), Kind::Count);
        }
        let (mut start, mut end) = (modifiers.start, modifiers.end);
        if last.is_some_and(|last| self.continues(last, start)) && unit.kind == Kind::Duration {
            unit.kind = Kind::Age;
        }
        if let Some(age_end) = self.age(first, &mut unit, start, end) {
            end = age_end.max(end);
        }
        let scaled = |value: Amount| {
            let value = value.times(unit.times)?;
            unit.plus.map_or(Some(value), |plus| value.plus(plus))
        };
        let low = scaled(first.number.low)?;
        let high = match second {
            Some(second) => Some(scaled(second.number.low)?),
            None => match first.number.high {
                Some(high) => Some(scaled(high)?),
                None => None,
            },
        };
        let (low, high) = match high {
            Some(high) if high.to_f64() < low.to_f64() => (high, Some(low)),
            high => (low, high),
        };
        let mut value = claim::Value {
            low: Some(low.to_f64().into()),
            high: high.map(|high| high.to_f64().into()),
            unit: unit.unit.clone(),
            kind: unit.kind,
            per: unit.per.clone(),
            approximate: modifiers.approximate || first.number.approximate,
            strict: false,
            change: None,
        };
        modifiers.bound(&mut value);
        self.restated(&mut value, start, last);
        let bare = value.unit == "1"
            && matches!(first.number.shape, Shape::Plain | Shape::Magnitude)
            && low.as_integer().is_some();
        let place = Place { start, end, kind: value.kind, unit: &value.unit, bare, floor };
        // Two levels that a change goes between, told as one quantity, are no change themselves.
        let levels = second.is_some_and(|second| self.moves(first, second));
        value.change = if levels { None } else { self.change(first, place, last) };
        self.signed(first, &mut value, start);
        if first.number.start > start && self.tokens.word(start) == "a" {
            start += usize::from(self.tokens.numeral(start + 1).is_some());
        }
        let number = (first.number.start, number_end.max(first.number.end));
        Some(Found { start, end, number, value, unit })
    }

    /// `under 296 hp (224 kW)`: the same quantity in another unit has the same bound.
    fn restated(&self, value: &mut claim::Value, start: usize, last: Option<&Found>) {
        let Some(last) = last else { return };
        let bracket = matches!(self.tokens.word(last.end), "(" | "/") && last.end + 1 == start;
        let alike = match (convert::dimension(&last.value.unit), convert::dimension(&value.unit)) {
            (None, None) => last.value.kind == Kind::Money && value.kind == Kind::Money,
            (one, other) => one == other,
        };
        let point = value.low == value.high && value.per == last.value.per;
        if !bracket || !alike || !point || last.value.unit == value.unit {
            return;
        }
        value.approximate |= last.value.approximate;
        match (last.value.low, last.value.high) {
            (Some(_), None) => (value.high, value.strict) = (None, last.value.strict),
            (None, Some(_)) => (value.low, value.strict) = (None, last.value.strict),
            _ => {}
        }
    }

    /// `killed at least 12`: people, though the text does not say so.
    fn counts_victims(&self, start: usize, number: &Number) -> bool {
        let nouns = &self.lexicon.nouns;
        nouns.victim_verbs.contains(self.tokens.word_before(start))
            && number.shape == Shape::Plain
            && number.low.as_integer().is_some()
    }

    fn change(&self, first: &Amounted, place: Place<'_>, last: Option<&Found>) -> Option<Change> {
        if first.number.change.is_some() {
            return first.number.change;
        }
        if matches!(place.kind, Kind::Age) {
            return None;
        }
        // `162 points, or 2%`, `8 % (2 millions)`: in other words, the same change.
        if let Some(last) =
            last.filter(|last| last.value.change.is_some() && last.end <= place.start)
        {
            let mut at = last.end;
            at += usize::from(self.tokens.word(at) == ",");
            let told = self.lexicon.change.appositions.starting(self.tokens, at);
            let bracket = self.tokens.word(last.end) == "(" && last.end + 1 == place.start;
            if bracket || told.is_some_and(|((), end)| end == place.start) {
                return last.value.change;
            }
            let alike = last.value.kind == place.kind && last.value.unit == place.unit;
            let (from, to) = (last.end, place.start);
            if alike
                && (change::leaves_verb_out(self.lexicon, self.tokens, from, to)
                    || change::goes_on(self.lexicon, self.tokens, from, to))
            {
                return last.value.change;
            }
        }
        change::direction(self.lexicon, self.tokens, place)
    }

    /// A sign before a change of per cent or points is its direction.
    fn signed(&self, first: &Amounted, value: &mut claim::Value, start: usize) {
        let level = self.lexicon.change.levels.ending(self.tokens, start).is_some();
        let of = matches!(self.tokens.word_before(start), "of" | "de" | "is" | "est" | "was");
        let magnitude = |number: Option<claim::Number>| number.map(|n| claim::Number(n.0.abs()));
        match first.number.signed {
            Some('+') if value.kind != Kind::Age => {
                value.change = value.change.or(Some(Change::Increase));
            }
            Some('-') if self.tokens.is_word(first.number.start) => {}
            Some('-') if value.change == Some(Change::Decrease) => {
                (value.low, value.high) = (magnitude(value.high), magnitude(value.low));
            }
            Some('-') if value.kind == Kind::Percent && !level && !of && start > 0 => {
                value.change = Some(Change::Decrease);
                (value.low, value.high) = (magnitude(value.high), magnitude(value.low));
            }
            _ => {}
        }
    }

    pub(super) fn mention(&self, found: &Found) -> Mention {
        Mention {
            span: self.tokens.span(found.start, found.end),
            value: found.value.clone(),
            number: self.number_span(found),
        }
    }

    pub(super) fn span(&self, found: &Found) -> Span {
        self.tokens.span(found.start, found.end)
    }

    /// The bytes of the number alone.
    pub(super) fn number_span(&self, found: &Found) -> Span {
        self.tokens.span(found.number.0, found.number.1)
    }
}
