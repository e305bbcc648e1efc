//! An article with all that comparison reads of it.

use std::borrow::Cow;

use super::archive::Archive;
use super::{Entities, Vectors};
use crate::CodePointSpan;
use crate::graph::{ArticleRecord, ClaimRecord, MentionRecord};

/// An article and what it tells.
pub(super) struct Told<'a> {
    number: usize,
    pub(super) article: Cow<'a, ArticleRecord>,
    pub(super) claims: Cow<'a, [ClaimRecord]>,
    pub(super) vectors: Cow<'a, [Vectors]>,
    mentions: Cow<'a, [MentionRecord]>,
}

impl<'a> Told<'a> {
    /// The articles of these numbers.
    pub(super) fn read<A: Archive>(
        archive: &'a A,
        articles: &[u32],
    ) -> Result<Vec<Self>, A::Error> {
        let told = |number: usize| {
            Ok(Self {
                number,
                article: archive.article(number)?,
                claims: archive.claims(number)?,
                vectors: archive.vectors(number)?,
                mentions: archive.mentions(number)?,
            })
        };
        articles.iter().map(|article| told(*article as usize)).collect()
    }

    /// Where the article means which entity.
    pub(super) fn mentions(
        &self,
        entities: &Entities,
    ) -> impl Iterator<Item = (CodePointSpan, u32)> {
        self.mentions.iter().filter_map(|mention| {
            Some((mention.span, entities.of_chain(self.number, mention.chain)?))
        })
    }

    /// All entities that the article or its claims mean, some of them often.
    pub(super) fn named(&self, entities: &Entities) -> impl Iterator<Item = u32> {
        let of_claims = self.claims.iter().flat_map(|claim| {
            [&claim.subject, &claim.object, &claim.place, &claim.cause, &claim.source]
                .into_iter()
                .flatten()
                .chain([&claim.predicate])
                .filter_map(|words| entities.find_id(words.entity.as_deref()?))
        });
        self.mentions(entities).map(|(_, entity)| entity).chain(of_claims)
    }
}
