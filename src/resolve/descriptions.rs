//! Descriptions that stand for something with a name: `the company`, `le PDG de Nvidia`.

use super::discourse::Discourse;
use super::knowledge::{self, Noun};
use crate::Span;
use crate::entity::EntityKind;

/// Sentences before a description in which what is meant by it is looked for, where nothing but its
/// noun tells.
const WITHIN: usize = 3;

/// Words that describe something that was named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Description {
    pub(super) span: Span,
    noun: Noun,
    /// What it is that of: the chain of `Nvidia` in `le PDG de Nvidia`.
    of: Option<usize>,
}

/// The description that begins at a token.
pub(super) fn at(
    discourse: &Discourse<'_>,
    at: usize,
    name_at: &dyn Fn(usize) -> Option<(usize, Span)>,
) -> Option<Description> {
    let tokens = discourse.tokens;
    let first = &tokens.all[at];
    let known = knowledge::of(tokens.lang(first.sentence));
    if !first.is_word || !known.definite.contains(&first.lower) {
        return None;
    }
    let noun = known.noun(&tokens.words_from(at + 1, 4))?;
    let end = at + 1 + noun.words;
    let last = &tokens.all[end - 1];
    let next = tokens.all.get(end).filter(|next| next.sentence == first.sentence);
    let words = Span::new(first.span.start, last.span.end);
    if noun.kind == EntityKind::Person
        && next.is_some_and(|next| known.of.contains(&next.lower))
    {
        let name = name_at(end + 1).or_else(|| name_at(end + 2))?;
        let behind = tokens.at(name.1.end);
        // `le PDG de Nvidia Jensen Huang` is part of his name.
        let named = name_at(behind).is_some();
        let (of, span) = (Some(name.0), words.cover(name.1));
        return (!named).then_some(Description { span, noun, of });
    }
    let ends = next.is_none_or(|next| {
        !next.is_word
            || known.following.contains(&next.lower)
            || known.saying.contains(&next.lower)
            || known.acting.contains(&next.lower)
    });
    let named = name_at(end).is_some();
    (ends && !named).then_some(Description { span: words, noun, of: None })
}

/// The chain that a description at a token stands for.
pub(super) fn antecedent(
    discourse: &Discourse<'_>,
    at: usize,
    description: &Description,
) -> Option<usize> {
    let Description { noun, of, .. } = *description;
    let here = discourse.tokens.all[at].sentence;
    // Described so before: the last one that was.
    let described = discourse
        .topics
        .iter()
        .filter(|(_, topic)| {
            topic.nouns.iter().any(|(sense, theirs)| {
                *sense == noun.sense && (of.is_none() || theirs.is_none() || *theirs == of)
            })
        })
        .filter_map(|(chain, topic)| Some((topic.said.last()?.token, *chain)))
        .max();
    if let Some((_, chain)) = described {
        return Some(chain);
    }
    if of.is_some() || !noun.general {
        return None;
    }
    // Any firm is a company: the one that the text is about.
    let recent = discourse.recent(at, WITHIN, &[noun.kind], None);
    let weight = |topic: &super::discourse::Topic, sentence: usize| {
        topic.said.len() as f32 / (1 + here - sentence) as f32
    };
    let mut weighed: Vec<(f32, usize)> = recent
        .iter()
        .map(|(chain, topic, last)| (weight(topic, last.sentence), *chain))
        .collect();
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    match weighed.as_slice() {
        [] => None,
        [(_, only)] => Some(*only),
        [(best, chain), (next, _), ..] => (*best >= 2.0 * next).then_some(*chain),
    }
}

/// For a role described before its bearer was named, the one person that the whole article names.
pub(super) fn only_person(discourse: &Discourse<'_>, description: &Description) -> Option<usize> {
    if description.of.is_none() {
        return None;
    }
    let mut people =
        discourse.topics.iter().filter(|(_, topic)| topic.kind == EntityKind::Person);
    let (chain, topic) = people.next()?;
    (people.next().is_none() && topic.names > 1).then_some(*chain)
}
