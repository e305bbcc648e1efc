//! The encoder: pieces → states, in batches of like length.

use candle_core::{D, Device, Result, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config};

use super::encoding::{Encoding, Window};

/// Pieces in a batch, padding included: enough to keep a core busy, little enough for its cache.
const BATCH: usize = 1_024;
/// Ids of the marks around a sentence, and of padding, in XLM-R's vocabulary.
const BEGIN: u32 = 0;
const PAD: u32 = 1;
const END: u32 = 2;

/// A BERT encoder on a device.
pub(super) struct Encoder {
    bert: BertModel,
    device: Device,
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

impl Encoder {
    pub(super) fn load(tensors: &VarBuilder, config: &Config, device: Device) -> Result<Self> {
        Ok(Self { bert: BertModel::load(tensors.clone(), config)?, device })
    }

    pub(super) fn device(&self) -> &Device {
        &self.device
    }

    /// States of each sentence's pieces between those of its marks: a tensor
    /// `(pieces + 2, hidden)` for each encoding, in order. A sentence longer than the encoder's
    /// positions is read in windows that overlap.
    pub(super) fn encode(&self, encodings: &[Encoding]) -> Result<Vec<Tensor>> {
        let mut rows: Vec<Row> = encodings
            .iter()
            .enumerate()
            .flat_map(|(sentence, encoding)| {
                encoding.windows().into_iter().map(move |window| Row { sentence, window })
            })
            .collect();
        rows.sort_by_key(|row| (row.len(), row.sentence, row.window.start));

        let mut parts: Vec<Vec<(usize, Tensor)>> = vec![Vec::new(); encodings.len()];
        let mut rest = rows.as_slice();
        while !rest.is_empty() {
            let mut count = 1;
            while count < rest.len() && (count + 1) * rest[count].len() <= BATCH {
                count += 1;
            }
            let (batch, later) = rest.split_at(count);
            let states = self.forward(batch, encodings)?;
            for (index, row) in batch.iter().enumerate() {
                let part = Self::kept(&states.get(index)?, row, &encodings[row.sentence])?;
                parts[row.sentence].push((row.window.start, part));
            }
            rest = later;
        }
        parts
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

    fn forward(&self, rows: &[Row], encodings: &[Encoding]) -> Result<Tensor> {
        let length = rows.iter().map(Row::len).max().unwrap_or(0);
        let mut ids = Vec::with_capacity(rows.len() * length);
        let mut mask = Vec::with_capacity(rows.len() * length);
        for row in rows {
            ids.push(BEGIN);
            ids.extend(&encodings[row.sentence].pieces[row.window.start..row.window.end]);
            ids.push(END);
            ids.resize(ids.len() + length - row.len(), PAD);
            mask.resize(mask.len() + row.len(), 1.0_f32);
            mask.resize(mask.len() + length - row.len(), 0.0);
        }
        let shape = (rows.len(), length);
        let ids = Tensor::from_vec(ids, shape, &self.device)?;
        let mask = Tensor::from_vec(mask, shape, &self.device)?;
        self.bert.forward(&ids, &ids.zeros_like()?, Some(&mask))
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
