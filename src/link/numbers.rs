//! Numbers that stand for the claims of a run.

use std::ops::Range;

use rayon::prelude::*;

use super::archive::Archive;
use super::texts::Texts;

/// The claims of all articles, numbered one behind the other in the order of the articles.
pub(super) struct Numbers {
    /// The first claim of each article, and the end.
    starts: Vec<u32>,
    /// The article of each claim.
    articles: Vec<u32>,
    /// The place of each claim in the order of the ids.
    ranks: Vec<u32>,
}

impl Numbers {
    pub(super) fn read<A: Archive>(archive: &A) -> Result<Self, A::Error> {
        let mut ids = Texts::default();
        let (mut starts, mut articles) = (vec![0], Vec::new());
        for article in 0..archive.articles() {
            for id in archive.claim_ids(article)? {
                ids.push(&id);
                articles.push(article as u32);
            }
            starts.push(ids.len() as u32);
        }
        let mut order: Vec<u32> = (0..ids.len() as u32).collect();
        order.par_sort_unstable_by(|a, b| ids.get(*a).cmp(ids.get(*b)).then(a.cmp(b)));
        drop(ids);
        let mut ranks = vec![0; order.len()];
        for (rank, claim) in (0..).zip(order) {
            ranks[claim as usize] = rank;
        }
        Ok(Self { starts, articles, ranks })
    }

    /// How many claims there are.
    pub(super) fn len(&self) -> usize {
        self.ranks.len()
    }

    /// The claims of an article.
    pub(super) fn of_article(&self, article: u32) -> Range<u32> {
        self.starts[article as usize]..self.starts[article as usize + 1]
    }

    /// The article of a claim.
    pub(super) fn article(&self, claim: u32) -> u32 {
        self.articles[claim as usize]
    }

    /// Where a claim stands in its article.
    pub(super) fn ordinal(&self, claim: u32) -> usize {
        (claim - self.starts[self.article(claim) as usize]) as usize
    }

    /// The place of a claim in the order of the ids.
    pub(super) fn rank(&self, claim: u32) -> u32 {
        self.ranks[claim as usize]
    }

    /// How many claims each article has.
    pub(super) fn counts(&self) -> Vec<u32> {
        self.starts.windows(2).map(|ends| ends[1] - ends[0]).collect()
    }
}
