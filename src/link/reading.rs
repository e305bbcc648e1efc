//! The words of a claim's sentence, each as what it means there and what it plays in the claim.

use crate::Span;
use crate::model::{MEANING, Role};

/// Words kept of a long sentence: those around the predicate.
const LONGEST: usize = 60;

/// What a word plays in a claim: a bit for each role, by its number.
type Plays = u16;

/// A word: its part in the claim, and its meaning in whole numbers of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Word {
    plays: Plays,
    step: f32,
    meaning: [i8; MEANING],
}

/// The words of a claim's sentence in their order, as comparison with another claim reads them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading(Box<[Word]>);

/// Bytes of a word in the record.
const BYTES: usize = size_of::<Plays>() + size_of::<f32>() + MEANING;

impl Reading {
    /// From the sentence's `words`, as bytes in it, the words' meanings one behind the other
    /// ([`crate::model::Tags::meanings`]), and where the claim's roles stand.
    #[must_use]
    pub fn new(words: &[Span], meanings: &[f32], roles: &[(Role, Span)]) -> Self {
        let plays = |word: &Span| -> Plays {
            let of_word = roles.iter().filter(|(_, span)| span.overlaps(*word));
            of_word.fold(0, |plays, (role, _)| plays | 1 << *role as Plays)
        };
        let predicate = 1 << Role::Predicate as Plays;
        let middle = words.iter().position(|word| plays(word) & predicate != 0).unwrap_or(0);
        let from = middle.saturating_sub(LONGEST / 2).min(words.len().saturating_sub(LONGEST));
        words
            .iter()
            .zip(meanings.chunks_exact(MEANING))
            .skip(from)
            .take(LONGEST)
            .map(|(word, meaning)| {
                let most = meaning.iter().fold(f32::MIN_POSITIVE, |most, x| most.max(x.abs()));
                let step = most / f32::from(i8::MAX);
                let code = |place: usize| (meaning[place] / step).round() as i8;
                Word { plays: plays(word), step, meaning: std::array::from_fn(code) }
            })
            .collect()
    }

    /// The reading whose [`bytes`](Self::bytes) these are.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let word = |bytes: &[u8; BYTES]| {
            let (plays, rest) = bytes.split_first_chunk()?;
            let (step, meaning) = rest.split_first_chunk()?;
            Some(Word {
                plays: Plays::from_le_bytes(*plays),
                step: f32::from_le_bytes(*step),
                meaning: meaning.first_chunk::<MEANING>()?.map(u8::cast_signed),
            })
        };
        bytes.as_chunks().0.iter().filter_map(word).take(LONGEST).collect()
    }

    /// For the record.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let bytes = self.0.iter().flat_map(|word| {
            let meaning = word.meaning.map(i8::cast_unsigned);
            word.plays.to_le_bytes().into_iter().chain(word.step.to_le_bytes()).chain(meaning)
        });
        bytes.collect()
    }

    /// Whether nothing is known of the words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// For each word the numbers of the roles that it plays, and its meaning.
    pub(super) fn words(
        &self,
    ) -> impl Iterator<Item = (impl Iterator<Item = usize>, [f32; MEANING])> {
        self.0.iter().map(|word| {
            let roles = (0..Role::ALL.len()).filter(|role| word.plays & 1 << role != 0);
            (roles, word.meaning.map(|code| f32::from(code) * word.step))
        })
    }
}

impl FromIterator<Word> for Reading {
    fn from_iter<T: IntoIterator<Item = Word>>(words: T) -> Self {
        Self(words.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` words of one letter each, with meanings that differ.
    fn reading(count: usize, predicate: usize) -> Reading {
        let words: Vec<Span> = (0..count).map(|at| Span::new(2 * at, 2 * at + 1)).collect();
        let meanings: Vec<f32> = (0..count * MEANING)
            .map(|at| (at as f32 * 0.37).sin() * (at / MEANING) as f32)
            .collect();
        let roles = [
            (Role::Predicate, Span::new(2 * predicate, 2 * predicate + 3)),
            (Role::Cue, Span::new(0, 1)),
        ];
        Reading::new(&words, &meanings, &roles)
    }

    #[test]
    fn what_the_record_keeps_is_what_was_read() {
        let read = reading(7, 3);
        assert_eq!(Reading::from_bytes(&read.bytes()), read);
        assert_eq!(read.bytes().len(), 7 * BYTES);
        let roles: Vec<Vec<usize>> = read.words().map(|(roles, _)| roles.collect()).collect();
        let predicate = vec![Role::Predicate as usize];
        assert_eq!(roles[0], [Role::Cue as usize]);
        assert_eq!(roles[3..5], [predicate.clone(), predicate]);
        for (at, (_, meaning)) in read.words().enumerate() {
            for (place, x) in meaning.into_iter().enumerate() {
                let told = ((at * MEANING + place) as f32 * 0.37).sin() * at as f32;
                assert!((x - told).abs() <= at as f32 / 200.0, "{x} for {told}");
            }
        }
    }

    #[test]
    fn of_a_long_sentence_the_words_around_the_predicate() {
        let read = reading(400, 200);
        assert_eq!(read.len(), LONGEST);
        let roles: Vec<usize> = read.words().map(|(roles, _)| roles.count()).collect();
        assert_eq!(roles[LONGEST / 2], 1);
        assert_eq!(reading(400, 399).len(), LONGEST);
        assert_eq!(reading(400, 0).len(), LONGEST);
        let longer = read.bytes().repeat(2);
        assert_eq!(Reading::from_bytes(&longer).len(), LONGEST, "whatever a record holds");
        assert_eq!(Reading::new(&[], &[], &[]), Reading::default());
    }
}
