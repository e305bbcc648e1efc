//! What the claims of many articles have to do with each other: which agree, which cannot both be
//! true, which articles are copies.
//!
//! Pure functions of what is given: the order of the articles changes nothing. Claims that may
//! speak of one thing are [found](candidates), each pair is described in [numbers](features), and a
//! [judge] weighs them. Values are compared as [intervals](figure).

mod candidates;
mod company;
mod copies;
mod cues;
mod embedding;
mod entities;
mod features;
mod figure;
mod groups;
mod judge;
mod period;
mod profile;
pub mod training;
mod why;
mod words;

pub use embedding::Embedding;
pub use entities::{Named, entities};

use rayon::prelude::*;

use crate::graph::{
    ArticleRecord, ClaimRecord, CopyRecord, EntityRecord, GroupRecord, LinkRecord,
};

use company::Company;
use profile::Profiles;

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
    let copies = copies::copies(articles);
    let profiles = Profiles::new(articles, entities);
    let judge = judge::shipped();
    let company = Company::new(&profiles, judge);
    let mut links: Vec<LinkRecord> = company
        .pairs()
        .par_iter()
        .filter_map(|pair| {
            let (i, j) = (pair.i as usize, pair.j as usize);
            let features = features::of(&profiles, i, j);
            let context = company.context(&profiles, pair);
            let (relation, confidence) = judge.verdict(&features, &context)?;
            let (mut a, mut b) = (&profiles.claims[i], &profiles.claims[j]);
            if b.claim.id < a.claim.id {
                std::mem::swap(&mut a, &mut b);
            }
            Some(LinkRecord {
                a: a.claim.id.clone(),
                b: b.claim.id.clone(),
                relation,
                confidence: (f64::from(confidence) * 10_000.0).round() / 10_000.0,
                why: why::why(a, b, relation),
            })
        })
        .collect();
    links.par_sort_unstable_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    let groups = groups::groups(articles, &links, &copies);
    Links { links, groups, copies }
}
