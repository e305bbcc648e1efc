//! The claim heads; `models/train/heads.py` is the same in PyTorch.

use candle_core::{D, Device, Module, Result, Tensor};
use candle_nn::{Linear, VarBuilder, linear, ops::softmax};

use super::ModelError;
use super::config::{AnchorKind, Role, Thresholds};
use super::encoding::Encoding;
use super::kernel::gelu;
use super::names;
use super::tags::{Candidate, RoleScores, Tags};
use crate::Span;

/// Width of the vectors that the biaffine product compares.
const ROLE_WIDTH: usize = 192;
/// Start, end, inside.
const TAGS: usize = 3;
const CHANNELS: usize = Role::ALL.len() * TAGS;
/// Buckets of the signed distance in words from anchor to word.
const DISTANCES: usize = 32;
const MODALITIES: usize = 4;
const EMBEDDING_WIDTH: usize = 128;
/// The roles whose words say what a claim is about.
const EMBEDDED: [Role; 5] =
    [Role::Predicate, Role::Subject, Role::Object, Role::Quantity, Role::Place];
/// Words on either side of an anchor among which its roles are looked for: what keeps a sentence
/// of a thousand claims from asking for memory by the square.
const REACH: usize = 250;

struct Mlp {
    inner: Linear,
    outer: Linear,
}

impl Mlp {
    fn load(tensors: &VarBuilder, width_in: usize, width: usize, width_out: usize) -> Result<Self> {
        Ok(Self {
            inner: linear(width_in, width, tensors.pp("inner"))?,
            outer: linear(width, width_out, tensors.pp("outer"))?,
        })
    }

    fn features(&self, states: &Tensor) -> Result<Tensor> {
        gelu(self.inner.forward(states)?)
    }
}

impl Module for Mlp {
    fn forward(&self, states: &Tensor) -> Result<Tensor> {
        self.outer.forward(&self.features(states)?)
    }
}

pub(super) struct Heads {
    /// Worth checking: as news is judged, as debate is judged, and whether the sentence is debate;
    /// older models have the first alone.
    check: Mlp,
    anchor: Mlp,
    role_anchor: Linear,
    role_word: Linear,
    /// `(width + 1, channels · (width + 1))`.
    role_product: Tensor,
    /// `channels` rows of `DISTANCES`.
    role_distance: Vec<Vec<f32>>,
    manner: Mlp,
    /// Absent from older models, as is the next.
    name: Option<Mlp>,
    embedding: Option<Linear>,
    device: Device,
}

impl Heads {
    pub(super) fn load(tensors: &VarBuilder, hidden: usize, device: Device) -> Result<Self> {
        let wide = ROLE_WIDTH + 1;
        let product = tensors.get((CHANNELS, wide, wide), "role_product")?;
        let judgements = if tensors.get(3, "check.outer.bias").is_ok() { 3 } else { 1 };
        let name = tensors.pp("name");
        let name = if name.contains_tensor("outer.weight") {
            Some(Mlp::load(&name, hidden, hidden, names::TAGS)?)
        } else {
            None
        };
        let embedding = tensors.pp("embedding");
        let embedding = if embedding.contains_tensor("weight") {
            Some(linear(2 * hidden, EMBEDDING_WIDTH, embedding)?)
        } else {
            None
        };
        Ok(Self {
            check: Mlp::load(&tensors.pp("check"), hidden, hidden, judgements)?,
            anchor: Mlp::load(&tensors.pp("anchor"), hidden, hidden, 2)?,
            role_anchor: linear(hidden, ROLE_WIDTH, tensors.pp("role_anchor"))?,
            role_word: linear(hidden, ROLE_WIDTH, tensors.pp("role_word"))?,
            role_product: product.permute((1, 0, 2))?.reshape((wide, CHANNELS * wide))?,
            role_distance: tensors.get((CHANNELS, DISTANCES), "role_distance")?.to_vec2()?,
            manner: Mlp::load(&tensors.pp("manner"), 3 * hidden, hidden, MODALITIES + 1)?,
            name,
            embedding,
            device,
        })
    }

