//! Which entities the articles name, and which of them the words of claims mean.
//!
//! Names meet by keys: what stays of a name when spelling, titles, legal forms and language do not
//! count. Keys that one article uses for the same are joined. A surname alone, an acronym or the
//! first words of a firm's name go to a fuller name only with support.

mod chain;
mod meaning;
mod nodes;
mod record;
mod sets;
mod support;

use super::archive::Archive;
use super::heading::{self, Heading};
use super::lists::Lists;
use super::loaded::Loaded;
use super::texts::Texts;
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
#[must_use]
pub fn entities(articles: &mut [Named<'_>]) -> Vec<EntityRecord> {
    let mut loaded = Loaded::named(articles);
    let Ok(headings) = heading::headings(&loaded);
    let Ok(_) = Entities::find(&mut loaded, &headings);
    let (claims, found) = loaded.found();
    for (article, claims) in articles.iter_mut().zip(claims) {
        article.claims.clone_from_slice(&claims);
    }
    found.entities
}

/// What the articles of a run name, by numbers in the order of the ids.
#[derive(Debug, Default)]
pub(super) struct Entities {
    ids: Texts,
    names: Texts,
    /// The first chain of each article, and the end.
    starts: Vec<u32>,
    chains: Vec<Meaning>,
}

/// What an article means by a chain of mentions.
#[derive(Clone, Copy, Debug)]
struct Meaning {
    chain: u32,
    entity: u32,
    /// Whether the article speaks of a person.
    is_person: bool,
}

impl Entities {
    /// Finds the entities, writes down their records and which of them claims mean.
    pub(super) fn find<A: Archive>(
        archive: &mut A,
        headings: &[Heading],
    ) -> Result<Self, A::Error> {
        let mut entities = sets::entities(&nodes::Nodes::read(archive)?, headings);
        let mut laid_aside = Vec::new();
        for article in 0..headings.len() {
            laid_aside.extend(record::lay_aside(archive, article, &entities)?);
        }
        let by_entity =
            Lists::of_pairs(entities.ids.len(), laid_aside.iter().copied().zip(0_u32..));
        drop(laid_aside);
        for (entity, meant) in (0_u32..).zip(by_entity.iter()) {
            let meant = meant.iter().map(|number| archive.meant(*number));
            let meant = meant.collect::<Result<Vec<_>, _>>()?;
            let record = record::record(entities.ids.get(entity), meant, headings);
            entities.names.push(&record.name);
            archive.write_entity(&record)?;
        }
        Ok(entities)
    }

    /// Of `records` in the order of their ids; each is its own number as a chain.
    pub(super) fn of_records(records: &[&EntityRecord], mentions: &[Vec<MentionRecord>]) -> Self {
        let mut entities = Self::default();
        for record in records {
            entities.ids.push(&record.id);
            entities.names.push(&record.name);
        }
        entities.starts.push(0);
        for of_article in mentions {
            let mut chains: Vec<u32> = of_article.iter().map(|mention| mention.chain).collect();
            chains.sort_unstable();
            chains.dedup();
            entities.chains.extend(chains.iter().map(|chain| Meaning {
                chain: *chain,
                entity: *chain,
                is_person: false,
            }));
            entities.starts.push(entities.chains.len() as u32);
        }
        entities
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    pub(super) fn id(&self, entity: u32) -> &str {
        self.ids.get(entity)
    }

    pub(super) fn name(&self, entity: u32) -> &str {
        self.names.get(entity)
    }

    /// The entity with an id.
    pub(super) fn find_id(&self, id: &str) -> Option<u32> {
        self.ids.find(id)
    }

    /// The entity that an article means by a chain.
    pub(super) fn of_chain(&self, article: usize, chain: u32) -> Option<u32> {
        self.meaning(article, chain).map(|meaning| meaning.entity)
    }

    fn meaning(&self, article: usize, chain: u32) -> Option<Meaning> {
        let (start, end) = (self.starts[article] as usize, self.starts[article + 1] as usize);
        let of_article = &self.chains[start..end];
        let found = of_article.binary_search_by_key(&chain, |meaning| meaning.chain);
        found.ok().map(|place| of_article[place])
    }
}

#[cfg(test)]
mod tests;
