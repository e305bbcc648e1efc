//! The encoder: pieces → states, many sentences at once.

use candle_core::{D, DType, Device, Module, Result, Tensor};
use candle_nn::{LayerNorm, VarBuilder, layer_norm};
use candle_transformers::models::bert::Config;

use super::encoding::{Encoding, Window};
use super::precision::Precision;
use super::{kernel, layers};

/// Pieces that go through the layers at once: on a processor, as many as its caches hold; on a
/// GPU, enough to keep it busy.
const AT_ONCE: usize = 512;
const AT_ONCE_ON_GPU: usize = 16 * 1_024;
/// A BERT encoder on a device.
pub(super) struct Encoder {
    embeddings: Embeddings,
    layers: Layers,
    /// How many there are.
    depth: usize,
    /// Layers behind which the states are wanted too.
    branch: Option<usize>,
    /// Number of the first position: `RoBERTa` and its kin count from behind the padding's.
    first_position: u32,
    device: Device,
}

/// What an encoder makes of sentences: for each a tensor `(pieces + 2, hidden)`, the states of its
/// pieces between those of its marks.
pub(super) struct States {
    /// Behind the last layer.
    pub(super) last: Vec<Tensor>,
    /// Behind the layer where the encoder branches; the last where it does not.
    pub(super) branch: Vec<Tensor>,
}

/// Ids of the marks around a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) begin: u32,
    pub(super) end: u32,
}

/// By what the layers are computed.
enum Layers {
    Kernel(kernel::Layers),
    Tensors(layers::Layers),
}

struct Embeddings {
    /// On a processor in 16 bits whatever the precision, as the file has them: they are looked up,
    /// not multiplied, and are half of the model.
    words: Tensor,
    /// With that of the only type of token.
    positions: Tensor,
    norm: LayerNorm,
}

/// One window of one sentence.
struct Row {
    sentence: usize,
    window: Window,
}

impl Row {
    /// Positions that the row takes, marks included.
    fn len(&self) -> usize {
        self.window.end - self.window.start + 2
    }
}

impl Embeddings {
    fn load(tensors: &VarBuilder, config: &Config, dtype: DType) -> Result<Self> {
        let hidden = config.hidden_size;
        let on_processor = tensors.device().is_cpu();
        let words = tensors.pp("word_embeddings").get_with_hints_dtype(
            (config.vocab_size, hidden),
            "weight",
            candle_nn::Init::default(),
            if on_processor { DType::F16 } else { dtype },
        )?;
        let positions =
            tensors.get((config.max_position_embeddings, hidden), "position_embeddings.weight")?;
        let types =
            tensors.get((config.type_vocab_size, hidden), "token_type_embeddings.weight")?;
        Ok(Self {
            words,
            positions: positions.broadcast_add(&types.get(0)?)?,
            norm: layer_norm(hidden, config.layer_norm_eps, tensors.pp("LayerNorm"))?,
        })
    }

    fn forward(&self, ids: &Tensor, positions: &Tensor) -> Result<Tensor> {
        let words = self.words.index_select(ids, 0)?.to_dtype(self.positions.dtype())?;
        self.norm.forward(&(words + self.positions.index_select(positions, 0)?)?)
    }
}

/// The number of an encoder's first position.
pub(super) fn first_position(config: &Config) -> u32 {
    match config.model_type.as_deref() {
        Some("roberta" | "xlm-roberta" | "camembert") => config.pad_token_id as u32 + 1,
        _ => 0,
    }
}

impl Encoder {
    /// Reads an encoder in a precision that is not `auto`; `branch` is the number of layers behind
    /// which states are wanted besides those of the last.
    pub(super) fn load(
        tensors: &VarBuilder,
        config: &Config,
        precision: Precision,
        branch: Option<usize>,
    ) -> Result<Self> {
        let dtype = precision.states();
        let device = tensors.device().clone();
        let tensors = tensors.to_dtype(dtype);
        let layers = tensors.pp("encoder.layer");
        let layers = if device.is_cpu() && dtype == DType::F32 {
            let in_bytes = precision == Precision::Int8;
            Layers::Kernel(kernel::Layers::load(&layers, config, in_bytes)?)
        } else {
            Layers::Tensors(layers::Layers::load(&layers, config)?)
        };
        let embeddings = Embeddings::load(&tensors.pp("embeddings"), config, dtype)?;
        let first_position = first_position(config);
        Ok(Self {
            embeddings,
            layers,
            depth: config.num_hidden_layers,
            branch,
            first_position,
            device,
        })
    }

    pub(super) fn device(&self) -> &Device {
        &self.device
    }

