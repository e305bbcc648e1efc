//! What a number counts or measures: the unit, currency or noun beside it, and its denominator.

use crate::Lang;
use crate::claim::Kind;

use super::amount::Amount;
use super::convert;
use super::fraction;
use super::lexicon::Lexicon;
use super::money::{Countries, Money};
use super::noun;
use super::number::{self, Number, Shape};
use super::token::Tokens;

/// A unit as read beside a number.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    pub(super) unit: String,
    pub(super) kind: Kind,
    /// What the number is multiplied with to be in `unit`.
    pub(super) times: Amount,
    /// What is added after that: the half of `une heure et demie`, the minutes of `1 h 20`.
    pub(super) plus: Option<Amount>,
    pub(super) per: Option<String>,
    pub(super) end: usize,
}

impl Measured {
    pub(super) fn of(unit: &str, kind: Kind, times: Amount, end: usize) -> Self {
        Self { unit: unit.to_owned(), kind, times, plus: None, per: None, end }
    }

    pub(super) fn ratio(end: usize) -> Self {
        Self::of("1", Kind::Ratio, Amount::ONE, end)
    }
}

/// What is known when a unit is read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a, 't> {
    pub(super) lexicon: &'static Lexicon,
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) countries: &'a Countries,
}

impl Reader<'_, '_> {
    /// The unit of `number`, with the currency `money` before it where there is one.
    pub(super) fn read(&self, number: &Number, money: Option<&Money>) -> Option<Measured> {
        let found = match money {
            Some(money) => Some(self.prefixed(number, money)),
            None => self.after(number),
        }?;
        let found = self.with_rest(number, found);
        Some(self.with_denominator(found))
    }

    fn prefixed(&self, number: &Number, money: &Money) -> Measured {
        let code = self.countries.resolve(&money.code);
        let mut measured = Measured::of(&code, Kind::Money, money.times, number.end);
        // `$76 US`, `150 millions de $ US`: the country comes behind.
        let raw = self.tokens.raw(number.end);
        let suffix = match raw {
            "US" | "USD" => Some("USD"),
            "CA" | "CAN" | "CAD" => Some("CAD"),
            "AU" | "AUD" => Some("AUD"),
            _ => None,
        };
        if let Some(code) = suffix.filter(|_| money.code == "$") {
            code.clone_into(&mut measured.unit);
            measured.end += 1;
        } else if money.code == "$" && raw == "U" && self.tokens.raw(number.end + 2) == "S" {
            "USD".clone_into(&mut measured.unit);
            measured.end += 3 + usize::from(self.tokens.word(number.end + 3) == ".");
        }
        measured
    }

    fn after(&self, number: &Number) -> Option<Measured> {
        let (tokens, lexicon) = (self.tokens, self.lexicon);
        let end = number.end;
        match number.shape {
            Shape::Multiple | Shape::Share => return Some(Measured::ratio(end)),
            Shape::Often => {
                let unit = if lexicon.lang == Lang::En { "time" } else { "fois" };
                return Some(Measured::of(unit, Kind::Count, Amount::ONE, end));
            }
            _ => {}
        }
        let digits = number.numeral.is_some() || tokens.glued(end);
        let glued = digits && tokens.glued(end);
        let hyphen = tokens.word(end) == "-" && tokens.glued(end) && tokens.is_word(end + 1);
        if hyphen {
            return self.unit_at(number, end + 1, true).or_else(|| self.hyphenated(end + 1));
        }
        // `Huit (8) militaires`: the number over again.
        let again = tokens.word(end) == "("
            && tokens.word(end + 2) == ")"
            && tokens.numeral(end + 1).is_some_and(|numeral| numeral.amount == number.low);
        let shifted = Number { end: end + 3, numeral: None, ..*number };
        let (number, end) = if again { (&shifted, end + 3) } else { (number, end) };
        let bracket = matches!(tokens.word(end), "[" | "{" | "(" | "<")
            && matches!(tokens.word(end + 2), "]" | "}" | ")" | ">");
        if bracket && matches!(tokens.word(end), "[" | "{" | "<") {
            let mut inside = self.unit_at(number, end + 1, true)?;
            inside.end += 1;
            return Some(inside);
        }
        if let Some(times) = self.times(end) {
            return Some(times);
        }
        if number.shape == Shape::Fraction {
            let of = fraction::after_fraction(tokens, end);
            let timed = of.and_then(|at| self.unit_at(number, at, false));
            let linked = matches!(tokens.word(end), "d" | "a" | "an" | "un" | "une" | "of");
            return timed
                .filter(|unit| linked && unit.kind != Kind::Percent)
                .or_else(|| self.unit_at(number, end, glued))
                .or_else(|| {
                    self.unit_at(number, end + 1, glued).filter(|_| tokens.word(end) == "de")
                })
                .or(Some(Measured::ratio(end)));
        }
        let linked = if number.linked { number::link(tokens, end) } else { None };
        self.unit_at(number, end, glued)
            .or_else(|| self.unit_at(number, linked?, false))
            .or_else(|| self.unit_behind_adjectives(number, linked.unwrap_or(end)))
            .or_else(|| self.counted(number, linked.unwrap_or(end)))
    }

