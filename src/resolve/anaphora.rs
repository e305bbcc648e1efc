//! The pass over an article that resolves pronouns and descriptions in text order.

use rustc_hash::FxHashMap;

use super::discourse::Discourse;
use super::token::Tokens;
use super::{Named, Sentence, descriptions, names, pronouns};
use crate::Span;
use crate::entity::{Form, Mention};

/// Where the sentences of an article name something, or mean something named, in text order.
///
/// `names` stand in text order, none over another.
#[must_use]
pub fn mentions(text: &str, sentences: &[Sentence], names: &[Named]) -> Vec<Mention> {
    let chains = names::chains(text, names);
    let tokens = Tokens::of(text, sentences);
    let mut discourse = Discourse::new(text, &tokens, names, &chains);
    // By the token that it begins with, a name's number.
    let begins: FxHashMap<usize, usize> = names
        .iter()
        .enumerate()
        .map(|(number, name)| (tokens.at(name.span.start), number))
        .collect();
    let name_at =
        |token: usize| begins.get(&token).map(|number| (chains[*number], names[*number].span));
    let mut found: Vec<(Span, Form, usize)> =
        names.iter().zip(&chains).map(|(name, chain)| (name.span, Form::Name, *chain)).collect();
    let mut open = Vec::new();
    for sentence in 0..tokens.sentences() {
        let mut behind = 0;
        for at in tokens.of_sentence(sentence) {
            if at < behind {
                continue;
            }
            if let Some((chain, span)) = name_at(at) {
                discourse.learn(chain, span, &name_at);
                discourse.say(chain, at, true);
                behind = tokens.at(span.end.saturating_sub(1)) + 1;
            } else if let Some(pronoun) = pronouns::at(&discourse, at) {
                if let Some(chain) = pronouns::antecedent(&discourse, at, &pronoun) {
                    found.push((pronoun.span, Form::Pronoun, chain));
                    discourse.say(chain, at, false);
                    if let Some(topic) = discourse.topics.get_mut(&chain) {
                        topic.sex = topic.sex.or(pronoun.sex);
                    }
                }
            } else if let Some(description) = descriptions::at(&discourse, at, &name_at) {
                match descriptions::antecedent(&discourse, at, &description) {
                    Some(chain) => {
                        found.push((description.span, Form::Description, chain));
                        discourse.say(chain, at, false);
                    }
                    None => open.push(description),
                }
            }
        }
    }
    for description in open {
        if let Some(chain) = descriptions::only_person(&discourse, &description) {
            found.push((description.span, Form::Description, chain));
        }
    }
    found.sort_by_key(|(span, ..)| (span.start, span.end));
    let mention = |(span, form, chain): (Span, Form, usize)| {
        let (kind, probability) = match form {
            Form::Name => names
                .binary_search_by_key(&span.start, |name| name.span.start)
                .map(|number| (names[number].kind, names[number].probability))
                .ok()?,
            _ => discourse.topics.get(&chain).map(|topic| (topic.kind, topic.probability))?,
        };
        Some(Mention { span, form, kind, probability, chain: chain as u32 })
    };
    found.into_iter().filter_map(mention).collect()
}