    /// What the heads say of one sentence, from its piece states `(pieces + 2, hidden)`.
    pub(super) fn tags(
        &self,
        encoding: &Encoding,
        states: &Tensor,
        quantities: &[Span],
        thresholds: &Thresholds,
    ) -> std::result::Result<Tags, ModelError> {
        let check_worthiness = self.check_worthiness(states)?;
        let first: Vec<u32> = std::iter::once(0)
            .chain(encoding.first_pieces.iter().map(|piece| *piece as u32 + 1))
            .collect();
        let first = Tensor::new(first, &self.device)?;
        // Row 0 is the sentence mark, which stands for "no such span"; word i is row i + 1.
        let words = states.index_select(&first, 0)?;
        let anchors: Vec<Vec<f32>> = self.anchor.forward(&words)?.to_vec2()?;

        let mut found = Vec::new();
        // Both stand in text order: what ends before a word ends before the words behind it.
        let mut quantities = quantities.iter().copied().peekable();
        for (word, span) in encoding.words.iter().enumerate() {
            while quantities.next_if(|quantity| quantity.end <= span.start).is_some() {}
            let in_grammar = quantities.peek().is_some_and(|quantity| quantity.overlaps(*span));
            let least = if in_grammar { thresholds.grammar } else { thresholds.quantity };
            let [quantity, predicate] = [0, 1].map(|kind| sigmoid(anchors[word + 1][kind]));
            if quantity >= least {
                found.push((word, AnchorKind::Quantity, quantity));
            }
            if predicate >= thresholds.predicate {
                found.push((word, AnchorKind::Predicate, predicate));
            }
        }
        let candidates = if encoding.words.len() <= 2 * REACH {
            self.candidates(&words, encoding, &found, 0, thresholds)?
        } else {
            let mut candidates = Vec::with_capacity(found.len());
            for one in &found {
                let from = one.0.saturating_sub(REACH);
                let to = (one.0 + REACH).min(encoding.words.len());
                let near = Tensor::cat(
                    &[words.narrow(0, 0, 1)?, words.narrow(0, from + 1, to - from)?],
                    0,
                )?;
                let one = std::slice::from_ref(one);
                candidates.extend(self.candidates(&near, encoding, one, from, thresholds)?);
            }
            candidates
        };
        let names = match &self.name {
            Some(name) if !encoding.words.is_empty() => {
                let logits = name.forward(&words.narrow(0, 1, encoding.words.len())?)?.to_vec2()?;
                names::names(&logits, &encoding.words)
            }
            _ => Vec::new(),
        };
        Ok(Tags { words: encoding.words.clone(), check_worthiness, candidates, names })
    }

    /// Probability that a sentence is worth checking: of both judgements each as far as the
    /// sentence is of its kind.
    fn check_worthiness(&self, states: &Tensor) -> Result<f32> {
        let check = self.check.features(states)?.max(0)?.unsqueeze(0)?;
        let logits: Vec<f32> = self.check.outer.forward(&check)?.flatten_all()?.to_vec1()?;
        Ok(match logits.as_slice() {
            [news, debate, spoken] => {
                let spoken = sigmoid(*spoken);
                spoken * sigmoid(*debate) + (1.0 - spoken) * sigmoid(*news)
            }
            logits => logits.first().map_or(0.0, |news| sigmoid(*news)),
        })
    }

    /// For each anchor the vector of what its claim is about: from the mean of the states of the
    /// words in [`EMBEDDED`] roles, words with digits left out, and the state of the anchor, in the
    /// rows of `anchors`. `words` and `from` as in [`Heads::candidates`].
    fn embeddings(
        &self,
        (words, anchors): (&Tensor, &Tensor),
        encoding: &Encoding,
        found: &[(usize, AnchorKind, f32)],
        scores: &[RoleScores],
        from: usize,
        thresholds: &Thresholds,
    ) -> Result<Vec<Vec<f32>>> {
        let Some(embedding) = &self.embedding else {
            return Ok(vec![Vec::new(); found.len()]);
        };
        let count = words.dim(0)?;
        let mut shares = vec![0.0_f32; found.len() * count];
        for (((anchor, kind, _), scores), row) in
            found.iter().zip(scores).zip(shares.chunks_mut(count))
        {
            for role in EMBEDDED {
                let needed = match role {
                    Role::Predicate => true,
                    Role::Quantity if *kind == AnchorKind::Quantity => true,
                    Role::Quantity => continue,
                    _ => false,
                };
                let Some((first, last, score)) = scores.best(role) else { continue };
                if !needed && score <= thresholds.role(role) {
                    continue;
                }
                for word in (first..=last).filter(|word| !encoding.figures[*word]) {
                    row[word + 1 - from] = 1.0;
                }
            }
            if row.iter().all(|share| *share == 0.0) {
                row[anchor + 1 - from] = 1.0;
            }
            let sum: f32 = row.iter().sum();
            for share in row {
                *share /= sum;
            }
        }
        let shares = Tensor::from_vec(shares, (found.len(), count), &self.device)?;
        let meant = Tensor::cat(&[&shares.matmul(words)?, anchors], 1)?;
        let vectors: Vec<Vec<f32>> = embedding.forward(&meant)?.to_vec2()?;
        Ok(vectors
            .into_iter()
            .map(|vector| {
                let length = vector.iter().map(|part| part * part).sum::<f32>().sqrt().max(1e-12);
                vector.into_iter().map(|part| part / length).collect()
            })
            .collect())
    }

