//! The encoder's layers in the tensor library's own operations: what runs on GPUs, and on a
//! processor in the precisions that [`super::kernel`] has no products for.

use std::ops::Range;

use candle_core::{D, DType, Device, Module, Result, Tensor};
use candle_nn::ops::softmax_last_dim;
use candle_nn::{LayerNorm, Linear, VarBuilder, layer_norm, linear};
use candle_transformers::models::bert::Config;

/// The layers of an encoder.
pub(super) struct Layers {
    layers: Vec<Layer>,
    heads: usize,
}

struct Layer {
    /// Queries, already scaled, keys and values in one.
    projection: Linear,
    attended: Linear,
    attended_norm: LayerNorm,
    inner: Linear,
    outer: Linear,
    outer_norm: LayerNorm,
}

/// Where sequences that stand one behind the other stand when each has a row of its own.
struct Padding {
    sequences: usize,
    longest: usize,
    /// For each place of each row its position; 0 where there is none.
    positions: Tensor,
    /// For each position its place.
    places: Tensor,
    /// What keeps places without a position from being attended to: `(sequences, 1, 1, longest)`.
    mask: Tensor,
}

impl Layers {
    /// Reads the layers below `tensors`, in their type.
    pub(super) fn load(tensors: &VarBuilder, config: &Config) -> Result<Self> {
        let layers = (0..config.num_hidden_layers)
            .map(|number| Layer::load(&tensors.pp(number), config))
            .collect::<Result<_>>()?;
        Ok(Self { layers, heads: config.num_attention_heads })
    }

    /// What some of the layers make of `states`, a row for each position of sequences of these
    /// `lengths` one behind the other.
    pub(super) fn forward(
        &self,
        states: &Tensor,
        lengths: &[usize],
        layers: Range<usize>,
    ) -> Result<Tensor> {
        let padding = Padding::new(lengths, states.dtype(), states.device())?;
        self.layers[layers].iter().try_fold(states.clone(), |states, layer| {
            let context = attend(&layer.projection.forward(&states)?, &padding, self.heads)?;
            let attended =
                layer.attended_norm.forward(&(layer.attended.forward(&context)? + states)?)?;
            let inner = layer.inner.forward(&attended)?.gelu_erf()?;
            layer.outer_norm.forward(&(layer.outer.forward(&inner)? + attended)?)
        })
    }
}

impl Layer {
    fn load(tensors: &VarBuilder, config: &Config) -> Result<Self> {
        let (hidden, wide) = (config.hidden_size, config.intermediate_size);
        let attention = tensors.pp("attention");
        let scale = ((hidden / config.num_attention_heads) as f64).sqrt().recip();
        let [query, key, value] = ["self.query", "self.key", "self.value"]
            .map(|part| linear(hidden, hidden, attention.pp(part)));
        let (query, key, value) = (query?, key?, value?);
        let query = Linear::new(
            (query.weight() * scale)?,
            query.bias().map(|bias| bias * scale).transpose()?,
        );
        let parts = [query, key, value];
        let weights = parts.each_ref().map(Linear::weight);
        let biases: Vec<&Tensor> = parts.iter().filter_map(Linear::bias).collect();
        Ok(Self {
            projection: Linear::new(Tensor::cat(&weights, 0)?, Some(Tensor::cat(&biases, 0)?)),
            attended: linear(hidden, hidden, attention.pp("output.dense"))?,
            attended_norm: norm(config, &attention.pp("output.LayerNorm"))?,
            inner: linear(hidden, wide, tensors.pp("intermediate.dense"))?,
            outer: linear(wide, hidden, tensors.pp("output.dense"))?,
            outer_norm: norm(config, &tensors.pp("output.LayerNorm"))?,
        })
    }
}

fn norm(config: &Config, tensors: &VarBuilder) -> Result<LayerNorm> {
    layer_norm(config.hidden_size, config.layer_norm_eps, tensors.clone())
}

impl Padding {
    fn new(lengths: &[usize], dtype: DType, device: &Device) -> Result<Self> {
        let sequences = lengths.len();
        let longest = lengths.iter().copied().max().unwrap_or(0);
        let mut positions = vec![0_u32; sequences * longest];
        let mut mask = vec![f32::NEG_INFINITY; sequences * longest];
        let mut places = Vec::with_capacity(positions.len());
        for (row, length) in lengths.iter().enumerate() {
            for place in row * longest..row * longest + length {
                positions[place] = places.len() as u32;
                mask[place] = 0.0;
                places.push(place as u32);
            }
        }
        Ok(Self {
            sequences,
            longest,
            positions: Tensor::new(positions, device)?,
            places: Tensor::new(places, device)?,
            mask: Tensor::from_vec(mask, (sequences, 1, 1, longest), device)?.to_dtype(dtype)?,
        })
    }
}

/// Attention of each sequence to itself.
fn attend(projected: &Tensor, padding: &Padding, heads: usize) -> Result<Tensor> {
    let Padding { sequences, longest, positions, places, mask } = padding;
    let hidden = projected.dim(D::Minus1)? / 3;
    let parts = projected
        .index_select(positions, 0)?
        .reshape((*sequences, *longest, 3, heads, hidden / heads))?
        .permute((2, 0, 3, 1, 4))?;
    let [queries, keys, values] = [0, 1, 2].map(|part| parts.get(part)?.contiguous());
    let scores = queries?.matmul(&keys?.t()?)?.broadcast_add(mask)?;
    softmax_last_dim(&scores)?
        .matmul(&values?)?
        .transpose(1, 2)?
        .reshape((sequences * longest, hidden))?
        .index_select(places, 0)
}
