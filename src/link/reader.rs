//! Two claims read side by side: each word looks for its like in the other sentence and is compared
//! with what it finds; what comes of it, by the roles that the words play, says with the pair's
//! features whether the claims agree or contradict each other (decomposable attention, Parikh et al.
//! 2016). `models/train/reader.py` is the same in `PyTorch` and learns the weights.

use std::sync::LazyLock;

use candle_core::{Device, safetensors};
use rten_simd::SimdUnaryOp;
use rten_vecmath::Gelu;

use super::features::Features;
use super::profile::Profile;
use super::reading::Reading;
use super::rows::{self, Row};
use crate::model::{MEANING, Role};

/// Weights, by `models/train/reader.py`.
static FILE: &[u8] = include_bytes!("data/reader.safetensors");

/// What the words play over which the comparison's outcome is averaged.
const PARTS: [&[Role]; 7] = [
    &[Role::Predicate],
    &[Role::Subject],
    &[Role::Object],
    &[Role::Quantity],
    &[Role::Time, Role::Place],
    &[Role::Source, Role::Cue],
    &[Role::Predicate, Role::Subject, Role::Object, Role::Quantity],
];
/// Those, all words, and the greatest values.
const POOLED: usize = (PARTS.len() + 2) * MEANING;
/// Neither, agrees, contradicts.
const OUTCOMES: usize = 3;
/// Standard deviations to which features are cut.
const WIDEST: f32 = 4.0;
/// What layer normalisation adds to a variance.
const EPS: f32 = 1e-5;

/// A linear map to a row, by its inputs.
struct Linear {
    rows: Vec<Row>,
    bias: Row,
}

impl Linear {
    fn of(&self, x: &[f32]) -> Row {
        let mut sum = self.bias;
        rows::add(&mut sum, x, &self.rows);
        sum
    }

    /// The map that some of the inputs have a part in, without the bias.
    fn part(&self, part: usize) -> Self {
        let rows = self.rows[part * MEANING..(part + 1) * MEANING].to_vec();
        Self { rows, bias: [0.0; MEANING] }
    }
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    fn apply(&self, row: &mut Row) {
        let mean = row.iter().sum::<f32>() / MEANING as f32;
        let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / MEANING as f32;
        let scale = (variance + EPS).sqrt().recip();
        for ((x, weight), bias) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
            *x = (*x - mean) * scale * weight + bias;
        }
    }
}

/// What reads pairs of claims.
pub(super) struct Reader {
    /// What each role adds to a word.
    role: Vec<f32>,
    word_norm: Norm,
    attended: Linear,
    /// The parts of one map: of a word, of what it finds, of their product and of their difference.
    word: Linear,
    found: Linear,
    product: Linear,
    difference: Linear,
    compared_norm: Norm,
    /// By [`MEANING`] outputs.
    inner: Vec<Linear>,
    outer: Vec<f32>,
    outer_bias: Vec<f32>,
    mean: Vec<f32>,
    deviation: Vec<f32>,
}

/// A claim's words, prepared for comparison with any other.
pub(super) struct Prepared {
    words: Vec<Row>,
    /// By what a word looks for its like.
    asked: Vec<Row>,
    /// The words' share in what comes of comparing them, and in what comes of what finds them.
    own: Vec<Row>,
    lent: Vec<Row>,
    /// For each of [`PARTS`] the words that play it.
    parts: [Vec<usize>; PARTS.len()],
}

/// Log-probabilities of both relations; 0, which is none, where the claims could not be read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Read {
    pub(super) agrees: f32,
    pub(super) contradicts: f32,
}

impl Read {
    pub(super) const NAMES: &[&str] = &["read_agrees", "read_contradicts"];

    pub(super) fn values(self) -> [f32; 2] {
        [self.agrees, self.contradicts]
    }
}

/// What comes of reading two claims side by side, where the words of both are known.
pub(super) fn read(a: &Profile<'_>, b: &Profile<'_>, features: &Features) -> Read {
    let read = |(a, b)| shipped().read(a, b, features);
    a.prepared().zip(b.prepared()).map_or_else(Read::default, read)
}

/// The reader that is shipped.
pub(super) fn shipped() -> &'static Reader {
    #[expect(clippy::expect_used, reason = "the file is compiled in and read by every test")]
    static READER: LazyLock<Reader> = LazyLock::new(|| {
        Reader::of_file(FILE).expect("data/reader.safetensors is what `Reader` needs")
    });
    &READER
}

