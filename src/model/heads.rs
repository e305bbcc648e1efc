//! The claim heads; `models/train/heads.py` is the same in PyTorch.

use candle_core::{Device, Module, Result, Tensor};
use candle_nn::{Linear, VarBuilder, linear};

use super::Sentence;
use super::anchors::{Anchors, Found, Words};
use super::config::{AnchorKind, Role, Thresholds};
use super::encoding::Encoding;
use super::kernel::gelu;
use super::tags::{Candidate, RoleScores, Tags};

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
/// Pieces of sentences that the heads look at at once: bounds the memory that they take.
const AT_ONCE: usize = 2_048;

pub(super) struct Mlp {
    inner: Linear,
    outer: Linear,
}

impl Mlp {
    pub(super) fn load(
        tensors: &VarBuilder,
        width_in: usize,
        width: usize,
        width_out: usize,
    ) -> Result<Self> {
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
    /// Absent from older models.
    embedding: Option<Linear>,
    device: Device,
}

impl Heads {
    pub(super) fn load(tensors: &VarBuilder, hidden: usize, device: Device) -> Result<Self> {
        let wide = ROLE_WIDTH + 1;
        let product = tensors.get((CHANNELS, wide, wide), "role_product")?;
        let judgements = if tensors.get(3, "check.outer.bias").is_ok() { 3 } else { 1 };
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
            embedding,
            device,
        })
    }

    /// What the heads say of each sentence, from its piece states `(pieces + 2, hidden)`. Whatever
    /// can be is computed for many sentences at once: a matrix product of a few rows spends most
    /// of its time on fetching the weights.
    pub(super) fn tags(
        &self,
        sentences: &[Sentence<'_>],
        encodings: &[Encoding],
        states: &[Tensor],
        thresholds: &Thresholds,
    ) -> Result<Vec<Tags>> {
        let mut tags = Vec::with_capacity(sentences.len());
        let mut from = 0;
        while from < sentences.len() {
            let mut to = from + 1;
            let mut pieces = states[from].dim(0)?;
            while to < sentences.len() && pieces + states[to].dim(0)? <= AT_ONCE {
                pieces += states[to].dim(0)?;
                to += 1;
            }
            let encodings = &encodings[from..to];
            let words = Words::new(encodings, &states[from..to], &self.device)?;
            let logits: Vec<Vec<f32>> = self.anchor.forward(&words.states)?.to_vec2()?;
            let anchors = Anchors::new(words, &logits, &sentences[from..to], encodings, thresholds);
            let worthy = self.check_worthiness(&states[from..to])?;
            let candidates = self.candidates(&anchors, encodings, thresholds)?;
            tags.extend(encodings.iter().zip(worthy).zip(candidates).map(
                |((encoding, check_worthiness), candidates)| Tags {
                    words: encoding.words.clone(),
                    check_worthiness,
                    candidates,
                    names: Vec::new(),
                    meanings: Vec::new(),
                },
            ));
            from = to;
        }
        Ok(tags)
    }

    /// For each sentence the probability that it is worth checking: of both judgements each as far
    /// as the sentence is of its kind.
    fn check_worthiness(&self, states: &[Tensor]) -> Result<Vec<f32>> {
        let features = self.check.features(&Tensor::cat(states, 0)?)?;
        let mut from = 0;
        let mut strongest = Vec::with_capacity(states.len());
        for states in states {
            let count = states.dim(0)?;
            strongest.push(features.narrow(0, from, count)?.max(0)?);
            from += count;
        }
        let logits: Vec<Vec<f32>> =
            self.check.outer.forward(&Tensor::stack(&strongest, 0)?)?.to_vec2()?;
        let probability = |logits: Vec<f32>| match logits.as_slice() {
            [news, debate, spoken] => {
                let spoken = sigmoid(*spoken);
                spoken * sigmoid(*debate) + (1.0 - spoken) * sigmoid(*news)
            }
            logits => logits.first().map_or(0.0, |news| sigmoid(*news)),
        };
        Ok(logits.into_iter().map(probability).collect())
    }

    /// The words that count for what the claim of an anchor is about, as the share of each row of
    /// `scores`' words in their mean; words with digits are left out.
    fn meant(
        encoding: &Encoding,
        found: &Found,
        scores: &RoleScores,
        from: usize,
        count: usize,
        thresholds: &Thresholds,
    ) -> Vec<f32> {
        let mut shares = vec![0.0_f32; count];
        for role in EMBEDDED {
            let needed = match role {
                Role::Predicate => true,
                Role::Quantity if found.kind == AnchorKind::Quantity => true,
                Role::Quantity => continue,
                _ => false,
            };
            let Some((first, last, score)) = scores.best(role) else { continue };
            if !needed && score <= thresholds.role(role) {
                continue;
            }
            for word in (first..=last).filter(|word| !encoding.figures[*word]) {
                shares[word + 1 - from] = 1.0;
            }
        }
        if shares.iter().all(|share| *share == 0.0) {
            shares[found.word + 1 - from] = 1.0;
        }
        let sum: f32 = shares.iter().sum();
        for share in &mut shares {
            *share /= sum;
        }
        shares
    }

    /// For each sentence roles, manner and embedding of its anchors.
    fn candidates(
        &self,
        anchors: &Anchors,
        encodings: &[Encoding],
        thresholds: &Thresholds,
    ) -> Result<Vec<Vec<Candidate>>> {
        let mut candidates = vec![Vec::new(); encodings.len()];
        let found = &anchors.found;
        if found.is_empty() {
            return Ok(candidates);
        }
        let rows: Vec<u32> = found.iter().map(|found| found.row).collect();
        let states = anchors.words.index_select(&Tensor::new(rows, &self.device)?, 0)?;
        let wide = ROLE_WIDTH + 1;
        let asked = with_one(&gelu(self.role_anchor.forward(&states)?)?)?
            .matmul(&self.role_product)?
            .reshape((found.len() * CHANNELS, wide))?;
        let offered = with_one(&gelu(self.role_word.forward(&anchors.words)?)?)?;

        let mut scores: Vec<RoleScores> = Vec::with_capacity(found.len());
        // Behind one another for each anchor: where its predicate starts, where it ends, what it means.
        let mut seen = Vec::with_capacity(found.len());
        for view in anchors.views(encodings) {
            let encoding = &encodings[view.sentence];
            let asked =
                asked.narrow(0, view.found.start * CHANNELS, view.found.len() * CHANNELS)?;
            let logits: Vec<Vec<f32>> = asked.matmul(&view.rows_of(&offered)?.t()?)?.to_vec2()?;
            let count = view.count();
            let mut weights = Vec::with_capacity(view.found.len() * 3 * count);
            for (found, rows) in found[view.found.clone()].iter().zip(logits.chunks(CHANNELS)) {
                let position = found.word - view.from + 1;
                let channels = rows.iter().zip(&self.role_distance).map(|(row, distance)| {
                    row.iter()
                        .enumerate()
                        .map(|(word, logit)| logit + distance[distance_bucket(word, position)])
                        .collect()
                });
                let score = RoleScores::new(channels.collect(), view.from);
                let [start, end, _] = score.of(Role::Predicate);
                weights.extend(softmax(start));
                weights.extend(softmax(end));
                weights.extend(Self::meant(encoding, found, &score, view.from, count, thresholds));
                scores.push(score);
            }
            let weights = Tensor::from_vec(weights, (view.found.len() * 3, count), &self.device)?;
            let seen_here = weights.matmul(&view.rows_of(&anchors.words)?)?;
            seen.push(seen_here.reshape((view.found.len(), 3, ()))?);
        }
        let seen = Tensor::cat(&seen, 0)?;
        let [start, end, meant] = [0, 1, 2].map(|part| seen.narrow(1, part, 1)?.squeeze(1));
        let manner: Vec<Vec<f32>> =
            self.manner.forward(&Tensor::cat(&[&states, &start?, &end?], 1)?)?.to_vec2()?;
        let embeddings = match &self.embedding {
            Some(embedding) => {
                embedding.forward(&Tensor::cat(&[&meant?, &states], 1)?)?.to_vec2()?
            }
            None => vec![Vec::new(); found.len()],
        };
        for (((found, roles), manner), embedding) in
            found.iter().zip(scores).zip(manner).zip(embeddings)
        {
            let mut modality = [0.0; MODALITIES];
            modality.copy_from_slice(&manner[..MODALITIES]);
            candidates[found.sentence].push(Candidate {
                anchor: found.word,
                kind: found.kind,
                probability: found.probability,
                roles,
                modality,
                negation: sigmoid(manner[MODALITIES]),
                embedding: of_length_one(embedding),
            });
        }
        Ok(candidates)
    }
}

fn softmax(logits: &[f32]) -> impl Iterator<Item = f32> + '_ {
    let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = logits.iter().map(|logit| (logit - most).exp()).sum();
    logits.iter().map(move |logit| (logit - most).exp() / sum)
}

fn of_length_one(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|part| part * part).sum::<f32>().sqrt().max(1e-12);
    for part in &mut vector {
        *part /= length;
    }
    vector
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

pub(super) fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}
