//! The marks that can end a sentence, with what they close.

use super::boundary::Scanner;
use super::chars::{
    is_closer, is_exclamation, is_note_mark, is_opener, is_spaced_closer, is_straight_quote,
    is_terminator,
};

/// One mark, or several in a row, with the quotation marks, brackets and footnote marks that it
/// closes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// Whether it closes a quotation.
    pub(super) closes_quote: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Period,
    Ellipsis,
    Exclamation,
}

impl Scanner<'_> {
    /// The mark at hand.
    pub(super) fn read_mark(&mut self) -> Mark {
        let start = self.at;
        let mut end = start;
        let mut closes_quote = false;
        let mut stops = 0;
        let mut kind = None;
        while let Some(c) = self.char_at(end) {
            let spaced = self.skip_space(end);
            let after_space = self.char_at(spaced);
            if is_terminator(c) {
                stops += usize::from(c == '.');
                if is_exclamation(c) {
                    kind = Some(Kind::Exclamation);
                } else if c == '…' {
                    kind = kind.or(Some(Kind::Ellipsis));
                }
                end += c.len_utf8();
            } else if let Some(closed) = self.read_closer(end) {
                closes_quote |= !self.text[end..closed].contains([')', ']', '}', '*', '†', '‡']);
                end = closed;
            } else if spaced > end
                && after_space
                    .is_some_and(|c| is_exclamation(c) || (c == '.' && self.is_lone_stop(spaced)))
            {
                end = spaced;
            } else {
                break;
            }
        }
        let kind = kind.unwrap_or(if stops > 1 { Kind::Ellipsis } else { Kind::Period });
        Mark { start, end, kind, closes_quote }
    }

    /// Whether the full stop at `at` stands between spaces, as in `. . .`.
    fn is_lone_stop(&self, at: usize) -> bool {
        self.char_at(at + 1).is_none_or(char::is_whitespace)
    }

    /// The end of the closing quotation mark, bracket or footnote mark at `at`, if one is there.
    fn read_closer(&mut self, at: usize) -> Option<usize> {
        let c = self.char_at(at)?;
        if c.is_whitespace() {
            let spaced = self.skip_space(at);
            let closer = self.char_at(spaced)?;
            let end = spaced + closer.len_utf8();
            let freestanding =
                self.char_at(end).is_none_or(|c| !c.is_alphanumeric() && !is_opener(c));
            if is_spaced_closer(closer) {
                return Some(end);
            }
            if closer == '[' {
                return self.read_note(spaced);
            }
            if closer == '"' && self.quote_open && freestanding {
                self.quote_open = false;
                return Some(end);
            }
            return None;
        }
        let end = at + c.len_utf8();
        let word_follows = self.char_at(end).is_some_and(char::is_alphanumeric);
        if is_straight_quote(c) {
            let closes = !word_follows || (c == '"' && self.quote_open);
            if closes && c == '"' {
                self.quote_open = false;
            }
            return closes.then_some(end);
        }
        if c == '’' && word_follows {
            return None;
        }
        if c == '[' || c == '(' {
            return self.read_note(at);
        }
        // German and others close with the mark that English opens with.
        (is_closer(c) || is_note_mark(c) || (c == '“' && !word_follows)).then_some(end)
    }

    /// The end of a bracketed footnote number (`[12]`, `[1, 3]`, `(3)`) that stands at `at`.
    fn read_note(&self, at: usize) -> Option<usize> {
        /// `[12, 14–16]` is as long as they get.
        const LONGEST: usize = 12;
        let rest = &self.text[at + 1..];
        let end = rest.char_indices().take(LONGEST).find(|(_, c)| matches!(c, ')' | ']'))?.0;
        let note = &rest[..end];
        let is_note = match self.char_at(at)? {
            '[' => note.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | ',' | '-' | '–')),
            _ => note.len() <= 2 && note.bytes().all(|b| b.is_ascii_digit()),
        };
        (is_note && !note.is_empty()).then_some(at + end + 2)
    }
}
