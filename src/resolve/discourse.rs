//! What an article has spoken of up to a word: which names, where last, how often, and as what.

use rustc_hash::FxHashMap;

use super::Named;
use super::knowledge::{self, Noun};
use super::names::{agree, sex_of, winner};
use super::token::Tokens;
use crate::Span;
use crate::entity::{EntityKind, NameWords, Sex};

/// Words from the beginning of a clause among which its subject is looked for.
const SUBJECT_WITHIN: usize = 5;

/// Something with a name that the article speaks of.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) kind: EntityKind,
    /// The likeliest of its names.
    pub(super) probability: f32,
    pub(super) sex: Option<Sex>,
    /// Where it was spoken of so far.
    pub(super) said: Vec<Said>,
    /// The senses of nouns that described it, each with what it is that of (`le PDG de Nvidia`).
    pub(super) nouns: Vec<(usize, Option<usize>)>,
    /// All of its names, also those behind.
    pub(super) names: usize,
}

/// Where something was spoken of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) token: usize,
    pub(super) sentence: usize,
    /// Whether the words stand where subjects do.
    pub(super) leads: bool,
    pub(super) by_name: bool,
}

/// The words of a name in small letters, with their accents.
fn plain_words(name: &str) -> Vec<String> {
    let letters = |sign: char| !sign.is_alphanumeric() && sign != '-';
    name.split(letters).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// All that an article speaks of by name; topics are numbered as the chains of its names are.
#[derive(Debug)]
pub(super) struct Discourse<'a> {
    pub(super) tokens: &'a Tokens,
    pub(super) topics: FxHashMap<usize, Topic>,
}

impl<'a> Discourse<'a> {
    /// Nothing said yet of what `names` stand for.
    pub(super) fn new(text: &str, tokens: &'a Tokens, names: &[Named], chains: &[usize]) -> Self {
        let mut votes: FxHashMap<usize, [f32; EntityKind::ALL.len()]> = FxHashMap::default();
        let mut topics: FxHashMap<usize, Topic> = FxHashMap::default();
        for (name, chain) in names.iter().zip(chains) {
            votes.entry(*chain).or_default()[name.kind as usize] += name.probability;
            let topic = topics.entry(*chain).or_insert_with(|| Topic {
                kind: name.kind,
                probability: 0.0,
                sex: None,
                said: Vec::new(),
                nouns: Vec::new(),
                names: 0,
            });
            topic.probability = topic.probability.max(name.probability);
            // `Association paroissiale` is an association.
            let words = plain_words(name.span.of(text));
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let known = knowledge::of(name.lang);
            for noun in (0..words.len()).filter_map(|at| known.noun(&words[at..])) {
                if noun.kind == name.kind && words.len() > noun.words {
                    topic.nouns.push((noun.sense, None));
                }
            }
            topic.names += 1;
            let sex = sex_of(&NameWords::of_person(name.span.of(text)));
            if topic.sex.is_none() {
                topic.sex = sex;
            }
        }
        for (chain, topic) in &mut topics {
            topic.kind = votes.get(chain).map_or(topic.kind, winner);
        }
        Self { tokens, topics }
    }

    /// Records that the tokens `at` to `end` speak of `chain`.
    pub(super) fn say(&mut self, chain: usize, at: usize, by_name: bool) {
        let Some(token) = self.tokens.all.get(at) else { return };
        let said = Said { token: at, sentence: token.sentence, leads: self.leads(at), by_name };
        if let Some(topic) = self.topics.get_mut(&chain) {
            topic.said.push(said);
        }
    }

    /// Whether words that begin at a token stand where the subject of a clause does.
    pub(super) fn leads(&self, at: usize) -> bool {
        let tokens = &self.tokens.all;
        let sentence = tokens[at].sentence;
        let known = knowledge::of(self.tokens.lang(sentence));
        let before = tokens[..at]
            .iter()
            .rev()
            .take_while(|token| token.sentence == sentence && token.is_word);
        let mut words = 0;
        for (distance, token) in before.enumerate() {
            if distance == 0 && known.saying.contains(&token.lower) {
                return true;
            }
            if known.prepositions.contains(&token.lower) {
                return false;
            }
            if !known.openers.contains(&token.lower) {
                words += 1;
            }
            if words >= SUBJECT_WITHIN {
                return false;
            }
        }
        true
    }

    /// The chains that are of one of `kinds` and can be of `sex`, with what was said of them in the
    /// sentence of token `at` before it or in the `within` sentences before.
    pub(super) fn recent(
        &self,
        at: usize,
        within: usize,
        kinds: &[EntityKind],
        sex: Option<Sex>,
    ) -> Vec<(usize, &Topic, Said)> {
        let here = self.tokens.all[at].sentence;
        let mut recent: Vec<_> = self
            .topics
            .iter()
            .filter(|(_, topic)| kinds.contains(&topic.kind))
            .filter(|(_, topic)| topic.kind != EntityKind::Person || agree(topic.sex, sex))
            .filter_map(|(chain, topic)| {
                let last = *topic.said.last()?;
                (here - last.sentence <= within).then_some((*chain, topic, last))
            })
            .collect();
        recent.sort_by_key(|(chain, ..)| *chain);
        recent
    }

