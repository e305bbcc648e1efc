//! Finds quantities: a number with its bounds, range, unit and direction.

use crate::Span;
use crate::claim::{self, Change, Kind};

use super::Mention;
use super::amount::Amount;
use super::change::{self, Place};
use super::convert;
use super::exclude::{self, Around, Follows};
use super::lexicon::{Bound, Lexicon};
use super::money::{Countries, Money};
use super::number::{self, Number, Setting, Shape};
use super::token::Tokens;
use super::unit::{Measured, Reader};

/// A quantity in tokens.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    number: (usize, usize),
    value: claim::Value,
}

/// A number with what it counts.
#[derive(Clone, Debug)]
struct Amounted {
    number: Number,
    money: Option<Money>,
    /// First token, with a currency before the number.
    start: usize,
    unit: Option<Measured>,
}

impl Amounted {
    fn end(&self) -> usize {
        self.unit.as_ref().map_or(self.number.end, |unit| unit.end)
    }
}

/// Reads quantities in one text.
pub(super) struct Finder<'a, 't> {
    lexicon: &'static Lexicon,
    tokens: &'a Tokens<'t>,
    reader: Reader<'a, 't>,
    /// Whether a quantity is known to stand where it is looked for.
    forced: bool,
}

impl<'a, 't> Finder<'a, 't> {
    pub(super) fn new(
        lexicon: &'static Lexicon,
        tokens: &'a Tokens<'t>,
        countries: &'a Countries,
        forced: bool,
    ) -> Self {
        Self { lexicon, tokens, reader: Reader { lexicon, tokens, countries }, forced }
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
            let (next, quantity) = self.at(at, floor, found.last());
            if let Some(quantity) = quantity {
                floor = quantity.end;
                found.push(quantity);
            }
            at = next.max(at + 1);
        }
        found
    }

    /// The quantity whose number starts with token `at`, and the token to go on with.
    fn at(&self, at: usize, floor: usize, last: Option<&Found>) -> (usize, Option<Found>) {
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
            first.unit = self.borrowed(&first);
        }
        let found = self.assembled(&first, second.as_ref(), &modifiers, floor, last, number_end);
        (found.as_ref().map_or(skip, |found| found.end), found)
    }

    /// The number with its unit that starts with token `at`, a currency before it or not.
    fn amounted(&self, at: usize, floor: usize, joined: bool) -> Option<Amounted> {
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

    /// `one or more donations`: the bound stands between the number and what it counts.
    fn bound_inside(&self, first: &mut Amounted) -> Option<Bound> {
        if first.unit.is_some() || first.number.shape != Shape::Plain {
            return None;
        }
        let (bound, after) = self.lexicon.bounds.after.starting(self.tokens, first.number.end)?;
        let later = Number { end: after, numeral: None, ..first.number };
        let unit = self.reader.read(&later, None)?;
        first.unit = Some(unit);
        Some(*bound)
    }

    /// The unit of a number that stands without one, where the words go on to name it: `two of the
    /// deputies`, `280 million of the 1.5 billion shekels`, `24, 23 et 14 ans`.
    fn borrowed(&self, first: &Amounted) -> Option<Measured> {
        if first.number.shape != Shape::Plain || first.number.one {
            return None;
        }
        let unit = self.of_them(first).or_else(|| self.listed(first))?;
        Some(Measured { end: first.number.end, times: Amount::ONE, plus: None, ..unit })
    }

    fn of_them(&self, first: &Amounted) -> Option<Measured> {
        let tokens = self.tokens;
        let mut at = number::link(tokens, first.number.end)
            .or_else(|| (tokens.word(first.number.end) == "des").then_some(first.number.end + 1))?;
        // A determiner, a possessor with its `'s`.
        let determiner = self.lexicon.nouns.stops.contains(tokens.word(at));
        at += usize::from(determiner);
        let possessor = tokens.word(at + 1) == "'" && tokens.word(at + 2) == "s";
        at += if possessor { 3 } else { 0 };
        if !determiner && !possessor && tokens.word(first.number.end) != "des" {
            return None;
        }
        if let Some(whole) = self.amounted_from(at, true) {
            return whole.unit.filter(|unit| unit.per.is_none());
        }
        let counted = super::noun::counted(self.lexicon, tokens, at, false)?;
        Some(Measured { unit: counted.unit, kind: Kind::Count, ..Measured::ratio(counted.end) })
    }

    /// The unit at the end of a list of numbers: of time, money, per cent, never a counted noun.
    fn listed(&self, first: &Amounted) -> Option<Measured> {
        const LONGEST: usize = 4;
        let mut end = first.number.end;
        // `two- and three-bedroom flats`: the hyphen waits for its noun.
        let hyphens = self.tokens.word(end) == "-" && self.tokens.glued(end);
        for _ in 0..LONGEST {
            end += usize::from(hyphens && self.tokens.word(end) == "-");
            let last = self.lexicon.numbers.and.has(self.tokens, end);
            if !last && self.tokens.word(end) != "," || self.tokens.line(end) {
                return None;
            }
            // `two, three and four` may have both signs of a list.
            let both = !last && self.lexicon.numbers.and.has(self.tokens, end + 1);
            let last = last || both;
            let next = self.amounted_from(end + 1 + usize::from(both), true)?;
            if next.number.shape != Shape::Plain || next.money.is_some() {
                return None;
            }
            match next.unit {
                Some(unit)
                    if last && (hyphens || unit.kind != Kind::Count) && unit.plus.is_none() =>
                {
                    let aged = self.lexicon.units.ages.unit_after.starting(self.tokens, unit.end);
                    let kind = if aged.is_some() { Kind::Age } else { unit.kind };
                    return Some(Measured { kind, ..unit });
                }
                Some(_) => return None,
                None => end = next.number.end,
            }
        }
        None
    }

    /// An amount at `at` or behind a currency that starts there.
    fn amounted_from(&self, at: usize, joined: bool) -> Option<Amounted> {
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

    /// `between 40 and 50`, `de 3 à 4 millions`.
    fn pair(&self, at: usize) -> Option<(Amounted, Option<Amounted>, bool)> {
        let (between, open) = self.lexicon.bounds.pairs.starting(self.tokens, at)?;
        let first = self.amounted_from(open, false)?;
        let ((), next) = between.starting(self.tokens, first.end())?;
        let second = self.amounted_from(next, true)?;
        let levels = self.lexicon.bounds.levels.starting(self.tokens, at);
        if levels.is_some_and(|((), end)| end == open) && self.moves(first.start) {
            return None;
        }
        let (first, second) = Self::shared(first, second)?;
        let opened = levels.is_none_or(|((), end)| end != open);
        // `tomber de 250 à 75` goes from one level to another.
        if !opened && first.number.low.to_f64() >= second.number.low.to_f64() {
            return None;
        }
        Some((first, Some(second), opened))
    }

    /// The amount with the second end of a range behind it, or with the unit of the level that a
    /// change goes on to.
    fn extended(&self, first: Amounted, floor: usize) -> (Amounted, Option<Amounted>, bool) {
        let Some(((), next)) = self.lexicon.bounds.between.starting(self.tokens, first.end())
        else {
            return (first, None, false);
        };
        let word = self.tokens.word(first.end());
        let dash = matches!(word, "-" | "–" | "—" | "~");
        let even = self.tokens.gap(first.end()) == self.tokens.gap(next);
        let plain = first.number.shape == Shape::Plain && first.number.is_point();
        if !plain || self.tokens.line(next) || dash && !even {
            return (first, None, false);
        }
        let Some(second) = self.amounted_from(next, true) else { return (first, None, false) };
        let alternative =
            self.lexicon.bounds.alternatives.starting(self.tokens, first.end()).is_some();
        let own = first.unit.is_some() && (alternative || dash && first.money.is_none());
        let bare = second.unit.is_none() && first.unit.is_none();
        let code = dash && (bare && !self.forced || self.glued_before(&first));
        if own
            || code
            || alternative && bare && !self.forced
            || dash && second.number.signed.is_some()
        {
            return (first, None, false);
        }
        // `rose 0.7% to 6,328`, `by $44bn to $419bn`: how far, and where to.
        let arrives = !dash && !alternative && first.unit.is_some();
        if arrives && (second.unit.is_none() || self.is_change(&first, floor)) {
            return (first, None, false);
        }
        let moves = floor <= first.start && !dash && self.moves(first.start);
        match Self::shared(first.clone(), second) {
            Some((first, second)) if moves => {
                let unit =
                    second.unit.map(|unit| Measured { end: first.end(), plus: None, ..unit });
                (Amounted { unit: first.unit.clone().or(unit), ..first }, None, false)
            }
            Some((low, high)) if low.number.low.to_f64() < high.number.low.to_f64() => {
                (low, Some(high), false)
            }
            _ => (first, None, false),
        }
    }

    fn is_change(&self, first: &Amounted, floor: usize) -> bool {
        let Some(unit) = first.unit.as_ref() else { return false };
        let (start, end) = (first.start, first.end());
        let bare = false;
        let place = Place { start, end, kind: unit.kind, unit: &unit.unit, bare, floor };
        change::direction(self.lexicon, self.tokens, place).is_some()
    }

    fn glued_before(&self, first: &Amounted) -> bool {
        self.tokens.glued(first.start)
            && !matches!(
                self.tokens.word_before(first.start),
                "(" | "~" | "≈" | "'" | "\"" | "«" | "“"
            )
    }

    fn moves(&self, start: usize) -> bool {
        change::moves(self.lexicon, self.tokens, start, 0)
    }

    /// Two ends of a range with the unit and the factor that stand with one of them alone.
    fn shared(mut first: Amounted, mut second: Amounted) -> Option<(Amounted, Amounted)> {
        let plain = |shape| matches!(shape, Shape::Plain | Shape::Fraction);
        if !plain(first.number.shape)
            || !plain(second.number.shape)
            || !first.number.is_point()
            || !second.number.is_point()
        {
            return None;
        }
        if let (None, Some(scale)) = (first.number.scale, second.number.scale) {
            let unit = second.number.low.over(Amount::power_of_ten(scale))?;
            if first.unit.as_ref().is_none_or(|unit| unit.kind == Kind::Money)
                && first.number.low.to_f64()
                    <= unit.to_f64().max(999.0).min(unit.to_f64().max(1.0) * 1000.0)
                && first.number.low.to_f64() < unit.to_f64()
            {
                first.number = first.number.times(Amount::power_of_ten(scale))?;
            }
        }
        match (&first.unit, &second.unit) {
            (Some(one), Some(other)) => {
                let same = one.unit == other.unit && one.per == other.per
                    || one.kind == Kind::Money && first.money.is_some() && one.unit == other.unit;
                if !same {
                    return None;
                }
            }
            (Some(unit), None) => {
                second.unit = Some(Measured { end: second.number.end, ..unit.clone() });
            }
            _ => {}
        }
        // A rate said of the second end is said of both.
        if let (Some(one), Some(other)) = (first.unit.as_mut(), second.unit.as_ref()) {
            one.per.clone_from(&other.per);
        }
        Some((first, second))
    }

    /// Bounds and approximators before and after the quantity.
    fn modifiers(&self, start: usize, end: usize, floor: usize, first: &Amounted) -> Modifiers {
        let bounds = &self.lexicon.bounds;
        let kind = first.unit.as_ref().map(|unit| unit.kind);
        let timed = kind == Some(Kind::Duration);
        let mut modifiers = Modifiers { start, end, approximate: false, bound: None };
        for _ in 0..3 {
            // `about a 20 minute walk`.
            let article = self.lexicon.lang == crate::Lang::En
                && modifiers.start > 0
                && self.lexicon.numbers.articles.has(self.tokens, modifiers.start - 1);
            let found = bounds.before.ending(self.tokens, modifiers.start).or_else(|| {
                let start = modifiers.start.checked_sub(1).filter(|_| article)?;
                bounds.before.ending(self.tokens, start)
            });
            let Some((bound, at)) = found else { break };
            if at < floor || self.tokens.line(modifiers.start) {
                break;
            }
            let is = |set: &super::lexicon::Set| {
                set.starting(self.tokens, at).is_some_and(|((), end)| end <= modifiers.start)
            };
            let spans = timed
                && is(&bounds.spans_time)
                && bounds.before_bounded_time.ending(self.tokens, at).is_none();
            if is(&bounds.only_time) && !timed || spans {
                break;
            }
            modifiers.add(*bound);
            modifiers.start = at;
        }
        for _ in 0..2 {
            let Some((bound, after)) = bounds.after.starting(self.tokens, modifiers.end) else {
                break;
            };
            let taken = self.tokens.line(modifiers.end)
                || self.tokens.numeral(after).is_some()
                || self.lexicon.numbers.cardinals.starting(self.tokens, after).is_some();
            if taken {
                break;
            }
            modifiers.add(*bound);
            modifiers.end = after;
        }
        modifiers
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
        let bare =
            value.unit == "1" && first.number.shape == Shape::Plain && low.as_integer().is_some();
        let place = Place { start, end, kind: value.kind, unit: &value.unit, bare, floor };
        value.change = self.change(first, place, last);
        self.signed(first, &mut value, start);
        if first.number.start > start && self.tokens.word(start) == "a" {
            start += usize::from(self.tokens.numeral(start + 1).is_some());
        }
        let number = (first.number.start, number_end.max(first.number.end));
        Some(Found { start, end, number, value })
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

    /// Whether the quantity goes on a list of ages: `24, 31 et 45 ans`.
    fn continues(&self, last: &Found, start: usize) -> bool {
        let joined = self.tokens.word(last.end) == ","
            || self.lexicon.numbers.and.has(self.tokens, last.end);
        last.value.kind == Kind::Age && last.number.1 == last.end && joined && last.end + 1 == start
    }

    /// Makes an age of a duration or of a bare number where the words say so; the token after them.
    fn age(
        &self,
        first: &Amounted,
        unit: &mut Measured,
        start: usize,
        end: usize,
    ) -> Option<usize> {
        let ages = &self.lexicon.units.ages;
        let tokens = self.tokens;
        if matches!(unit.kind, Kind::Duration | Kind::Age) && unit.per.is_none() {
            if let Some(((), after)) = ages.unit_after.starting(tokens, end) {
                unit.kind = Kind::Age;
                return Some(after);
            }
            if ages.before.ending(tokens, start).is_some() {
                unit.kind = Kind::Age;
                return None;
            }
            let before = ages.before_unit.ending(tokens, start).is_some_and(|((), at)| {
                // `avait 44 ans`, but `pendant`, `a 20 ans de prison` are read by what follows.
                at < start && unit.unit == "a" && number::link(tokens, end).is_none()
            });
            let person = tokens.word_before(start) == "de"
                && start > 1
                && unit.unit == "a"
                && (ages.persons.contains(tokens.word(start - 2)) || self.is_people(start - 2));
            let opening = tokens.word_before(start) == "à"
                && tokens.begins_sentence(start - 1)
                && tokens.word(end) == ",";
            if before || person || opening || self.in_apposition(start, end) && unit.unit == "a" {
                unit.kind = Kind::Age;
            }
            return None;
        }
        let bare = unit.unit == "1" && first.number.shape == Shape::Plain;
        let years = first.number.low.as_integer().is_some_and(|years| (0..=120).contains(&years));
        if !bare || !years || first.number.signed.is_some() {
            return None;
        }
        let named = ages.before.ending(tokens, start).is_some()
            || self.lexicon.lang == crate::Lang::En && self.in_apposition(start, end);
        if named {
            (unit.unit, unit.kind) = ("a".to_owned(), Kind::Age);
        }
        None
    }

    /// `ce Belfortain de 27 ans`: a name of a people after a determiner.
    fn is_people(&self, at: usize) -> bool {
        let determiner = matches!(
            self.tokens.word_before(at),
            "ce" | "cet" | "cette" | "un" | "une" | "le" | "la"
        );
        determiner && self.tokens.is_capitalised(at)
    }

    /// `Jane Doe, 42, said`; `Léa Martin (27 ans)`.
    fn in_apposition(&self, start: usize, end: usize) -> bool {
        let tokens = self.tokens;
        let opened = tokens.word_before(start);
        let name =
            start >= 2 && tokens.is_capitalised(start - 2) && !tokens.begins_sentence(start - 2);
        let closed = matches!(
            (opened, tokens.word(end)),
            (",", "," | "." | ";" | ":" | ")") | ("(", ")" | ",")
        );
        name && closed && !self.lexicon.exclusions.months.contains(tokens.word(start - 2))
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
            number: self.tokens.span(found.number.0, found.number.1),
        }
    }

    pub(super) fn span(&self, found: &Found) -> Span {
        self.tokens.span(found.start, found.end)
    }
}

/// Bounds and approximators of a quantity, and how far they reach.
#[derive(Debug)]
struct Modifiers {
    start: usize,
    end: usize,
    approximate: bool,
    bound: Option<Bound>,
}

impl Modifiers {
    fn add(&mut self, bound: Bound) {
        match bound {
            Bound::Approximate => self.approximate = true,
            other => self.bound = self.bound.or(Some(other)),
        }
    }

    fn any(&self) -> bool {
        self.approximate || self.bound.is_some()
    }

    /// Opens the end that the bound leaves open.
    fn bound(&self, value: &mut claim::Value) {
        match self.bound {
            Some(Bound::Above { strict }) => (value.high, value.strict) = (None, strict),
            Some(Bound::Below { strict }) => {
                value.high = value.high.or(value.low);
                (value.low, value.strict) = (None, strict);
            }
            Some(Bound::Approximate) | None => {}
        }
    }
}
