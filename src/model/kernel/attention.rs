//! Attention of each sequence to itself.

use rten_gemm::{GemmError, GemmInputA, GemmInputB, GemmOptions};
use rten_simd::SimdOp;
use rten_tensor::Matrix;
use rten_vecmath::Softmax;

use super::product::Engine;

/// Room for the attention of one head.
#[derive(Default)]
pub(super) struct Room {
    scores: Vec<f32>,
    context: Vec<f32>,
}

/// `projected` has a row for each position: queries, already scaled, then keys, then values, each
/// of `heads` parts; `context` gets a row for each.
pub(super) fn attend(
    engine: &Engine,
    projected: &[f32],
    lengths: &[usize],
    heads: usize,
    context: &mut [f32],
    room: &mut Room,
) -> Result<(), GemmError> {
    let positions: usize = lengths.iter().sum();
    let hidden = context.len() / positions;
    let width = hidden / heads;
    let stride = 3 * hidden;
    let mut start = 0;
    for &length in lengths {
        let projected = &projected[start * stride..(start + length) * stride];
        let context = &mut context[start * hidden..(start + length) * hidden];
        room.scores.resize(length * length, 0.0);
        room.context.resize(length * width, 0.0);
        let rows = Matrix::from_data([length, stride], projected);
        for head in 0..heads {
            let part = |which: usize| {
                let from = which * hidden + head * width;
                rows.slice((.., from..from + width))
            };
            engine.floats.gemm(
                &mut room.scores,
                GemmInputA::Unpacked(part(0)),
                GemmInputB::Unpacked(part(1).transposed()),
                GemmOptions::default(),
            )?;
            for row in room.scores.chunks_exact_mut(length) {
                Softmax::new_mut(row).dispatch();
            }
            engine.floats.gemm(
                &mut room.context,
                GemmInputA::Unpacked(Matrix::from_data([length, length], room.scores.as_slice())),
                GemmInputB::Unpacked(part(2)),
                GemmOptions::default(),
            )?;
            for (row, part) in
                context.chunks_exact_mut(hidden).zip(room.context.chunks_exact(width))
            {
                row[head * width..(head + 1) * width].copy_from_slice(part);
            }
        }
        start += length;
    }
    Ok(())
}
