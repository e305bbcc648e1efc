//! Descriptions that stand for something with a name: `the company`, `le PDG de Nvidia`.

use super::discourse::{Discourse, Said, Topic};
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
    /// The chain of the name in apposition behind it.
    apposed: Option<usize>,
}

/// The chain of a name between commas: `le maire, Paul Roy, …`.
fn apposed(
    discourse: &Discourse<'_>,
    at: usize,
    name_at: &dyn Fn(usize) -> Option<(usize, Span)>,
) -> Option<usize> {
    let tokens = &discourse.tokens.all;
    let comma = tokens.get(at).is_some_and(|token| token.lower == ",");
    let (chain, span) = name_at(at + 1).filter(|_| comma)?;
    let behind = tokens.get(discourse.tokens.at(span.end.saturating_sub(1)) + 1);
    let closed = behind.is_none_or(|token| !token.is_word || token.sentence != tokens[at].sentence);
    let person = discourse.topics.get(&chain).is_some_and(|topic| topic.kind == EntityKind::Person);
    (closed && person).then_some(chain)
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
    let modified =
        tokens.words_from(at + 1, 1).first().is_some_and(|word| known.modifiers.contains(*word));
    let noun_at = at + 1 + usize::from(modified);
    let noun = known.noun(&tokens.words_from(noun_at, 4))?;
    let end = noun_at + noun.words;
    if (at..end).any(|token| name_at(token).is_some()) {
        return None;
    }
    let last = &tokens.all[end - 1];
    let next = tokens.all.get(end).filter(|next| next.sentence == first.sentence);
    let words = Span::new(first.span.start, last.span.end);
    if noun.kind == EntityKind::Person && next.is_some_and(|next| known.of.contains(&next.lower)) {
        let determined =
            tokens.all.get(end + 1).is_some_and(|token| known.definite.contains(&token.lower));
        let name = name_at(end + 1 + usize::from(determined))?;
        let behind = tokens.at(name.1.end);
        // `le PDG de Nvidia Jensen Huang` is part of his name.
        let named = name_at(behind).is_some();
        let (of, span) = (Some(name.0), words.cover(name.1));
        let apposed = apposed(discourse, behind, name_at);
        return (!named).then_some(Description { span, noun, of, apposed });
    }
    if let Some(apposed) = apposed(discourse, end, name_at) {
        return Some(Description { span: words, noun, of: None, apposed: Some(apposed) });
    }
    let ends = next.is_none_or(|next| {
        !next.is_word
            || known.following.contains(&next.lower)
            || known.saying.contains(&next.lower)
            || known.acting.contains(&next.lower)
    });
    let named = name_at(end).is_some();
    (ends && !named).then_some(Description { span: words, noun, of: None, apposed: None })
}

/// The chain that a description at a token stands for.
pub(super) fn antecedent(
    discourse: &Discourse<'_>,
    at: usize,
    description: &Description,
) -> Option<usize> {
    let Description { noun, of, apposed, .. } = *description;
    if noun.kind == EntityKind::Person && apposed.is_some() {
        return apposed;
    }
    let here = discourse.tokens.all[at].sentence;
    // Described so before: the last one that was.
    let described = discourse
        .topics
        .iter()
        .filter(|(_, topic)| topic.kind == noun.kind)
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
    let weight =
        |topic: &Topic, last: Said| topic.said.len() as f32 / (1 + here - last.sentence) as f32;
    let mut weighed: Vec<(f32, bool, usize)> = recent
        .iter()
        .map(|(chain, topic, last)| {
            let leads = last.leads && here - last.sentence <= 1;
            (weight(topic, *last), leads, *chain)
        })
        .collect();
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    match weighed.as_slice() {
        [(_, true, only)] => Some(*only),
        [(best, true, chain), (next, ..), ..] => (*best >= 2.0 * next).then_some(*chain),
        _ => None,
    }
}

/// For a role described before its bearer was named, the one person that the whole article names.
pub(super) fn only_person(discourse: &Discourse<'_>, description: &Description) -> Option<usize> {
    description.of?;
    let mut people = discourse.topics.iter().filter(|(_, topic)| topic.kind == EntityKind::Person);
    let (chain, topic) = people.next()?;
    (people.next().is_none() && topic.names > 1).then_some(*chain)
}
