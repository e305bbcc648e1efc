//! What linking knows of a claim's meaning.

use super::{Embedding, Reading};

/// A claim's meaning, as a whole and word by word; empty where the model does not give it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vectors {
    /// Of the whole claim: finds what may be compared.
    pub embedding: Embedding,
    /// Of its sentence's words: is compared.
    pub reading: Reading,
}

impl Vectors {
    /// Whether nothing is known of the meaning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.embedding.is_empty() && self.reading.is_empty()
    }

    /// For the record: the embedding's length in two bytes, the embedding, the reading.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let embedding = self.embedding.bytes();
        let mut bytes = (embedding.len() as u16).to_le_bytes().to_vec();
        bytes.extend(embedding);
        bytes.extend(self.reading.bytes());
        bytes
    }

    /// The vectors whose [`bytes`](Self::bytes) these are.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let Some((length, rest)) = bytes.split_first_chunk() else { return Self::default() };
        let length = usize::from(u16::from_le_bytes(*length)).min(rest.len());
        let (embedding, reading) = rest.split_at(length);
        let embedding = Embedding::from_bytes(embedding);
        Self { embedding, reading: Reading::from_bytes(reading) }
    }
}
