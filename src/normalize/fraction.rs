//! Fractions in words and digits: `two thirds`, `un quart de million`, `10 1/2`, `deux et demi`.

use super::amount::Amount;
use super::cardinal::{self, Reading};
use super::lexicon::{Collective, Denominator, Lexicon};
use super::number::{self, Number, Shape};
use super::token::Tokens;

/// The fraction that starts with token `at`, with the whole number before it.
pub(super) fn read(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    at: usize,
    joined: bool,
) -> Option<Number> {
    let numbers = &lexicon.numbers;
    if let Some((value, end)) = sign(tokens, at) {
        return scaled(lexicon, tokens, value, at, end);
    }
    if let Some(number) = bare(lexicon, tokens, at) {
        return Some(number);
    }
    // `a third`, `un demi`: an article counts one.
    if numbers.articles.has(tokens, at) && !numbers.cardinals.has(tokens, at) {
        let (value, end) = denominated(lexicon, tokens, at + 1, Amount::ONE, None, true)
            .or_else(|| acting(lexicon, tokens, at))?;
        return scaled(lexicon, tokens, value, at, end);
    }
    // `five billion and three quarters`: the scale is what the fraction is of.
    let large = cardinal::read(lexicon, tokens, at, false).filter(|large| large.scale.is_some());
    if let Some((value, end)) = large.and_then(|large| added(lexicon, tokens, &large)) {
        let number = Number::point(value, at, end, Shape::Plain);
        return Some(Number { linked: true, ..number });
    }
    let whole = cardinal::read(lexicon, tokens, at, joined)?;
    if let Some((value, end)) = slashed(lexicon, tokens, &whole) {
        return scaled(lexicon, tokens, value, at, end);
    }
    if let Some((value, end)) = mixed(lexicon, tokens, &whole) {
        return scaled(lexicon, tokens, value, at, end)
            .map(|n| Number { shape: Shape::Plain, ..n });
    }
    if whole.numeral.is_none() {
        let tens = whole.tens;
        let singular = whole.amount == Amount::ONE;
        let acting = || acting(lexicon, tokens, at).filter(|_| singular && whole.end == at + 1);
        if let Some((value, end)) =
            denominated(lexicon, tokens, whole.end, whole.amount, tens, singular).or_else(acting)
        {
            return scaled(lexicon, tokens, value, at, end);
        }
        if is_ordinal(lexicon, tokens, &whole) {
            return Some(Number::point(whole.amount, at, whole.end + 1, Shape::Ordinal));
        }
    } else if let Some((value, end)) = phrase(lexicon, tokens, whole.end) {
        // `3 quarts`, `2 tiers`.
        let value = whole.amount.times(value)?;
        return scaled(lexicon, tokens, value, at, end);
    }
    let (value, end) = added(lexicon, tokens, &whole)?;
    let plain = Number { shape: Shape::Plain, ..Number::point(value, at, end, Shape::Plain) };
    let Some((factor, scale, end)) = number::scale_after(lexicon, tokens, end) else {
        return Some(plain);
    };
    Some(Number { scale, end, linked: scale.is_some_and(|s| s >= 6), ..plain.times(factor)? })
}

/// `½`, and digits right before it: `2½`.
fn sign(tokens: &Tokens<'_>, at: usize) -> Option<(Amount, usize)> {
    let value = |at| {
        let (numerator, denominator) = match tokens.word(at) {
            "½" => (1, 2),
            "⅓" => (1, 3),
            "⅔" => (2, 3),
            "¼" => (1, 4),
            "¾" => (3, 4),
            "⅕" => (1, 5),
            "⅖" => (2, 5),
            "⅗" => (3, 5),
            "⅘" => (4, 5),
            "⅙" => (1, 6),
            "⅚" => (5, 6),
            "⅛" => (1, 8),
            "⅜" => (3, 8),
            "⅝" => (5, 8),
            "⅞" => (7, 8),
            _ => return None,
        };
        Amount::ratio(numerator, denominator)
    };
    if let Some(value) = value(at) {
        return Some((value, at + 1));
    }
    let whole = tokens.numeral(at).filter(|numeral| !numeral.decimal)?;
    Some((whole.amount.plus(value(at + 1)?)?, at + 2))
}

