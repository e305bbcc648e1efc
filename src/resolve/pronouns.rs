//! Pronouns that stand for something with a name.

use super::discourse::{Discourse, Said, Topic};
use super::knowledge::{self, Knowledge};
use crate::Span;
use crate::entity::{EntityKind, Sex};

/// Sentences before a pronoun's in which what it stands for is looked for.
const WITHIN: usize = 3;
/// By how much the best has to be better than the next.
const MARGIN: f32 = 0.6;

/// A pronoun that stands for somebody or something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pronoun {
    pub(super) span: Span,
    pub(super) sex: Option<Sex>,
    /// Of what sorts of things.
    kinds: &'static [EntityKind],
    /// Whether only the subject of the sentence before can be meant.
    strict: bool,
}

const PEOPLE: &[EntityKind] = &[EntityKind::Person];
const ACTORS: &[EntityKind] = &[EntityKind::Person, EntityKind::Organization];
const FIRMS: &[EntityKind] = &[EntityKind::Organization];

/// The pronoun at a token, where there is one that means something.
pub(super) fn at(discourse: &Discourse<'_>, at: usize) -> Option<Pronoun> {
    let token = &discourse.tokens.all[at];
    if !token.is_word {
        return None;
    }
    let known = knowledge::of(discourse.tokens.lang(token.sentence));
    let Knowledge { pronouns, .. } = known;
    let word = token.lower.as_str();
    let inverted = (pronouns.inverted_f.iter().map(|ending| (ending, Sex::Female)))
        .chain(pronouns.inverted_m.iter().map(|ending| (ending, Sex::Male)))
        .find(|(ending, _)| word.ends_with(ending.as_str()));
    if let Some((ending, sex)) = inverted {
        // `a-t-il déclaré`, `dit-il`; the verb tells that somebody speaks.
        let verb = word.split('-').next().unwrap_or(word);
        let speaks = known.saying.contains(verb) || speaks(discourse, at, known);
        let span = Span::new(token.span.end - (ending.len() - 1), token.span.end);
        return speaks.then_some(Pronoun { span, sex: Some(sex), kinds: ACTORS, strict: false });
    }
    let sex = if pronouns.f.contains(word) {
        Some(Sex::Female)
    } else if pronouns.m.contains(word) {
        Some(Sex::Male)
    } else {
        None
    };
    let thing = pronouns.thing.contains(word);
    if (sex.is_none() && !thing) || is_expletive(discourse, at, known) {
        return None;
    }
    // English pronouns with a sex are of people; others may stand for whatever was named last.
    let of_people = sex.is_some() && !pronouns.thing.is_empty();
    let acts = speaks(discourse, at, known) || acts(discourse, at, known);
    let (kinds, strict) = match (of_people, thing, acts) {
        (true, ..) => (PEOPLE, false),
        (false, true, true) => (FIRMS, true),
        (false, true, false) => return None,
        (false, false, true) => (ACTORS, false),
        (false, false, false) => (PEOPLE, true),
    };
    Some(Pronoun { span: token.span, sex, kinds, strict })
}

/// Whether a verb of saying follows.
fn speaks(discourse: &Discourse<'_>, at: usize, known: &Knowledge) -> bool {
    let words = discourse.tokens.words_from(at + 1, 4);
    let verb = words.iter().find(|word| !known.between.contains(**word));
    verb.is_some_and(|verb| known.saying.contains(*verb))
}

/// Whether a verb follows that only those have for a subject who can want something.
fn acts(discourse: &Discourse<'_>, at: usize, known: &Knowledge) -> bool {
    let words = discourse.tokens.words_from(at + 1, 4);
    let verb = words.iter().find(|word| !known.between.contains(**word));
    verb.is_some_and(|verb| known.acting.contains(*verb))
}

fn is_expletive(discourse: &Discourse<'_>, at: usize, known: &Knowledge) -> bool {
    let words = discourse.tokens.words_from(at + 1, 4).join(" ");
    known.expletive.iter().any(|start| {
        let start = start.replace('\'', " ");
        words
            .strip_prefix(start.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// The chain that a pronoun at a token stands for.
pub(super) fn antecedent(discourse: &Discourse<'_>, at: usize, pronoun: &Pronoun) -> Option<usize> {
    let here = discourse.tokens.all[at].sentence;
    let within = if pronoun.strict { 1 } else { WITHIN };
    let mut scored: Vec<(f32, usize)> = discourse
        .recent(at, within, pronoun.kinds, pronoun.sex)
        .into_iter()
        .filter(|(_, _, last)| !pronoun.strict || last.leads)
        .map(|(chain, topic, last)| (score(topic, last, here, pronoun.sex), chain))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    match scored.as_slice() {
        [] => None,
        [(_, only)] => Some(*only),
        [(best, chain), (next, _), ..] => (best - next >= MARGIN).then_some(*chain),
    }
}

/// How well something last spoken of as `last` tells fits a pronoun in sentence `here`.
fn score(topic: &Topic, last: Said, here: usize, sex: Option<Sex>) -> f32 {
    let distance = here - last.sentence;
    let mut score = match distance {
        0 => 3.0,
        1 => 2.5,
        2 => 1.5,
        _ => 0.8,
    };
    let lately = topic.said.iter().rev().take_while(|said| said.sentence == last.sentence);
    if lately.clone().any(|said| said.leads) {
        score += 1.0;
    }
    if topic.said.iter().any(|said| !said.by_name && here - said.sentence <= 1) {
        score += 0.5;
    }
    score += 0.15 * topic.said.len().min(6) as f32;
    if sex.is_some() && topic.sex == sex {
        score += 0.6;
    }
    score
}
