//! Nodes that mean the same.

use sha2::{Digest, Sha256};

use super::super::heading::Heading;
use super::chain::KNOWN;
use super::nodes::Nodes;
use super::{Entities, Meaning, support};
use crate::entity::Union;

/// The entities that the nodes mean, without names.
pub(super) fn entities(nodes: &Nodes, headings: &[Heading]) -> Entities {
    let mut union = union(nodes, headings.len());
    let roots: Vec<u32> = (0..nodes.len()).map(|node| union.first(node) as u32).collect();
    drop(union);
    let mut by_set: Vec<u32> = (0..nodes.len() as u32).collect();
    by_set.sort_by_key(|node| roots[*node as usize]);
    let sets = by_set.chunk_by(|a, b| roots[*a as usize] == roots[*b as usize]);
    let mut sets: Vec<(u64, &[u32])> = sets.map(|set| (id(set, nodes, headings), set)).collect();
    sets.sort_unstable();
    let mut entities = Entities::default();
    let mut of_node = vec![0; nodes.len()];
    for (id, set) in sets {
        // The digits that the record has stand in the order of the numbers.
        let entity = entities.ids.push(&format!("{id:016x}"));
        for node in set {
            of_node[*node as usize] = entity;
        }
    }
    let mut left = nodes.all().iter().zip(of_node).peekable();
    for article in 0..headings.len() as u32 {
        entities.starts.push(entities.chains.len() as u32);
        while let Some((node, entity)) = left.next_if(|(node, _)| node.article == article) {
            let (chain, is_person) = (node.chain, node.is_person);
            entities.chains.push(Meaning { chain, entity, is_person });
        }
    }
    entities.starts.push(entities.chains.len() as u32);
    entities
}

fn union(nodes: &Nodes, articles: usize) -> Union {
    let mut union = Union::new(nodes.len());
    let mut by_key: Vec<Option<u32>> = vec![None; nodes.texts.len()];
    for (number, node) in nodes.all().iter().enumerate() {
        for key in nodes.keys(node) {
            let first = *by_key[*key as usize].get_or_insert(number as u32);
            union.join(first as usize, number);
        }
    }
    drop(by_key);
    support::join(nodes, articles, &mut union);
    union
}

/// From the key that tells most: one of the data files, else the longest. What is only known by a
/// surname is known in its articles alone.
fn id(set: &[u32], nodes: &Nodes, headings: &[Heading]) -> u64 {
    let node = |number: &u32| &nodes.all()[*number as usize];
    let keys = set.iter().flat_map(|number| nodes.keys(node(number)));
    let keys = keys.map(|key| nodes.texts.get(*key));
    let best = keys.max_by_key(|key| (key.starts_with(KNOWN), key.len(), *key));
    let digest = if let Some(key) = best {
        Sha256::digest(key.as_bytes())
    } else {
        let weak = set.iter().filter_map(|number| nodes.weak(node(number)).first());
        let weak = weak.map(|weak| nodes.texts.get(*weak)).min().unwrap_or_default();
        let article = set.iter().map(|number| &headings[node(number).article as usize].id);
        let article = article.min().map_or("", AsRef::as_ref);
        let chain = set.iter().map(|number| node(number).chain).min().unwrap_or_default();
        Sha256::digest(format!("{weak} in {article} {chain}").as_bytes())
    };
    digest.iter().take(8).fold(0, |id, byte| id << 8 | u64::from(*byte))
}