    /// Roles and manner of the anchors `found`; `words` is the sentence mark, then the states of
    /// words from number `from` on.
    fn candidates(
        &self,
        words: &Tensor,
        encoding: &Encoding,
        found: &[(usize, AnchorKind, f32)],
        from: usize,
        thresholds: &Thresholds,
    ) -> Result<Vec<Candidate>> {
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let count = words.dim(0)?;
        let positions: Vec<u32> = found.iter().map(|(word, ..)| (word - from) as u32 + 1).collect();
        let anchors = words.index_select(&Tensor::new(positions.as_slice(), &self.device)?, 0)?;
        let wide = ROLE_WIDTH + 1;
        let asked = with_one(&gelu(self.role_anchor.forward(&anchors)?)?)?
            .matmul(&self.role_product)?
            .reshape((found.len() * CHANNELS, wide))?;
        let offered = with_one(&gelu(self.role_word.forward(words)?)?)?;
        let logits: Vec<Vec<f32>> = asked.matmul(&offered.t()?)?.to_vec2()?;

        let mut scores: Vec<RoleScores> = Vec::with_capacity(found.len());
        for (anchor, rows) in positions.iter().zip(logits.chunks(CHANNELS)) {
            let channels = rows.iter().zip(&self.role_distance).map(|(row, distance)| {
                row.iter()
                    .enumerate()
                    .map(|(word, logit)| logit + distance[distance_bucket(word, *anchor as usize)])
                    .collect()
            });
            scores.push(RoleScores::new(channels.collect(), from));
        }

        let mut starts = Vec::with_capacity(found.len() * count);
        let mut ends = Vec::with_capacity(found.len() * count);
        for score in &scores {
            let [start, end, _] = score.of(Role::Predicate);
            starts.extend_from_slice(start);
            ends.extend_from_slice(end);
        }
        let shape = (found.len(), count);
        let start =
            softmax(&Tensor::from_vec(starts, shape, &self.device)?, D::Minus1)?.matmul(words)?;
        let end =
            softmax(&Tensor::from_vec(ends, shape, &self.device)?, D::Minus1)?.matmul(words)?;
        let manner: Vec<Vec<f32>> =
            self.manner.forward(&Tensor::cat(&[&anchors, &start, &end], 1)?)?.to_vec2()?;

        let embeddings =
            self.embeddings((words, &anchors), encoding, found, &scores, from, thresholds)?;
        Ok(found
            .iter()
            .zip(scores)
            .zip(manner.into_iter().zip(embeddings))
            .map(|((&(anchor, kind, probability), roles), (manner, embedding))| {
                let mut modality = [0.0; MODALITIES];
                modality.copy_from_slice(&manner[..MODALITIES]);
                let negation = sigmoid(manner[MODALITIES]);
                Candidate { anchor, kind, probability, roles, modality, negation, embedding }
            })
            .collect())
    }
}

/// A column of ones behind the columns of `(rows, width)`: the linear terms of a biaffine product.
fn with_one(rows: &Tensor) -> Result<Tensor> {
    let ones = Tensor::ones((rows.dim(0)?, 1), rows.dtype(), rows.device())?;
    Tensor::cat(&[rows, &ones], 1)
}

/// The bucket of the distance from `anchor` to `word`: exact up to 8 words on either side, then
/// by half powers of two.
fn distance_bucket(word: usize, anchor: usize) -> usize {
    /// Distances from which the next half power of two begins: 8 · 2^(i/2), rounded up.
    const STEPS: [usize; 7] = [12, 16, 23, 32, 46, 64, 91];
    let distance = word.abs_diff(anchor);
    let far = || 8 + STEPS.iter().take_while(|step| distance >= **step).count();
    let bucket = if distance < 8 { distance } else { far() };
    if word < anchor { bucket + DISTANCES / 2 } else { bucket }
}

fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}
