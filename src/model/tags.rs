//! What the model says of a sentence.

use super::config::{AnchorKind, Role};
use crate::Span;
use crate::entity::EntityKind;

const TAGS: usize = 3;

/// What the model says of a sentence.
#[derive(Clone, Debug)]
pub struct Tags {
    /// The sentence's words, as byte spans in it.
    pub words: Vec<Span>,
    /// Probability that the sentence says something worth checking.
    pub check_worthiness: f32,
    /// Words that may stand for a claim, in text order.
    pub candidates: Vec<Candidate>,
    /// Its names, in text order, none over another; empty where the model does not look for names.
    pub names: Vec<Name>,
    /// What each word means in its sentence, [`MEANING`](super::MEANING) numbers a word; empty where the sentence has no
    /// candidates or the model does not give it.
    pub meanings: Vec<f32>,
}

/// A name in a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// The name, without determiner and title, as bytes in the sentence.
    pub span: Span,
    /// What sort of thing it stands for.
    pub kind: EntityKind,
    /// Probability that it is a name of this kind.
    pub probability: f32,
}

/// A word that may stand for a claim, with what the model says of the claim.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The word's number in [`Tags::words`].
    pub anchor: usize,
    /// What the word belongs to.
    pub kind: AnchorKind,
    /// Probability that it stands for a claim.
    pub probability: f32,
    /// For each role how well each word fits it.
    pub roles: RoleScores,
    /// Logits of asserted, hedged, predicted, opinion.
    pub modality: [f32; 4],
    /// Probability that the claim is a denial.
    pub negation: f32,
    /// What the claim means, of length 1: the nearer the vectors of two claims, the nearer their
    /// meanings, in both languages. Empty where the model does not give it.
    pub embedding: Vec<f32>,
}

/// Logits of each role's start, end and inside, for each word; place 0 stands for "no such span".
#[derive(Clone, Debug)]
pub struct RoleScores {
    channels: Vec<Vec<f32>>,
    /// The word that place 1 stands for.
    from: usize,
}

impl RoleScores {
    /// From `roles × (start, end, inside)` rows; place 1 of each row is word `from`.
    pub(super) fn new(channels: Vec<Vec<f32>>, from: usize) -> Self {
        Self { channels, from }
    }

    /// The start, end and inside logits of a role.
    #[must_use]
    pub fn of(&self, role: Role) -> [&[f32]; TAGS] {
        let first = role as usize * TAGS;
        [0, 1, 2].map(|tag| self.channels[first + tag].as_slice())
    }

    /// The best span of a role: first word, last word, and its log-odds against "no such span".
    ///
    /// A span scores its start's and end's log-probabilities against those of place 0, plus half
    /// of the inside logits of its words (half, since the tags are not independent). The best is
    /// found in one pass over the words.
    #[must_use]
    pub fn best(&self, role: Role) -> Option<(usize, usize, f32)> {
        let [start, end, inside] = self.of(role);
        // The normalisers of the two softmaxes cancel in the differences below.
        let mut best: Option<(usize, usize, f32)> = None;
        let (mut run_start, mut run) = (0, f32::NEG_INFINITY);
        for place in 1..start.len() {
            let opened = start[place] - start[0];
            if opened >= run {
                (run_start, run) = (place, opened);
            }
            run += inside[place] * 0.5;
            let score = run + end[place] - end[0];
            if best.is_none_or(|(.., most)| score > most) {
                best = Some((run_start - 1 + self.from, place - 1 + self.from, score));
            }
        }
        best
    }
}
