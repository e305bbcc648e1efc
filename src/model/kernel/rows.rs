//! What happens to one row of numbers between two matrix products, in the processor's vectors.
//!
//! Each is compiled for every instruction set that `rten-simd` knows and chosen at run time.

#![allow(
    clippy::cast_sign_loss,
    clippy::inline_always,
    reason = "codes are clamped; `rten-simd` asks for the inlining, by which an instruction set is chosen"
)]

use rten_simd::ops::{BitOps, FloatOps, NarrowSaturate, NumOps, ToFloat};
use rten_simd::{Isa, SimdOp, SimdUnaryOp};
use rten_vecmath::{Gelu, MinMax};

/// Replaces each number by its GELU, the one by the error function.
pub(super) fn gelu(row: &mut [f32]) {
    Gelu {}.map_mut(row);
}

/// Scale and shift that follow a normalisation, and what keeps it from dividing by zero.
pub(super) struct Norm {
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
    pub(super) eps: f32,
}

impl Norm {
    /// Gives the row mean 0 and variance 1, then scale and shift.
    pub(super) fn apply(&self, row: &mut [f32]) {
        Normalize { norm: self, row }.dispatch();
    }
}

struct Normalize<'a> {
    norm: &'a Norm,
    row: &'a mut [f32],
}

impl SimdOp for Normalize<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let lanes = ops.len();
        let Self { norm, row } = self;
        let count = row.len() as f32;
        let [mut one, mut other] = [ops.zero(); 2];
        let mut chunks = row.chunks_exact(2 * lanes);
        for chunk in &mut chunks {
            one = ops.add(one, ops.load(chunk));
            other = ops.add(other, ops.load(&chunk[lanes..]));
        }
        let rest: f32 = chunks.remainder().iter().sum();
        let mean = (ops.sum(ops.add(one, other)) + rest) / count;

        let means = ops.splat(mean);
        let [mut one, mut other] = [ops.zero(); 2];
        let mut chunks = row.chunks_exact(2 * lanes);
        for chunk in &mut chunks {
            let first = ops.sub(ops.load(chunk), means);
            let second = ops.sub(ops.load(&chunk[lanes..]), means);
            one = ops.mul_add(first, first, one);
            other = ops.mul_add(second, second, other);
        }
        let rest: f32 = chunks.remainder().iter().map(|x| (x - mean) * (x - mean)).sum();
        let variance = (ops.sum(ops.add(one, other)) + rest) / count;
        let scale = (variance + norm.eps).sqrt().recip();

        let scales = ops.splat(scale);
        let mut numbers = row.chunks_exact_mut(lanes);
        let mut weights = norm.weight.chunks_exact(lanes);
        let mut biases = norm.bias.chunks_exact(lanes);
        for ((chunk, weight), bias) in (&mut numbers).zip(&mut weights).zip(&mut biases) {
            let normal = ops.mul(ops.sub(ops.load(chunk), means), scales);
            ops.store(ops.mul_add(normal, ops.load(weight), ops.load(bias)), chunk);
        }
        let rest = numbers.into_remainder().iter_mut();
        for ((x, weight), bias) in rest.zip(weights.remainder()).zip(biases.remainder()) {
            *x = (*x - mean) * scale * weight + bias;
        }
    }
}

/// How the codes of a row stand for its numbers: `number = (code - zero) * step`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Coding {
    pub(super) step: f32,
    pub(super) zero: u8,
}

/// Writes each number as the nearest of 256 that reach from the row's least to its greatest, zero
/// among them.
pub(super) fn encode(row: &[f32], codes: &mut [u8]) -> Coding {
    let (least, greatest) = MinMax::new(row).dispatch();
    let (least, greatest) = (least.min(0.0), greatest.max(0.0));
    let step = ((greatest - least) / 255.0).max(f32::MIN_POSITIVE);
    let zero = (-least / step).round_ties_even().clamp(0.0, 255.0);
    Encode { row, codes, per_step: step.recip(), zero: zero as i32 }.dispatch();
    Coding { step, zero: zero as u8 }
}

struct Encode<'a> {
    row: &'a [f32],
    codes: &'a mut [u8],
    per_step: f32,
    zero: i32,
}

impl SimdOp for Encode<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let (floats, ints, shorts, bytes) = (isa.f32(), isa.i32(), isa.i16(), isa.u8());
        let lanes = floats.len();
        let scale = floats.splat(self.per_step);
        let zero = ints.splat(self.zero);
        let mut numbers = self.row.chunks_exact(4 * lanes);
        let mut codes = self.codes.chunks_exact_mut(4 * lanes);
        for (from, to) in (&mut numbers).zip(&mut codes) {
            // Written out: what a closure given to `map` computes is not compiled for the vectors.
            let [a, b, c, d] = floats.load_many::<4>(from);
            let a = ints.add(floats.to_int_round(floats.mul(a, scale)), zero);
            let b = ints.add(floats.to_int_round(floats.mul(b, scale)), zero);
            let c = ints.add(floats.to_int_round(floats.mul(c, scale)), zero);
            let d = ints.add(floats.to_int_round(floats.mul(d, scale)), zero);
            let low = ints.narrow_saturate(a, b);
            let high = ints.narrow_saturate(c, d);
            bytes.store(shorts.narrow_saturate(low, high), to);
        }
        for (from, to) in numbers.remainder().iter().zip(codes.into_remainder()) {
            let code = (from * self.per_step).round_ties_even() as i32 + self.zero;
            *to = code.clamp(0, 255) as u8;
        }
    }
}

/// Adds to `numbers` what products of a row of codes with columns of codes come to.
pub(super) struct AddDecoded<'a> {
    /// The products, one for each column.
    pub(super) sums: &'a [i32],
    /// How the row is coded.
    pub(super) coding: Coding,
    /// What a step of each column's codes is worth.
    pub(super) steps: &'a [f32],
    /// What each column's codes come to: the product with a row of ones.
    pub(super) totals: &'a [i32],
    pub(super) numbers: &'a mut [f32],
}

impl SimdOp for AddDecoded<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let (floats, ints) = (isa.f32(), isa.i32());
        let lanes = floats.len();
        let Coding { step, zero } = self.coding;
        let zero = i32::from(zero);
        let (step_in_lanes, zero_in_lanes) = (floats.splat(step), ints.splat(zero));
        let mut numbers = self.numbers.chunks_exact_mut(lanes);
        let mut sums = self.sums.chunks_exact(lanes);
        let mut steps = self.steps.chunks_exact(lanes);
        let mut totals = self.totals.chunks_exact(lanes);
        for (((number, sum), each), total) in
            (&mut numbers).zip(&mut sums).zip(&mut steps).zip(&mut totals)
        {
            let scale = floats.mul(step_in_lanes, floats.load(each));
            let of_zero = ints.mul(zero_in_lanes, ints.load(total));
            let sum = ints.to_float(ints.sub(ints.load(sum), of_zero));
            floats.store(floats.mul_add(sum, scale, floats.load(number)), number);
        }
        let rest = numbers.into_remainder().iter_mut().zip(sums.remainder());
        for (((number, sum), each), total) in rest.zip(steps.remainder()).zip(totals.remainder()) {
            *number += (sum - zero * total) as f32 * (step * each);
        }
    }
}
