//! Where sentences end inside a block.

use super::chars::{
    is_bullet, is_closer, is_dash, is_emoji_modifier, is_opener, is_pictograph, is_straight_quote,
    is_terminator,
};
use super::knowledge::{Abbreviation, Knowledge};
use super::lines::enumerator;
use super::mark::{Kind, Mark};
use super::{brackets, word};
use crate::Span;

/// Appends the sentences of `block` to `sentences`.
pub(super) fn split_block(
    text: &str,
    block: Span,
    knowledge: &Knowledge,
    sentences: &mut Vec<Span>,
) {
    let first = sentences.len();
    let text_to_end = &text[..block.end];
    let start = skip_space(text_to_end, block.start);
    let mut scanner = Scanner {
        text: text_to_end,
        knowledge,
        asides: brackets::asides(text_to_end, block),
        start,
        at: start,
        has_words: false,
        quote_open: false,
    };
    while let Some(end) = scanner.next_end() {
        push(text, Span::new(scanner.start, end), sentences);
        scanner.start = skip_space(text_to_end, end);
        scanner.at = scanner.start;
        scanner.has_words = false;
    }
    let rest = Span::new(scanner.start, block.end);
    // Marks without a word belong to the sentence before them.
    if !scanner.has_words && sentences.len() > first {
        let end = block.start + text[block.start..block.end].trim_end().len();
        if let Some(last) = sentences.last_mut() {
            last.end = last.end.max(end);
        }
    } else {
        push(text, rest, sentences);
    }
}

fn skip_space(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + (rest.len() - rest.trim_start().len())
}

fn push(text: &str, span: Span, sentences: &mut Vec<Span>) {
    let piece = span.of(text);
    let start = span.start + (piece.len() - piece.trim_start().len());
    let end = span.start + piece.trim_end().len();
    if start < end {
        sentences.push(Span::new(start, end));
    }
}

/// What follows a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Capital,
    Small,
    Digit,
    /// A small letter after a quotation mark or bracket.
    OpenedSmall,
    /// A small letter after a hyphen that stands for a bullet.
    ListedSmall,
    /// A capital letter or digit after a quotation mark or bracket.
    Opened,
    /// Punctuation that carries the sentence on.
    Continuing,
    /// A sign of another kind.
    Sign,
    End,
}

pub(super) struct Scanner<'t> {
    /// The text up to the end of the block.
    pub(super) text: &'t str,
    knowledge: &'t Knowledge,
    /// Bracketed asides, in order.
    asides: Vec<Span>,
    /// Where the sentence in hand begins, past white space.
    start: usize,
    pub(super) at: usize,
    /// Whether the sentence in hand has a letter or digit.
    has_words: bool,
    /// Whether a straight quotation mark is open.
    pub(super) quote_open: bool,
}

