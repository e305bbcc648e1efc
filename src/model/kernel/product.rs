//! Products of rows with a layer's weights, in floating point or in bytes.

use rten_gemm::{GemmError, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::SimdOp;
use rten_tensor::prelude::*;
use rten_tensor::{Matrix, NdTensor};

use super::rows::{AddDecoded, Coding, encode};

/// Greatest code of a weight. Without VNNI the processor adds two products of an unsigned and a
/// signed byte in 16 bits: 2 · 255 · 63 fits, 2 · 255 · 127 does not.
const GREATEST: f32 = 63.0;

/// The products as this machine does them best, and room for those in bytes.
#[derive(Default)]
pub(super) struct Engine {
    pub(super) floats: GemmExecutor<f32, f32, f32>,
    bytes: GemmExecutor<u8, i8, i32>,
    codes: Vec<u8>,
    codings: Vec<Coding>,
    sums: Vec<i32>,
}

/// A linear layer, its weights laid out for the product.
pub(super) struct Linear {
    weights: Weights,
    bias: Vec<f32>,
}

enum Weights {
    Floats(PackedBMatrix<f32>),
    Bytes {
        codes: PackedBMatrix<i8>,
        /// What one step of each output's codes is worth.
        steps: Vec<f32>,
        /// What each output's codes come to.
        totals: Vec<i32>,
    },
}

/// The nearest whole number, of two the even one, of a number below four millions: without the call
/// that rounding is on processors of twenty years ago.
fn rounded(number: f32) -> f32 {
    /// From here on 32 bits have no room for parts of one.
    const WHOLE: f32 = 12_582_912.0;
    (number + WHOLE) - WHOLE
}

impl Linear {
    /// `weights` are `bias.len()` rows, one for each output.
    pub(super) fn new(engine: &Engine, weights: Vec<f32>, bias: Vec<f32>, in_bytes: bool) -> Self {
        let (outputs, inputs) = (bias.len(), weights.len() / bias.len());
        let weights = if in_bytes {
            let mut codes = Vec::with_capacity(weights.len());
            let mut steps = Vec::with_capacity(outputs);
            for row in weights.chunks_exact(inputs) {
                let greatest = row.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
                let step = (greatest / GREATEST).max(f32::MIN_POSITIVE);
                codes.extend(row.iter().map(|weight| rounded(weight / step) as i8));
                steps.push(step);
            }
            let totals = codes
                .chunks_exact(inputs)
                .map(|row| row.iter().map(|code| i32::from(*code)).sum())
                .collect();
            let codes = NdTensor::from_data([outputs, inputs], codes);
            Weights::Bytes {
                codes: engine.bytes.prepack_b(codes.view().transposed()),
                steps,
                totals,
            }
        } else {
            let weights = NdTensor::from_data([outputs, inputs], weights);
            Weights::Floats(engine.floats.prepack_b(weights.view().transposed()))
        };
        Self { weights, bias }
    }

    /// Numbers in a row of output.
    pub(super) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// Puts the layer's bias into each row of `output`, and `residual` where there is one: what
    /// [`Self::add`] adds to.
    pub(super) fn begin(&self, residual: Option<&[f32]>, output: &mut [f32]) {
        let rows = output.chunks_exact_mut(self.outputs());
        match residual {
            None => rows.for_each(|row| row.copy_from_slice(&self.bias)),
            Some(residual) => {
                for (row, residual) in rows.zip(residual.chunks_exact(self.outputs())) {
                    for ((out, bias), residual) in row.iter_mut().zip(&self.bias).zip(residual) {
                        *out = bias + residual;
                    }
                }
            }
        }
    }

    /// Adds the product of the rows of `input` with the weights to `output`.
    pub(super) fn add(
        &self,
        engine: &mut Engine,
        input: &[f32],
        output: &mut [f32],
    ) -> Result<(), GemmError> {
        let rows = output.len() / self.outputs();
        let inputs = input.len() / rows;
        match &self.weights {
            Weights::Floats(weights) => engine.floats.gemm(
                output,
                GemmInputA::Unpacked(Matrix::from_data([rows, inputs], input)),
                GemmInputB::Packed(weights),
                GemmOptions { beta: 1.0, ..GemmOptions::default() },
            ),
            Weights::Bytes { codes: weights, steps, totals } => {
                let Engine { bytes, codes, codings, sums, .. } = engine;
                codes.resize(input.len(), 0);
                codings.clear();
                for (row, codes) in input.chunks_exact(inputs).zip(codes.chunks_exact_mut(inputs)) {
                    codings.push(encode(row, codes));
                }
                sums.resize(output.len(), 0);
                bytes.gemm(
                    sums,
                    GemmInputA::Unpacked(Matrix::from_data([rows, inputs], codes.as_slice())),
                    GemmInputB::Packed(weights),
                    // Zeros of the rows are seen to below: rten-gemm 0.27 takes those of the
                    // first few rows for all.
                    GemmOptions::default(),
                )?;
                let outputs = self.outputs();
                for ((numbers, sums), coding) in
                    output.chunks_exact_mut(outputs).zip(sums.chunks_exact(outputs)).zip(codings)
                {
                    AddDecoded { sums, coding: *coding, steps, totals, numbers }.dispatch();
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_to_even() {
        for quarter in -600..=600 {
            let number = quarter as f32 / 4.0;
            assert!((rounded(number) - number.round_ties_even()).abs() < f32::EPSILON, "{number}");
        }
    }
}