/// A phrase for a fraction that needs no number before it, where its surroundings let it be one:
/// `half of`, `la moitié`, `demi-heure`.
fn bare(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize) -> Option<Number> {
    let (value, end) = lexicon.numbers.fractions.starting(tokens, at)?;
    let (value, words) = (*value, end - at);
    let before = tokens.word_before(at);
    let counted = acts(lexicon, tokens, at, end, true);
    let ordinal = at > 0 && lexicon.numbers.denominators.has(tokens, at - 1);
    if ordinal || matches!(before, "other" | "better" | "this" | "-" | "each") {
        return None;
    }
    // `that half` is one of two; `found that half of them` is any.
    if before == "that" && !counted && words == 1 {
        return None;
    }
    let half = value == Amount::ratio(1, 2)?;
    let number = scaled(lexicon, tokens, value, at, end)?;
    let grew = number.end > end;
    let hyphen = tokens.word(end) == "-" && tokens.glued(end);
    let unit_at = if hyphen { end + 1 } else { after_fraction(tokens, end).unwrap_or(end) };
    let unit = lexicon.units.starting(tokens, unit_at, false).is_some();
    let open = !tokens.is_word(end) || lexicon.nouns.stops.contains(tokens.word(end));
    let told = match (lexicon.lang, words) {
        (_, 2..) => true,
        (crate::Lang::En, _) => {
            half && tokens.word(at) == "half" && (open || counted) && before != "the"
        }
        (crate::Lang::Fr, _) => {
            tokens.word(at) == "moitié" && matches!(before, "de" | "la" | "pour")
        }
    };
    (grew || unit && (hyphen || half) || told && !hyphen).then_some(number)
}

/// The value of a fraction that `count` stands before: `thirds`, `quarts`, `thirty-fifths`.
fn denominated(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    at: usize,
    count: Amount,
    tens: Option<(Amount, usize)>,
    one: bool,
) -> Option<(Amount, usize)> {
    let hyphen = tokens.word(at) == "-";
    let at = at + usize::from(hyphen);
    if let Some((value, end)) = phrase(lexicon, tokens, at) {
        return Some((count.times(value)?, end));
    }
    if let Some((denominator, end)) = lexicon.numbers.denominators.starting(tokens, at) {
        let (value, composes) = match tens {
            Some((tens, start)) if start + 1 + usize::from(hyphen) == at && hyphen => {
                let rest = count.plus(tens.negated())?;
                if rest.as_integer() == Some(0) {
                    return None;
                }
                (rest.over(tens.plus(Amount::integer(denominator.value))?)?, false)
            }
            tens => (count.over(Amount::integer(denominator.value))?, tens.is_some()),
        };
        return fits(lexicon, tokens, *denominator, one, composes, end).then_some((value, end));
    }
    // `three twenty-firsts`: the denominator is itself of several words.
    let base = cardinal::read(lexicon, tokens, at, true).filter(|base| base.numeral.is_none())?;
    let joint = matches!(tokens.word(base.end), "-" | "et" | "and");
    let last = base.end + usize::from(joint);
    let (denominator, end) = lexicon.numbers.denominators.starting(tokens, last)?;
    let whole = base.amount.plus(Amount::integer(denominator.value))?;
    let denominator = Denominator { value: whole.as_integer()?, ..*denominator };
    fits(lexicon, tokens, denominator, one, false, end).then_some((count.over(whole)?, end))
}

