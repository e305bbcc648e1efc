//! Number expressions: cardinals with factors, fractions, collectives, orders of magnitude,
//! multiples and shares.

use crate::claim::Change;

use super::amount::Amount;
use super::cardinal;
use super::fraction;
use super::lexicon::{Cardinal, Collective, Lexicon};
use super::numeral::Numeral;
use super::token::Tokens;

/// What kind of number an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `250`, `two million`, `a dozen`.
    Plain,
    /// `a third`, `½`.
    Fraction,
    /// `dozens`, `several hundred`.
    Magnitude,
    /// `one in five`.
    Share,
    /// `doubled`, `sixfold`.
    Multiple,
    /// `twice`: how often.
    Often,
    /// `22nd`, `twenty-first`: no quantity.
    Ordinal,
}

/// A number expression, without unit and bounds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub(super) low: Amount,
    /// Equal to `low` for a point; `None` where it has no upper end.
    pub(super) high: Option<Amount>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) shape: Shape,
    /// The digits, where the number is nothing else.
    pub(super) numeral: Option<Numeral>,
    /// The power of ten that the number ends with, for ranges such as `3 to 4 million`.
    pub(super) scale: Option<i32>,
    /// Whether the number is a single word that is an article or a pronoun too.
    pub(super) one: bool,
    /// Whether the noun follows after `of` or `de`.
    pub(super) linked: bool,
    pub(super) approximate: bool,
    pub(super) signed: Option<char>,
    pub(super) change: Option<Change>,
}

impl Number {
    pub(super) fn point(value: Amount, start: usize, end: usize, shape: Shape) -> Self {
        Self {
            low: value,
            high: Some(value),
            start,
            end,
            shape,
            numeral: None,
            scale: None,
            one: false,
            linked: false,
            approximate: false,
            signed: None,
            change: None,
        }
    }

    /// The number times `factor`.
    pub(super) fn times(self, factor: Amount) -> Option<Self> {
        let high = match self.high {
            Some(high) => Some(high.times(factor)?),
            None => None,
        };
        Some(Self { low: self.low.times(factor)?, high, ..self })
    }

    pub(super) fn is_point(&self) -> bool {
        self.high == Some(self.low)
    }
}

/// How to read a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// Whether `and` may join the words of a number; not between the two of a range.
    pub(super) joined: bool,
    /// Whether a currency stands before it, so that `m` is a million.
    pub(super) money: bool,
    /// Whether an article may count one by itself: where a quantity is known to stand.
    pub(super) forced: bool,
}

/// The number expression that starts with token `at`.
pub(super) fn read(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    at: usize,
    setting: Setting,
) -> Option<Number> {
    let (sign, start) = sign(lexicon, tokens, at);
    let number = unsigned(lexicon, tokens, start, setting)?;
    let number = if sign == Some('-') {
        let high = number.high.map(Amount::negated);
        Number { low: high.unwrap_or(number.low), high: Some(number.low.negated()), ..number }
    } else {
        number
    };
    Some(Number { start: at, signed: sign, ..number })
}

fn sign(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize) -> (Option<char>, usize) {
    let free = !tokens.glued(at) || matches!(tokens.word_before(at), "(" | "[" | "/" | "/-" | "≈");
    // A lone cell of a table: nothing but a number with its sign.
    let cell =
        tokens.word(at) == "-" && at == 0 && tokens.numeral(1).is_some() && tokens.len() <= 5;
    if cell && (2..tokens.len()).all(|at| tokens.numeral(at).is_some() || tokens.raw(at).len() <= 2)
    {
        return (Some('-'), 1);
    }
    let ranged = at > 0 && tokens.numeral(at - 1).is_some();
    match tokens.word(at) {
        "-" | "–" if ranged => (None, at),
        "+" if free && tokens.numeral(at + 1).is_some() => (Some('+'), at + 1),
        "-" | "–" if free && tokens.glued(at + 1) && tokens.numeral(at + 1).is_some() => {
            (Some('-'), at + 1)
        }
        _ => match lexicon.numbers.minus.starting(tokens, at) {
            // `moins de`, `negative about`: only right before the number.
            Some(((), end)) => {
                let end = end + usize::from(tokens.word(end) == "-" && tokens.glued(end));
                let follows = tokens.numeral(end).is_some()
                    || lexicon.numbers.cardinals.starting(tokens, end).is_some();
                // `au moins 30`, `plus ou moins 30` are bounds.
                let before = lexicon.bounds.before.ending(tokens, end);
                let margin = lexicon.numbers.plus_minus.ending(tokens, end);
                let bound = before.is_some_and(|(_, start)| start < at)
                    || margin.is_some_and(|((), start)| start < at);
                if follows && !bound { (Some('-'), end) } else { (None, at) }
            }
            None => (None, at),
        },
    }
}

