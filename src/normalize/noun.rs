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
        Lang::En => english(&lexicon.nouns, tokens, at, singular),
        Lang::Fr => french(&lexicon.nouns, tokens, at, singular),
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

fn ends(endings: &[String], word: &str) -> bool {
    endings.iter().any(|ending| word.ends_with(ending.as_str()))
}

/// The words of a run that could be one noun phrase: up to a stop, a sign or a number. Hyphens
/// join: each word comes with the tokens it spans.
fn run(nouns: &Nouns, tokens: &Tokens<'_>, at: usize) -> Vec<(String, usize, usize)> {
    let mut words: Vec<(String, usize, usize)> = Vec::new();
    let mut next = at;
    while words.len() < LONGEST && tokens.is_word(next) && !(tokens.line(next) && next > at) {
        let start = next;
        let mut word = tokens.word(next).to_owned();
        if nouns.stops.contains(&word) {
            break;
        }
        next += 1;
        while tokens.word(next) == "-"
            && tokens.glued(next)
            && tokens.glued(next + 1)
            && tokens.is_word(next + 1)
        {
            word.push('-');
            word.push_str(tokens.word(next + 1));
            next += 2;
        }
        // A possessive ends the phrase: what follows belongs to another noun.
        let possessive = tokens.word(next) == "'" && tokens.glued(next);
        if possessive {
            break;
        }
        words.push((word, start, next));
    }
    words
}

fn english(nouns: &Nouns, tokens: &Tokens<'_>, at: usize, one: bool) -> Option<Counted> {
    let mut words = run(nouns, tokens, at);
    let is_plural = |word: &str| plural(nouns, word, Lang::En);
    let (first, _, first_end) = words.first()?;
    if nouns.victims.contains(first) && words.get(1).is_none_or(|w| !plural(nouns, &w.0, Lang::En))
    {
        return Some(Counted { unit: nouns.victim_unit.clone(), end: *first_end });
    }
    // `Kia and Hyundai vehicles`, `digital and physical sales`: two modifiers of one noun.
    let joint = words.last().map_or(at, |(.., end)| *end);
    if !one
        && words.len() < 3
        && !words.iter().any(|(word, ..)| is_plural(word))
        && matches!(tokens.word(joint), "and" | "or")
    {
        let rest = run(nouns, tokens, joint + 1);
        if rest.iter().take(3).any(|(word, ..)| is_plural(word)) {
            words = rest;
        }
    }
    let adjective = |index: usize| {
        let (word, start, _) = &words[index];
        nouns.adjectives.contains(word)
            || tokens.is_capitalised(*start) && ends(&nouns.people_endings, word)
            || word.len() > 4 && ends(&nouns.adjective_endings, word)
    };
    let head = match words.iter().position(|(word, ..)| is_plural(word)) {
        Some(mut head) if !one || (0..head).all(adjective) => {
            while words.get(head + 1).is_some_and(|(word, ..)| is_plural(word)) {
                head += 1;
            }
            head
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
    let start = (0..head).rev().find(|index| adjective(*index)).map_or(0, |index| index + 1);
    let mut unit: Vec<String> = words[start..head].iter().map(|(word, ..)| word.clone()).collect();
    let head_word = &words[head].0;
    unit.push(if is_plural(head_word) {
        singular(nouns, head_word, Lang::En)
    } else {
        head_word.clone()
    });
    Some(Counted { unit: unit.join(" "), end: words[head].2 })
}

fn french(nouns: &Nouns, tokens: &Tokens<'_>, at: usize, one: bool) -> Option<Counted> {
    let words = run(nouns, tokens, at);
    let is_plural = |word: &str| plural(nouns, word, Lang::Fr);
    let adjectives = words.iter().take_while(|(word, ..)| nouns.adjectives.contains(word)).count();
    // An adjective with nothing behind it is the noun: `700 jeunes`.
    let head = if adjectives == words.len() { adjectives.checked_sub(1)? } else { adjectives };
    let fits = |index: usize| {
        words.get(index).is_some_and(|(word, ..)| one || word.split('-').any(is_plural))
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
    let mut unit = if abbreviation(tokens, words[head].1) {
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
