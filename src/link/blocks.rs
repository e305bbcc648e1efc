//! Which articles are in memory at a time.
//!
//! Pairs of related articles are dealt out to blocks, each of a bounded number of claims, so that few
//! articles are read for several blocks: a block grows from an article by the one that has most
//! relatives in it (neighbour expansion; Zhang, Wei, Liu, Tang and Li, 2017).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lists::Lists;

/// Articles that are compared with each other.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Block {
    /// Their numbers, in order.
    pub(super) articles: Vec<u32>,
    /// Pairs of them, `a <= b`, by their places in the block.
    pub(super) pairs: Vec<(u32, u32)>,
}

/// Deals out `pairs` of articles, `a <= b`, to blocks of at most `most` claims, but for articles that
/// have more than half as many; `claims` are how many each article has.
pub(super) fn blocks(claims: &[u32], pairs: &[(u32, u32)], most: u32) -> Vec<Block> {
    let ends = (0_u32..).zip(pairs).flat_map(|(number, (a, b))| {
        [Some((*a, number)), (a != b).then_some((*b, number))].into_iter().flatten()
    });
    let of_article = Lists::of_pairs(claims.len(), ends);
    // A pair of halves always finds room.
    let size = |article: u32| claims[article as usize].min(most / 2);
    let mut dealt = vec![false; pairs.len()];
    let mut blocks = Vec::new();
    for seed in 0..claims.len() as u32 {
        while of_article.get(seed as usize).iter().any(|pair| !dealt[*pair as usize]) {
            let mut block = Growing::default();
            let mut left = most;
            let mut next = Some(seed);
            while let Some(article) = next {
                left -= size(article);
                block.take(article, of_article.get(article as usize), pairs, &mut dealt);
                next = block.next(|article| size(article) <= left);
            }
            blocks.push(block.done());
        }
    }
    blocks
}

/// A block that grows.
#[derive(Default)]
struct Growing {
    articles: FxHashSet<u32>,
    pairs: Vec<(u32, u32)>,
    /// For each article outside how many relatives it has inside that it was not dealt out with.
    relatives: FxHashMap<u32, u32>,
    /// The same, the most first; what has risen since stands again.
    queue: BinaryHeap<(u32, Reverse<u32>)>,
}

impl Growing {
    fn take(&mut self, article: u32, of_article: &[u32], pairs: &[(u32, u32)], dealt: &mut [bool]) {
        self.articles.insert(article);
        self.relatives.remove(&article);
        for number in of_article {
            let dealt = &mut dealt[*number as usize];
            if *dealt {
                continue;
            }
            let (a, b) = pairs[*number as usize];
            let other = if a == article { b } else { a };
            if self.articles.contains(&other) {
                *dealt = true;
                self.pairs.push((a, b));
            } else {
                let relatives = self.relatives.entry(other).or_default();
                *relatives += 1;
                self.queue.push((*relatives, Reverse(other)));
            }
        }
    }

    /// The article with most relatives inside of those that `fits`; others wait until they have more.
    fn next(&mut self, fits: impl Fn(u32) -> bool) -> Option<u32> {
        while let Some((relatives, Reverse(article))) = self.queue.pop() {
            if self.relatives.get(&article) == Some(&relatives) && fits(article) {
                return Some(article);
            }
        }
        None
    }

    fn done(self) -> Block {
        let mut articles: Vec<u32> = self.articles.into_iter().collect();
        articles.sort_unstable();
        let place =
            |article: u32| articles.binary_search(&article).map_or(u32::MAX, |place| place as u32);
        let mut pairs: Vec<(u32, u32)> =
            self.pairs.into_iter().map(|(a, b)| (place(a), place(b))).collect();
        pairs.sort_unstable();
        Block { articles, pairs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of articles that stand up to four apart in a circle, which a block cannot hold.
    fn circle(articles: u32) -> Vec<(u32, u32)> {
        let mut pairs: Vec<(u32, u32)> = (0..articles)
            .flat_map(|a| (0..=4).map(move |apart| (a, (a + apart) % articles)))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    fn dealt(blocks: &[Block]) -> Vec<(u32, u32)> {
        let mut dealt: Vec<(u32, u32)> = blocks
            .iter()
            .flat_map(|block| {
                let article = |place: u32| block.articles[place as usize];
                block.pairs.iter().map(move |(a, b)| (article(*a), article(*b)))
            })
            .collect();
        dealt.sort_unstable();
        dealt
    }

    #[test]
    fn each_pair_is_dealt_out_once() {
        let pairs = circle(200);
        for most in [20, 64, 300, 100_000] {
            let claims: Vec<u32> = (0..200).map(|article| article % 11).collect();
            let blocks = blocks(&claims, &pairs, most);
            assert_eq!(dealt(&blocks), pairs);
            for block in &blocks {
                let claims: u32 =
                    block.articles.iter().map(|article| claims[*article as usize]).sum();
                assert!(claims <= most, "{claims} of {most}");
            }
        }
    }

    #[test]
    fn few_articles_are_read_twice() {
        let pairs = circle(1_000);
        let blocks = blocks(&[10; 1_000], &pairs, 1_000);
        let read: usize = blocks.iter().map(|block| block.articles.len()).sum();
        assert!(read < 1_200, "{read}");
    }

    #[test]
    fn a_very_long_article_meets_its_relatives() {
        let pairs = circle(50);
        let mut claims = [10; 50];
        claims[7] = 10_000;
        claims[9] = 10_000;
        let blocks = blocks(&claims, &pairs, 100);
        assert_eq!(dealt(&blocks), pairs);
        let read = blocks.iter().filter(|block| block.articles.contains(&7)).count();
        assert!(read < 6, "{read}");
    }
}
