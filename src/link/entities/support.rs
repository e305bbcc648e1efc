//! Names that need support to mean what a fuller name means: surnames alone, acronyms, the first
//! words of a firm's name.
//!
//! An acronym goes to the one name in the run that an article explains it by. A surname or first
//! words go to the one fuller name that stands beside something else that is named in both articles.

use rustc_hash::FxHashMap;

use super::Named;
use super::nodes::Node;
use crate::entity::Union;

/// How many others of an article, the most often named ones, can give support.
const OTHERS: usize = 8;

/// One, or several that do not agree.
#[derive(Clone, Copy, PartialEq)]
enum Bearer {
    One(usize),
    Several,
}

/// Bearers of each name beside each other thing.
#[derive(Default)]
struct Bearers<'a>(FxHashMap<(&'a str, Option<usize>), Bearer>);

impl<'a> Bearers<'a> {
    fn add(&mut self, name: &'a str, beside: Option<usize>, bearer: usize) {
        self.0
            .entry((name, beside))
            .and_modify(|other| {
                if *other != Bearer::One(bearer) {
                    *other = Bearer::Several;
                }
            })
            .or_insert(Bearer::One(bearer));
    }

    fn one(&self, name: &str, beside: Option<usize>) -> Option<usize> {
        match self.0.get(&(name, beside))? {
            Bearer::One(bearer) => Some(*bearer),
            Bearer::Several => None,
        }
    }
}

/// Joins nodes that are known by a weak name to those that bear it. `union` holds what is sure.
pub(super) fn join(nodes: &[Node], articles: &[Named<'_>], union: &mut Union) {
    let roots: Vec<usize> = (0..nodes.len()).map(|node| union.first(node)).collect();
    let others = others(nodes, &roots, articles);
    let mut bearers = Bearers::default();
    for (number, node) in nodes.iter().enumerate().filter(|(_, node)| !node.keys.is_empty()) {
        for weak in &node.weak {
            bearers.add(weak, None, roots[number]);
            for other in others[node.article].iter().filter(|other| **other != roots[number]) {
                bearers.add(weak, Some(*other), roots[number]);
            }
        }
    }
    let supported = |weak: &str, node: &Node, own: usize| {
        let mut found: Option<usize> = None;
        for other in others[node.article].iter().filter(|other| **other != own) {
            let Some(bearer) = bearers.one(weak, Some(*other)) else { continue };
            if found.is_some_and(|found| found != bearer) {
                return None;
            }
            found = Some(bearer);
        }
        found
    };
    let mut joined = Vec::new();
    // Surnames without a bearer beside them meet beside the same thing.
    let mut alone: FxHashMap<(&str, usize), usize> = FxHashMap::default();
    for (number, node) in nodes.iter().enumerate() {
        if node.keys.is_empty() {
            let [weak] = node.weak.as_slice() else { continue };
            if let Some(bearer) = supported(weak, node, roots[number]) {
                joined.push((bearer, number));
            } else if !bearers.0.contains_key(&(weak.as_str(), None)) {
                for other in others[node.article].iter().filter(|other| **other != roots[number]) {
                    joined.push((*alone.entry((weak, *other)).or_insert(number), number));
                }
            }
        } else if !node.is_person
            && let [key] = node.keys.as_slice()
            && let Some(whole) = bearers.one(key, None)
            && whole != roots[number]
            && (node.is_acronym() || supported(key, node, roots[number]) == Some(whole))
        {
            joined.push((whole, number));
        }
    }
    for (one, other) in joined {
        union.join(one, other);
    }
}

/// For each article the sets of what it names most often.
fn others(nodes: &[Node], roots: &[usize], articles: &[Named<'_>]) -> Vec<Vec<usize>> {
    let mut named: Vec<Vec<(usize, &str, usize)>> = vec![Vec::new(); articles.len()];
    for (number, node) in nodes.iter().enumerate() {
        if let Some(key) = node.keys.first() {
            named[node.article].push((node.mentions.len(), key, roots[number]));
        }
    }
    named
        .into_iter()
        .map(|mut named| {
            named.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
            named.truncate(OTHERS);
            named.into_iter().map(|(.., root)| root).collect()
        })
        .collect()
}
