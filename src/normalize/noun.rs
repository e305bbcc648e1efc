//! The counted noun after a number, in the singular.

use crate::Lang;

use super::lexicon::{Lexicon, Nouns};
use super::token::Tokens;

/// A counted noun.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// The noun with what makes one thing with it, singular, lower case.
    pub(super) unit: String,
    pub(super) end: usize,
}

/// How many words a noun phrase may have before its head.
const LONGEST: usize = 6;

/// The counted noun that starts with token `at`; `singular` where the number lets it be singular,
/// as after `one` and in `a 12 page document`.
pub(super) fn counted(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    at: usize,
    singular: bool,
) -> Option<Counted> {
    match lexicon.lang {
        Lang::En => english(lexicon, tokens, at, singular),
        Lang::Fr => french(lexicon, tokens, at, singular),
    }
}

/// Whether token `at` is a word that looks like a plural noun.
pub(super) fn is_plural(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_word(at) && plural(&lexicon.nouns, tokens.word(at), lexicon.lang)
}

fn plural(nouns: &Nouns, word: &str, lang: Lang) -> bool {
    if nouns.stops.contains(word) || nouns.not_plural.contains(word) {
        return false;
    }
    if nouns.irregular.contains_key(word) || nouns.invariant.contains(word) {
        return true;
    }
    let lengthy = word.chars().count() > 2;
    match lang {
        Lang::En => {
            let endings = ["ss", "us", "is", "'s"];
            lengthy && word.ends_with('s') && !endings.iter().any(|ending| word.ends_with(ending))
                || matches!(word, "criteria" | "media" | "phenomena")
        }
        Lang::Fr => lengthy && word.ends_with(['s', 'x', 'z']),
    }
}