    /// `three consecutive days`, `cinq longues années`.
    fn unit_behind_adjectives(&self, number: &Number, at: usize) -> Option<Measured> {
        const MOST: usize = 3;
        let adjective = |at: &usize| self.lexicon.nouns.adjectives.contains(self.tokens.word(*at));
        let skipped = (at..at + MOST).take_while(adjective).count();
        let found = self.unit_at(number, at + skipped, false).filter(|_| skipped > 0)?;
        // `2.1 last year` counts no years.
        let several =
            number.low == Amount::ONE || noun::is_plural(self.lexicon, self.tokens, found.end - 1);
        if !several {
            return None;
        }
        matches!(found.kind, Kind::Duration | Kind::Measure | Kind::Money).then_some(found)
    }

    /// `three times as many`, `trois fois`.
    fn times(&self, end: usize) -> Option<Measured> {
        let numbers = &self.lexicon.numbers;
        let ((), after) = numbers.times.starting(self.tokens, end)?;
        let ratio = numbers.times_ratio.starting(self.tokens, after).is_some();
        let unit = if self.lexicon.lang == Lang::En { "time" } else { "fois" };
        let (unit, kind) = if ratio { ("1", Kind::Ratio) } else { (unit, Kind::Count) };
        Some(Measured::of(unit, kind, Amount::ONE, after))
    }

    /// A unit of measure or a currency at token `at`.
    fn unit_at(&self, number: &Number, at: usize, glued: bool) -> Option<Measured> {
        let (tokens, lexicon) = (self.tokens, self.lexicon);
        if tokens.line(at) {
            return None;
        }
        let money = lexicon.currencies.starting(tokens, at, glued);
        let unit = lexicon.units.starting(tokens, at, glued);
        if let Some((money, end)) = money {
            // `3 USD50 cards`: the code belongs to the number behind it.
            let other = tokens.numeral(end).is_some() && tokens.glued(end) && tokens.is_word(at);
            if other {
                return None;
            }
            if unit.is_none_or(|(_, unit_end)| unit_end <= end) {
                if let Some(mass) = lexicon.units.mass(tokens, at, &money.code) {
                    return Some(Measured::of(mass, Kind::Measure, Amount::ONE, end));
                }
                let code = self.countries.resolve(&money.code);
                // `75 USD million`.
                let scale = number::scale_after(lexicon, tokens, end)
                    .filter(|(_, scale, _)| *scale >= Some(6));
                let (factor, end) =
                    scale.map_or((Amount::ONE, end), |(factor, _, end)| (factor, end));
                return Some(Measured::of(&code, Kind::Money, money.times.times(factor)?, end));
            }
        }
        let (unit, end) = unit?;
        // `second half`, `2 minutes` are read by the word; an ordinal before is no number.
        let code = if unit.code == "°" {
            let value = number.low.to_f64();
            lexicon.units.degrees.code(tokens, number.start, end, value)
        } else {
            &unit.code
        };
        let mut measured = Measured::of(code, unit.kind, unit.times, end);
        measured.per.clone_from(&unit.per);
        Some(measured)
    }

