//! Parts of a text by code points: the words before and after a span.

use std::ops::Range;

/// Finds code points of one text, each in constant time.
#[derive(Debug)]
pub(crate) struct Quotes<'a> {
    text: &'a str,
    /// The byte at which code point `i * BLOCK` stands.
    bytes: Vec<usize>,
}

const BLOCK: usize = 128;

/// How many code points of context a quote carries on either side: enough to tell occurrences of
/// the same words apart, little enough not to carry the article into the graph.
const CONTEXT: usize = 32;

impl<'a> Quotes<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, bytes: text.char_indices().map(|(byte, _)| byte).step_by(BLOCK).collect() }
    }

    /// The text in front of code point `start`, at most [`CONTEXT`] code points.
    pub(crate) fn prefix(&self, start: usize) -> &'a str {
        self.slice(start.saturating_sub(CONTEXT)..start)
    }

    /// The text from code point `end` on, at most [`CONTEXT`] code points.
    pub(crate) fn suffix(&self, end: usize) -> &'a str {
        self.slice(end..end.saturating_add(CONTEXT))
    }

    /// The code points in `range`; what lies past the end of the text is left out.
    pub(crate) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(self.byte(range.start)..self.byte(range.end)).unwrap_or("")
    }

    fn byte(&self, point: usize) -> usize {
        let Some(&block) = self.bytes.get(point / BLOCK) else { return self.text.len() };
        let rest = &self.text[block..];
        rest.char_indices().nth(point % BLOCK).map_or(self.text.len(), |(byte, _)| block + byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn slices_are_those_of_chars(
            text in "(é|a|👉|\u{a0}){0,400}",
            start in 0usize..450,
            length in 0usize..200,
        ) {
            let expected: String = text.chars().skip(start).take(length).collect();
            prop_assert_eq!(Quotes::new(&text).slice(start..start + length), expected);
        }
    }
}
