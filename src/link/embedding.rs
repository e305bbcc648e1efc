//! What a claim means, as a vector.

/// A vector of unit length in whole numbers, a byte for each dimension: a fourth of the memory, and
/// the same cosines to the third decimal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embedding(Box<[i8]>);

impl Embedding {
    /// The direction of `vector`.
    ///
    /// ```
    /// use dixit::link::Embedding;
    /// let (a, b) = (Embedding::new(&[3.0, 4.0]), Embedding::new(&[0.6, 0.8]));
    /// assert!(a.cosine(&b) > 0.99);
    /// ```
    #[must_use]
    pub fn new(vector: &[f32]) -> Self {
        let largest = vector.iter().fold(0.0_f32, |largest, x| largest.max(x.abs()));
        if largest <= 0.0 || !largest.is_finite() {
            return Self::default();
        }
        Self(vector.iter().map(|x| (x / largest * 127.0).round() as i8).collect())
    }

    /// The embedding whose [`bytes`](Self::bytes) these are.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.iter().map(|byte| byte.cast_signed()).collect())
    }

    /// For the record: a byte for each dimension.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.0.iter().map(|x| x.cast_unsigned()).collect()
    }

    /// Whether nothing is known of the meaning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Cosine of the angle between the two; 0 where one is empty or they come from different models.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        if self.0.len() != other.0.len() {
            return 0.0;
        }
        let (mut product, mut mine, mut theirs) = (0_i32, 0_i32, 0_i32);
        for (x, y) in self.0.iter().zip(&other.0) {
            let (x, y) = (i32::from(*x), i32::from(*y));
            product += x * y;
            mine += x * x;
            theirs += y * y;
        }
        if mine == 0 || theirs == 0 {
            return 0.0;
        }
        product as f32 / ((mine as f32).sqrt() * (theirs as f32).sqrt())
    }
}
