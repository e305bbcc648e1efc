//! The words around a mark.

use std::borrow::Cow;

/// Longer than any abbreviation; looking no farther keeps the time linear.
const LONGEST: usize = 32;
/// So far around a mark an address is looked for.
const ADDRESS_WINDOW: usize = 64;

/// The word that ends at `end`, from `floor` on: letters, digits, and the full stops, hyphens and
/// apostrophes between them, without what a French elision put before it.
pub(super) fn before(text: &str, floor: usize, end: usize) -> &str {
    let mut start = end;
    for c in text[floor..end].chars().rev() {
        let belongs = c.is_alphanumeric() || matches!(c, '.' | '-' | '\u{ad}' | '°' | 'º');
        if !belongs || end - start > LONGEST {
            break;
        }
        start -= c.len_utf8();
    }
    let word = &text[start..end];
    word.trim_start_matches(['.', '-'])
}

/// The letters and digits that begin at `at`.
pub(super) fn at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let end = rest
        .char_indices()
        .find(|(i, c)| !c.is_alphanumeric() || *i > LONGEST)
        .map_or(rest.len(), |(i, _)| i);
    &rest[..end]
}

pub(super) fn without_soft_hyphens(word: &str) -> Cow<'_, str> {
    if word.contains('\u{ad}') { word.replace('\u{ad}', "").into() } else { word.into() }
}

/// Whether the word before `at` is a number.
pub(super) fn follows_number(text: &str, at: usize) -> bool {
    text[..at].trim_end().chars().next_back().is_some_and(|c| c.is_ascii_digit())
}

/// Single letters with full stops or hyphens between: `J`, `U.S`, `J.-P`, `p.m`.
pub(super) fn is_initials(word: &str) -> bool {
    !word.is_empty()
        && (word.contains('.') || word.chars().all(char::is_uppercase))
        && word.split(['.', '-']).all(|part| part.is_empty() || is_single_letter(part))
}

pub(super) fn is_single_letter(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Short enough to be an abbreviation that no list knows.
pub(super) fn is_short(word: &str) -> bool {
    word.chars().count() <= 4
}

/// A Roman numeral, as in `vol. II`, but for those that are words: `I`, and the `C` of `C'est`.
pub(super) fn is_numeral(word: &str) -> bool {
    let is_word = matches!(word, "I" | "L" | "C" | "D" | "M");
    !word.is_empty() && !is_word && word.bytes().all(|b| b"IVXLCDM".contains(&b))
}

/// Two or more capitals.
pub(super) fn is_capitals(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// Whether the mark at `at` stands in the address of a page or a mailbox, or in a file's name.
pub(super) fn is_address(text: &str, at: usize) -> bool {
    let mut start = at;
    for c in text[..at].chars().rev() {
        if c.is_whitespace() || at - start > ADDRESS_WINDOW {
            break;
        }
        start -= c.len_utf8();
    }
    let end = text[at..]
        .char_indices()
        .find(|(i, c)| c.is_whitespace() || *i > ADDRESS_WINDOW)
        .map_or(text.len(), |(i, _)| at + i);
    let token = &text[start..end];
    token.contains("://") || token.contains("www.") || token.contains('@') || token.contains('/')
}

/// Letters only, all small, and too many of them for an abbreviation that no list knows.
pub(super) fn is_plain(word: &str) -> bool {
    word.chars().count() > 6 && word.chars().all(char::is_lowercase)
}