fn unsigned(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize, setting: Setting) -> Option<Number> {
    let numbers = &lexicon.numbers;
    if let Some((multiple, end)) = numbers.multiples.starting(tokens, at) {
        // `twice the size`: the article belongs to the noun.
        let article = end > at + 1 && lexicon.nouns.stops.contains(tokens.word(end - 1));
        let number = Number::point(multiple.value, at, end - usize::from(article), Shape::Multiple);
        return Some(Number { change: multiple.change, ..number });
    }
    if let Some((change, from)) = numbers.factored.starting(tokens, at)
        && let Some(by) = cardinal::read(lexicon, tokens, from, true)
        && tokens.word(by.end) != "%"
    {
        let value = match change {
            Change::Increase => by.amount,
            Change::Decrease => Amount::ONE.over(by.amount)?,
        };
        let number = Number::point(value, at, by.end, Shape::Multiple);
        return Some(Number { change: Some(*change), ..number });
    }
    if let Some((value, end)) = numbers.adverbs.starting(tokens, at) {
        return Some(Number::point(*value, at, end, Shape::Often));
    }
    if let Some(number) = magnitude(lexicon, tokens, at) {
        return Some(number);
    }
    if let Some(number) = fraction::read(lexicon, tokens, at, setting.joined) {
        return Some(number);
    }
    if let Some(number) = collective(lexicon, tokens, at, Amount::ONE) {
        return Some(number);
    }
    let Some(reading) = cardinal::read(lexicon, tokens, at, setting.joined) else {
        if let Some(number) = definite(lexicon, tokens, at) {
            return Some(number);
        }
        let article = numbers.articles.has(tokens, at)
            && (setting.forced || fraction::ends_unit(lexicon, tokens, at + 1));
        return article
            .then(|| Number { one: true, ..Number::point(Amount::ONE, at, at + 1, Shape::Plain) });
    };
    if let Some(numeral) = reading.numeral {
        let exponent = tokens.word(reading.end) == "e"
            && tokens.glued(reading.end + 1)
            && (tokens.numeral(reading.end + 1).is_some() || tokens.word(reading.end + 1) == "-");
        let ending = tokens.glued(reading.end)
            && !exponent
            && numbers.ordinal_endings.contains(tokens.word(reading.end));
        if ending && !numeral.decimal {
            return Some(Number::point(reading.amount, at, reading.end + 1, Shape::Ordinal));
        }
    }
    let number = Number {
        numeral: reading.numeral,
        scale: reading.scale,
        one: reading.one,
        linked: reading.scale.is_some_and(|scale| scale >= 6),
        ..Number::point(reading.amount, at, reading.end, Shape::Plain)
    };
    let number = power(tokens, number)
        .or_else(|| decimal_words(lexicon, tokens, number))
        .or_else(|| factor(lexicon, tokens, number, setting))
        .unwrap_or(number);
    if let Some(several) = collective(lexicon, tokens, number.end, number.low) {
        return Some(Number { start: at, ..several });
    }
    if let Some(share) = share(lexicon, tokens, &number) {
        return Some(share);
    }
    if tokens.word(number.end) == "-" && numbers.fold.has(tokens, number.end + 1) {
        return Some(Number { end: number.end + 2, shape: Shape::Multiple, ..number });
    }
    Some(number)
}

/// `frôle le milliard d'euros`: a power of ten that an article counts once.
fn definite(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize) -> Option<Number> {
    let counted = lexicon.numbers.definite.contains(tokens.word_before(at));
    let (factor, scale, end) = scale_after(lexicon, tokens, at).filter(|_| counted)?;
    let single =
        scale.is_some_and(|scale| scale >= 6) && !lexicon.numbers.magnitudes.has(tokens, at);
    let number = Number::point(factor, at, end, Shape::Plain);
    single.then_some(Number { scale, linked: true, ..number })
}