impl Reader {
    fn of_file(file: &[u8]) -> candle_core::Result<Self> {
        let tensors = safetensors::load_buffer(file, &Device::Cpu)?;
        let numbers = |name: &str, count: usize| -> candle_core::Result<Vec<f32>> {
            let tensor = tensors.get(name).ok_or_else(|| missing(name))?;
            let numbers = tensor.t().or_else(|_| Ok::<_, candle_core::Error>(tensor.clone()))?;
            let numbers: Vec<f32> = numbers.flatten_all()?.to_vec1()?;
            if numbers.len() == count { Ok(numbers) } else { Err(missing(name)) }
        };
        // A map for each of `count` rows of outputs.
        let linear =
            |name: &str, inputs: usize, count: usize| -> candle_core::Result<Vec<Linear>> {
                let outputs = count * MEANING;
                let weights = numbers(&format!("{name}.weight"), inputs * outputs)?;
                let bias = numbers(&format!("{name}.bias"), outputs)?;
                let row = |numbers: &[f32], at: usize| -> Row {
                    std::array::from_fn(|place| numbers[at * MEANING + place])
                };
                let of_row = |at: usize| Linear {
                    rows: weights.chunks_exact(outputs).map(|weights| row(weights, at)).collect(),
                    bias: row(&bias, at),
                };
                Ok((0..count).map(of_row).collect())
            };
        let one = |name: &str, inputs: usize| -> candle_core::Result<Linear> {
            linear(name, inputs, 1)?.pop().ok_or_else(|| missing(name))
        };
        let norm = |name: &str| -> candle_core::Result<Norm> {
            Ok(Norm {
                weight: numbers(&format!("{name}.weight"), MEANING)?,
                bias: numbers(&format!("{name}.bias"), MEANING)?,
            })
        };
        let features = Features::NAMES.len();
        let bias = tensors.get("inner.bias").ok_or_else(|| missing("inner.bias"))?;
        let inner = bias.elem_count() / MEANING;
        let compared = one("compared", 4 * MEANING)?;
        Ok(Self {
            role: numbers("role.weight", Role::ALL.len() * MEANING)?,
            word_norm: norm("word_norm")?,
            attended: one("attended", MEANING)?,
            word: Linear { bias: compared.bias, ..compared.part(0) },
            found: compared.part(1),
            product: compared.part(2),
            difference: compared.part(3),
            compared_norm: norm("compared_norm")?,
            inner: linear("inner", POOLED + features, inner)?,
            outer: numbers("outer.weight", inner * MEANING * OUTCOMES)?,
            outer_bias: numbers("outer.bias", OUTCOMES)?,
            mean: numbers("feature.mean", features)?,
            deviation: numbers("feature.deviation", features)?,
        })
    }

    /// A claim's words, ready to be compared; `None` where nothing is known of them.
    pub(super) fn prepared(&self, reading: &Reading) -> Option<Prepared> {
        if reading.is_empty() {
            return None;
        }
        let mut parts: [Vec<usize>; PARTS.len()] = Default::default();
        let mut words = Vec::with_capacity(reading.len());
        for (at, (roles, mut word)) in reading.words().enumerate() {
            let roles: Vec<usize> = roles.collect();
            for role in &roles {
                let adds = &self.role[role * MEANING..(role + 1) * MEANING];
                word.iter_mut().zip(adds).for_each(|(x, add)| *x += add);
            }
            for (part, members) in PARTS.iter().zip(&mut parts) {
                if part.iter().any(|role| roles.contains(&(*role as usize))) {
                    members.push(at);
                }
            }
            self.word_norm.apply(&mut word);
            words.push(word);
        }
        let each =
            |linear: &Linear| -> Vec<Row> { words.iter().map(|word| linear.of(word)).collect() };
        let [asked, own, lent] = [&self.attended, &self.word, &self.found].map(each);
        Some(Prepared { words, asked, own, lent, parts })
    }

    /// What comes of reading two claims side by side, with the pair's features; the same for `b`
    /// and `a`.
    pub(super) fn read(&self, a: &Prepared, b: &Prepared, features: &Features) -> Read {
        let theirs = rows::turned(&b.asked);
        let near = |mine: &Row| {
            let mut near = [0.0; MEANING];
            rows::add(&mut near, mine, &theirs);
            near
        };
        let near: Vec<Row> = a.asked.iter().map(near).collect();
        let mine = self.compared(a, b, |i, j| near[i][j]);
        let theirs = self.compared(b, a, |j, i| near[i][j]);
        let mut input: Vec<f32> = mine.iter().zip(theirs).map(|(x, y)| x + y).collect();
        let features = features.values().into_iter().zip(&self.mean).zip(&self.deviation);
        input.extend(
            features.map(|((x, mean), deviation)| ((x - mean) / deviation).clamp(-WIDEST, WIDEST)),
        );
        let inner = self.inner.iter().flat_map(|linear| linear.of(&input));
        let mut inner: Vec<f32> = inner.collect();
        Gelu {}.map_mut(&mut inner);
        let mut logits = self.outer_bias.clone();
        for (x, weights) in inner.iter().zip(self.outer.chunks_exact(OUTCOMES)) {
            logits.iter_mut().zip(weights).for_each(|(logit, weight)| *logit += x * weight);
        }
        let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = logits.iter().map(|logit| (logit - most).exp()).sum();
        let [_, agrees, contradicts] = logits[..] else { return Read::default() };
        let all = most + sum.ln();
        Read { agrees: agrees - all, contradicts: contradicts - all }
    }

