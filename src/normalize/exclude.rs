//! Numbers that measure nothing: dates, years, clock times, scores, labels, names, addresses.

use super::lexicon::Lexicon;
use super::number::{Number, Shape};
use super::numeral::Numeral;
use super::token::{Kind as Token, Tokens};

/// What stands after a number that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    /// A unit, a currency or a per cent.
    Unit,
    /// A counted noun.
    Noun,
    /// Neither.
    Nothing,
}

/// What is known of the surroundings of a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// A bound or an approximator stands beside it.
    pub(super) bounded: bool,
    /// A currency stands before it.
    pub(super) money: bool,
    /// It is an end of a range.
    pub(super) ranged: bool,
}

/// Whether the number, with bounds from token `start` on and its unit up to `end`, is none that
/// measures. `bounded` where a bound or an approximator stands before it.
pub(super) fn excludes(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    number: &Number,
    follows: Follows,
    around: Around,
) -> bool {
    let bounded = around.bounded || around.money;
    if number.shape == Shape::Ordinal {
        return true;
    }
    let Some(numeral) = number.numeral else {
        return word_excluded(lexicon, tokens, number, follows, bounded);
    };
    let (start, end) = (number.start, number.end);
    // Digits alone are one token; a sign may stand before it.
    let first = end - 1;
    let decade = tokens.word(end) == "s"
        && tokens.glued(end)
        && (follows != Follows::Unit || numeral.digits == 4 && !numeral.decimal);
    if numeral.padded && !numeral.decimal
        || decade
        || !around.money && number.signed.is_none() && glued_to_code(tokens, first, end, follows)
        || is_date(lexicon, tokens, first, end)
        || is_clock(lexicon, tokens, first, end)
    {
        return true;
    }
    let plain = !numeral.grouped && !numeral.decimal;
    if plain && is_phone(tokens, first, end, follows) {
        return true;
    }
    if follows == Follows::Unit {
        return false;
    }
    if number.signed.is_none() && is_heading(tokens, first, end, numeral) {
        return true;
    }
    // `737 MAX`, `11 Pro`: a name goes on behind a short number.
    let day = lexicon.exclusions.weekdays.contains(tokens.word(end));
    let named = tokens.is_capitalised(end) && !day && !tokens.line(end);
    let model = named
        && follows == Follows::Nothing
        && plain
        && numeral.digits <= 4
        && !lexicon.exclusions.openers.contains(tokens.word(end));
    if model && !bounded {
        return true;
    }
    // `75008 Paris`: five digits before a name are a postal code.
    let postal = plain && numeral.digits == 5 && named && lexicon.lang == crate::Lang::Fr;
    if postal && !bounded {
        return true;
    }
    let year = plain && numeral.digits == 4 && is_year(lexicon, tokens, number, follows, bounded);
    year || is_labelled(lexicon, tokens, start, end, follows, bounded)
        || plain && is_address(lexicon, tokens, start, end)
        || !bounded && !around.ranged && is_score(tokens, first, end)
}

fn word_excluded(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    number: &Number,
    follows: Follows,
    bounded: bool,
) -> bool {
    let (start, end) = (number.start, number.end);
    let table = &lexicon.exclusions;
    let hyphen =
        tokens.word_before(start) == "-" && tokens.glued(start) && number.shape != Shape::Multiple;
    if hyphen && tokens.is_word(start.saturating_sub(2)) && tokens.glued(start - 1) {
        return true;
    }
    if number.shape == Shape::Plain && is_date(lexicon, tokens, start, end) {
        return true;
    }
    if number.one && tokens.numeral(end).is_some() {
        return true;
    }
    if !number.one || bounded || number.signed.is_some() {
        return false;
    }
    match lexicon.lang {
        crate::Lang::En => {
            follows == Follows::Nothing
                || table.pronoun_before.contains(tokens.word_before(start))
                || table.pronoun_after.contains(tokens.word(end))
        }
        crate::Lang::Fr => {
            // The article counts only where a unit makes a number of it.
            follows != Follows::Unit
        }
    }
}

