//! What the claims of many articles have to do with each other: which agree, which cannot both be
//! true, which articles are copies.
//!
//! Pure functions of what is given: the order of the articles changes nothing.

mod embedding;
mod entities;

pub use embedding::Embedding;
pub use entities::{Named, entities};

use crate::graph::{ArticleRecord, ClaimRecord, CopyRecord, EntityRecord, GroupRecord, LinkRecord};

/// An article with its claims.
#[derive(Clone, Copy, Debug)]
pub struct LinkInput<'a> {
    /// The article.
    pub article: &'a ArticleRecord,
    /// Its claims, with the entities that their words mean where known.
    pub claims: &'a [ClaimRecord],
    /// What each claim means, in the claims' order; empty where the model has no such head.
    pub embeddings: &'a [Embedding],
}

/// What [`links`] finds, each list in the order of its ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// Pairs of claims that agree or contradict each other.
    pub links: Vec<LinkRecord>,
    /// Claims that links connect.
    pub groups: Vec<GroupRecord>,
    /// Pairs of articles that share their text.
    pub copies: Vec<CopyRecord>,
}

/// Compares the claims of all articles; `entities` with their mentions in these articles.
#[must_use]
pub fn links(articles: &[LinkInput<'_>], entities: &[EntityRecord]) -> Links {
    let _ = (articles, entities);
    Links::default()
}
