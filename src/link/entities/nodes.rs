//! What one article means by a name, with the keys by which it meets what other articles mean.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Named;
use crate::entity::{EntityKind, Form, NameWords, is_acronym, known};
use crate::{CodePointSpan, Lang};

/// Begins the keys that data files give.
pub(super) const KNOWN: &str = "known ";

/// How many times as many mentions have to speak for it, that a name which one article takes for
/// somebody's is no person's, or the other way round.
const OUTVOTED: f64 = 3.0;

/// What one article means by the names of a chain.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) article: usize,
    pub(super) chain: u32,
    /// Numbers of its mentions.
    pub(super) mentions: Vec<usize>,
    pub(super) is_person: bool,
    /// What it is surely known by.
    pub(super) keys: Vec<String>,
    /// What it may share with others: a surname, an acronym, the first words of a firm's name.
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

/// What the articles mean by names, in their order.
pub(super) fn nodes(articles: &[Named<'_>], texts: &[Points<'_>]) -> Vec<Node> {
    let mut nodes = Vec::new();
    for (number, article) in articles.iter().enumerate() {
        let mut chains: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (mention, record) in article.mentions.iter().enumerate() {
            chains.entry(record.chain).or_default().push(mention);
        }
        for (chain, mentions) in chains {
            let records = || mentions.iter().map(|mention| &article.mentions[*mention]);
            let mut votes = [0.0_f64; EntityKind::ALL.len()];
            let mut names: Vec<String> = Vec::new();
            for record in records().filter(|record| record.form == Form::Name) {
                votes[record.kind as usize] += record.probability;
                names.push(texts[number].under(record.span).to_owned());
            }
            names.sort();
            names.dedup();
            let person = votes[EntityKind::Person as usize];
            let is_person = votes.iter().all(|others| *others <= person);
            let lang = article.article.lang;
            let mut node = Node {
                article: number,
                chain,
                mentions,
                is_person,
                keys: Vec::new(),
                weak: Vec::new(),
                names,
                lang,
            };
            node.find_keys();
            nodes.push(node);
        }
    }
    nodes
}

impl Node {
    pub(super) fn is_acronym(&self) -> bool {
        self.names.iter().all(|name| is_acronym(name))
    }

    fn find_keys(&mut self) {
        (self.keys, self.weak) = if self.is_person { self.of_person() } else { self.of_thing() };
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
            let key = format!("name {}", name.joined());
            if names.iter().any(shortens) {
                weak.push(key);
            } else {
                keys.push(key);
            }
        }
        (keys, weak)
    }
}

/// Names of one word that nearly all articles take for no person's are none, and the other way
/// round.
pub(super) fn settle_people(nodes: &mut [Node]) {
    let mut votes: FxHashMap<String, [f64; 2]> = FxHashMap::default();
    let only_word = |node: &Node| match node.names.as_slice() {
        [name] => Some(NameWords::of_thing(name)).filter(|name| name.words.len() == 1),
        _ => None,
    };
    for node in nodes.iter() {
        if let Some(word) = only_word(node) {
            votes.entry(word.joined()).or_default()[usize::from(node.is_person)] +=
                node.mentions.len() as f64;
        }
    }
    for node in nodes.iter_mut() {
        let Some(word) = only_word(node) else { continue };
        let Some(votes) = votes.get(&word.joined()) else { continue };
        let mine = votes[usize::from(node.is_person)];
        if votes[usize::from(!node.is_person)] >= OUTVOTED * mine {
            node.is_person = !node.is_person;
            node.find_keys();
        }
    }
}

/// How many words of a name tell it from others.
pub(super) fn telling_words(name: &str, is_person: bool) -> usize {
    let name = if is_person { NameWords::of_person(name) } else { NameWords::of_thing(name) };
    name.words.len()
}