/// `A380`, `Covid-19`, `5G`, `192.168.1.2`, `scp-173`.
fn glued_to_code(tokens: &Tokens<'_>, first: usize, end: usize, follows: Follows) -> bool {
    let before = first.checked_sub(1);
    let letters = |at: Option<usize>| at.is_some_and(|at| tokens.is_word(at));
    let glued = tokens.glued(first);
    let left = glued && letters(before)
        || glued
            && matches!(tokens.word_before(first), "-" | "_" | "/" | "." | "#" | "@")
            && before.is_some_and(|before| tokens.glued(before) && in_code(tokens, before - 1));
    let right = tokens.glued(end)
        && (tokens.is_word(end) || tokens.numeral(end).is_some())
        && follows == Follows::Nothing;
    // `5'10"`: feet and inches as signs, left alone.
    let feet = |at: usize| tokens.word(at) == "'" && tokens.glued(at) && tokens.glued(at + 1);
    if feet(end) && tokens.numeral(end + 1).is_some()
        || first > 1 && feet(first - 1) && tokens.numeral(first - 2).is_some()
    {
        return true;
    }
    let code = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Token::Code);
    left || right || tokens.glued(end) && code(end)
}

/// Whether a token belongs to a chain of letters and digits without white space.
fn in_code(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_word(at) || tokens.numeral(at).is_some() && tokens.glued(at) && tokens.is_word(at - 1)
}

fn is_day(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens
        .numeral(at)
        .is_some_and(|n| !n.decimal && (1..=31).contains(&n.amount.as_integer().unwrap_or(0)))
}

/// A month beside the number, or slashes and hyphens of a date around it.
fn is_date(lexicon: &Lexicon, tokens: &Tokens<'_>, first: usize, end: usize) -> bool {
    let months = &lexicon.exclusions.months;
    let month = |at: usize| {
        months.contains(tokens.word(at))
            && (tokens.is_capitalised(at) || lexicon.lang == crate::Lang::Fr)
    };
    let before = first.checked_sub(1);
    let dotted = before.filter(|at| tokens.word(*at) == ".").and_then(|at| at.checked_sub(1));
    if month(end) || before.is_some_and(month) || dotted.is_some_and(month) {
        return true;
    }
    // `4-5 May`, `le 4 ou 5 mai`, `July 4, 2016`.
    let table = &lexicon.exclusions;
    if table.date_joiners.contains(tokens.word(end)) {
        let day = end + 1 + usize::from(table.date_articles.contains(tokens.word(end + 1)));
        if is_day(tokens, day) && month(day + 1) {
            return true;
        }
    }
    // `between March 3 and 6`.
    let joined = before.filter(|at| table.date_joiners.contains(tokens.word(*at)));
    if let Some(day) = joined.and_then(|at| at.checked_sub(1))
        && is_day(tokens, first)
        && is_day(tokens, day)
        && day > 0
        && month(day - 1)
        && !tokens.is_word(end)
    {
        return true;
    }
    // `lundi 3, mardi 4`.
    let weekday = before.is_some_and(|at| table.weekdays.contains(tokens.word(at)));
    if weekday && lexicon.lang == crate::Lang::Fr && is_day(tokens, first) && !tokens.is_word(end) {
        return true;
    }
    let comma = before.filter(|at| tokens.word(*at) == ",").and_then(|at| at.checked_sub(2));
    if comma.is_some_and(month) {
        return true;
    }
    let slash = |at: usize| {
        tokens.word(at) == "/"
            && tokens.glued(at)
            && tokens.numeral(at + 1).is_some()
            && tokens.glued(at + 1)
    };
    let slash_before = before.is_some_and(|at| {
        tokens.word(at) == "/"
            && tokens.glued(at)
            && tokens.glued(first)
            && at > 0
            && tokens.numeral(at - 1).is_some()
    });
    slash(end) || slash_before
}