impl Scanner<'_> {
    /// The end of the next sentence; none in the last.
    fn next_end(&mut self) -> Option<usize> {
        while let Some(c) = self.text[self.at..].chars().next() {
            if is_terminator(c) {
                let mark = self.read_mark();
                self.at = mark.end;
                if self.has_words && self.ends_sentence(mark) {
                    return Some(mark.end);
                }
            } else if is_pictograph(c) {
                let pictures = self.read_pictures();
                self.at = pictures.end;
                if let Some(end) = self.pictures_end(pictures) {
                    return Some(end);
                }
            } else if is_bullet(c) && self.has_words {
                return Some(self.at);
            } else {
                self.has_words |= c.is_alphanumeric();
                self.quote_open ^= c == '"';
                self.at += c.len_utf8();
            }
        }
        None
    }

    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    pub(super) fn skip_space(&self, at: usize) -> usize {
        skip_space(self.text, at)
    }

    fn ends_sentence(&self, mark: Mark) -> bool {
        let (next, next_at) = self.next_after(mark.end);
        let before = self.char_before(mark.start);
        match next {
            Next::End => return true,
            Next::Continuing => return false,
            _ => {}
        }
        if self.in_aside(mark) || self.is_marked_name(mark) {
            return false;
        }
        if next_at == mark.end {
            return self.runs_together(mark, next);
        }
        let opened = self.text[..mark.start].trim_end().chars().next_back();
        if mark.kind != Kind::Ellipsis && opened.is_some_and(is_opener) {
            return false;
        }
        match mark.kind {
            Kind::Exclamation => match next {
                Next::Small | Next::OpenedSmall | Next::ListedSmall => false,
                Next::Capital if mark.closes_quote => !self.is_reporting_clause(next_at),
                _ => true,
            },
            Kind::Ellipsis => {
                !matches!(next, Next::Small | Next::OpenedSmall | Next::ListedSmall | Next::Digit)
            }
            Kind::Period if before.is_some_and(char::is_whitespace) => next != Next::Small,
            Kind::Period => self.period_ends_sentence(mark, next, next_at),
        }
    }

    fn period_ends_sentence(&self, mark: Mark, next: Next, next_at: usize) -> bool {
        let word = word::before(self.text, self.start, mark.start);
        if self.is_enumerator(mark) {
            return false;
        }
        if mark.closes_quote {
            return !matches!(next, Next::Small | Next::OpenedSmall);
        }
        let starter = || match next {
            Next::Capital => self.knowledge.is_starter(word::at(self.text, next_at)),
            Next::Opened => !self.text[next_at..].starts_with(['(', '[']),
            _ => false,
        };
        let after_number = word::follows_number(self.text, mark.start - word.len());
        if next == Next::Small {
            return word::is_plain(word) && self.knowledge.abbreviation(word).is_none();
        }
        match self.knowledge.abbreviation(&word::without_soft_hyphens(word)) {
            // `1,5 M. Le…`: after a number the letter is a unit.
            Some(Abbreviation::BeforeName) => after_number && starter(),
            Some(Abbreviation::Inside) => false,
            Some(Abbreviation::BeforeNumber) => {
                next != Next::Digit && !word::is_numeral(word::at(self.text, next_at))
            }
            Some(Abbreviation::Either) => starter(),
            None if word::is_initials(word) => starter() && !self.name_goes_on(next_at),
            None if word::is_short(word) && self.is_tied(mark.end) => false,
            None => next != Next::OpenedSmall || self.text[next_at..].starts_with('('),
        }
    }

    /// Whether the word at `at` is itself an initial, so that a name goes on (`J. A. Roy`).
    fn name_goes_on(&self, at: usize) -> bool {
        let word = word::at(self.text, at);
        word.chars().count() == 1 && self.text[at + word.len()..].starts_with('.')
    }

    /// Whether the mark follows a list number at the sentence's very beginning.
    fn is_enumerator(&self, mark: Mark) -> bool {
        self.start + enumerator(&self.text[self.start..]) == mark.start + 1
            || word::is_single_letter(&self.text[self.start..mark.start])
    }

    /// Whether only non-breaking spaces follow: what was typed so belongs together.
    fn is_tied(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let space = &rest[..rest.len() - rest.trim_start().len()];
        !space.is_empty() && space.chars().all(|c| matches!(c, '\u{a0}' | '\u{202f}'))
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.text[self.start..at].chars().next_back()
    }

    /// What follows `at` and, after white space, where.
    fn next_after(&self, at: usize) -> (Next, usize) {
        /// So many quotation marks, brackets and dashes may stand before a sentence.
        const OPENERS: usize = 4;
        let first_at = self.skip_space(at);
        let mut at = first_at;
        let mut opened = false;
        let mut listed = false;
        for _ in 0..=OPENERS {
            let Some(c) = self.char_at(at) else { break };
            let after = self.skip_space(at + c.len_utf8());
            if is_opener(c) || is_straight_quote(c) {
                opened = true;
            } else if !(is_dash(c) && after > at + c.len_utf8()) {
                let next = match classify(c, opened) {
                    Next::Small if listed => Next::ListedSmall,
                    next => next,
                };
                return (next, first_at);
            }
            listed = c == '-';
            at = after;
        }
        (if self.text[at..].is_empty() { Next::End } else { Next::Sign }, first_at)
    }

    fn in_aside(&self, mark: Mark) -> bool {
        let after = self.asides.partition_point(|aside| aside.start < mark.start);
        after
            .checked_sub(1)
            .map(|last| self.asides[last])
            .is_some_and(|aside| aside.start > self.start && mark.end < aside.end)
    }

    fn is_marked_name(&self, mark: Mark) -> bool {
        let before = &self.text[self.start..mark.end];
        mark.kind == Kind::Exclamation
            && self.knowledge.marked_names.iter().any(|name| before.ends_with(name.as_str()))
    }

    /// Whether a sentence begins right after the mark, without a space (`…the market.The firm…`).
    fn runs_together(&self, mark: Mark, next: Next) -> bool {
        let Some(before) = self.char_before(mark.start) else { return false };
        if !matches!(next, Next::Capital | Next::Opened) || word::is_address(self.text, mark.start)
        {
            return false;
        }
        let word = word::before(self.text, self.start, mark.start);
        let following = word::at(self.text, mark.end);
        let is_word =
            following.chars().count() > 1 && following.chars().skip(1).all(char::is_lowercase);
        match mark.kind {
            Kind::Exclamation | Kind::Ellipsis => {
                before.is_alphanumeric() || before.is_whitespace()
            }
            Kind::Period if mark.closes_quote || next == Next::Opened => !before.is_whitespace(),
            Kind::Period if self.knowledge.abbreviation(word).is_some() => false,
            Kind::Period if before.is_lowercase() => {
                word.chars().count() > 1 && (is_word || self.knowledge.is_starter(following))
            }
            Kind::Period => {
                (before.is_ascii_digit()
                    || is_closer(before)
                    || matches!(before, '%' | '€')
                    || word::is_capitals(word))
                    && self.knowledge.is_starter(following)
            }
        }
    }

    /// Whether at `at` stands a name with a verb of saying, which belongs to the quotation before.
    fn is_reporting_clause(&self, at: usize) -> bool {
        /// Names and titles before the verb.
        const NAMES: usize = 5;
        let end = self.text[at..].char_indices().nth(120).map_or(self.text.len(), |(i, _)| at + i);
        for (count, token) in self.text[at..end].split_whitespace().enumerate() {
            let word = token.trim_end_matches(|c: char| !c.is_alphanumeric());
            if self.knowledge.is_reporting(word) {
                return count > 0;
            }
            let is_name = word.chars().next().is_some_and(char::is_uppercase);
            if count >= NAMES || !is_name || self.knowledge.is_starter(word) {
                return false;
            }
        }
        false
    }

    /// The run of pictures at hand, with the space between them.
    fn read_pictures(&self) -> Span {
        let mut end = self.at;
        while let Some(c) = self.char_at(end) {
            let spaced = self.skip_space(end);
            if is_pictograph(c) || is_emoji_modifier(c) {
                end += c.len_utf8();
            } else if spaced > end && self.char_at(spaced).is_some_and(is_pictograph) {
                end = spaced;
            } else {
                break;
            }
        }
        Span::new(self.at, end)
    }

    /// Where a sentence ends at `pictures`, if one does: before them where the sentence in hand
    /// began with one, too, since they are bullets then; else after them.
    fn pictures_end(&self, pictures: Span) -> Option<usize> {
        let (next, next_at) = self.next_after(pictures.end);
        let begins = match next {
            Next::Opened => true,
            Next::Capital => {
                next_at == pictures.end || self.knowledge.is_starter(word::at(self.text, next_at))
            }
            _ => false,
        };
        if !self.has_words || !begins {
            return None;
        }
        let bullets = self.char_at(self.start).is_some_and(is_pictograph);
        Some(if bullets { pictures.start } else { pictures.end })
    }
}

fn classify(c: char, opened: bool) -> Next {
    match c {
        _ if c.is_lowercase() => {
            if opened {
                Next::OpenedSmall
            } else {
                Next::Small
            }
        }
        _ if opened && c.is_alphanumeric() => Next::Opened,
        _ if c.is_alphabetic() => Next::Capital,
        _ if c.is_numeric() => Next::Digit,
        ',' | ';' | ':' | '/' | '%' | ')' | ']' | '}' | '»' | '”' | '-' | '–' => {
            Next::Continuing
        }
        _ => Next::Sign,
    }
}
