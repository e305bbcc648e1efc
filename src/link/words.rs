//! Words of both languages and how near their meanings lie.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::Lang;

/// Word vectors of the base encoder, by `models/train/words.py`.
static FILE: &[u8] = include_bytes!("data/words.bin");

const MAGIC: &[u8] = b"DXW1";
/// Letters that words of one family have in common at least.
pub(super) const STEM: usize = 6;

/// The vectors of `data/words.bin`.
#[derive(Default)]
struct Vectors {
    dimensions: usize,
    values: Vec<i8>,
    lengths: Vec<f32>,
    /// Words without their diacritics, and families of words by their first letters.
    index: FxHashMap<Box<str>, u32>,
    stems: FxHashMap<Box<str>, u32>,
}

static VECTORS: LazyLock<Vectors> = LazyLock::new(|| Vectors::read(FILE).unwrap_or_default());

impl Vectors {
    fn read(file: &[u8]) -> Option<Self> {
        let field = |at: usize| -> Option<usize> {
            let bytes = file.get(at..at + 4)?.try_into().ok()?;
            usize::try_from(u32::from_le_bytes(bytes)).ok()
        };
        if file.get(..4)? != MAGIC {
            return None;
        }
        let (count, dimensions, text) = (field(4)?, field(8)?, field(12)?);
        let words = std::str::from_utf8(file.get(16..16 + text)?).ok()?;
        let packed = file.get(16 + text..16 + text + count * dimensions / 2)?;
        let values: Vec<i8> = packed
            .iter()
            .flat_map(|byte| [byte & 15, byte >> 4])
            .map(|nibble| nibble.cast_signed() - 8)
            .collect();
        let lengths = values
            .chunks(dimensions)
            .map(|row| row.iter().map(|x| f32::from(*x) * f32::from(*x)).sum::<f32>().sqrt())
            .collect();
        let mut index = FxHashMap::default();
        let mut stems: FxHashMap<Box<str>, u32> = FxHashMap::default();
        let mut shortest: FxHashMap<Box<str>, usize> = FxHashMap::default();
        for (number, word) in (0_u32..).zip(words.split('\n')) {
            index.insert(word.into(), number);
            if let Some(stem) = stem_of(&folded(word)) {
                let length = shortest.entry(stem.into()).or_insert(usize::MAX);
                if word.len() < *length {
                    *length = word.len();
                    stems.insert(stem.into(), number);
                }
            }
        }
        Some(Self { dimensions, values, lengths, index, stems })
    }

    fn find(&self, word: &str) -> Option<u32> {
        let of_stem = || self.stems.get(stem_of(&folded(word))?);
        self.index.get(word).or_else(of_stem).copied()
    }

    fn cosine(&self, a: u32, b: u32) -> f32 {
        let (a, b) = (a as usize, b as usize);
        let row =
            |number: usize| &self.values[number * self.dimensions..(number + 1) * self.dimensions];
        let product: i32 =
            row(a).iter().zip(row(b)).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum();
        product as f32 / (self.lengths[a] * self.lengths[b]).max(f32::MIN_POSITIVE)
    }
}

/// Rounded so that sums of many are exact, whatever their order.
fn exact(number: f32) -> f32 {
    (number * 1024.0).round() / 1024.0
}

/// How near two words of one stem lie.
const SAME_STEM: f32 = 0.9375;

/// Lower case without diacritics and ligatures.
pub(super) fn folded(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).fold(String::new(), |mut out, c| {
        match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => out.push('a'),
            'ç' => out.push('c'),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'î' | 'ï' | 'í' => out.push('i'),
            'ô' | 'ö' | 'ó' | 'ø' => out.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => out.push('u'),
            'ÿ' => out.push('y'),
            'ñ' => out.push('n'),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            _ => out.push(c),
        }
        out
    })
}

fn stem_of(folded: &str) -> Option<&str> {
    folded.char_indices().nth(STEM).map(|(at, _)| &folded[..at])
}

/// A word of a run, or an entity that stands in for its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Word(u32);

struct Entry {
    vector: Option<u32>,
    /// Words of one stem mean much the same.
    stem: Option<u32>,
    entity: bool,
    /// The words of an entity's name.
    name: Vec<Word>,
}

/// The words of a run, each known by a number.
#[derive(Default)]
pub(super) struct Vocabulary {
    numbers: FxHashMap<Box<str>, u32>,
    stems: FxHashMap<Box<str>, u32>,
    entries: Vec<Entry>,
}

impl Vocabulary {
    /// The number of a word in lower case.
    pub(super) fn word(&mut self, word: &str) -> Word {
        if let Some(number) = self.numbers.get(word) {
            return Word(*number);
        }
        let folded = folded(word);
        let key = stem_of(&folded).unwrap_or_else(|| folded.trim_end_matches(['s', 'x']));
        let next = self.stems.len() as u32;
        let stem = *self.stems.entry(key.into()).or_insert(next);
        let entry =
            Entry { vector: VECTORS.find(word), stem: Some(stem), entity: false, name: Vec::new() };
        self.insert(word, entry)
    }