    /// `six-member`, `three-nation`: the one word behind the hyphen.
    fn hyphenated(&self, at: usize) -> Option<Measured> {
        let word = self.tokens.word(at);
        let nouns = &self.lexicon.nouns;
        if nouns.stops.contains(word) || self.lexicon.numbers.denominators.has(self.tokens, at) {
            return None;
        }
        if let Some(((unit, kind), end)) =
            self.lexicon.inherits.named_before.starting(self.tokens, at)
        {
            return Some(Measured::of(unit, *kind, Amount::ONE, end));
        }
        let unit = noun::singular(nouns, word, self.lexicon.lang);
        Some(Measured::of(&unit, Kind::Count, Amount::ONE, at + 1))
    }

    fn counted(&self, number: &Number, at: usize) -> Option<Measured> {
        let tokens = self.tokens;
        if tokens.glued(at) && number.numeral.is_some() {
            return None;
        }
        // `eight million 250ml bottles`, `12 500-page books`: the noun stands behind a measure.
        if let Some(inner) = tokens.numeral(at).filter(|_| number.end == at) {
            let inside = Number {
                numeral: Some(inner),
                ..Number::point(inner.amount, at, at + 1, Shape::Plain)
            };
            let hyphen = usize::from(tokens.word(at + 1) == "-" && tokens.glued(at + 1));
            let measure = self
                .unit_at(&inside, at + 1 + hyphen, true)
                .filter(|measure| tokens.word(measure.end) != "old")?;
            let counted = noun::counted(self.lexicon, tokens, measure.end, false)?;
            return Some(Measured::of(&counted.unit, Kind::Count, Amount::ONE, at));
        }
        let few = number.is_point()
            && (0.0..=1.0).contains(&number.low.to_f64().abs())
            && number.low != Amount::integer(0);
        let counted = noun::counted(self.lexicon, tokens, at, few)
            .or_else(|| self.attributive(number, at))?;
        Some(Measured::of(&counted.unit, Kind::Count, Amount::ONE, counted.end))
    }

    /// `a 12 page document`: after an article English counts in the singular.
    fn attributive(&self, number: &Number, at: usize) -> Option<noun::Counted> {
        let article = matches!(self.tokens.word_before(number.start), "a" | "the" | "an" | "their");
        let nouns = &self.lexicon.nouns;
        let word = self.tokens.word(at);
        let plain = self.tokens.is_word(at)
            && !self.tokens.is_capitalised(at)
            && !nouns.stops.contains(word)
            && !nouns.adjectives.contains(word);
        let year = number.numeral.is_some_and(|n| n.digits == 4 && !n.grouped);
        let followed =
            self.tokens.is_word(at + 1) && !nouns.stops.contains(self.tokens.word(at + 1));
        (self.lexicon.lang == Lang::En && article && plain && followed && !year)
            .then(|| noun::Counted { unit: word.to_owned(), end: at + 1 })
    }

    /// What follows a unit and belongs to the number: a half, smaller units, cents.
    fn with_rest(&self, number: &Number, measured: Measured) -> Measured {
        self.half(&measured).or_else(|| self.smaller(number, &measured)).unwrap_or(measured)
    }

    /// `une heure et demie`, `a year and a half`.
    fn half(&self, measured: &Measured) -> Option<Measured> {
        let numbers = &self.lexicon.numbers;
        let and = measured.end;
        let divisible = matches!(measured.kind, Kind::Measure | Kind::Duration);
        if !divisible || !numbers.and.has(self.tokens, and) {
            return None;
        }
        let article = usize::from(numbers.articles.has(self.tokens, and + 1));
        let (value, end) = numbers.fractions.starting(self.tokens, and + 1 + article)?;
        let plus = value.times(measured.times)?;
        // `and half of them` is another quantity.
        (self.tokens.word(end) != "of").then(|| Measured {
            plus: Some(plus),
            end,
            ..measured.clone()
        })
    }

