//! Cuts a text into words, numerals and signs, once and in linear time.

use crate::{Lang, Span};

use super::numeral::{self, Numeral};

#[cfg(test)]
thread_local! {
    /// How often a token was looked at in this thread: the work that reading a text takes.
    pub(super) static LOOKS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A run of letters.
    Word,
    /// A number in digits, with its separators.
    Numeral(Numeral),
    /// Digits with separators that make no number: versions, dates, addresses of machines.
    Code,
    /// A web address.
    Address,
    /// Any other character.
    Sign,
}

/// A piece of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) kind: Kind,
    folded: Span,
    /// Whether white space stands before it.
    pub(super) gap: bool,
    /// Whether a line ends before it.
    pub(super) line: bool,
}

/// The tokens of a text, with their folded forms: lower case, one kind of apostrophe and hyphen.
#[derive(Debug)]
pub(super) struct Tokens<'t> {
    pub(super) text: &'t str,
    folded: String,
    list: Vec<Token>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, lang: Lang) -> Self {
        let mut tokens = Self { text, folded: String::with_capacity(text.len()), list: Vec::new() };
        let (mut at, mut gap, mut line) = (0, false, true);
        while let Some(first) = text[at..].chars().next() {
            if first.is_whitespace() {
                gap = true;
                line |= first == '\n';
                at += first.len_utf8();
                continue;
            }
            let (kind, end) = cut(text, at, first, lang);
            tokens.push(Span::new(at, end), kind, gap, line);
            (at, gap, line) = (end, false, false);
        }
        tokens
    }

    fn push(&mut self, span: Span, kind: Kind, gap: bool, line: bool) {
        let start = self.folded.len();
        for character in span.of(self.text).chars() {
            match character {
                '’' | 'ʼ' | '`' | '´' => self.folded.push('\''),
                '‐' | '‑' | '−' => self.folded.push('-'),
                'œ' | 'Œ' => self.folded.push_str("oe"),
                'μ' => self.folded.push('µ'),
                'A'..='Z' => self.folded.push(character.to_ascii_lowercase()),
                _ if character.is_ascii() => self.folded.push(character),
                _ => self.folded.extend(character.to_lowercase()),
            }
        }
        let folded = Span::new(start, self.folded.len());
        self.list.push(Token { span, kind, folded, gap, line });
    }

    fn at(&self, at: usize) -> Option<&Token> {
        #[cfg(test)]
        LOOKS.with(|looks| looks.set(looks.get() + 1));
        self.list.get(at)
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.at(at)
    }

    /// The folded form of a token; empty past either end of the text.
    pub(super) fn word(&self, at: usize) -> &str {
        self.at(at).map_or("", |token| token.folded.of(&self.folded))
    }

    /// The folded form of the token before `at`.
    pub(super) fn word_before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// The token as it stands in the text.
    pub(super) fn raw(&self, at: usize) -> &'t str {
        self.at(at).map_or("", |token| token.span.of(self.text))
    }

    pub(super) fn numeral(&self, at: usize) -> Option<Numeral> {
        match self.at(at)?.kind {
            Kind::Numeral(numeral) => Some(numeral),
            _ => None,
        }
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.at(at).is_some_and(|token| token.kind == Kind::Word)
    }

    /// Whether white space, or the end of the text, stands before the token.
    pub(super) fn gap(&self, at: usize) -> bool {
        self.at(at).is_none_or(|token| token.gap)
    }

    /// Whether a line, or the text, ends before the token.
    pub(super) fn line(&self, at: usize) -> bool {
        self.at(at).is_none_or(|token| token.line)
    }

    /// Whether the token follows the one before it without white space.
    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0 && !self.gap(at)
    }

    pub(super) fn is_capitalised(&self, at: usize) -> bool {
        self.is_word(at) && self.raw(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether a sentence begins with the token.
    pub(super) fn begins_sentence(&self, at: usize) -> bool {
        self.line(at)
            || at == 0
            || matches!(self.word_before(at), "." | "!" | "?" | "«" | "“" | "\"" | ":" | "–" | "—")
    }

    /// The bytes from the first token to the one before `end`.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        match (self.list.get(start), end.checked_sub(1).and_then(|last| self.list.get(last))) {
            (Some(first), Some(last)) if start < end => first.span.cover(last.span),
            _ => Span::new(0, 0),
        }
    }

    /// The first token that ends after `byte`.
    pub(super) fn at_byte(&self, byte: usize) -> usize {
        self.list.partition_point(|token| token.span.end <= byte)
    }
}

/// The kind and the end of the token that starts at `at`.
fn cut(text: &str, at: usize, first: char, lang: Lang) -> (Kind, usize) {
    let rest = &text[at..];
    if (first.is_ascii_digit() || matches!(first, '.' | ','))
        && let Some((kind, length)) = numeral::scan(text, at, lang)
    {
        return (kind, at + length);
    }
    if !is_letter(first) {
        return (Kind::Sign, at + first.len_utf8());
    }
    if matches!(first, 'h' | 'w' | 'H' | 'W')
        && let Some(length) = address(rest)
    {
        return (Kind::Address, at + length);
    }
    let length = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
    (Kind::Word, at + length)
}

/// Letters and the marks that combine with them; not digits, nor signs such as `²` and `½`.
fn is_letter(character: char) -> bool {
    character.is_alphabetic() && !matches!(character, 'º' | 'ª')
        || ('\u{300}'..='\u{36f}').contains(&character)
}

fn address(rest: &str) -> Option<usize> {
    let starts = ["http://", "https://", "www."];
    starts
        .iter()
        .any(|start| rest.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
        .then(|| rest.find(char::is_whitespace).unwrap_or(rest.len()))
}
