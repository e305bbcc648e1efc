//! The language of an article and of its paragraphs.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use whatlang::Lang as Detected;

use super::Part;
use crate::{Lang, Span, sentence};

/// So many bytes of a paragraph are looked at.
const SAMPLE: usize = 800;
/// So many paragraphs of an article get the slow closer look, so that a long one costs no more
/// than the reading of it; the rest count as written in the main language.
const CLOSER_LOOKS: usize = 1_000;
/// With fewer words than this a text may be a headline, which has hardly any frequent words.
const SENTENCE: usize = 10;
/// So many telling words, and this share of all words, make a paragraph's language sure, if the
/// other language has at most a fifth as many.
const TELLING_WORDS: usize = 5;
const TELLING_SHARE: f64 = 0.2;

/// What the text of an article is written in.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Mainly French or English: the stretches to read.
    Readable { lang: Lang, parts: Vec<Part> },
    /// Mainly another language, named in English.
    Foreign(&'static str),
    /// Too little text to tell: neither French nor English shows.
    Unsure,
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
    let mut looks = CLOSER_LOOKS;
    let paragraphs: Vec<(Span, Option<Detected>)> = sentence::paragraphs(text)
        .into_iter()
        .map(|span| {
            let paragraph = sample(span.of(text));
            let lang = by_words(paragraph).or_else(|| {
                looks = usize::checked_sub(looks, 1)?;
                closely(paragraph)
            });
            (span, lang)
        })
        .collect();
    let main = main_language(&paragraphs).or_else(|| reliably(text));
    let lang = match main {
        None => match likelier(text, prior) {
            Some(lang) => lang,
            None => return Verdict::Unsure,
        },
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

/// French or English, whichever a short text is likelier to be in; `None` where neither shows.
#[must_use]
pub fn language_of(text: &str) -> Option<Lang> {
    reliably(text).and_then(supported).or_else(|| likelier(text, None))
}

/// The language of `text`, where there is little doubt.
fn reliably(text: &str) -> Option<Detected> {
    let text = sample(text);
    by_words(text).or_else(|| closely(text))
}

fn closely(text: &str) -> Option<Detected> {
    let info = whatlang::detect(text)?;
    info.is_reliable().then(|| info.lang())
}

/// French or English, where frequent words leave no doubt. This settles most paragraphs in a
/// hundredth of the time that whatlang takes.
fn by_words(text: &str) -> Option<Detected> {
    let (french, english, all) = count_words(text);
    let sure = |own: usize, other: usize| {
        own >= TELLING_WORDS && own >= 5 * other && own as f64 >= TELLING_SHARE * all as f64
    };
    if sure(french, english) {
        Some(Detected::Fra)
    } else if sure(english, french) {
        Some(Detected::Eng)
    } else {
        None
    }
}

/// How many words of `text` tell French, tell English, and stand there at all.
fn count_words(text: &str) -> (usize, usize, usize) {
    #[derive(Deserialize)]
    struct Words {
        fr: Vec<String>,
        en: Vec<String>,
    }
    static WORDS: LazyLock<HashMap<String, Lang>> = LazyLock::new(|| {
        // Cannot fail at a user's: the file is compiled in and the tests read it.
        let words: Words = toml::from_str(include_str!("words.toml")).expect("words.toml is valid");
        let french = words.fr.into_iter().map(|word| (word, Lang::Fr));
        french.chain(words.en.into_iter().map(|word| (word, Lang::En))).collect()
    });
    let (mut french, mut english, mut all) = (0, 0, 0);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        all += 1;
        match WORDS.get(&word.to_lowercase()) {
            Some(Lang::Fr) => french += 1,
            Some(Lang::En) => english += 1,
            None => {}
        }
    }
    (french, english, all)
}

/// French or English, whichever has more frequent words in a text too short to be sure about; where
/// neither has, what its page states or whatlang takes it for. None where a sentence or more has
/// hardly any of those words.
fn likelier(text: &str, prior: Option<Lang>) -> Option<Lang> {
    let text = sample(text);
    let (french, english, all) = count_words(text);
    let guess = whatlang::detect_lang(text).and_then(supported);
    if guess.is_none() && all >= SENTENCE && french.max(english) * 8 < all {
        return None;
    }
    match french.cmp(&english) {
        Ordering::Greater => Some(Lang::Fr),
        Ordering::Less => Some(Lang::En),
        Ordering::Equal => prior.or(guess),
    }
}

fn sample(text: &str) -> &str {
    let end = text.char_indices().map(|(at, _)| at).find(|at| *at >= SAMPLE);
    &text[..end.unwrap_or(text.len())]
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn main_of(text: &str) -> Result<Lang, String> {
        match detect(text, None) {
            Verdict::Readable { lang, .. } => Ok(lang),
            other => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn short_texts_are_told_apart() {
        for text in [
            "L'action Halden chute de 17 %",
            "Hausse des loyers",
            "Le gaz baisse.",
            "Trois blessés à Lyon dans un accident",
        ] {
            assert_eq!(main_of(text), Ok(Lang::Fr), "{text}");
        }
        for text in [
            "Halden shares fall 17%",
            "Rents are rising",
            "Gas is cheaper.",
            "Three hurt in the Leeds crash",
        ] {
            assert_eq!(main_of(text), Ok(Lang::En), "{text}");
        }
    }

    #[test]
    fn other_languages_are_not_taken_for_french_or_english() {
        for (text, name) in [
            (
                "El precio del gas subió un cinco por ciento en enero, según anunció el gobierno el martes.",
                "Spanish",
            ),
            (
                "Il prezzo del gas è salito del cinque per cento a gennaio, ha annunciato il governo martedì.",
                "Italian",
            ),
            (
                "De gasprijs steeg in januari met vijf procent, zo maakte de regering dinsdag bekend.",
                "Dutch",
            ),
            (
                "O preço do gás subiu cinco por cento em janeiro, anunciou o governo na terça-feira.",
                "Portuguese",
            ),
            (
                "Der Gaspreis stieg im Januar um fünf Prozent, wie die Regierung am Dienstag mitteilte.",
                "German",
            ),
            (
                "Цена на газ выросла в январе на пять процентов, сообщило правительство во вторник.",
                "Russian",
            ),
        ] {
            let verdict = detect(text, Some(Lang::En));
            let refused = match &verdict {
                Verdict::Foreign(found) => *found == name,
                Verdict::Unsure => true,
                _ => false,
            };
            assert!(refused, "{name}: {verdict:?}");
        }
    }

    #[test]
    fn a_page_may_state_the_wrong_language() {
        let text = "Le prix du gaz a gagné 5 % en janvier, selon les chiffres que le gouvernement a publiés mardi.";
        assert!(matches!(detect(text, Some(Lang::En)), Verdict::Readable { lang: Lang::Fr, .. }));
        assert!(matches!(
            detect("Halden 17 %", Some(Lang::Fr)),
            Verdict::Readable { lang: Lang::Fr, .. }
        ));
    }
}
