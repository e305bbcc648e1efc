//! Articles that are in memory.

use std::borrow::Cow;
use std::convert::Infallible;

use rustc_hash::FxHashMap;

use super::archive::{Archive, Meant};
use super::{LinkInput, Links, Named, Vectors};
use crate::CodePointSpan;
use crate::entity::{EntityKind, Form};
use crate::graph::{
    ArticleRecord, ClaimRecord, CopyRecord, EntityRecord, GroupRecord, LinkRecord, MentionRecord,
};

/// An article with what is recorded of it.
struct Recorded<'a> {
    article: &'a ArticleRecord,
    mentions: Cow<'a, [MentionRecord]>,
    claims: Cow<'a, [ClaimRecord]>,
    vectors: &'a [Vectors],
}

/// What was found, each list in the order of its ids.
#[derive(Default)]
pub(super) struct Found {
    pub(super) entities: Vec<EntityRecord>,
    pub(super) links: Links,
}

/// Articles in memory, and what is found.
#[derive(Default)]
pub(super) struct Loaded<'a> {
    articles: Vec<Recorded<'a>>,
    /// What was laid aside.
    meant: Vec<Meant>,
    links: Vec<LinkRecord>,
    groups: Vec<GroupRecord>,
    found: Found,
}

impl<'a> Loaded<'a> {
    /// Articles for finding entities.
    pub(super) fn named(articles: &'a [Named<'_>]) -> Self {
        let article = |named: &'a Named<'_>| Recorded {
            article: named.article,
            mentions: named.mentions.into(),
            claims: (&*named.claims).into(),
            vectors: &[],
        };
        Self { articles: articles.iter().map(article).collect(), ..Self::default() }
    }

    /// Articles for finding links; each mention has the number of what it means as its chain.
    pub(super) fn told(inputs: &'a [LinkInput<'_>], mentions: &'a [Vec<MentionRecord>]) -> Self {
        let article = |(input, mentions): (&'a LinkInput<'_>, &'a Vec<MentionRecord>)| Recorded {
            article: input.article,
            mentions: mentions.into(),
            claims: input.claims.into(),
            vectors: input.vectors,
        };
        Self { articles: inputs.iter().zip(mentions).map(article).collect(), ..Self::default() }
    }

    /// The claims of each article, and what was found.
    pub(super) fn found(self) -> (Vec<Vec<ClaimRecord>>, Found) {
        let Self { articles, mut found, .. } = self;
        found.links.copies.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        (articles.into_iter().map(|article| article.claims.into_owned()).collect(), found)
    }
}

/// For each of the articles where it means which of `entities`, by their numbers.
pub(super) fn mentions_of(
    inputs: &[LinkInput<'_>],
    entities: &[&EntityRecord],
) -> Vec<Vec<MentionRecord>> {
    let mut mentions: FxHashMap<&str, Vec<MentionRecord>> = FxHashMap::default();
    for (number, entity) in (0..).zip(entities) {
        for mention in &entity.mentions {
            mentions.entry(mention.article.as_str()).or_default().push(MentionRecord {
                span: CodePointSpan { start: mention.start, end: mention.end },
                form: Form::Name,
                kind: EntityKind::Thing,
                probability: 1.0,
                chain: number,
            });
        }
    }
    let of = |input: &LinkInput<'_>| mentions.remove(input.article.id.as_str()).unwrap_or_default();
    inputs.iter().map(of).collect()
}

impl Archive for Loaded<'_> {
    type Error = Infallible;

    fn articles(&self) -> usize {
        self.articles.len()
    }

    fn article(&self, number: usize) -> Result<Cow<'_, ArticleRecord>, Infallible> {
        Ok(Cow::Borrowed(self.articles[number].article))
    }

    fn mentions(&self, article: usize) -> Result<Cow<'_, [MentionRecord]>, Infallible> {
        Ok(Cow::Borrowed(&self.articles[article].mentions))
    }

    fn claim_ids(&self, article: usize) -> Result<Vec<Cow<'_, str>>, Infallible> {
        Ok(self.articles[article].claims.iter().map(|claim| claim.id.as_str().into()).collect())
    }

    fn claims(&self, article: usize) -> Result<Cow<'_, [ClaimRecord]>, Infallible> {
        Ok(Cow::Borrowed(&self.articles[article].claims))
    }

    fn claim(&self, article: usize, ordinal: usize) -> Result<Cow<'_, ClaimRecord>, Infallible> {
        Ok(Cow::Borrowed(&self.articles[article].claims[ordinal]))
    }

    fn vectors(&self, article: usize) -> Result<Cow<'_, [Vectors]>, Infallible> {
        Ok(Cow::Borrowed(self.articles[article].vectors))
    }

    fn write_claims(&mut self, article: usize, claims: &[ClaimRecord]) -> Result<(), Infallible> {
        self.articles[article].claims = Cow::Owned(claims.to_vec());
        Ok(())
    }

    fn lay_meant_aside(&mut self, meant: &Meant) -> Result<(), Infallible> {
        self.meant.push(meant.clone());
        Ok(())
    }

    fn meant(&self, number: u32) -> Result<Meant, Infallible> {
        Ok(self.meant[number as usize].clone())
    }

    fn write_entity(&mut self, entity: &EntityRecord) -> Result<(), Infallible> {
        self.found.entities.push(entity.clone());
        Ok(())
    }

    fn lay_link_aside(&mut self, link: &LinkRecord) -> Result<(), Infallible> {
        self.links.push(link.clone());
        Ok(())
    }

    fn write_links(&mut self, order: impl Iterator<Item = u32>) -> Result<(), Infallible> {
        self.found.links.links = order.map(|number| self.links[number as usize].clone()).collect();
        Ok(())
    }

    fn lay_group_aside(&mut self, group: &GroupRecord) -> Result<(), Infallible> {
        self.groups.push(group.clone());
        Ok(())
    }

    fn write_groups(&mut self, order: impl Iterator<Item = u32>) -> Result<(), Infallible> {
        self.found.links.groups =
            order.map(|number| self.groups[number as usize].clone()).collect();
        Ok(())
    }

    fn write_copy(&mut self, copy: &CopyRecord) -> Result<(), Infallible> {
        self.found.links.copies.push(copy.clone());
        Ok(())
    }
}
