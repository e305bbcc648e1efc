//! Claims of related articles, compared block by block.

use std::ops::Range;

use rayon::prelude::*;

use super::archive::{Archive, survey};
use super::blocks::{Block, blocks};
use super::heading::Heading;
use super::keys::keys;
use super::lists::Lists;
use super::numbers::Numbers;
use super::profile::Profiles;
use super::told::Told;
use super::{Entities, candidates, relatives};

/// Claims that are in memory at a time, but for very long articles.
pub(super) const AT_ONCE: u32 = 4096;

/// What is compared with what.
pub(super) struct Comparison<'a> {
    pub(super) numbers: Numbers,
    pub(super) blocks: Vec<Block>,
    entities: &'a Entities,
}

impl<'a> Comparison<'a> {
    /// Finds the articles that are related; about `at_once` claims will be in memory at a time.
    pub(super) fn new<A: Archive>(
        archive: &A,
        headings: &[Heading],
        entities: &'a Entities,
        at_once: u32,
    ) -> Result<Self, A::Error> {
        let mut of_articles = Lists::default();
        survey(archive, A::article, |article| keys(&article.text), |keys| of_articles.push(keys))?;
        let mut related = relatives::related(headings, of_articles);
        let numbers = Numbers::read(archive)?;
        let claims = numbers.counts();
        let tells = |article: u32| claims[article as usize] > 0;
        related.retain(|(a, b)| tells(*a) && tells(*b));
        Ok(Self { blocks: blocks(&claims, &related, at_once), numbers, entities })
    }

    /// What `look` finds in the pairs of claims of a scene that are worth comparing, in no order.
    pub(super) fn pairs<A: Archive, T: Send>(
        &self,
        archive: &A,
        look: impl Fn(&Scene<'_>, u32, u32) -> Option<T> + Sync,
    ) -> Result<Vec<T>, A::Error> {
        let mut found = Vec::new();
        for block in &self.blocks {
            let told = Told::read(archive, &block.articles)?;
            let scene = self.scene(block, &told);
            let of_articles = |(a, b): &(u32, u32)| {
                let (mine, theirs) = (&scene.claims[*a as usize], &scene.claims[*b as usize]);
                candidates::of_articles(&scene.profiles, mine, theirs)
                    .filter_map(|(i, j)| look(&scene, i, j))
            };
            found.par_extend(block.pairs.par_iter().flat_map_iter(of_articles));
        }
        Ok(found)
    }

    /// What the articles of a block tell.
    pub(super) fn scene<'t>(&self, block: &Block, told: &'t [Told<'_>]) -> Scene<'t> {
        let profiles = Profiles::new(told, self.entities);
        let mut end = 0;
        let claims = told
            .iter()
            .map(|told| {
                let start = end;
                end += told.claims.len() as u32;
                start..end
            })
            .collect();
        let numbers =
            block.articles.iter().map(|article| self.numbers.of_article(*article)).collect();
        Scene { profiles, claims, numbers }
    }
}

/// The articles of a block, prepared for comparison. Claims are known by their places here.
pub(super) struct Scene<'a> {
    pub(super) profiles: Profiles<'a>,
    /// The places of each article's claims.
    claims: Vec<Range<u32>>,
    /// Their numbers in the run.
    numbers: Vec<Range<u32>>,
}

impl Scene<'_> {
    /// The number in the run of the claim at a place.
    pub(super) fn number(&self, place: u32) -> u32 {
        let article = self.profiles.claims[place as usize].article as usize;
        self.numbers[article].start + (place - self.claims[article].start)
    }

    /// The numbers in the run of an article's claims.
    pub(super) fn numbers(&self, article: u32) -> Range<u32> {
        self.numbers[article as usize].clone()
    }

    /// The place of a claim of an article, given its number in the run.
    pub(super) fn place(&self, article: u32, number: u32) -> u32 {
        let article = article as usize;
        self.claims[article].start + (number - self.numbers[article].start)
    }
}
