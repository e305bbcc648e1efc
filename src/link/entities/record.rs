//! What is written of entities.

use std::collections::BTreeMap;

use super::super::archive::{Archive, Meant};
use super::super::heading::Heading;
use super::chain::{Points, telling_words};
use super::{Entities, meaning};
use crate::entity::{EntityKind, Form};
use crate::graph::{EntityMention, EntityRecord};

/// Writes down what the words of an article's claims mean, and lays its mentions aside for the
/// entities' records; gives the entities that they mean.
pub(super) fn lay_aside<A: Archive>(
    archive: &mut A,
    number: usize,
    entities: &Entities,
) -> Result<Vec<u32>, A::Error> {
    let mentions = archive.mentions(number)?.into_owned();
    let mut claims = archive.claims(number)?.into_owned();
    let entity =
        |chain: u32| entities.of_chain(number, chain).map(|entity| entities.id(entity).to_owned());
    meaning::fill(&mut claims, &mentions, &entity);
    archive.write_claims(number, &claims)?;
    let article = archive.article(number)?.into_owned();
    let text = Points::of(&article.text);
    let mut by_chain: Vec<_> = mentions.iter().collect();
    by_chain.sort_by_key(|mention| mention.chain);
    let mut laid_aside = Vec::new();
    for mention in by_chain {
        let Some(meaning) = entities.meaning(number, mention.chain) else { continue };
        let meant = Meant {
            article: number as u32,
            span: mention.span,
            text: text.under(mention.span).to_owned(),
            is_name: mention.form == Form::Name,
            kind: mention.kind,
            probability: mention.probability,
            is_person: meaning.is_person,
        };
        archive.lay_meant_aside(&meant)?;
        laid_aside.push(meaning.entity);
    }
    Ok(laid_aside)
}

/// The record of the entity that all of `meant` mean.
pub(super) fn record(id: &str, meant: Vec<Meant>, headings: &[Heading]) -> EntityRecord {
    // By the name, how many words tell it and how often it stands.
    let mut names: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut votes = [0.0_f64; EntityKind::ALL.len()];
    for Meant { text, kind, probability, is_person, .. } in meant.iter().filter(|one| one.is_name) {
        votes[*kind as usize] += probability;
        names.entry(text).or_insert_with(|| (telling_words(text, *is_person), 0)).1 += 1;
    }
    // The fullest name, of several the most frequent, of those the first by spelling.
    let name =
        names.iter().rev().max_by_key(|(_, fullness)| **fullness).map_or("", |(name, _)| name);
    let name = name.to_owned();
    let is_person = meant.iter().any(|one| one.is_person);
    let kind = EntityKind::ALL
        .into_iter()
        .filter(|kind| (*kind == EntityKind::Person) == is_person)
        .rev()
        .max_by(|a, b| votes[*a as usize].total_cmp(&votes[*b as usize]))
        .unwrap_or(EntityKind::Thing);
    let mut mentions: Vec<EntityMention> = meant
        .into_iter()
        .map(|Meant { article, span, text, .. }| EntityMention {
            article: headings[article as usize].id.to_string(),
            start: span.start,
            end: span.end,
            text,
        })
        .collect();
    mentions.sort();
    EntityRecord { id: id.to_owned(), name, kind, mentions }
}
