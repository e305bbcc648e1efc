//! What the articles mean by names, with the keys by which they meet.

use rustc_hash::FxHashMap;

use super::super::archive::{Archive, survey};
use super::super::texts::Interner;
use super::chain::{Chain, chains};

/// How many times as many mentions have to speak for it, that a name which one article takes for
/// somebody's is no person's, or the other way round.
const OUTVOTED: u64 = 3;

/// What one article means by the names of a chain.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) article: u32,
    pub(super) chain: u32,
    /// How many mentions it has.
    pub(super) mentions: u32,
    pub(super) is_person: bool,
    pub(super) is_acronym: bool,
    /// The key that it has as a thing, where its only name is a word.
    word: Option<u32>,
    /// Where its keys begin, and how many are sure and weak.
    start: u32,
    keys: u32,
    weak: u32,
}

/// The nodes of all articles, in their order.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    all: Vec<Node>,
    /// The numbers of the nodes' keys.
    keys: Vec<u32>,
    pub(super) texts: Interner,
}

impl Nodes {
    pub(super) fn read<A: Archive>(archive: &A) -> Result<Self, A::Error> {
        let mut nodes = Self::default();
        let mut article = 0;
        survey(
            archive,
            |archive, number| Ok((archive.article(number)?, archive.mentions(number)?)),
            |(article, mentions)| chains(article, mentions),
            |chains| {
                for chain in &chains {
                    nodes.push(article, chain);
                }
                article += 1;
            },
        )?;
        nodes.settle_people(archive)?;
        Ok(nodes)
    }

    fn push(&mut self, article: u32, chain: &Chain) {
        let word = chain.only_word().map(|word| self.texts.number(&word));
        let (start, keys, weak) = self.keys_of(chain);
        self.all.push(Node {
            article,
            chain: chain.number,
            mentions: chain.mentions.len() as u32,
            is_person: chain.is_person,
            is_acronym: chain.is_acronym(),
            word,
            start,
            keys,
            weak,
        });
    }

    fn keys_of(&mut self, chain: &Chain) -> (u32, u32, u32) {
        let start = self.keys.len() as u32;
        for key in chain.keys.iter().chain(&chain.weak) {
            let number = self.texts.number(key);
            self.keys.push(number);
        }
        (start, chain.keys.len() as u32, chain.weak.len() as u32)
    }

    /// Names of one word that nearly all articles take for no person's are none, and the other way
    /// round.
    fn settle_people<A: Archive>(&mut self, archive: &A) -> Result<(), A::Error> {
        let mut votes: FxHashMap<u32, [u64; 2]> = FxHashMap::default();
        for node in &self.all {
            if let Some(word) = node.word {
                votes.entry(word).or_default()[usize::from(node.is_person)] +=
                    u64::from(node.mentions);
            }
        }
        let outvoted = |node: &Node| {
            node.word.and_then(|word| votes.get(&word)).is_some_and(|votes| {
                let mine = votes[usize::from(node.is_person)];
                votes[usize::from(!node.is_person)] >= OUTVOTED * mine
            })
        };
        let outvoted: Vec<usize> =
            (0..self.all.len()).filter(|number| outvoted(&self.all[*number])).collect();
        let mut read: Option<(u32, Vec<Chain>)> = None;
        for number in outvoted {
            let Node { article, chain, is_person, .. } = self.all[number];
            if read.as_ref().is_none_or(|(of, _)| *of != article) {
                let of = article as usize;
                let (text, mentions) = (archive.article(of)?, archive.mentions(of)?);
                read = Some((article, chains(&text, &mentions)));
            }
            let mut of_article = read.iter_mut().flat_map(|(_, chains)| chains);
            let Some(chain) = of_article.find(|other| other.number == chain) else { continue };
            chain.set_person(!is_person);
            let (start, keys, weak) = self.keys_of(chain);
            let node = &mut self.all[number];
            (node.is_person, node.start, node.keys, node.weak) = (!is_person, start, keys, weak);
        }
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn all(&self) -> &[Node] {
        &self.all
    }

    /// What a node is surely known by, in order.
    pub(super) fn keys(&self, node: &Node) -> &[u32] {
        let start = node.start as usize;
        &self.keys[start..start + node.keys as usize]
    }

    /// What it may share with others, in order: a surname, an acronym, the first words of a firm's
    /// name.
    pub(super) fn weak(&self, node: &Node) -> &[u32] {
        let start = node.start as usize + node.keys as usize;
        &self.keys[start..start + node.weak as usize]
    }
}