/// `1.3e6`, `1.99×10^30`, `2.5^-1`.
fn power(tokens: &Tokens<'_>, number: Number) -> Option<Number> {
    number.numeral?;
    let end = number.end;
    let exponent = |at: usize| {
        let at = at + usize::from(tokens.word(at) == "+");
        let negative = matches!(tokens.word(at), "-" | "–");
        let at = at + usize::from(negative);
        let digits = tokens.numeral(at).filter(|digits| !digits.decimal && tokens.glued(at))?;
        let value = i32::try_from(digits.amount.as_integer()?).ok()?;
        Some((if negative { -value } else { value }, at + 1))
    };
    if tokens.word(end) == "e" && tokens.glued(end) && tokens.glued(end + 1) {
        let (exponent, end) = exponent(end + 1)?;
        let low = number.low.times(Amount::power_of_ten(exponent))?;
        return Some(Number { end, ..Number::point(low, number.start, end, Shape::Plain) });
    }
    if matches!(tokens.word(end), "×" | "x" | "*" | "·") && tokens.raw(end + 1) == "10" {
        let caret = end + 2 + usize::from(tokens.word(end + 2) == "^");
        let (exponent, end) = exponent(caret).filter(|_| tokens.glued(end + 2))?;
        let low = number.low.times(Amount::power_of_ten(exponent))?;
        return Some(Number::point(low, number.start, end, Shape::Plain));
    }
    if tokens.word(end) == "^" && tokens.glued(end) {
        let (exponent, end) = exponent(end + 1)?;
        let low = Amount::from_f64(number.low.to_f64().powi(exponent))?;
        return Some(Number::point(low, number.start, end, Shape::Plain));
    }
    None
}

/// `two point five`, `deux virgule trois`: the digits after the mark, each as a word or together.
fn decimal_words(lexicon: &Lexicon, tokens: &Tokens<'_>, number: Number) -> Option<Number> {
    if number.numeral.is_some() || !lexicon.numbers.point.has(tokens, number.end) {
        return None;
    }
    let mut digits = String::new();
    let mut end = number.end + 1;
    while let Some(part) = cardinal::read(lexicon, tokens, end, true) {
        let part_digits = part.amount.as_integer()?.to_string();
        if !digits.is_empty() && part_digits.len() > 1 || digits.len() > 12 || part.scale.is_some()
        {
            break;
        }
        digits.push_str(&part_digits);
        end = part.end;
    }
    let low = number.low.plus(Amount::digits("0", &digits)?)?;
    let scaled = scale_after(lexicon, tokens, end);
    let (factor, scale, end) = scaled.unwrap_or((Amount::ONE, None, end));
    (!digits.is_empty()).then_some(Number {
        scale,
        linked: scale.is_some(),
        ..Number::point(low.times(factor)?, number.start, end, Shape::Plain)
    })
}

/// The word for a power of ten at token `at`: its value, exponent and end.
pub(super) fn scale_after(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    at: usize,
) -> Option<(Amount, Option<i32>, usize)> {
    match lexicon.numbers.cardinals.starting(tokens, at)? {
        (Cardinal::Scale(exponent, _), end) => {
            Some((Amount::power_of_ten(*exponent), Some(*exponent), end))
        }
        (Cardinal::Hundred(_), end) => Some((Amount::integer(100), Some(2), end)),
        _ => None,
    }
}

/// An abbreviated factor: `2.5bn`, `500 k`, `5 M€`.
fn factor(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    number: Number,
    setting: Setting,
) -> Option<Number> {
    number.numeral?;
    let at = number.end;
    let raw = tokens.raw(at);
    let currency = lexicon.currencies.starting(tokens, at + 1, true).is_some();
    if tokens.glued(at + 1)
        && !currency
        && (tokens.is_word(at + 1) || tokens.numeral(at + 1).is_some())
    {
        return None;
    }
    if !setting.money && lexicon.units.kelvin(tokens, at) {
        return None;
    }
    let exponent = lexicon.numbers.factors.get(raw).copied().or_else(|| {
        let exponent = lexicon.numbers.money_factors.get(raw).copied()?;
        // `5m people`, but `100m runners`: a million is seldom written of hundreds and more.
        let small = tokens.glued(at) && number.low.to_f64() < 100.0;
        let counted = small && super::noun::is_plural(lexicon, tokens, at + 1);
        // `1.2b` are billions; `b` alone would be bits, which nobody writes of so few.
        let billion = raw == "b" && tokens.glued(at);
        (setting.money || currency || counted && raw != "G" || billion).then_some(exponent)
    })?;
    Some(Number {
        low: number.low.times(Amount::power_of_ten(exponent))?,
        high: Some(number.low.times(Amount::power_of_ten(exponent))?),
        end: at + 1,
        numeral: None,
        scale: Some(exponent),
        linked: true,
        ..number
    })
}