    /// States of each sentence, in order. A sentence longer than the encoder's positions is read
    /// in windows that overlap.
    pub(super) fn encode(&self, encodings: &[Encoding], marks: Marks) -> Result<States> {
        let mut rows: Vec<Row> = encodings
            .iter()
            .enumerate()
            .flat_map(|(sentence, encoding)| {
                encoding.windows().into_iter().map(move |window| Row { sentence, window })
            })
            .collect();
        rows.sort_by_key(|row| (row.len(), row.sentence, row.window.start));

        let mut last = Parts::new(encodings.len());
        let mut branch = self.branch.map(|_| Parts::new(encodings.len()));
        let at_once = if self.device.is_cpu() { AT_ONCE } else { AT_ONCE_ON_GPU };
        let mut rest = rows.as_slice();
        while !rest.is_empty() {
            let mut count = 1;
            let mut pieces = rest[0].len();
            while count < rest.len() && pieces + rest[count].len() <= at_once {
                pieces += rest[count].len();
                count += 1;
            }
            let (batch, later) = rest.split_at(count);
            let (states, at_branch) = self.forward(batch, encodings, marks)?;
            last.take(&states, batch, encodings)?;
            if let (Some(branch), Some(states)) = (&mut branch, at_branch) {
                branch.take(&states, batch, encodings)?;
            }
            rest = later;
        }
        let last = last.whole()?;
        let branch = branch.map_or_else(|| Ok(last.clone()), Parts::whole)?;
        Ok(States { last, branch })
    }

    /// The states of the rows' positions, one row behind the other, behind the last layer and
    /// where the encoder branches.
    fn forward(
        &self,
        rows: &[Row],
        encodings: &[Encoding],
        marks: Marks,
    ) -> Result<(Tensor, Option<Tensor>)> {
        let lengths: Vec<usize> = rows.iter().map(Row::len).collect();
        let count = lengths.iter().sum();
        let mut ids = Vec::with_capacity(count);
        let mut positions = Vec::with_capacity(count);
        for row in rows {
            ids.push(marks.begin);
            ids.extend(&encodings[row.sentence].pieces[row.window.start..row.window.end]);
            ids.push(marks.end);
            positions.extend(self.first_position..self.first_position + row.len() as u32);
        }
        let ids = Tensor::new(ids, &self.device)?;
        let positions = Tensor::new(positions, &self.device)?;
        let states = self.embeddings.forward(&ids, &positions)?;
        let fork = self.branch.unwrap_or(self.depth);
        match &self.layers {
            Layers::Kernel(layers) => {
                layers.forward(&states, &lengths, 0..fork)?;
                let branch = self.branch.map(|_| states.copy()).transpose()?;
                layers.forward(&states, &lengths, fork..self.depth)?;
                Ok((states, branch))
            }
            Layers::Tensors(layers) => {
                let states = layers.forward(&states, &lengths, 0..fork)?;
                let branch = self.branch.map(|_| states.to_dtype(DType::F32)).transpose()?;
                let states = layers.forward(&states, &lengths, fork..self.depth)?;
                Ok((states.to_dtype(DType::F32)?, branch))
            }
        }
    }
}

/// For each sentence states of its windows, with where these begin.
struct Parts(Vec<Vec<(usize, Tensor)>>);

impl Parts {
    fn new(sentences: usize) -> Self {
        Self(vec![Vec::new(); sentences])
    }

    /// Takes what the sentences need of the states of `rows`.
    fn take(&mut self, states: &Tensor, rows: &[Row], encodings: &[Encoding]) -> Result<()> {
        let mut from = 0;
        for row in rows {
            let states = states.narrow(0, from, row.len())?;
            let part = Self::kept(&states, row, &encodings[row.sentence])?;
            self.0[row.sentence].push((row.window.start, part));
            from += row.len();
        }
        Ok(())
    }

    /// The sentences' states.
    fn whole(self) -> Result<Vec<Tensor>> {
        self.0
            .into_iter()
            .map(|mut parts| {
                parts.sort_by_key(|(start, _)| *start);
                let parts: Vec<Tensor> = parts.into_iter().map(|(_, part)| part).collect();
                if let [whole] = parts.as_slice() {
                    Ok(whole.clone())
                } else {
                    Tensor::cat(&parts, 0)
                }
            })
            .collect()
    }

    /// Of a row's states those that its sentence takes from it: no padding, each mark once, and of
    /// pieces that two windows share each from the window where it has more context.
    fn kept(states: &Tensor, row: &Row, encoding: &Encoding) -> Result<Tensor> {
        let window = row.window;
        let windows = encoding.windows();
        let next = windows.iter().find(|other| other.start > window.start);
        let from = if window.start == 0 { 0 } else { window.keep_from - window.start + 1 };
        let to = match next {
            Some(next) => next.keep_from - window.start + 1,
            None => row.len(),
        };
        debug_assert!(to <= states.dim(D::Minus2)?);
        states.narrow(0, from, to - from)
    }
}
