//! Names and what they stand for: plain types that the model gives, [`crate::resolve`] joins within
//! an article and [`crate::link`] joins across articles.

mod known;
mod name;
mod union;

use serde::{Deserialize, Serialize};

use crate::Span;
pub(crate) use known::known;
pub(crate) use name::{NameWords, Sex, adorns_name, folded, initials, is_acronym};
pub(crate) use union::Union;

/// What sort of thing a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntityKind {
    /// Somebody.
    Person,
    /// A firm, party, authority, team, outlet.
    Organization,
    /// A country, town, region, river, building.
    Place,
    /// Anything else with a name: product, work, law, event.
    Thing,
}

impl EntityKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organization, Self::Place, Self::Thing];
}

/// By what sort of words something is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// By its name.
    Name,
    /// By a description: `le groupe`, `the company`.
    Description,
    /// By a pronoun.
    Pronoun,
}

/// Words of an article that mean something with a name.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The words, as bytes in the article's text.
    pub span: Span,
    /// By what sort of words.
    pub form: Form,
    /// What sort of thing is meant.
    pub kind: EntityKind,
    /// Probability, 0 to 1, that the words are a name of this kind; for other words that of the
    /// name that they stand for.
    pub probability: f32,
    /// Mentions of an article with the same number mean the same.
    pub chain: u32,
}
