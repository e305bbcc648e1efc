//! Which entities the articles name, and which of them the words of claims mean.
//!
//! Names meet by keys: what stays of a name when spelling, titles, legal forms and language do not
//! count. Keys that one article uses for the same are joined. A surname alone, an acronym or the
//! first words of a firm's name go to a fuller name only with support.

mod meaning;
mod nodes;
mod support;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::entity::{EntityKind, Form, Union};
use crate::graph::{ArticleRecord, ClaimRecord, EntityMention, EntityRecord, MentionRecord};
use nodes::{Node, Points};

/// Hexadecimal digits of an entity's id.
const ID_DIGITS: usize = 16;

/// An article for finding entities.
#[derive(Debug)]
pub struct Named<'a> {
    /// The article.
    pub article: &'a ArticleRecord,
    /// Where it names something or means something named, in text order.
    pub mentions: &'a [MentionRecord],
    /// Its claims; the entities of their words are filled in.
    pub claims: &'a mut [ClaimRecord],
}

/// The entities that `articles` name, in order of their ids. The result does not depend on the
/// order of the articles.
#[must_use]
pub fn entities(articles: &mut [Named<'_>]) -> Vec<EntityRecord> {
    let texts: Vec<Points<'_>> =
        articles.iter().map(|article| Points::of(&article.article.text)).collect();
    let mut nodes = nodes::nodes(articles, &texts);
    nodes::settle_people(&mut nodes);
    let sets = sets(&nodes, articles);
    let ids: Vec<String> = sets.iter().map(|set| id(set, &nodes, articles)).collect();
    let mut of_chain: FxHashMap<(usize, u32), &str> = FxHashMap::default();
    for (set, id) in sets.iter().zip(&ids) {
        for node in set {
            of_chain.insert((nodes[*node].article, nodes[*node].chain), id);
        }
    }
    let mut records: Vec<EntityRecord> = sets
        .iter()
        .zip(&ids)
        .map(|(set, id)| record(id.clone(), set, &nodes, articles, &texts))
        .collect();
    records.sort_by(|a, b| a.id.cmp(&b.id));
    for (number, article) in articles.iter_mut().enumerate() {
        let entity = |chain: u32| of_chain.get(&(number, chain)).map(|id| (*id).to_owned());
        meaning::fill(article.claims, article.mentions, &entity);
    }
    records
}

/// The nodes that mean the same, each set and all sets in the order of the nodes.
fn sets(nodes: &[Node], articles: &[Named<'_>]) -> Vec<Vec<usize>> {
    let mut union = Union::new(nodes.len());
    let mut by_key: FxHashMap<&str, usize> = FxHashMap::default();
    for (number, node) in nodes.iter().enumerate() {
        for key in &node.keys {
            let first = *by_key.entry(key).or_insert(number);
            union.join(first, number);
        }
    }
    support::join(nodes, articles, &mut union);
    let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for node in 0..nodes.len() {
        sets.entry(union.first(node)).or_default().push(node);
    }
    sets.into_values().collect()
}

/// From the key that tells most: one of the data files, else the longest. What is only known by a
/// surname is known in its articles alone.
fn id(set: &[usize], nodes: &[Node], articles: &[Named<'_>]) -> String {
    let keys = set.iter().flat_map(|node| &nodes[*node].keys);
    let best = keys.max_by_key(|key| (key.starts_with(nodes::KNOWN), key.len(), *key));
    #[allow(clippy::single_match_else, reason = "two ways to be known, of one weight")]
    let known_by = match best {
        Some(key) => key.clone(),
        None => {
            let weak = set.iter().filter_map(|node| nodes[*node].weak.iter().min()).min();
            let article = set.iter().map(|node| articles[nodes[*node].article].article.id.as_str());
            let chain = set.iter().map(|node| nodes[*node].chain).min().unwrap_or_default();
            format!(
                "{} in {} {chain}",
                weak.map_or("", String::as_str),
                article.min().unwrap_or_default()
            )
        }
    };
    let mut id = crate::hex(&Sha256::digest(known_by.as_bytes()));
    id.truncate(ID_DIGITS);
    id
}

fn record(
    id: String,
    set: &[usize],
    nodes: &[Node],
    articles: &[Named<'_>],
    texts: &[Points<'_>],
) -> EntityRecord {
    let mut mentions = Vec::new();
    // By the name, how many words tell it and how often it stands.
    let mut names: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut votes = [0.0_f64; EntityKind::ALL.len()];
    for node in set.iter().map(|node| &nodes[*node]) {
        let Named { article, mentions: of_article, .. } = &articles[node.article];
        for mention in node.mentions.iter().map(|mention| &of_article[*mention]) {
            let text = texts[node.article].under(mention.span);
            if mention.form == Form::Name {
                votes[mention.kind as usize] += mention.probability;
                names.entry(text).or_insert((nodes::telling_words(text, node.is_person), 0)).1 += 1;
            }
            mentions.push(EntityMention {
                article: article.id.clone(),
                start: mention.span.start,
                end: mention.span.end,
                text: text.to_owned(),
            });
        }
    }
    mentions.sort();
    // The fullest name, of several the most frequent, of those the first by spelling.
    let name =
        names.iter().rev().max_by_key(|(_, fullness)| **fullness).map_or("", |(name, _)| name);
    let is_person = set.iter().any(|node| nodes[*node].is_person);
    let kind = EntityKind::ALL
        .into_iter()
        .filter(|kind| (*kind == EntityKind::Person) == is_person)
        .rev()
        .max_by(|a, b| votes[*a as usize].total_cmp(&votes[*b as usize]))
        .unwrap_or(EntityKind::Thing);
    EntityRecord { id, name: name.to_owned(), kind, mentions }
}

#[cfg(test)]
mod tests;