    /// Learns the nouns that describe the name in `span`: before it (`the lender Crédit Local`), in
    /// apposition (`Crédit Local, a lender`) and as what it is (`Crédit Local is a lender`).
    pub(super) fn learn(
        &mut self,
        chain: usize,
        span: Span,
        name_at: &dyn Fn(usize) -> Option<(usize, Span)>,
    ) {
        let (first, end) =
            (self.tokens.at(span.start), self.tokens.at(span.end.saturating_sub(1)) + 1);
        let mut learned = Vec::new();
        self.learn_before(first, name_at, &mut learned);
        self.learn_behind(end, name_at, &mut learned);
        if let Some(topic) = self.topics.get_mut(&chain) {
            for (noun, of) in learned {
                if noun.kind == topic.kind && !topic.nouns.contains(&(noun.sense, of)) {
                    topic.nouns.push((noun.sense, of));
                }
            }
        }
    }

    fn learn_before(
        &self,
        first: usize,
        name_at: &dyn Fn(usize) -> Option<(usize, Span)>,
        learned: &mut Vec<(Noun, Option<usize>)>,
    ) {
        /// Words before a name that may describe it.
        const BEFORE: usize = 7;
        /// Words between a describing noun and the name (`le président américain …`).
        const BETWEEN: usize = 2;
        let Some(name) = self.tokens.all.get(first) else { return };
        let known = knowledge::of(self.tokens.lang(name.sentence));
        let mut of = None;
        let mut at = first;
        for _ in 0..BEFORE {
            let Some(before) = at.checked_sub(1) else { return };
            let token = &self.tokens.all[before];
            if token.sentence != name.sentence || !token.is_word {
                return;
            }
            at = before;
            if let Some((chain, span)) = name_at(at) {
                // `le PDG de Nvidia Jensen Huang`; in `Nvidia CEO Jensen Huang` the noun stands
                // between, and was found before.
                if self.tokens.at(span.end) != first {
                    return;
                }
                of = Some(chain);
                continue;
            }
            if known.prepositions.contains(&token.lower) && of.is_none() {
                return;
            }
            // The longest noun that ends where the words left to the name begin.
            let Some(noun) = known.noun(&self.tokens.words_from(at, 4)) else { continue };
            if of.is_some() || first - at - noun.words.min(first - at) <= BETWEEN {
                let before_noun = at.checked_sub(1).and_then(name_at);
                learned.push((noun, of.or(before_noun.map(|(chain, _)| chain))));
            }
            return;
        }
    }

    fn learn_behind(
        &self,
        end: usize,
        name_at: &dyn Fn(usize) -> Option<(usize, Span)>,
        learned: &mut Vec<(Noun, Option<usize>)>,
    ) {
        /// Words of an apposition among which its noun is looked for.
        const BEHIND: usize = 6;
        let Some(next) = self.tokens.all.get(end) else { return };
        let known = knowledge::of(self.tokens.lang(next.sentence));
        let apposed = next.lower == ",";
        if !apposed && !known.copulas.contains(&next.lower) {
            return;
        }
        let words = self.tokens.words_from(end + 1, BEHIND);
        let begins = words.first().is_some_and(|word| known.indefinite.contains(*word));
        let bare = apposed && known.noun(&words).is_some();
        if !begins && !bare {
            return;
        }
        for at in 0..words.len() {
            if at > 0 && known.prepositions.contains(words[at]) {
                return;
            }
            let Some(noun) = known.noun(&words[at..]) else { continue };
            // `X, the company president`: the last of several nouns is the head.
            let behind = at + noun.words;
            if words.get(behind).is_some() && known.noun(&words[behind..]).is_some() {
                continue;
            }
            // `Nvidia, the company said`: no apposition ends with a verb.
            if words.get(behind).is_some_and(|word| {
                !known.of.contains(*word)
                    && !known.prepositions.contains(*word)
                    && !known.relative.contains(*word)
            }) {
                return;
            }
            let of = words
                .get(behind)
                .filter(|word| known.of.contains(**word))
                .and_then(|_| self.of_what(end + 1 + behind + 1, name_at));
            learned.push((noun, of));
            return;
        }
    }

    /// The chain of the name that begins at a token or behind its determiner.
    #[allow(clippy::unused_self, reason = "asked of a discourse like its other questions")]
    pub(super) fn of_what(
        &self,
        at: usize,
        name_at: &dyn Fn(usize) -> Option<(usize, Span)>,
    ) -> Option<usize> {
        name_at(at).or_else(|| name_at(at + 1)).map(|(chain, _)| chain)
    }
}