    /// What comes of comparing each word of `mine` with what it finds in `theirs`, pooled.
    fn compared(
        &self,
        mine: &Prepared,
        theirs: &Prepared,
        near: impl Fn(usize, usize) -> f32,
    ) -> Vec<f32> {
        let mut all = vec![0.0; POOLED];
        let count = mine.words.len();
        let mut compared: Vec<Row> = Vec::with_capacity(count);
        for (i, word) in mine.words.iter().enumerate() {
            let mut shares: Vec<f32> =
                (0..theirs.words.len()).map(|j| near(i, j) / (MEANING as f32).sqrt()).collect();
            let most = shares.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            for share in &mut shares {
                *share = (*share - most).exp();
            }
            let sum: f32 = shares.iter().sum();
            for share in &mut shares {
                *share /= sum;
            }
            let (mut found, mut outcome) = ([0.0; MEANING], mine.own[i]);
            rows::add(&mut found, &shares, &theirs.words);
            rows::add(&mut outcome, &shares, &theirs.lent);
            let product: Row = std::array::from_fn(|at| word[at] * found[at]);
            let difference: Row = std::array::from_fn(|at| (word[at] - found[at]).abs());
            rows::add(&mut outcome, &product, &self.product.rows);
            rows::add(&mut outcome, &difference, &self.difference.rows);
            Gelu {}.map_mut(&mut outcome);
            self.compared_norm.apply(&mut outcome);
            compared.push(outcome);
        }
        let mut rows = all.as_chunks_mut::<MEANING>().0.iter_mut();
        for (members, pooled) in mine.parts.iter().zip(&mut rows) {
            let share = 1.0 / members.len().max(1) as f32;
            for at in members {
                add(pooled, share, &compared[*at]);
            }
        }
        if let Some(pooled) = rows.next() {
            for outcome in &compared {
                add(pooled, 1.0 / count as f32, outcome);
            }
        }
        if let Some(pooled) = rows.next() {
            for (at, pooled) in pooled.iter_mut().enumerate() {
                let each = compared.iter().map(|outcome| outcome[at]);
                *pooled = each.fold(f32::NEG_INFINITY, f32::max);
            }
        }
        all
    }
}

fn missing(name: &str) -> candle_core::Error {
    candle_core::Error::Msg(format!("{name}: not as models/train/reader.py writes it"))
}

fn add(sum: &mut Row, share: f32, row: &Row) {
    sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += share * x);
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::Span;

    #[derive(Deserialize)]
    struct Reference {
        claims: [Invented; 2],
        features: Vec<f32>,
        read: [f32; 2],
    }

    /// A claim's words: their meanings in 64ths, and the numbers of their roles.
    #[derive(Deserialize)]
    struct Invented {
        codes: Vec<Vec<f32>>,
        roles: Vec<Vec<usize>>,
    }

    impl Invented {
        fn reading(&self) -> Reading {
            let word = |at: usize| Span::new(2 * at, 2 * at + 1);
            let words: Vec<Span> = (0..self.codes.len()).map(word).collect();
            let meanings: Vec<f32> = self.codes.iter().flatten().map(|code| code / 64.0).collect();
            let roles: Vec<(Role, Span)> = (self.roles.iter().enumerate())
                .flat_map(|(at, roles)| roles.iter().map(move |role| (Role::ALL[*role], word(at))))
                .collect();
            Reading::new(&words, &meanings, &roles)
        }
    }

    /// Written by `models/train/reader.py` with `PyTorch`.
    fn references() -> Vec<Reference> {
        serde_json::from_str(include_str!("../../tests/model/reader.json")).expect("JSON")
    }

    #[test]
    fn reads_as_pytorch_does() {
        let reader = shipped();
        for reference in references() {
            let features = Features::of_values(&reference.features);
            let [a, b] = reference
                .claims
                .map(|claim| reader.prepared(&claim.reading()).expect("there are words"));
            let read = reader.read(&a, &b, &features);
            for (ours, theirs) in read.values().into_iter().zip(reference.read) {
                assert!((ours - theirs).abs() < 2e-3, "{read:?}, in PyTorch {:?}", reference.read);
            }
            assert_eq!(reader.read(&b, &a, &features), read, "the order of the claims");
        }
    }

    #[test]
    fn nothing_is_read_of_unknown_words() {
        assert!(shipped().prepared(&Reading::default()).is_none());
    }
}
