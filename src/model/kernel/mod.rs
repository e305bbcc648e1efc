//! The encoder's layers on a processor, as an operation on a tensor: products with weights that
//! are laid out once, no padding, no copies to transpose, and what stands between two products
//! done while it is in the cache.

mod attention;
mod layer;
mod product;
mod rows;

use std::ops::Range;

use candle_core::{CpuStorage, DType, Error, InplaceOp1, Layout, Result, Tensor, bail};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::Config;
use rayon::prelude::*;

use layer::Layer;
use product::{Engine, Linear};
use rows::Norm;

/// The layers of an encoder.
pub(super) struct Layers {
    layers: Vec<Layer>,
}

impl Layers {
    /// Reads the layers below `tensors`; with `in_bytes` their weights are kept and multiplied as
    /// 8-bit integers.
    pub(super) fn load(tensors: &VarBuilder, config: &Config, in_bytes: bool) -> Result<Self> {
        let layers = (0..config.num_hidden_layers)
            .into_par_iter()
            .map(|number| load(&tensors.pp(number), config, in_bytes))
            .collect::<Result<_>>()?;
        Ok(Self { layers })
    }

    /// Replaces `states`, a row for each position of sequences of these `lengths` one behind the
    /// other, by what some of the layers make of them. A sequence's rows depend on no other
    /// sequence.
    pub(super) fn forward(
        &self,
        states: &Tensor,
        lengths: &[usize],
        layers: Range<usize>,
    ) -> Result<()> {
        states.inplace_op1(&Forward { layers: &self.layers[layers], lengths })
    }
}

struct Forward<'a> {
    layers: &'a [Layer],
    lengths: &'a [usize],
}

impl InplaceOp1 for Forward<'_> {
    fn name(&self) -> &'static str {
        "encoder-layers"
    }

    fn cpu_fwd(&self, storage: &mut CpuStorage, layout: &Layout) -> Result<()> {
        let states = floats(self.name(), storage, layout)?;
        self.layers
            .iter()
            .try_for_each(|layer| layer.forward(states, self.lengths))
            .map_err(Error::wrap)
    }
}

/// The GELU, by the error function, of numbers that nobody else holds.
pub(super) fn gelu(numbers: Tensor) -> Result<Tensor> {
    if !numbers.device().is_cpu() || numbers.dtype() != DType::F32 {
        return numbers.gelu_erf();
    }
    numbers.inplace_op1(&Gelu)?;
    Ok(numbers)
}

struct Gelu;

impl InplaceOp1 for Gelu {
    fn name(&self) -> &'static str {
        "gelu"
    }

    fn cpu_fwd(&self, storage: &mut CpuStorage, layout: &Layout) -> Result<()> {
        rows::gelu(floats(self.name(), storage, layout)?);
        Ok(())
    }
}

/// The numbers of a tensor that stand without gaps.
fn floats<'a>(
    operation: &str,
    storage: &'a mut CpuStorage,
    layout: &Layout,
) -> Result<&'a mut [f32]> {
    match (storage, layout.contiguous_offsets()) {
        (CpuStorage::F32(numbers), Some((from, to))) => Ok(&mut numbers[from..to]),
        _ => bail!("{operation} takes f32 without gaps"),
    }
}

fn load(tensors: &VarBuilder, config: &Config, in_bytes: bool) -> Result<Layer> {
    let hidden = config.hidden_size;
    let engine = Engine::default();
    let linear =
        |inputs: usize, outputs: usize, tensors: VarBuilder| -> Result<(Vec<f32>, Vec<f32>)> {
            Ok((
                tensors.get((outputs, inputs), "weight")?.flatten_all()?.to_vec1()?,
                tensors.get(outputs, "bias")?.to_vec1()?,
            ))
        };
    let norm = |tensors: VarBuilder| -> Result<Norm> {
        Ok(Norm {
            weight: tensors.get(hidden, "weight")?.to_vec1()?,
            bias: tensors.get(hidden, "bias")?.to_vec1()?,
            eps: config.layer_norm_eps as f32,
        })
    };
    let packed = |inputs, outputs, tensors: VarBuilder| -> Result<Linear> {
        let (weights, bias) = linear(inputs, outputs, tensors)?;
        Ok(Linear::new(&engine, weights, bias, in_bytes))
    };
    let attention = tensors.pp("attention");
    let (mut weights, mut bias) = linear(hidden, hidden, attention.pp("self.query"))?;
    // Queries come out scaled, so that their products with keys need not be.
    let scale = ((hidden / config.num_attention_heads) as f32).sqrt().recip();
    weights.iter_mut().chain(&mut bias).for_each(|weight| *weight *= scale);
    for part in ["self.key", "self.value"] {
        let (more, bias_of_more) = linear(hidden, hidden, attention.pp(part))?;
        weights.extend(more);
        bias.extend(bias_of_more);
    }
    Ok(Layer {
        projection: Linear::new(&engine, weights, bias, in_bytes),
        attended: packed(hidden, hidden, attention.pp("output.dense"))?,
        attended_norm: norm(attention.pp("output.LayerNorm"))?,
        inner: packed(hidden, config.intermediate_size, tensors.pp("intermediate.dense"))?,
        outer: packed(config.intermediate_size, hidden, tensors.pp("output.dense"))?,
        outer_norm: norm(tensors.pp("output.LayerNorm"))?,
        heads: config.num_attention_heads,
    })
}
