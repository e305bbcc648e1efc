//! What one article means by the names of a chain, and how it is known.

use std::collections::BTreeMap;

use crate::entity::{EntityKind, Form, NameWords, is_acronym, known};
use crate::graph::{ArticleRecord, MentionRecord};
use crate::{CodePointSpan, Lang};

/// Begins the keys that data files give.
pub(super) const KNOWN: &str = "known ";

/// Mentions of an article that mean the same.
pub(super) struct Chain {
    pub(super) number: u32,
    /// Numbers of its mentions.
    pub(super) mentions: Vec<usize>,
    pub(super) is_person: bool,
    /// What it is surely known by, in order.
    pub(super) keys: Vec<String>,
    /// What it may share with others, in order: a surname, an acronym, the first words of a firm's
    /// name.
    pub(super) weak: Vec<String>,
    names: Vec<String>,
    lang: Lang,
}

/// A text whose parts are asked for by code points.
pub(super) struct Points<'a> {
    text: &'a str,
    /// The byte of every [`STEP`]th code point.
    bytes: Vec<usize>,
}

const STEP: usize = 64;

impl<'a> Points<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, bytes: text.char_indices().step_by(STEP).map(|(byte, _)| byte).collect() }
    }

    pub(super) fn under(&self, span: CodePointSpan) -> &'a str {
        self.text.get(self.byte(span.start)..self.byte(span.end)).unwrap_or("")
    }

    fn byte(&self, point: usize) -> usize {
        let Some(from) = self.bytes.get(point / STEP) else { return self.text.len() };
        let rest = self.text[*from..].char_indices().nth(point % STEP);
        rest.map_or(self.text.len(), |(byte, _)| from + byte)
    }
}

/// The chains of an article, in the order of their numbers.
pub(super) fn chains(article: &ArticleRecord, mentions: &[MentionRecord]) -> Vec<Chain> {
    let text = Points::of(&article.text);
    let mut chains: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (mention, record) in mentions.iter().enumerate() {
        chains.entry(record.chain).or_default().push(mention);
    }
    let chain = |(number, of_chain): (u32, Vec<usize>)| {
        let records = of_chain.iter().map(|mention| &mentions[*mention]);
        let mut votes = [0.0_f64; EntityKind::ALL.len()];
        let mut names: Vec<String> = Vec::new();
        for record in records.filter(|record| record.form == Form::Name) {
            votes[record.kind as usize] += record.probability;
            names.push(text.under(record.span).to_owned());
        }
        names.sort();
        names.dedup();
        let person = votes[EntityKind::Person as usize];
        let mut chain = Chain {
            number,
            mentions: of_chain,
            is_person: false,
            keys: Vec::new(),
            weak: Vec::new(),
            names,
            lang: article.lang,
        };
        chain.set_person(votes.iter().all(|others| *others <= person));
        chain
    };
    chains.into_iter().map(chain).collect()
}

impl Chain {
    pub(super) fn is_acronym(&self) -> bool {
        self.names.iter().all(|name| is_acronym(name))
    }

    /// The key that it has as a thing, where its only name is a word.
    pub(super) fn only_word(&self) -> Option<String> {
        let [name] = self.names.as_slice() else { return None };
        let name = NameWords::of_thing(name);
        (name.words.len() == 1).then(|| key_of_thing(&name))
    }

    /// Says whether it is a person, on which the keys hang.
    pub(super) fn set_person(&mut self, is_person: bool) {
        self.is_person = is_person;
        (self.keys, self.weak) = if is_person { self.of_person() } else { self.of_thing() };
        for keys in [&mut self.keys, &mut self.weak] {
            keys.sort();
            keys.dedup();
        }
    }

    /// First and last name are sure, unless the first is an initial; surnames are not.
    fn of_person(&self) -> (Vec<String>, Vec<String>) {
        let (mut keys, mut weak) = (Vec::new(), Vec::new());
        for name in &self.names {
            let name = NameWords::of_person(name);
            if let Some((first, last)) = name.ends().filter(|(first, _)| first.chars().count() > 1)
            {
                keys.push(format!("person {first} {last}"));
                let rest = (1..name.words.len()).map(|from| name.words[from..].join(" "));
                weak.extend(rest.map(|rest| format!("surname {rest}")));
            } else {
                let from = usize::from(name.is_full());
                weak.push(format!("surname {}", name.words[from..].join(" ")));
            }
        }
        if !keys.is_empty() {
            // A first name alone tells nobody outside the article.
            let surname = |weak: &String| {
                keys.iter().any(|key| key.ends_with(weak.trim_start_matches("surname")))
            };
            weak.retain(surname);
        }
        (keys, weak)
    }

    /// Whole names are sure; acronyms and first words beside a whole name are not.
    fn of_thing(&self) -> (Vec<String>, Vec<String>) {
        let names: Vec<(NameWords, bool)> =
            (self.names.iter()).map(|name| (NameWords::of_thing(name), is_acronym(name))).collect();
        let (mut keys, mut weak) = (Vec::new(), Vec::new());
        for (name, acronym) in &names {
            if let Some(meant) = known(self.lang, name) {
                keys.push(format!("{KNOWN}{meant}"));
                continue;
            }
            let shortens = |(whole, _): &(NameWords, bool)| {
                whole.words.len() > name.words.len()
                    && (*acronym || whole.words.starts_with(&name.words))
            };
            let key = key_of_thing(name);
            if names.iter().any(shortens) {
                weak.push(key);
            } else {
                keys.push(key);
            }
        }
        (keys, weak)
    }
}

fn key_of_thing(name: &NameWords) -> String {
    format!("name {}", name.joined())
}

/// How many words of a name tell it from others.
pub(super) fn telling_words(name: &str, is_person: bool) -> usize {
    let name = if is_person { NameWords::of_person(name) } else { NameWords::of_thing(name) };
    name.words.len()
}