/// `dozen`, `une quarantaine`, after a number or an article or alone.
fn collective(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize, count: Amount) -> Option<Number> {
    let numbers = &lexicon.numbers;
    let mut first = at + usize::from(count == Amount::ONE && numbers.articles.has(tokens, at));
    // `une petite centaine`.
    let loose = first > at && numbers.collective_adjectives.contains(tokens.word(first));
    first += usize::from(loose);
    if count == Amount::ONE && first == at && numbers.magnitudes.has(tokens, at) {
        return None;
    }
    let (collective, end) = numbers.collectives.starting(tokens, first)?;
    let bare = count == Amount::ONE && first == at;
    let (value, approximate) = match collective {
        Collective::Exact(value) => (*value, loose),
        Collective::Loose(value) => (*value, true),
    };
    let low = count.times(Amount::integer(value))?;
    let number = Number::point(low, at, end, Shape::Plain);
    let (scaled, scale, end) = chained_scale(lexicon, tokens, end);
    (!bare).then_some(Number { approximate, linked: true, scale, end, ..number.times(scaled)? })
}

/// `… de milliers`, `… of millions`: the factor that follows after a link.
fn chained_scale(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    at: usize,
) -> (Amount, Option<i32>, usize) {
    let none = (Amount::ONE, None, at);
    let Some(linked) = link(tokens, at) else {
        return scale_after(lexicon, tokens, at).unwrap_or(none);
    };
    if let Some(scale) = scale_after(lexicon, tokens, linked) {
        return scale;
    }
    match lexicon.numbers.magnitudes.starting(tokens, linked) {
        Some((magnitude, end)) => {
            // The lowest of several thousands is two thousand.
            let factor = magnitude.low.over(Amount::integer(2)).unwrap_or(Amount::ONE);
            (factor, None, end)
        }
        None => none,
    }
}

/// The token after `of`, `de` or `d'`.
pub(super) fn link(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    match (tokens.word(at), tokens.word(at + 1)) {
        ("d", "'") => Some(at + 2),
        ("of" | "de", _) => Some(at + 1),
        _ => None,
    }
}

/// `dozens`, `tens of thousands`, `several hundred`, `plusieurs dizaines de milliers`.
fn magnitude(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize) -> Option<Number> {
    let numbers = &lexicon.numbers;
    let several = numbers.several.starting(tokens, at).map(|((), end)| end);
    let first = several.unwrap_or(at);
    let (low, high, end) = if let Some((found, end)) = numbers.magnitudes.starting(tokens, first) {
        (found.low, found.high, end)
    } else {
        several?;
        if let Some((unit, exponent, end)) = scale_after(lexicon, tokens, first) {
            let open = exponent.is_some_and(|exponent| exponent >= 6);
            let high = if exponent == Some(2) { 999 } else { 9999 };
            let high = (!open).then(|| Amount::integer(high));
            (unit.times(Amount::integer(2))?, high, end)
        } else {
            let (collective, end) = numbers.collectives.starting(tokens, first)?;
            let (Collective::Exact(value) | Collective::Loose(value)) = *collective;
            (Amount::integer(value * 2), Some(Amount::integer(value * 10 - 1)), end)
        }
    };
    let (factor, scale, end) = chained_scale(lexicon, tokens, end);
    let number = Number { low, high, ..Number::point(low, at, end, Shape::Magnitude) };
    Some(Number { linked: true, scale, ..number.times(factor)? })
}

/// `one in five`, `neuf Français sur dix`.
fn share(lexicon: &Lexicon, tokens: &Tokens<'_>, number: &Number) -> Option<Number> {
    /// Shares are told of small numbers and of powers of ten; others are counts out of a total.
    const WHOLES: [i128; 8] = [12, 15, 20, 25, 100, 1000, 10_000, 100_000];
    let part = number.low.as_integer().filter(|part| (1..100).contains(part))?;
    let mut at = number.end;
    let mut words = 0;
    let of = loop {
        if let Some(((), end)) = lexicon.numbers.out_of.starting(tokens, at) {
            break end;
        }
        let inside = tokens.is_word(at) && !lexicon.nouns.stops.contains(tokens.word(at));
        if !inside || words == 2 || tokens.glued(at) {
            return None;
        }
        (at, words) = (at + 1, words + 1);
    };
    let short = tokens.word(at) == "in" && tokens.word(at + 1) != "every";
    if words > 0 && short && part > 1 {
        return None;
    }
    let whole = cardinal::read(lexicon, tokens, of, false)?;
    let total = whole.amount.as_integer()?;
    let told = (2..=10).contains(&total) || WHOLES.contains(&total) || part == 1 && total < 1000;
    let timed = lexicon
        .units
        .starting(tokens, whole.end, false)
        .is_some_and(|(unit, _)| unit.kind != crate::claim::Kind::Percent);
    if part >= total || !told || timed || tokens.word(whole.end) == "%" {
        return None;
    }
    let ratio = Amount::ratio(part, total)?;
    Some(Number::point(ratio, number.start, whole.end, Shape::Share))
}