/// Whether a word that is an ordinal too is a denominator here: plural, or after `one` and with no
/// noun that it would count behind it (`a third of`, but `a third man`).
fn fits(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    denominator: Denominator,
    one: bool,
    composes: bool,
    end: usize,
) -> bool {
    let noun = tokens.is_word(end)
        && !lexicon.nouns.stops.contains(tokens.word(end))
        && lexicon.change.after.starting(tokens, end).is_none();
    let hyphen = tokens.word(end) == "-" && tokens.glued(end);
    if denominator.plural {
        return denominator.value > 2;
    }
    denominator.value > 2
        && !noun
        && !hyphen
        && !composes
        && (one || lexicon.lang == crate::Lang::Fr)
}

/// `more than a third plan to`: a part of those spoken of, with its verb behind it.
fn acting(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize) -> Option<(Amount, usize)> {
    let (denominator, end) = lexicon.numbers.denominators.starting(tokens, at + 1)?;
    let part =
        denominator.value > 2 && !denominator.plural && acts(lexicon, tokens, at, end, false);
    part.then(|| Amount::ratio(1, denominator.value)).flatten().map(|value| (value, end))
}

/// Whether the fraction from token `at` to `end` stands for people or things, so that the word
/// behind it is their verb though it might be a noun: a bound before it, or an object behind the
/// verb, tells so (`nearly half plan`, `half believe their pay`). Only `half` is no ordinal, which
/// might follow a preposition.
fn acts(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize, end: usize, half: bool) -> bool {
    let fractions = &lexicon.numbers.acting_fractions;
    if !tokens.is_word(end) || tokens.line(end) || fractions.compounds.has(tokens, end) {
        return false;
    }
    let bound = lexicon.bounds.before.ending(tokens, at).is_some()
        && (half || fractions.prepositions.ending(tokens, at).is_none());
    bound || fractions.objects.has(tokens, end + 1)
}

fn is_ordinal(lexicon: &Lexicon, tokens: &Tokens<'_>, whole: &Reading) -> bool {
    let at = whole.end + usize::from(matches!(tokens.word(whole.end), "-" | "et" | "and"));
    let composes = whole.scale.is_none()
        && whole.amount.as_integer().is_some_and(|value| value >= 20 && value % 10 == 0)
        || at == whole.end && whole.amount != Amount::ONE && whole.scale.is_none();
    composes
        && lexicon.numbers.denominators.starting(tokens, at).is_some_and(|(found, _)| !found.plural)
}

fn phrase(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize) -> Option<(Amount, usize)> {
    lexicon.numbers.fractions.starting(tokens, at).map(|(value, end)| (*value, end))
}

/// `1/3`: only denominators that fractions are written with, so that `9/11` stays a date.
fn slashed(lexicon: &Lexicon, tokens: &Tokens<'_>, whole: &Reading) -> Option<(Amount, usize)> {
    whole.numeral?;
    let (value, end) = slash(tokens, whole.end - 1)?;
    let ending = tokens.glued(end) && lexicon.numbers.ordinal_endings.contains(tokens.word(end));
    Some((value, end + usize::from(ending)))
}

fn slash(tokens: &Tokens<'_>, at: usize) -> Option<(Amount, usize)> {
    const WRITTEN: [i128; 10] = [12, 15, 16, 20, 25, 32, 50, 64, 100, 1000];
    let numerator = tokens.numeral(at).filter(|numeral| !numeral.decimal && !numeral.padded)?;
    let glued = tokens.word(at + 1) == "/" && tokens.glued(at + 1) && tokens.glued(at + 2);
    let denominator = tokens.numeral(at + 2).filter(|numeral| glued && !numeral.padded)?;
    let (part, whole) = (numerator.amount.as_integer()?, denominator.amount.as_integer()?);
    let written = (2..=10).contains(&whole) || WRITTEN.contains(&whole);
    (written && part < whole && part > 0 && tokens.word(at + 3) != "/")
        .then(|| Amount::ratio(part, whole))
        .flatten()
        .map(|value| (value, at + 3))
}

