//! The words of some sentences that stand for a claim, and among which words each looks for its roles.

use std::ops::Range;

use candle_core::{Device, Result, Tensor};

use super::Sentence;
use super::config::{AnchorKind, Thresholds};
use super::encoding::Encoding;
use super::heads::sigmoid;

/// Words on either side of an anchor among which its roles are looked for: what keeps a sentence
/// of a thousand claims from asking for memory by the square.
const REACH: usize = 250;

/// The words of some sentences.
pub(super) struct Words {
    /// States of each sentence's mark, which stands for "no such span", and of its words: word `i`
    /// is its row `i + 1`.
    pub(super) states: Tensor,
    /// For each sentence its first row.
    starts: Vec<usize>,
}

impl Words {
    /// From the piece states `(pieces + 2, hidden)` of each sentence.
    pub(super) fn new(encodings: &[Encoding], states: &[Tensor], device: &Device) -> Result<Self> {
        let mut words = Vec::with_capacity(encodings.len());
        let mut starts = Vec::with_capacity(encodings.len());
        let mut next = 0;
        for (encoding, states) in encodings.iter().zip(states) {
            let first: Vec<u32> = std::iter::once(0)
                .chain(encoding.first_pieces.iter().map(|piece| *piece as u32 + 1))
                .collect();
            starts.push(next);
            next += first.len();
            words.push(states.index_select(&Tensor::new(first, device)?, 0)?);
        }
        Ok(Self { states: Tensor::cat(&words, 0)?, starts })
    }
}

/// A word that stands for a claim.
pub(super) struct Found {
    pub(super) sentence: usize,
    pub(super) word: usize,
    /// Its row among the words of all sentences.
    pub(super) row: u32,
    pub(super) kind: AnchorKind,
    pub(super) probability: f32,
}

/// The words of some sentences, and those of them that stand for a claim.
pub(super) struct Anchors {
    /// States of each sentence's mark, which stands for "no such span", and of its words: word `i`
    /// is its row `i + 1`.
    pub(super) words: Tensor,
    /// For each sentence its first row.
    starts: Vec<usize>,
    /// In text order.
    pub(super) found: Vec<Found>,
}

/// Anchors of one sentence that look for their roles among the same words.
pub(super) struct View {
    pub(super) sentence: usize,
    pub(super) found: Range<usize>,
    /// The row of the sentence's mark.
    mark: usize,
    /// Its words looked at.
    pub(super) from: usize,
    pub(super) to: usize,
}

impl View {
    /// The mark and the words looked at.
    pub(super) fn count(&self) -> usize {
        self.to - self.from + 1
    }

    /// Their rows of a tensor that has one for each mark and word.
    pub(super) fn rows_of(&self, all: &Tensor) -> Result<Tensor> {
        if self.from == 0 {
            return all.narrow(0, self.mark, self.count());
        }
        let words = all.narrow(0, self.mark + 1 + self.from, self.to - self.from)?;
        Tensor::cat(&[&all.narrow(0, self.mark, 1)?, &words], 0)
    }
}

impl Anchors {
    /// Finds the anchors among `words`, by the logits of each of their rows.
    pub(super) fn new(
        words: Words,
        logits: &[Vec<f32>],
        sentences: &[Sentence<'_>],
        encodings: &[Encoding],
        thresholds: &Thresholds,
    ) -> Self {
        let Words { states: words, starts } = words;
        let mut found = Vec::new();
        for (number, ((sentence, encoding), start)) in
            sentences.iter().zip(encodings).zip(&starts).enumerate()
        {
            // Both stand in text order: what ends before a word ends before the words behind it.
            let mut quantities = sentence.quantities.iter().peekable();
            for (word, span) in encoding.words.iter().enumerate() {
                while quantities.next_if(|quantity| quantity.end <= span.start).is_some() {}
                let in_grammar = quantities.peek().is_some_and(|quantity| quantity.overlaps(*span));
                let least = if in_grammar { thresholds.grammar } else { thresholds.quantity };
                let row = start + word + 1;
                let [quantity, predicate] = [0, 1].map(|kind| sigmoid(logits[row][kind]));
                let found_as = |kind, probability| Found {
                    sentence: number,
                    word,
                    row: row as u32,
                    kind,
                    probability,
                };
                if quantity >= least {
                    found.push(found_as(AnchorKind::Quantity, quantity));
                }
                if predicate >= thresholds.predicate {
                    found.push(found_as(AnchorKind::Predicate, predicate));
                }
            }
        }
        Self { words, starts, found }
    }

    /// The anchors of each sentence together; in a very long one each alone, among the words around.
    pub(super) fn views(&self, encodings: &[Encoding]) -> Vec<View> {
        let mut views: Vec<View> = Vec::new();
        for (number, Found { sentence, word, .. }) in self.found.iter().enumerate() {
            let (sentence, mark) = (*sentence, self.starts[*sentence]);
            let count = encodings[sentence].words.len();
            let long = count > 2 * REACH;
            match views.last_mut() {
                Some(view) if view.sentence == sentence && !long => view.found.end = number + 1,
                _ => views.push(View {
                    sentence,
                    found: number..number + 1,
                    mark,
                    from: if long { word.saturating_sub(REACH) } else { 0 },
                    to: if long { (word + REACH).min(count) } else { count },
                }),
            }
        }
        views
    }
}