/// `9:35`, `6pm`, `20 h 30`, `à 20 h`.
fn is_clock(lexicon: &Lexicon, tokens: &Tokens<'_>, first: usize, end: usize) -> bool {
    let colon = |at: usize| tokens.word(at) == ":" && tokens.glued(at) && tokens.glued(at + 1);
    let around = colon(end) && tokens.numeral(end + 1).is_some()
        || first > 1 && colon(first - 1) && tokens.numeral(first - 2).is_some();
    let table = &lexicon.exclusions;
    if around
        || table.clock_after.starting(tokens, end).is_some_and(|((), after)| {
            let upper = tokens.raw(end).chars().all(|c| c.is_uppercase() || c == '.');
            tokens.glued(end)
                || upper
                || after > end + 1
                || matches!(tokens.word(end), "am" | "pm" | "o")
        })
    {
        return true;
    }
    let hour_before =
        first > 1 && tokens.word(first - 1) == "h" && tokens.numeral(first - 2).is_some();
    if hour_before && is_minutes(tokens, first) {
        return true;
    }
    if lexicon.lang == crate::Lang::Fr && matches!(tokens.word(end), "h" | "heures" | "heure") {
        let hour =
            tokens.numeral(first).and_then(|n| n.amount.as_integer()).is_some_and(|n| n <= 24);
        let minutes = tokens.word(end) == "h" && is_minutes(tokens, end + 1);
        let placed = table.clock_before.ending(tokens, first).is_some();
        return hour
            && placed
            && (minutes || tokens.word_before(first) != "," && tokens.word_before(first) != "(");
    }
    false
}

fn is_minutes(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.numeral(at).is_some_and(|n| n.digits <= 2 && !n.decimal)
}

/// A number of four digits that a year can be, where the text does not count with it.
fn is_year(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    number: &Number,
    follows: Follows,
    bounded: bool,
) -> bool {
    let value = number.low.as_integer().unwrap_or(0);
    if !(1500..=2100).contains(&value) || number.signed.is_some() {
        return false;
    }
    let placed = lexicon.exclusions.year_before.ending(tokens, number.start).is_some();
    match (lexicon.lang, follows) {
        (_, Follows::Noun) if bounded => false,
        (crate::Lang::Fr, Follows::Noun) => {
            !tokens.line(number.start)
                && tokens.is_word(number.start.saturating_sub(1))
                && placed
                && !matches!(
                    tokens.word_before(number.start),
                    "les" | "de" | "d" | "pour" | "à" | "et" | "que" | "sur" | "dans" | "au" | "le"
                )
        }
        (crate::Lang::En, Follows::Noun) => value % 100 != 0 || placed && value % 1000 != 0,
        _ => !bounded || placed || (1900..=2060).contains(&value),
    }
}

/// `page 12`, `Section 427`, `iPhone 15`, `S&P 500`.
fn is_labelled(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    start: usize,
    end: usize,
    follows: Follows,
    bounded: bool,
) -> bool {
    let Some(before) = start.checked_sub(1) else { return false };
    if bounded || tokens.line(start) {
        return false;
    }
    let table = &lexicon.exclusions;
    let word = tokens.word(before);
    let dotted = if word == "." { before.checked_sub(1) } else { None };
    let label = table.labels.contains(word)
        || dotted
            .is_some_and(|at| table.labels.contains(tokens.word(at)) && tokens.word(at).len() <= 3);
    if label && follows == Follows::Nothing {
        return true;
    }
    if matches!(word, "°" | "º" | "#") {
        return true;
    }
    let cased = tokens.is_word(before) && tokens.raw(before).chars().any(char::is_uppercase);
    let named = cased && !table.openers.contains(word) && !lexicon.exclusions.months.contains(word);
    let name_starts = tokens.begins_sentence(before);
    let short = tokens.numeral(start).is_some_and(|n| !n.grouped && !n.decimal && n.digits <= 4);
    let apart = tokens.gap(start);
    named
        && short
        && apart
        && (follows == Follows::Nothing && !(name_starts && tokens.raw(before).ends_with("ing"))
            || follows == Follows::Noun
                && !name_starts
                && (lexicon.lang == crate::Lang::En || tokens.is_capitalised(end)))
}

