//! One layer of the encoder, on rows of floats.

use std::cell::RefCell;

use rten_gemm::GemmError;

use super::attention::{self, attend};
use super::product::{Engine, Linear};
use super::rows::{Norm, gelu};

/// Rows that go through the layer at once: what they become in the feed-forward part stays in the
/// processor's second cache. A multiple of the rows that a product takes at a time.
const AT_ONCE: usize = 48;

/// A layer's weights.
pub(super) struct Layer {
    /// Queries, keys and values in one.
    pub(super) projection: Linear,
    pub(super) attended: Linear,
    pub(super) attended_norm: Norm,
    pub(super) inner: Linear,
    pub(super) outer: Linear,
    pub(super) outer_norm: Norm,
    pub(super) heads: usize,
}

#[derive(Default)]
struct Workspace {
    projected: Vec<f32>,
    context: Vec<f32>,
    rows: Vec<f32>,
    inner: Vec<f32>,
    engine: Engine,
    attention: attention::Room,
}

thread_local! {
    static WORKSPACE: RefCell<Workspace> = RefCell::default();
}

impl Layer {
    /// Replaces the states in `states`, a row for each position of each sequence.
    pub(super) fn forward(&self, states: &mut [f32], lengths: &[usize]) -> Result<(), GemmError> {
        WORKSPACE.with_borrow_mut(|workspace| self.forward_in(states, lengths, workspace))
    }

    fn forward_in(
        &self,
        states: &mut [f32],
        lengths: &[usize],
        workspace: &mut Workspace,
    ) -> Result<(), GemmError> {
        let Workspace { projected, context, rows, inner, engine, attention } = workspace;
        let hidden = self.outer.outputs();
        let positions = states.len() / hidden;
        let wide = self.projection.outputs();
        projected.resize(positions * wide, 0.0);
        context.resize(positions * hidden, 0.0);
        for (states, projected) in
            states.chunks(AT_ONCE * hidden).zip(projected.chunks_mut(AT_ONCE * wide))
        {
            self.projection.begin(None, projected);
            self.projection.add(engine, states, projected)?;
        }
        attend(engine, projected, lengths, self.heads, context, attention)?;
        for (states, context) in
            states.chunks_mut(AT_ONCE * hidden).zip(context.chunks(AT_ONCE * hidden))
        {
            let count = states.len() / hidden;
            rows.resize(states.len(), 0.0);
            self.attended.begin(Some(states), rows);
            self.attended.add(engine, context, rows)?;
            rows.chunks_exact_mut(hidden).for_each(|row| self.attended_norm.apply(row));
            inner.resize(count * self.inner.outputs(), 0.0);
            self.inner.begin(None, inner);
            self.inner.add(engine, rows, inner)?;
            gelu(inner);
            self.outer.begin(Some(rows), states);
            self.outer.add(engine, inner, states)?;
            states.chunks_exact_mut(hidden).for_each(|row| self.outer_norm.apply(row));
        }
        Ok(())
    }
}