/// The singular of one word, hyphenated words part by part.
pub(super) fn singular(nouns: &Nouns, word: &str, lang: Lang) -> String {
    if let Some(irregular) = nouns.irregular.get(word) {
        return irregular.clone();
    }
    if nouns.invariant.contains(word) || nouns.not_plural.contains(word) {
        return word.to_owned();
    }
    if lang == Lang::En {
        return match word.rsplit_once('-') {
            Some((rest, last)) if !last.is_empty() => {
                format!("{rest}-{}", pluralizer::pluralize(last, 1, false))
            }
            _ => pluralizer::pluralize(word, 1, false),
        };
    }
    if word.contains('-') {
        let parts = word.split('-').map(|part| singular(nouns, part, lang));
        return parts.collect::<Vec<_>>().join("-");
    }
    if let Some(stem) = word.strip_suffix("eaux") {
        return format!("{stem}eau");
    }
    if let Some(stem) = word.strip_suffix("aux") {
        return format!("{stem}al");
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.chars().count() > 1 && !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// `CRS`, `GPS`: their last letter is no plural.
fn abbreviation(tokens: &Tokens<'_>, at: usize) -> bool {
    let raw = tokens.raw(at);
    raw.chars().count() > 1 && raw.chars().all(char::is_uppercase)
}

/// `GPUs`, `MPs`: an abbreviation in the plural.
fn abbreviations(tokens: &Tokens<'_>, at: usize) -> bool {
    let stem = tokens.raw(at).strip_suffix('s').unwrap_or_default();
    stem.chars().count() > 1 && stem.chars().all(char::is_uppercase)
}

fn ends(endings: &[String], word: &str) -> bool {
    endings.iter().any(|ending| word.ends_with(ending.as_str()))
}

/// The words of a run that could be one noun phrase: up to a stop, a sign or a number. Hyphens
/// join: each word comes with the tokens it spans.
fn run(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize) -> Vec<(String, usize, usize)> {
    let nouns = &lexicon.nouns;
    let mut words: Vec<(String, usize, usize)> = Vec::new();
    let mut next = at;
    while words.len() < LONGEST && tokens.is_word(next) && !(tokens.line(next) && next > at) {
        let start = next;
        let mut word = tokens.word(next).to_owned();
        let titled = words.last().is_some_and(|(_, last, _)| tokens.is_capitalised(*last))
            && tokens.is_capitalised(start);
        let name = titled || is_abbreviated_name(tokens, start);
        let stop = nouns.stops.contains(&word) && !name;
        next = hyphened(tokens, next + 1, &mut word);
        // `USD50` is money and no model.
        let money = lexicon.currencies.ending(tokens, next).is_some();
        let named = if money { next } else { model(tokens, start, next, &mut word) };
        if stop && named == next {
            break;
        }
        next = named;
        // A possessive ends the phrase: what follows belongs to another noun.
        let possessive = tokens.word(next) == "'" && tokens.glued(next);
        if possessive {
            break;
        }
        words.push((word, start, next));
    }
    words
}

/// The end of a word with what hyphens join to it, which is added to `word`.
fn hyphened(tokens: &Tokens<'_>, mut next: usize, word: &mut String) -> usize {
    while tokens.word(next) == "-"
        && tokens.glued(next)
        && tokens.glued(next + 1)
        && tokens.is_word(next + 1)
    {
        word.push('-');
        word.push_str(tokens.word(next + 1));
        next += 2;
    }
    next
}

/// Whether the word has a capital, as `Airbus` and `iPhone`.
fn is_cased(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.raw(at).chars().any(char::is_uppercase)
}

/// `US Army`: letters that are a name though the word they look like ends a noun phrase; where all
/// is in capitals they tell nothing.
fn is_abbreviated_name(tokens: &Tokens<'_>, at: usize) -> bool {
    abbreviation(tokens, at) && tokens.is_word(at + 1) && !abbreviation(tokens, at + 1)
}

/// The end of a name with its digits and the letters glued to them, which are added to `word`:
/// `A320neo`, `F-16`, and `Boeing 737` where a word follows.
fn model(tokens: &Tokens<'_>, start: usize, mut next: usize, word: &mut String) -> usize {
    if !is_cased(tokens, start) {
        return next;
    }
    let digits =
        |at: usize| tokens.numeral(at).is_some_and(|numeral| !numeral.decimal && !numeral.grouped);
    let glued = |at: usize| tokens.glued(at) && digits(at);
    let hyphen = |at: usize| tokens.word(at) == "-" && tokens.glued(at) && glued(at + 1);
    if glued(next) || hyphen(next) {
        while tokens.glued(next) && (tokens.is_word(next) || digits(next) || hyphen(next)) {
            word.push_str(tokens.word(next));
            next += 1;
        }
        return next;
    }
    let short = tokens.numeral(next).is_some_and(|numeral| numeral.digits <= 4);
    let follows = tokens.is_word(next + 1) && tokens.gap(next + 1) && !tokens.line(next + 1);
    if digits(next) && short && follows && !tokens.line(next) {
        word.push(' ');
        word.push_str(tokens.word(next));
        next += 1;
    }
    next
}

/// Whether the words are a name, not a common noun in a text whose nouns are all capitalised.
fn is_name(
    tokens: &Tokens<'_>,
    word: &(String, usize, usize),
    head: &(String, usize, usize),
) -> bool {
    let titled = |at: usize| {
        tokens.is_capitalised(at) && !tokens.raw(at).chars().skip(1).any(char::is_uppercase)
    };
    is_cased(tokens, word.1) && !titled(head.1)
}

fn english(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize, one: bool) -> Option<Counted> {
    let nouns = &lexicon.nouns;
    let mut words = run(lexicon, tokens, at);
    let is_plural = |(word, start, _): &(String, usize, usize)| {
        plural(nouns, word, Lang::En) || abbreviations(tokens, *start)
    };
    let (first, _, first_end) = words.first()?;
    if nouns.victims.contains(first) && words.get(1).is_none_or(|w| !plural(nouns, &w.0, Lang::En))
    {
        return Some(Counted { unit: nouns.victim_unit.clone(), end: *first_end });
    }
    // `Kia and Hyundai vehicles`, `digital and physical sales`: two modifiers of one noun.
    let joint = words.last().map_or(at, |(.., end)| *end);
    if !one
        && words.len() < 3
        && !words.iter().any(is_plural)
        && matches!(tokens.word(joint), "and" | "or")
    {
        let rest = run(lexicon, tokens, joint + 1);
        if rest.iter().take(3).any(is_plural) {
            words = rest;
        }
    }
    let adjective = |index: usize| {
        let (word, start, _) = &words[index];
        nouns.adjectives.contains(word)
            || tokens.is_capitalised(*start) && ends(&nouns.people_endings, word)
            || word.len() > 4 && ends(&nouns.adjective_endings, word)
    };
    let head = match words.iter().position(is_plural) {
        Some(mut head) if !one || (0..head).all(adjective) => {
            while words.get(head + 1).is_some_and(is_plural) {
                head += 1;
            }
            // `Times Square hotels`: a plural inside of a name is not the head.
            let named = |index: &usize| tokens.is_capitalised(words[*index].1);
            let after = (head..words.len()).take_while(named).last().map_or(head, |last| last + 1);
            let common = words.get(after).is_some_and(is_plural);
            if common { after } else { head }
        }
        _ if one => {
            let head = words.iter().position(|(word, ..)| !nouns.adjectives.contains(word))?;
            // `one police officer`, but `one shell landed`, `one proposal asks`.
            let verb = |word: &str| ["s", "ed", "ing", "ly"].iter().any(|end| word.ends_with(end));
            let next = words.get(head + 1).filter(|(word, start, _)| {
                !verb(word) && !verb(&words[head].0) && !tokens.is_capitalised(*start)
            });
            head + usize::from(next.is_some())
        }
        _ => return None,
    };
    // Nouns before the head make one thing with it; adjectives and names do not.
    let apart = |index: &usize| adjective(*index) || is_name(tokens, &words[*index], &words[head]);
    let start = (0..head).rev().find(apart).map_or(0, |index| index + 1);
    let mut unit: Vec<String> = words[start..head].iter().map(|(word, ..)| word.clone()).collect();
    let head_word = &words[head].0;
    unit.push(if abbreviations(tokens, words[head].1) {
        head_word.trim_end_matches('s').to_owned()
    } else if plural(nouns, head_word, Lang::En) {
        singular(nouns, head_word, Lang::En)
    } else {
        head_word.clone()
    });
    Some(Counted { unit: unit.join(" "), end: words[head].2 })
}

fn french(lexicon: &Lexicon, tokens: &Tokens<'_>, at: usize, one: bool) -> Option<Counted> {
    let nouns = &lexicon.nouns;
    let words = run(lexicon, tokens, at);
    let is_plural = |word: &str| plural(nouns, word, Lang::Fr);
    let adjectives = words.iter().take_while(|(word, ..)| nouns.adjectives.contains(word)).count();
    // An adjective with nothing behind it is the noun: `700 jeunes`.
    let head = if adjectives == words.len() { adjectives.checked_sub(1)? } else { adjectives };
    let fits = |index: usize| {
        words.get(index).is_some_and(|(word, start, _)| {
            one || abbreviation(tokens, *start) || word.split('-').any(is_plural)
        })
    };
    let participle = head > 0
        && words.get(head).is_some_and(|(word, ..)| {
            ends(&nouns.participle_endings, word) && !nouns.invariant.contains(word)
        });
    let head = if fits(head) && !participle {
        head
    } else {
        head.checked_sub(1).filter(|head| fits(*head))?
    };
    let (word, _, mut end) = words[head].clone();
    // `12 Airbus A320`: a name has no plural.
    let make = tokens.is_capitalised(words[head].1)
        && words
            .get(head + 1)
            .is_some_and(|(word, ..)| word.ends_with(|c: char| c.is_ascii_digit()));
    let mut unit = if make || abbreviation(tokens, words[head].1) {
        word.clone()
    } else {
        singular(nouns, &word, Lang::Fr)
    };
    if let Some((next, start, next_end)) = words.get(head + 1) {
        let classifies = ends(&nouns.classifying_endings, next)
            && !nouns.not_classifying.contains(next)
            && !tokens.is_capitalised(*start)
            && is_plural(next)
            && next.chars().count() > 4;
        if classifies {
            unit.push(' ');
            unit.push_str(&singular(nouns, next, Lang::Fr));
            end = *next_end;
        }
    }
    Some(Counted { unit, end })
}
