//! Sentence boundaries.
//!
//! A text is cut into blocks at its line ends ([`lines`]), each block at the marks that end a
//! sentence ([`boundary`]). Which words carry a full stop of their own stands in `en.toml` and
//! `fr.toml`.

mod boundary;
mod brackets;
mod chars;
mod knowledge;
mod lines;
mod mark;
mod word;

use crate::{Lang, Span};

/// The sentences of `text` in order.
///
/// They do not overlap, begin and end with something else than white space, and together hold all
/// of the text that is not white space. Headlines, list items and whatever else a line end sets
/// apart are sentences of their own. The time taken grows linearly with the text.
///
/// ```
/// use dixit::{Lang, sentence};
/// let text = "« Nous perdons 3,5 % par an ! » M. Roy, lui, en doute.";
/// let sentences = sentence::split(text, Lang::Fr);
/// assert_eq!(sentences.len(), 2);
/// assert_eq!(sentences[1].of(text), "M. Roy, lui, en doute.");
/// ```
#[must_use]
pub fn split(text: &str, lang: Lang) -> Vec<Span> {
    let knowledge = knowledge::of(lang);
    let mut sentences = Vec::new();
    for block in lines::blocks(text) {
        boundary::split_block(text, block, knowledge, &mut sentences);
    }
    sentences
}

/// The paragraphs of `text`, in order: stretches that no sentence crosses the ends of.
pub(crate) fn paragraphs(text: &str) -> Vec<Span> {
    lines::blocks(text)
}

#[cfg(test)]
mod tests;
