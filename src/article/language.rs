//! The language of an article and of its paragraphs.

use whatlang::{Detector, Lang as Detected};

use super::Part;
use crate::{Lang, Span, sentence};

/// So much of a paragraph is looked at.
const SAMPLE: usize = 2_000;

/// What the text of an article is written in.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Mainly French or English: the stretches to read.
    Readable { lang: Lang, parts: Vec<Part> },
    /// Mainly another language, named in English.
    Foreign(&'static str),
    /// No letters.
    Wordless,
}

/// The language that a tag or a name states (`fr`, `en-GB`, `French`), or the tag itself where it
/// is another one.
pub(super) fn stated(tag: &str) -> Result<Option<Lang>, String> {
    match tag.trim().to_lowercase().as_str() {
        "" | "und" | "mul" | "zxx" | "unknown" => Ok(None),
        "french" | "français" | "francais" => Ok(Some(Lang::Fr)),
        "english" | "anglais" => Ok(Some(Lang::En)),
        _ => tag.trim().parse().map(Some).map_err(|_| tag.trim().to_owned()),
    }
}

/// All of `text` in the language that it is said to be in.
pub(super) fn given(text: &str, lang: Lang) -> Verdict {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    if !has_letters(text) {
        return Verdict::Wordless;
    }
    Verdict::Readable { lang, parts: vec![Part { span: Span::new(start, end), lang }] }
}

/// The languages of `text`; `prior` is what its page states, which pages often state wrongly: it
/// settles only what the text leaves open.
pub(super) fn detect(text: &str, prior: Option<Lang>) -> Verdict {
    if !has_letters(text) {
        return Verdict::Wordless;
    }
    let paragraphs: Vec<(Span, Option<Detected>)> = sentence::paragraphs(text)
        .into_iter()
        .map(|span| (span, reliably(span.of(text))))
        .collect();
    let main = main_language(&paragraphs).or_else(|| reliably(text));
    let lang = match main {
        None => prior.unwrap_or_else(|| likelier(text)),
        Some(main) => match supported(main) {
            Some(lang) => lang,
            None => return Verdict::Foreign(main.eng_name()),
        },
    };
    Verdict::Readable { lang, parts: parts(text, &paragraphs, lang) }
}

/// The language of most of the letters whose language is sure.
fn main_language(paragraphs: &[(Span, Option<Detected>)]) -> Option<Detected> {
    let mut lengths: Vec<(Detected, usize)> = Vec::new();
    for (span, lang) in paragraphs {
        let Some(lang) = lang else { continue };
        match lengths.iter_mut().find(|(known, _)| known == lang) {
            Some((_, length)) => *length += span.len(),
            None => lengths.push((*lang, span.len())),
        }
    }
    // The first of equals, so that the verdict does not hang on the order of a map.
    lengths.iter().rev().max_by_key(|(_, length)| *length).map(|(lang, _)| *lang)
}

/// Neighbouring paragraphs of one language joined; those in another language left out.
fn parts(text: &str, paragraphs: &[(Span, Option<Detected>)], main: Lang) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut joins = false;
    for (span, detected) in paragraphs {
        let lang = match detected.map(|detected| (supported(detected), *span)) {
            // A single sentence in another language is more often a name, a quotation or a wrong
            // guess than a paragraph to pass over.
            Some((None, span)) if sentence::split(span.of(text), main).len() > 1 => {
                joins = false;
                continue;
            }
            Some((Some(lang), _)) => lang,
            _ => main,
        };
        match parts.last_mut() {
            Some(part) if joins && part.lang == lang => part.span.end = span.end,
            _ => parts.push(Part { span: *span, lang }),
        }
        joins = true;
    }
    parts
}

fn supported(detected: Detected) -> Option<Lang> {
    match detected {
        Detected::Fra => Some(Lang::Fr),
        Detected::Eng => Some(Lang::En),
        _ => None,
    }
}

/// The language of `text`, where there is little doubt.
fn reliably(text: &str) -> Option<Detected> {
    let info = whatlang::detect(sample(text))?;
    info.is_reliable().then(|| info.lang())
}

/// The likelier of French and English; English where nothing tells.
fn likelier(text: &str) -> Lang {
    let detector = Detector::with_allowlist(vec![Detected::Eng, Detected::Fra]);
    detector.detect_lang(sample(text)).and_then(supported).unwrap_or(Lang::En)
}

fn sample(text: &str) -> &str {
    &text[..text.floor_char_boundary(SAMPLE)]
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}
