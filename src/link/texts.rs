//! Many short texts in little memory.

use std::collections::hash_map::Entry;
use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

/// Texts one behind the other, each known by its number.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Adds a text and gives its number.
    pub(super) fn push(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.ends.len() as u32 - 1
    }

    pub(super) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[number]]
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The number of `text` where the texts stand in their order.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.get(middle as u32).cmp(text) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle as u32),
            }
        }
        None
    }
}

/// Texts that are each kept once.
#[derive(Debug, Default)]
pub(super) struct Interner {
    texts: Texts,
    /// By hash; where another text has the same, by the next one that is free.
    numbers: FxHashMap<u32, u32>,
}

impl Interner {
    /// The number of `text`, old or new.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        let mut hash = (FxBuildHasher.hash_one(text) >> 32) as u32;
        loop {
            match self.numbers.entry(hash) {
                Entry::Occupied(known) if self.texts.get(*known.get()) == text => {
                    return *known.get();
                }
                Entry::Occupied(_) => hash = hash.wrapping_add(1),
                Entry::Vacant(free) => return *free.insert(self.texts.push(text)),
            }
        }
    }

    pub(super) fn get(&self, number: u32) -> &str {
        self.texts.get(number)
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_number_and_by_what_they_say() {
        let mut texts = Texts::default();
        for (number, text) in ["", "bruit", "orage", "été"].into_iter().enumerate() {
            assert_eq!(texts.push(text) as usize, number);
        }
        assert_eq!((texts.get(0), texts.get(2), texts.get(3)), ("", "orage", "été"));
        assert_eq!((texts.find("orage"), texts.find("")), (Some(2), Some(0)));
        assert_eq!(texts.find("nuit"), None);
    }

    #[test]
    fn each_text_is_kept_once() {
        let mut texts = Interner::default();
        let words: Vec<String> = (0..1_000).map(|number| format!("mot {number}")).collect();
        let first: Vec<u32> = words.iter().map(|word| texts.number(word)).collect();
        let again: Vec<u32> = words.iter().map(|word| texts.number(word)).collect();
        assert_eq!(first, again);
        assert_eq!(texts.len(), words.len());
        assert!(words.iter().zip(first).all(|(word, number)| texts.get(number) == word));
    }
}
