//! Weighted sums of rows, in the processor's vectors: compiled for every instruction set that
//! `rten-simd` knows and chosen at run time.

#![allow(
    clippy::inline_always,
    reason = "`rten-simd` asks for the inlining, by which an instruction set is chosen"
)]

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdOp};

use crate::model::MEANING;

/// A row of numbers.
pub(super) type Row = [f32; MEANING];

/// Adds to `sum` each of the rows times its weight.
pub(super) fn add(sum: &mut Row, weights: &[f32], rows: &[Row]) {
    Add { sum, weights, rows }.dispatch();
}

struct Add<'a> {
    sum: &'a mut Row,
    weights: &'a [f32],
    rows: &'a [Row],
}

impl SimdOp for Add<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        /// Vectors that are summed at a time: as many sums as keep a processor busy.
        const AT_ONCE: usize = 4;
        let ops = isa.f32();
        let lanes = ops.len();
        let Self { sum, weights, rows } = self;
        let wide = AT_ONCE * lanes;
        for (place, sum) in sum.chunks_exact_mut(wide).enumerate() {
            let from = place * wide;
            let [mut a, mut b, mut c, mut d] =
                [0, 1, 2, 3].map(|part| ops.load(&sum[part * lanes..]));
            for (weight, row) in weights.iter().zip(rows) {
                let weight = ops.splat(*weight);
                let row = &row[from..from + wide];
                a = ops.mul_add(weight, ops.load(row), a);
                b = ops.mul_add(weight, ops.load(&row[lanes..]), b);
                c = ops.mul_add(weight, ops.load(&row[2 * lanes..]), c);
                d = ops.mul_add(weight, ops.load(&row[3 * lanes..]), d);
            }
            for (part, sums) in [a, b, c, d].into_iter().enumerate() {
                ops.store(sums, &mut sum[part * lanes..(part + 1) * lanes]);
            }
        }
        // Vectors so wide that four of them are more than a row.
        let done = MEANING / wide * wide;
        for (at, sum) in sum.iter_mut().enumerate().skip(done) {
            for (weight, row) in weights.iter().zip(rows) {
                *sum += weight * row[at];
            }
        }
    }
}

/// Columns as rows; at most as many as a row has numbers.
pub(super) fn turned(rows: &[Row]) -> Vec<Row> {
    let mut turned = vec![[0.0; MEANING]; MEANING];
    for (at, row) in rows.iter().take(MEANING).enumerate() {
        for (turned, x) in turned.iter_mut().zip(row) {
            turned[at] = *x;
        }
    }
    turned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(seed: usize) -> Row {
        std::array::from_fn(|at| ((seed * MEANING + at) as f32 * 0.7).sin())
    }

    #[test]
    fn sums_are_those_of_plain_arithmetic() {
        let rows: Vec<Row> = (0..9).map(row).collect();
        let weights: Vec<f32> = (0..9).map(|at| at as f32 - 3.5).collect();
        let mut sum = row(20);
        add(&mut sum, &weights, &rows);
        for (at, x) in sum.iter().enumerate() {
            let plain: f32 = weights.iter().zip(&rows).map(|(weight, row)| weight * row[at]).sum();
            assert!((x - row(20)[at] - plain).abs() < 1e-4);
        }
    }

    #[test]
    fn columns_become_rows() {
        let rows: Vec<Row> = (0..5).map(row).collect();
        let turned = turned(&rows);
        for (at, row) in rows.iter().enumerate() {
            for (place, x) in row.iter().enumerate() {
                assert!((turned[place][at] - x).abs() < f32::EPSILON);
            }
        }
    }
}
