//! Positions in a text.

use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 bytes in a text, both ends on character boundaries.
///
/// ```
/// use dixit::Span;
/// let text = "a chuté de 17 %";
/// assert_eq!(Span::new(2, 8).of(text), "chuté");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} is reversed");
        Self { start, end }
    }

    /// The part of `text` under the span; empty where the span does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing is under the span.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly within.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The span moved right by `bytes`: from positions in a part to positions in the whole.
    #[must_use]
    pub fn shifted(self, bytes: usize) -> Span {
        Span::new(self.start + bytes, self.end + bytes)
    }
}

/// A half-open range of Unicode code points, the unit of every offset that dixit writes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodePointSpan {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// Turns byte positions of one text into code point positions, each in constant time.
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// Code points before byte `i * BLOCK`, counting a character where its first byte stands.
    before: Vec<usize>,
    text: Box<str>,
}

const BLOCK: usize = 128;

impl CodePoints {
    /// Counts the code points of `text` once, in time linear in its length.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut count = 0;
        let mut before = Vec::with_capacity(text.len() / BLOCK + 1);
        for block in text.as_bytes().chunks(BLOCK) {
            before.push(count);
            count += block.iter().filter(|byte| is_first_byte(**byte)).count();
        }
        before.push(count);
        Self { before, text: text.into() }
    }

    /// How many code points stand before `byte`; a position past the end counts as the end.
    #[must_use]
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let block = byte / BLOCK;
        let rest = &self.text.as_bytes()[block * BLOCK..byte];
        self.before[block] + rest.iter().filter(|byte| is_first_byte(**byte)).count()
    }

    /// `span` counted in code points.
    #[must_use]
    pub fn span(&self, span: Span) -> CodePointSpan {
        CodePointSpan { start: self.at(span.start), end: self.at(span.end) }
    }
}

fn is_first_byte(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_count_as_chars_do(text in "(é|a|👉| |\u{a0}){0,400}") {
            let points = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(byte), count);
            }
            prop_assert_eq!(points.at(text.len()), text.chars().count());
        }
    }
}
