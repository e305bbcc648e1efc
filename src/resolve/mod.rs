//! What the words of one article mean: names that mean the same, pronouns and descriptions that
//! stand for a name, and who is behind a claim whose own sentence does not say.
//!
//! Precision comes first: where two are meant equally well, none is.

mod anaphora;
mod descriptions;
mod discourse;
mod knowledge;
mod names;
mod pronouns;
mod quotation;
mod speakers;
mod token;

use crate::entity::EntityKind;
use crate::{Lang, Span};
pub use anaphora::mentions;
pub(crate) use quotation::Quotations;
pub use speakers::{Speaker, speakers};

/// A sentence of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the article's text.
    pub span: Span,
    /// Its language.
    pub lang: Lang,
}

/// A name in an article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    /// Where it stands in the article's text.
    pub span: Span,
    /// What sort of thing it stands for.
    pub kind: EntityKind,
    /// Probability that it is a name of this kind.
    pub probability: f32,
    /// The language of its sentence.
    pub lang: Lang,
}

/// Whether `word`, in small letters, is a preposition before names.
pub(crate) fn is_preposition(lang: Lang, word: &str) -> bool {
    knowledge::of(lang).prepositions.contains(word)
}
