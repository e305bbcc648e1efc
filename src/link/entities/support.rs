//! Names that need support to mean what a fuller name means: surnames alone, acronyms, the first
//! words of a firm's name.
//!
//! An acronym goes to the one name in the run that an article explains it by. A surname or first
//! words go to the one fuller name that stands beside something else that is named in both articles.

use super::super::lists::Lists;
use super::nodes::{Node, Nodes};
use crate::entity::Union;

/// How many others of an article, the most often named ones, can give support.
const OTHERS: usize = 8;

/// Beside nothing in particular.
const ANYTHING: u32 = u32::MAX;

/// A weak name, what it stands beside and the set that bears it.
type Borne = (u32, u32, u32);

/// Bearers of each name beside each other thing, in order.
struct Bearers(Vec<Borne>);

impl Bearers {
    fn of(&self, name: u32, beside: u32) -> &[Borne] {
        let start = self.0.partition_point(|one| (one.0, one.1) < (name, beside));
        let rest = &self.0[start..];
        &rest[..rest.partition_point(|one| (one.0, one.1) == (name, beside))]
    }

    /// The only one.
    fn one(&self, name: u32, beside: u32) -> Option<u32> {
        match self.of(name, beside) {
            [(.., bearer)] => Some(*bearer),
            _ => None,
        }
    }
}

/// Joins nodes that are known by a weak name to those that bear it. `union` holds what is sure.
pub(super) fn join(nodes: &Nodes, articles: usize, union: &mut Union) {
    let roots: Vec<u32> = (0..nodes.len()).map(|node| union.first(node) as u32).collect();
    let others = others(nodes, &roots, articles);
    // What stands beside a node.
    let beside = |number: usize, node: &Node| {
        let own = roots[number];
        others.get(node.article as usize).iter().copied().filter(move |other| *other != own)
    };
    let bearers = bearers(nodes, &roots, beside);
    let supported = |weak: u32, number: usize, node: &Node| {
        let mut found: Option<u32> = None;
        for other in beside(number, node) {
            let Some(bearer) = bearers.one(weak, other) else { continue };
            if found.is_some_and(|found| found != bearer) {
                return None;
            }
            found = Some(bearer);
        }
        found
    };
    let mut joined: Vec<(u32, u32)> = Vec::new();
    // Surnames without a bearer beside them meet beside the same thing.
    let mut alone: Vec<(u32, u32, u32)> = Vec::new();
    for (number, node) in nodes.all().iter().enumerate() {
        match (nodes.keys(node), nodes.weak(node)) {
            ([], [weak]) => {
                if let Some(bearer) = supported(*weak, number, node) {
                    joined.push((bearer, number as u32));
                } else if bearers.of(*weak, ANYTHING).is_empty() {
                    alone.extend(beside(number, node).map(|other| (*weak, other, number as u32)));
                }
            }
            ([key], _) if !node.is_person => {
                if let Some(whole) = bearers.one(*key, ANYTHING)
                    && whole != roots[number]
                    && (node.is_acronym || supported(*key, number, node) == Some(whole))
                {
                    joined.push((whole, number as u32));
                }
            }
            _ => {}
        }
    }
    alone.sort_unstable();
    let meeting = alone.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    joined.extend(meeting.flat_map(|all| all[1..].iter().map(|one| (all[0].2, one.2))));
    for (one, other) in joined {
        union.join(one as usize, other as usize);
    }
}

/// The bearers of the weak names that some node may mean somebody by.
fn bearers<I: Iterator<Item = u32>>(
    nodes: &Nodes,
    roots: &[u32],
    beside: impl Fn(usize, &Node) -> I,
) -> Bearers {
    let mut asked = vec![false; nodes.texts.len()];
    for node in nodes.all() {
        match (nodes.keys(node), nodes.weak(node)) {
            ([], [name]) => asked[*name as usize] = true,
            ([name], _) if !node.is_person => asked[*name as usize] = true,
            _ => {}
        }
    }
    let mut bearers: Vec<Borne> = Vec::new();
    for (number, node) in nodes.all().iter().enumerate() {
        if nodes.keys(node).is_empty() {
            continue;
        }
        for weak in nodes.weak(node).iter().filter(|weak| asked[**weak as usize]) {
            bearers.push((*weak, ANYTHING, roots[number]));
            bearers.extend(beside(number, node).map(|other| (*weak, other, roots[number])));
        }
    }
    bearers.sort_unstable();
    bearers.dedup();
    Bearers(bearers)
}

/// For each article the sets of what it names most often.
fn others(nodes: &Nodes, roots: &[u32], articles: usize) -> Lists<u32> {
    let mut others = Lists::default();
    let mut left = nodes.all().iter().zip(roots).peekable();
    for article in 0..articles as u32 {
        let mut named: Vec<(u32, &str, u32)> = Vec::new();
        while let Some((node, root)) = left.next_if(|(node, _)| node.article == article) {
            if let Some(key) = nodes.keys(node).first() {
                named.push((node.mentions, nodes.texts.get(*key), *root));
            }
        }
        named.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        named.truncate(OTHERS);
        others.push(named.into_iter().map(|(.., root)| root));
    }
    others
}