    /// `5 feet 2 inches`, `1 h 20`, `15 dollars et 15 cents`.
    fn smaller(&self, number: &Number, measured: &Measured) -> Option<Measured> {
        let tokens = self.tokens;
        let numbers = &self.lexicon.numbers;
        if measured.per.is_some() || !number.is_point() {
            return None;
        }
        let and = usize::from(numbers.and.has(tokens, measured.end));
        let at = measured.end + and;
        let setting = number::Setting { joined: true, money: false, forced: false };
        let rest = number::read(self.lexicon, tokens, at, setting)
            .filter(|rest| rest.shape == Shape::Plain && rest.is_point() && !tokens.line(at))?;
        let small = rest.low.to_f64();
        let hundredths = |value: Amount| value.times(Amount::ratio(1, 100)?);
        if measured.kind == Kind::Money {
            let cents = self.lexicon.currencies.starting(tokens, rest.end, false);
            if let Some((cents, end)) = cents.filter(|(cents, _)| cents.times != Amount::ONE) {
                let of_it =
                    cents.code == "$" || self.countries.resolve(&cents.code) == measured.unit;
                let fits = small < 100.0 && (of_it || cents.times == Amount::ratio(1, 100)?);
                let plus = Some(rest.low.times(cents.times)?);
                return fits.then(|| Measured { plus, end, ..measured.clone() });
            }
            // `13 euros 50`; nothing may follow that the second number would count.
            // `15 euros et 50.`: at the end of its sentence.
            let last = matches!(tokens.word(rest.end), "" | "." | "!" | "?");
            let alone = (and == 0 || last)
                && self.unit_at(&rest, rest.end, false).is_none()
                && self.counted(&rest, rest.end).is_none();
            let two = rest.numeral.is_none_or(|n| n.digits == 2 && !n.decimal);
            let named = tokens.is_word(measured.end - 1)
                && tokens.gap(at)
                && !(tokens.glued(rest.end) && tokens.is_word(rest.end));
            let fits = alone && two && named && (10.0..100.0).contains(&small);
            return fits
                .then(|| {
                    Some(Measured {
                        plus: Some(hundredths(rest.low)?),
                        end: rest.end,
                        ..measured.clone()
                    })
                })
                .flatten();
        }
        let dimension = convert::dimension(&measured.unit)?;
        // `1 m 85`, `10 s 12`: hundredths.
        let symbol = matches!(tokens.raw(measured.end - 1), "m" | "s") && and == 0;
        let two = rest.numeral.is_some_and(|n| n.digits == 2 && !n.decimal);
        if symbol && two && number.low.as_integer().is_some() {
            let plus = Some(hundredths(rest.low)?);
            return Some(Measured { plus, end: rest.end, ..measured.clone() });
        }
        let next = self.unit_at(&rest, rest.end, true);
        let (unit, end) = match next {
            Some(next) if next.per.is_none() && next.plus.is_none() => (next.unit, next.end),
            // `1 h 20`, `2 mn 30`: the next smaller unit goes without saying.
            _ if and == 0 && matches!(tokens.word(measured.end - 1), "h" | "mn" | "min") => {
                let sixty = rest.low.over(Amount::integer(60)).filter(|_| small < 60.0);
                return sixty.map(|plus| Measured {
                    plus: Some(plus),
                    end: rest.end,
                    ..measured.clone()
                });
            }
            // `5 ft 2 in`: the symbol for inches is a preposition elsewhere.
            _ if measured.unit == "[ft_i]" && tokens.word(rest.end) == "in" => {
                ("[in_i]".to_owned(), rest.end + 1)
            }
            _ => return None,
        };
        if convert::dimension(&unit) != Some(dimension) || dimension == "temperature" {
            return None;
        }
        let factor = convert::convert(1.0, &measured.unit, &unit).filter(|factor| *factor > 1.5)?;
        // What is whole by definition must not carry the error of a division.
        let whole = factor.round();
        let factor = if (factor - whole).abs() < 1e-9 { whole } else { factor };
        let below = small < factor;
        let times = measured.times.times(Amount::from_f64(factor)?)?;
        let plus = Some(rest.low);
        below.then(|| Measured { unit, times, plus, end, ..measured.clone() })
    }
}
