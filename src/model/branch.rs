//! The heads that read single words: names, and what each word means in its sentence. They read the
//! states behind the layer where the encoder branches, since the last layers know less of both.

use candle_core::{Device, Module, Result, Tensor};
use candle_nn::{Linear, VarBuilder, linear};

use super::anchors::Words;
use super::encoding::Encoding;
use super::heads::Mlp;
use super::names;
use super::tags::Tags;

/// Dimensions of what a word means.
pub(super) const MEANING: usize = 64;
/// Pieces of sentences that are looked at at once: bounds the memory that they take.
const AT_ONCE: usize = 2_048;

pub(super) struct Branch {
    /// Absent from older models, as is the other.
    name: Option<Mlp>,
    meaning: Option<Linear>,
    device: Device,
}

impl Branch {
    pub(super) fn load(tensors: &VarBuilder, hidden: usize, device: Device) -> Result<Self> {
        let (name, meaning) = (tensors.pp("name"), tensors.pp("meaning"));
        let name = name
            .contains_tensor("outer.weight")
            .then(|| Mlp::load(&name, hidden, hidden, names::TAGS))
            .transpose()?;
        let meaning = meaning
            .contains_tensor("weight")
            .then(|| linear(hidden, MEANING, meaning))
            .transpose()?;
        Ok(Self { name, meaning, device })
    }

    /// Adds to each sentence's tags its names, and what its words mean where it may hold a claim.
    pub(super) fn tell(
        &self,
        encodings: &[Encoding],
        states: &[Tensor],
        tags: &mut [Tags],
    ) -> Result<()> {
        let mut from = 0;
        while from < states.len() {
            let mut to = from;
            let mut pieces = 0;
            while to < states.len() && (to == from || pieces + states[to].dim(0)? <= AT_ONCE) {
                pieces += states[to].dim(0)?;
                to += 1;
            }
            let words = Words::new(&encodings[from..to], &states[from..to], &self.device)?.states;
            self.tell_names(&words, &encodings[from..to], &mut tags[from..to])?;
            self.tell_meanings(&words, &mut tags[from..to])?;
            from = to;
        }
        Ok(())
    }

    fn tell_names(&self, words: &Tensor, encodings: &[Encoding], tags: &mut [Tags]) -> Result<()> {
        let Some(name) = &self.name else { return Ok(()) };
        let logits: Vec<Vec<f32>> = name.forward(words)?.to_vec2()?;
        let mut rest = logits.as_slice();
        for (encoding, tags) in encodings.iter().zip(tags) {
            let (mine, others) = rest.split_at(encoding.words.len() + 1);
            tags.names = names::names(&mine[1..], &encoding.words);
            rest = others;
        }
        Ok(())
    }

    fn tell_meanings(&self, words: &Tensor, tags: &mut [Tags]) -> Result<()> {
        let Some(meaning) = &self.meaning else { return Ok(()) };
        let meanings: Vec<f32> = meaning.forward(words)?.flatten_all()?.to_vec1()?;
        let mut rest = meanings.as_slice();
        for tags in tags {
            let (mine, others) = rest.split_at((tags.words.len() + 1) * MEANING);
            if !tags.candidates.is_empty() {
                tags.meanings = mine[MEANING..].to_vec();
            }
            rest = others;
        }
        Ok(())
    }
}
