//! Where linking reads articles, and where what it finds goes.
//!
//! A run may be larger than memory: articles are read one by one, and again where they are needed
//! again, and what is found is handed on at once. What has to be put in order first is laid aside,
//! and only its order is made in memory.

use std::borrow::Cow;

use rayon::prelude::*;

use super::Vectors;
use crate::CodePointSpan;
use crate::entity::EntityKind;
use crate::graph::{
    ArticleRecord, ClaimRecord, CopyRecord, EntityRecord, GroupRecord, LinkRecord, MentionRecord,
};

/// Articles that are read at a time and worked on by all threads.
const AT_ONCE: usize = 64;

/// Words of an article that mean an entity.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Meant {
    /// Number of the article.
    pub(crate) article: u32,
    pub(crate) span: CodePointSpan,
    pub(crate) text: String,
    /// Whether they are a name.
    pub(crate) is_name: bool,
    pub(crate) kind: EntityKind,
    pub(crate) probability: f64,
    /// Whether their article means a person by them.
    pub(crate) is_person: bool,
}

/// Articles, known by their numbers, with what is recorded of them, and the record of what linking
/// finds.
pub(crate) trait Archive {
    /// Why something cannot be read or written.
    type Error;

    /// How many articles there are.
    fn articles(&self) -> usize;

    fn article(&self, number: usize) -> Result<Cow<'_, ArticleRecord>, Self::Error>;

    /// Where the article names something or means something named, in text order.
    fn mentions(&self, article: usize) -> Result<Cow<'_, [MentionRecord]>, Self::Error>;

    /// The ids of the article's claims, in text order.
    fn claim_ids(&self, article: usize) -> Result<Vec<Cow<'_, str>>, Self::Error>;

    /// The article's claims, in text order.
    fn claims(&self, article: usize) -> Result<Cow<'_, [ClaimRecord]>, Self::Error>;

    /// One of them.
    fn claim(&self, article: usize, ordinal: usize) -> Result<Cow<'_, ClaimRecord>, Self::Error>;

    /// What each claim means, in their order; may be fewer.
    fn vectors(&self, article: usize) -> Result<Cow<'_, [Vectors]>, Self::Error>;

    /// Puts `claims` in place of the article's.
    fn write_claims(&mut self, article: usize, claims: &[ClaimRecord]) -> Result<(), Self::Error>;

    /// Lays words aside that mean an entity. What is laid aside is numbered from 0.
    fn lay_meant_aside(&mut self, meant: &Meant) -> Result<(), Self::Error>;

    /// The words that were laid aside with a number.
    fn meant(&self, number: u32) -> Result<Meant, Self::Error>;

    /// Writes an entity; they come in the order of their ids.
    fn write_entity(&mut self, entity: &EntityRecord) -> Result<(), Self::Error>;

    /// Lays a link aside; links are numbered from 0.
    fn lay_link_aside(&mut self, link: &LinkRecord) -> Result<(), Self::Error>;

    /// Writes all links, given their numbers in the order of their ids.
    fn write_links(&mut self, order: impl Iterator<Item = u32>) -> Result<(), Self::Error>;

    /// Lays a group aside; groups are numbered from 0.
    fn lay_group_aside(&mut self, group: &GroupRecord) -> Result<(), Self::Error>;

    /// Writes all groups, given their numbers in the order of their ids.
    fn write_groups(&mut self, order: impl Iterator<Item = u32>) -> Result<(), Self::Error>;

    fn write_copy(&mut self, copy: &CopyRecord) -> Result<(), Self::Error>;
}

/// Hands on what `of` makes of what `read` reads for each article, in the order of the articles.
pub(super) fn survey<'a, A: Archive, R: Sync + Send, T: Send>(
    archive: &'a A,
    read: impl Fn(&'a A, usize) -> Result<R, A::Error>,
    of: impl Fn(&R) -> T + Sync,
    mut take: impl FnMut(T),
) -> Result<(), A::Error> {
    let articles = archive.articles();
    for start in (0..articles).step_by(AT_ONCE) {
        let end = articles.min(start + AT_ONCE);
        let at_once: Vec<R> =
            (start..end).map(|number| read(archive, number)).collect::<Result<_, _>>()?;
        let made: Vec<T> = at_once.par_iter().map(&of).collect();
        made.into_iter().for_each(&mut take);
    }
    Ok(())
}