/// `10 1/2`.
fn mixed(lexicon: &Lexicon, tokens: &Tokens<'_>, whole: &Reading) -> Option<(Amount, usize)> {
    whole.numeral.filter(|numeral| !numeral.decimal)?;
    let (part, end) = slash(tokens, whole.end)?;
    let _ = lexicon;
    Some((whole.amount.plus(part)?, end))
}

/// `two and a half`, `un million et demi`, `five billion and three quarters`.
fn added(lexicon: &Lexicon, tokens: &Tokens<'_>, whole: &Reading) -> Option<(Amount, usize)> {
    // `two-and-a-half` is written with hyphens too.
    let hyphen = |at: usize| at + usize::from(tokens.word(at) == "-" && tokens.glued(at));
    let and = hyphen(whole.end);
    if !lexicon.numbers.and.has(tokens, and) {
        return None;
    }
    let at = hyphen(and + 1);
    let one = |at| {
        let article =
            lexicon.numbers.articles.has(tokens, at) || lexicon.numbers.one.has(tokens, at);
        article.then_some(hyphen(at + 1))
    };
    let (part, end) = phrase(lexicon, tokens, at)
        .or_else(|| denominated(lexicon, tokens, one(at)?, Amount::ONE, None, true))
        .or_else(|| {
            let count = cardinal::read(lexicon, tokens, at, false)?;
            count.numeral.is_none().then_some(())?;
            denominated(lexicon, tokens, count.end, count.amount, count.tens, false)
        })?;
    let own = number::scale_after(lexicon, tokens, end).filter(|_| whole.scale.is_some());
    let (factor, end) = match (own, whole.scale) {
        (Some((factor, _, end)), _) => (factor, end),
        (None, Some(scale)) => (Amount::power_of_ten(scale), end),
        (None, None) => (Amount::ONE, end),
    };
    Some((whole.amount.plus(part.times(factor)?)?, end))
}

/// The fraction with what it is of, where that is a number: `half a million`, `une demi-douzaine`.
fn scaled(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    value: Amount,
    start: usize,
    end: usize,
) -> Option<Number> {
    let of = after_fraction(tokens, end).unwrap_or(end);
    let of = of + usize::from(tokens.word(of) == "-" && tokens.glued(of));
    let whole = Number::point(value, start, end, Shape::Fraction);
    if let Some((factor, scale, end)) = number::scale_after(lexicon, tokens, of) {
        let linked = scale.is_some_and(|scale| scale >= 6);
        let number = Number { end, scale, linked, shape: Shape::Plain, ..whole };
        return number.times(factor);
    }
    if let Some((collective, end)) = lexicon.numbers.collectives.starting(tokens, of) {
        let (Collective::Exact(count) | Collective::Loose(count)) = *collective;
        let number = Number { end, linked: true, shape: Shape::Plain, ..whole };
        return number.times(Amount::integer(count));
    }
    Some(whole)
}

/// Whether a unit with a half behind it starts with token `at`: `hour and a half`.
pub(super) fn ends_unit(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize) -> bool {
    let Some((_, end)) = lexicon.units.starting(tokens, at, false) else { return false };
    let numbers = &lexicon.numbers;
    numbers.and.has(tokens, end)
        && numbers.articles.has(tokens, end + 1)
        && phrase(lexicon, tokens, end + 2).is_some()
}

/// The token after the link between a fraction and what it is of: `a`, `of a`, `d'un`, `de`.
pub(super) fn after_fraction(tokens: &Tokens<'_>, end: usize) -> Option<usize> {
    let linked = number::link(tokens, end);
    let at = linked.unwrap_or(end);
    let article = matches!(tokens.word(at), "a" | "an" | "un" | "une");
    match (linked, article) {
        (_, true) => Some(at + 1),
        (Some(at), false) => Some(at),
        (None, false) => (tokens.word(end) == "-" && tokens.glued(end)).then_some(end + 1),
    }
}