/// `575 Wilbraham Road`, `12, rue de la Paix`.
fn is_address(lexicon: &Lexicon, tokens: &Tokens<'_>, start: usize, end: usize) -> bool {
    let table = &lexicon.exclusions;
    if table.street_first {
        let at = end + usize::from(tokens.word(end) == ",");
        return table.streets.contains(tokens.word(at))
            && tokens.is_word(at + 1)
            && !tokens.is_word(start.saturating_sub(1))
                | matches!(tokens.word_before(start), "au" | "du" | "le");
    }
    let mut at = end;
    while at < end + 4 && tokens.is_capitalised(at) && !tokens.line(at) {
        if table.streets.contains(tokens.word(at)) && at > end {
            return true;
        }
        at += 1;
    }
    false
}

/// `2-1`, `6-3, 6-4`: two small numbers joined by a hyphen with nothing that they count.
fn is_score(tokens: &Tokens<'_>, first: usize, end: usize) -> bool {
    let hyphen = |at: usize| matches!(tokens.word(at), "-" | "–" | "—");
    hyphen(end) && tokens.numeral(end + 1).is_some() && tokens.glued(end) && tokens.glued(end + 1)
        || first > 1
            && hyphen(first - 1)
            && tokens.numeral(first - 2).is_some()
            && tokens.glued(first)
            && tokens.glued(first - 1)
}

/// `01 23 45 67 89`, `6 20 30`, `020 7946 0958`, `(212) 555-0199`: groups of digits side by side.
fn is_phone(tokens: &Tokens<'_>, first: usize, end: usize, follows: Follows) -> bool {
    const GROUPS: usize = 3;
    const LONGEST: usize = 12;
    let group =
        |at: usize| tokens.numeral(at).is_some_and(|n| !n.decimal && !n.grouped && n.digits <= 4);
    let joined = |at: usize| group(at) && tokens.gap(at) && !tokens.line(at);
    if !group(first) {
        return false;
    }
    let back = (first.saturating_sub(LONGEST)..first)
        .rev()
        .take_while(|at| joined(at + 1) && group(*at))
        .count();
    let on = (end..end + LONGEST).take_while(|at| joined(*at)).count();
    // The last group may count what follows: `le 6 20 30 personnes` is nothing that is written.
    if back + 1 + on >= GROUPS && (on > 0 || follows != Follows::Unit) {
        return true;
    }
    let area = tokens.word_before(first) == "("
        && tokens.word(end) == ")"
        && tokens.numeral(first).is_some_and(|n| n.digits == 3)
        && group(end + 1);
    let dialled = |at: usize| tokens.word(at) == "+" && tokens.glued(at + 1) && group(at + 2);
    area || first.checked_sub(1).is_some_and(dialled)
}

/// `4.2 Méthode`, `3. Results`: the number of a heading, at the start of its line.
fn is_heading(tokens: &Tokens<'_>, first: usize, end: usize, numeral: Numeral) -> bool {
    if !tokens.line(first) || numeral.grouped || numeral.digits > 2 || tokens.line(end) {
        return false;
    }
    if numeral.decimal {
        return tokens.raw(first).contains('.') && tokens.is_capitalised(end);
    }
    let marked = matches!(tokens.word(end), "." | ")") && tokens.glued(end);
    marked && tokens.is_capitalised(end + 1) && tokens.gap(end + 1) && !tokens.line(end + 1)
}
