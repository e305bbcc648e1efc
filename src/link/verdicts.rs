//! Pairs of claims that are sure enough to be links.

use rayon::prelude::*;

use super::archive::Archive;
use super::company::{Company, Fellow, Pair};
use super::compare::{Comparison, Scene};
use super::judge::Judge;
use super::told::Told;
use super::{features, why};
use crate::graph::{LinkRecord, Relation};

/// A link, by the numbers of its claims in the run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// The claim whose id is the lesser.
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) relation: Relation,
    probability: f32,
    /// What it is laid aside under.
    number: u32,
}

impl Link {
    /// The probability, rounded as it is recorded.
    pub(super) fn confidence(self) -> f64 {
        (f64::from(self.probability) * 10_000.0).round() / 10_000.0
    }
}

/// Records the links and gives them in the order of their ids.
pub(super) fn links<A: Archive>(
    archive: &mut A,
    comparison: &Comparison<'_>,
    company: &Company,
    judge: &Judge,
) -> Result<Vec<Link>, A::Error> {
    let mut links = Vec::new();
    for block in &comparison.blocks {
        let found: Vec<(Link, LinkRecord)> = {
            let told = Told::read(archive, &block.articles)?;
            let scene = comparison.scene(block, &told);
            let fellows = company.fellows(&comparison.numbers, &scene);
            let of_articles = |(a, b): &(u32, u32)| {
                let (scene, fellows, a, b) = (&scene, &fellows, *a, *b);
                company.between(scene.numbers(a), scene.numbers(b)).filter_map(move |pair| {
                    let ends = [scene.place(a, pair.i), scene.place(b, pair.j)];
                    link(comparison, company, judge, scene, fellows, pair, ends)
                })
            };
            block.pairs.par_iter().flat_map_iter(of_articles).collect()
        };
        for (link, record) in found {
            archive.lay_link_aside(&record)?;
            links.push(Link { number: links.len() as u32, ..link });
        }
    }
    let numbers = &comparison.numbers;
    links.par_sort_unstable_by_key(|link| (numbers.rank(link.a), numbers.rank(link.b)));
    archive.write_links(links.iter().map(|link| link.number))?;
    Ok(links)
}

/// The link that a pair makes; `ends` are the places of its claims in the scene.
fn link(
    comparison: &Comparison<'_>,
    company: &Company,
    judge: &Judge,
    scene: &Scene<'_>,
    fellows: &[Vec<Fellow>],
    pair: &Pair,
    ends: [u32; 2],
) -> Option<(Link, LinkRecord)> {
    let [i, j] = ends.map(|place| place as usize);
    let features = features::of(&scene.profiles, i, j);
    let context = company.context(&comparison.numbers, [&fellows[i], &fellows[j]], pair);
    let (relation, probability) = judge.verdict(&features, pair.read, &context)?;
    let ((mut a, mut b), mut numbers) =
        ((&scene.profiles.claims[i], &scene.profiles.claims[j]), (pair.i, pair.j));
    if b.claim.id < a.claim.id {
        std::mem::swap(&mut a, &mut b);
        numbers = (pair.j, pair.i);
    }
    let link = Link { a: numbers.0, b: numbers.1, relation, probability, number: 0 };
    let record = LinkRecord {
        a: a.claim.id.clone(),
        b: b.claim.id.clone(),
        relation,
        confidence: link.confidence(),
        why: why::why(a, b, relation),
    };
    Some((link, record))
}
