//! A sentence as pieces of the model's vocabulary, and the words that they make.

use tokenizers::Tokenizer;

use super::ModelError;
use crate::Span;

/// Positions of the encoder, the sentence marks `<s>` and `</s>` included.
pub(super) const POSITIONS: usize = 512;
/// Pieces of a window, without its marks.
const WINDOW: usize = POSITIONS - 2;
/// Pieces that a window shares with the one before it, so that each piece has context on both sides.
const OVERLAP: usize = 128;

/// A sentence, cut into pieces.
#[derive(Clone, Debug)]
pub(super) struct Encoding {
    /// Ids of the pieces, without sentence marks.
    pub(super) pieces: Vec<u32>,
    /// Words as byte spans in the sentence, without white space at their edges.
    pub(super) words: Vec<Span>,
    /// For each word its first piece.
    pub(super) first_pieces: Vec<usize>,
    /// For each word whether it has a digit.
    pub(super) figures: Vec<bool>,
}

/// A stretch of pieces that the encoder reads at once, and those of them whose states are taken
/// from this stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) keep_from: usize,
}

impl Encoding {
    /// Cuts `sentence` into pieces and words; a word is a run of letters, a run of digits, or one
    /// sign, as the tokenizer's pre-tokenizer splits them.
    pub(super) fn new(tokenizer: &Tokenizer, sentence: &str) -> Result<Self, ModelError> {
        let encoding = tokenizer.encode(sentence, false).map_err(ModelError::Tokenizer)?;
        let mut words: Vec<Span> = Vec::new();
        let mut first_pieces = Vec::new();
        let mut last_word = None;
        for (piece, (word, (start, end))) in
            encoding.get_word_ids().iter().zip(encoding.get_offsets()).enumerate()
        {
            let span = trimmed(sentence, *start, *end);
            match words.last_mut() {
                Some(open) if *word == last_word => *open = open.cover(span),
                _ => {
                    words.push(span);
                    first_pieces.push(piece);
                    last_word = *word;
                }
            }
        }
        let figures = words
            .iter()
            .map(|word| word.of(sentence).contains(|sign: char| sign.is_ascii_digit()))
            .collect();
        Ok(Self { pieces: encoding.get_ids().to_vec(), words, first_pieces, figures })
    }

    /// The windows that cover the pieces: one where they fit the encoder's positions.
    pub(super) fn windows(&self) -> Vec<Window> {
        let count = self.pieces.len();
        let mut windows = vec![Window { start: 0, end: count.min(WINDOW), keep_from: 0 }];
        let mut end = count.min(WINDOW);
        while end < count {
            let start = end - OVERLAP;
            let next = (start + WINDOW).min(count);
            windows.push(Window { start, end: next, keep_from: start + OVERLAP / 2 });
            end = next;
        }
        windows
    }
}

/// The span without the white space that the tokenizer counts to the piece behind it.
fn trimmed(sentence: &str, start: usize, end: usize) -> Span {
    let text = sentence.get(start..end).unwrap_or("");
    let front = text.len() - text.trim_start().len();
    Span::new(start + front, (start + front).max(start + text.trim_end().len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding_of(count: usize) -> Encoding {
        Encoding {
            pieces: vec![7; count],
            words: Vec::new(),
            first_pieces: Vec::new(),
            figures: Vec::new(),
        }
    }

    #[test]
    fn windows_cover_every_piece_once() {
        for count in [0, 1, WINDOW, WINDOW + 1, 2 * WINDOW, 5_000] {
            let windows = encoding_of(count).windows();
            assert_eq!(windows[0].keep_from, 0);
            assert_eq!(windows.last().map(|window| window.end), Some(count));
            for pair in windows.windows(2) {
                assert!(pair[1].keep_from > pair[0].keep_from && pair[1].keep_from <= pair[0].end);
                assert!(pair[1].end - pair[1].start <= WINDOW);
            }
        }
    }
}