    /// The number of an entity.
    pub(super) fn entity(&mut self, id: &str) -> Word {
        let key = format!("\u{1}{id}");
        if let Some(number) = self.numbers.get(key.as_str()) {
            return Word(*number);
        }
        let entry = Entry { vector: None, stem: None, entity: true, name: Vec::new() };
        self.insert(&key, entry)
    }

    /// The number of an entity that bears `name`.
    pub(super) fn named(&mut self, id: &str, name: &str) -> Word {
        let entity = self.entity(id);
        // Empty is what is empty in either language: nobody says which one the name is in.
        let french = super::cues::of(Lang::Fr);
        let name = content_words(name, Lang::En)
            .filter(|(_, word)| !french.is_empty_word(word))
            .map(|(_, word)| self.word(&word))
            .collect();
        self.entries[entity.0 as usize].name = name;
        entity
    }

    fn insert(&mut self, key: &str, entry: Entry) -> Word {
        let number = self.entries.len() as u32;
        self.numbers.insert(key.into(), number);
        self.entries.push(entry);
        Word(number)
    }

    /// Whether the word stands for an entity.
    pub(super) fn is_entity(&self, word: Word) -> bool {
        self.entries[word.0 as usize].entity
    }

    /// How near the meanings of two words lie, 0 to 1.
    pub(super) fn nearness(&self, a: Word, b: Word) -> f32 {
        /// Cosines of unrelated words stay below the first, those of translations are about the second.
        const UNRELATED: f32 = 0.12;
        const SAME: f32 = 0.5;
        /// What is called alike and was not found to be one.
        const SAME_NAME: f32 = 0.75;
        if a == b {
            return 1.0;
        }
        let (word_a, word_b) = (a, b);
        let (a, b) = (&self.entries[a.0 as usize], &self.entries[b.0 as usize]);
        // A name that the model found in one article and not in the other.
        if a.entity != b.entity && (a.name.contains(&word_b) || b.name.contains(&word_a)) {
            return 1.0;
        }
        if a.entity && b.entity && a.name.iter().any(|word| b.name.contains(word)) {
            return SAME_NAME;
        }
        if a.stem.is_some() && a.stem == b.stem {
            return SAME_STEM;
        }
        match (a.vector, b.vector) {
            (Some(a), Some(b)) => {
                let near = (VECTORS.cosine(a, b) - UNRELATED) / (SAME - UNRELATED);
                exact(near.clamp(0.0, 1.0))
            }
            _ => 0.0,
        }
    }

    /// How much of each of two groups of words the other says too, 0 to 1: for each word its
    /// nearest, means of both ways. `None` where one group is empty.
    pub(super) fn alignment(&self, a: &[Word], b: &[Word]) -> Option<f32> {
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let mut columns = vec![0.0_f32; b.len()];
        let mut rows = 0.0;
        for x in a {
            let mut best = 0.0_f32;
            for (y, column) in b.iter().zip(&mut columns) {
                let near = self.nearness(*x, *y);
                best = best.max(near);
                *column = column.max(near);
            }
            rows += best;
        }
        let columns: f32 = columns.iter().sum();
        Some(f32::midpoint(rows / a.len() as f32, columns / b.len() as f32))
    }
}

/// The words of `text` that mean something: letters only, in lower case, with the bytes where they
/// stand.
pub(super) fn content_words(text: &str, lang: Lang) -> impl Iterator<Item = (usize, String)> {
    let cues = super::cues::of(lang);
    text.split_inclusive(|c: char| !c.is_alphabetic())
        .scan(0, |at, piece| {
            let start = *at;
            *at += piece.len();
            let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
            Some((start, word.to_lowercase()))
        })
        .filter(move |(_, word)| word.chars().nth(2).is_some() && !cues.is_empty_word(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn translations_lie_nearer_than_neighbours() {
        let mut words = Vocabulary::default();
        let cases = [
            ("maisons", "homes", "bridge"),
            ("salariés", "workers", "cars"),
            ("blessées", "injured", "budget"),
            ("évacués", "evacuated", "elected"),
            ("bénéfice", "profit", "rain"),
            ("chômage", "unemployment", "weather"),
        ];
        for (french, english, other) in cases {
            let [french, english, other] = [french, english, other].map(|word| words.word(word));
            let (near, far) = (words.nearness(french, english), words.nearness(french, other));
            assert!(near > far + 0.3, "{near} {far}");
        }
    }

    #[test]
    fn one_family_of_words() {
        let mut words = Vocabulary::default();
        let (a, b) = (words.word("évacuation"), words.word("évacués"));
        assert!(words.nearness(a, b) > 0.0);
        let (a, b) = (words.word("Vézance"), words.word("Vézances"));
        assert!(words.nearness(a, b) > 0.9);
    }
}
