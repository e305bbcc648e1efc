//! The transformer: sentences in, scored words out. All that touches tensors is here.
//!
//! A multilingual BERT encoder reads each sentence; heads say whether it is worth checking, which
//! words stand for a claim, and for each of those which words play which role
//! (`models/README.md` describes the model, `models/train/` trains it).

mod anchors;
mod branch;
mod config;
mod device;
mod encoder;
mod encoding;
mod heads;
mod kernel;
mod layers;
mod names;
mod precision;
mod tags;

use std::fs;
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use sha2::{Digest, Sha256};
use tokenizers::Tokenizer;

/// Dimensions of what a word means.
pub const MEANING: usize = branch::MEANING;

pub use config::{AnchorKind, Role, Thresholds};
pub use device::DeviceChoice;
pub use precision::Precision;
pub use tags::{Candidate, Name, RoleScores, Tags};

use crate::Span;
use branch::Branch;
use config::Config;
use encoder::{Encoder, Marks};
use encoding::Encoding;
use heads::Heads;

/// What can be wrong with a model, its files or its device.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file of the model folder is missing or cannot be read.
    #[error("{}: {error}; a model folder holds config.json, model.safetensors and tokenizer.json", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A file of the model folder does not hold what it should.
    #[error("{}: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it and what to do.
        reason: String,
    },
    /// The device asked for is not to be had.
    #[error("device {device}: {reason}")]
    Device {
        /// Its name.
        device: String,
        /// Why, and what to do.
        reason: String,
    },
    /// The device cannot compute so.
    #[error("a GPU cannot compute in {precision}; take --precision f16, or --device cpu")]
    Precision {
        /// How it was asked to compute.
        precision: Precision,
    },
    /// The model cannot end there.
    #[error(
        "the model cannot end behind {asked} layers; take --layers {}",
        known.iter().map(usize::to_string).collect::<Vec<_>>().join(" or ")
    )]
    Layers {
        /// The number asked for.
        asked: usize,
        /// The numbers behind which it can.
        known: Vec<usize>,
    },
    /// A sentence could not be cut into pieces.
    #[error("cannot tokenize: {0}")]
    Tokenizer(tokenizers::Error),
    /// A computation failed.
    #[error("cannot compute: {0}")]
    Compute(#[from] candle_core::Error),
}

/// How a model runs.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// What computes.
    pub device: DeviceChoice,
    /// The numbers that it computes with.
    pub precision: Precision,
    /// Layers of the encoder behind which it ends: all by default; with fewer it is faster and
    /// finds a little less. A model has heads for few such numbers.
    pub layers: Option<usize>,
}

/// A loaded model. It is read only: threads may share it.
pub struct Model {
    name: String,
    digest: String,
    tokenizer: Tokenizer,
    marks: Marks,
    encoder: Encoder,
    heads: Heads,
    branch: Branch,
    thresholds: Thresholds,
    precision: Precision,
}

/// Sentences cut into pieces.
pub struct Pieces(Vec<Encoding>);

/// A sentence to tag.
#[derive(Clone, Copy, Debug)]
pub struct Sentence<'a> {
    /// Its text.
    pub text: &'a str,
    /// Quantities that the grammar reads in it, as byte spans in `text`.
    pub quantities: &'a [Span],
}

impl Model {
    /// Loads the model in `folder` (`config.json`, `model.safetensors`, `tokenizer.json`), to run
    /// in the precision that suits the device.
    ///
    /// # Errors
    ///
    /// A file that is missing, damaged (its SHA-256 is not the one in `config.json`) or does not
    /// fit this program; a device that this build or machine lacks.
    pub fn load(folder: &Path, device: DeviceChoice) -> Result<Self, ModelError> {
        Self::load_as(folder, Options { device, precision: Precision::Auto, layers: None })
    }

    /// The same, to run as `options` say.
    ///
    /// # Errors
    ///
    /// As [`Model::load`]; a precision that the device lacks; layers behind which it cannot end.
    pub fn load_as(folder: &Path, options: Options) -> Result<Self, ModelError> {
        let device = options.device.open()?;
        let precision = options.precision.on(&device);
        if precision == Precision::Int8 && !device.is_cpu() {
            return Err(ModelError::Precision { precision });
        }
        let config_path = folder.join("config.json");
        let mut config: Config = serde_json::from_slice(&read(&config_path)?).map_err(|error| {
            damaged(&config_path, format!("not a model's configuration: {error}"))
        })?;
        if let Some(fault) = config.fault() {
            return Err(damaged(
                &config_path,
                format!("this version cannot run the model: {fault}"),
            ));
        }
        let exit = options.layers.filter(|layers| *layers != config.encoder.num_hidden_layers);
        if let Some(asked) = exit {
            config.end_behind(asked).map_err(|known| ModelError::Layers { asked, known })?;
        }
        let weights_path = folder.join("model.safetensors");
        let weights = read(&weights_path)?;
        // Each of the three takes about as long as the others.
        let (digest, tokenizer, tensors) = thread::scope(|scope| {
            let digest = scope.spawn(|| crate::hex(&Sha256::digest(&weights)));
            let tokenizer = scope.spawn(|| tokenizer(folder, &config));
            let tensors = tensors(&weights_path, &weights, &config, &device, precision, exit);
            (join(digest), join(tokenizer), tensors)
        });
        if digest != config.dixit.weights_sha256 {
            return Err(damaged(
                &weights_path,
                format!(
                    "its SHA-256 is {digest}, config.json says {}: the file is incomplete or was \
                     changed; fetch the model folder again (`git checkout -- {}`)",
                    config.dixit.weights_sha256,
                    folder.display()
                ),
            ));
        }
        let (tokenizer, marks) = tokenizer?;
        let (encoder, heads, branch) = tensors?;
        let digest = match exit {
            Some(layers) => crate::hex(&Sha256::digest(format!("{digest}\n{layers}"))),
            None => digest,
        };
        Ok(Self {
            name: config.dixit.name,
            digest,
            tokenizer,
            marks,
            encoder,
            heads,
            branch,
            thresholds: config.dixit.thresholds,
            precision,
        })
    }

    /// The model's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Hex SHA-256 of the weights; where the model ends early, of that and the number of layers.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The precision that it runs in; never [`Precision::Auto`].
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Where the tensors live.
    #[must_use]
    pub fn device(&self) -> &Device {
        self.encoder.device()
    }

    /// From where its findings count.
    #[must_use]
    pub fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    /// Tags each sentence, in order. The result for a set of sentences depends on nothing but
    /// these sentences.
    ///
    /// # Errors
    ///
    /// What the tokenizer or the tensor library cannot do, such as memory that is not to be had.
    pub fn tag(&self, sentences: &[Sentence<'_>]) -> Result<Vec<Tags>, ModelError> {
        let encodings = sentences
            .iter()
            .map(|sentence| Encoding::new(&self.tokenizer, sentence.text))
            .collect::<Result<Vec<_>, _>>()?;
        let states = self.encoder.encode(&encodings, self.marks)?;
        let mut tags = self.heads.tags(sentences, &encodings, &states.last, &self.thresholds)?;
        self.branch.tell(&encodings, &states.branch, &mut tags)?;
        Ok(tags)
    }

    /// Cuts sentences into pieces, for [`Model::encode`].
    ///
    /// # Errors
    ///
    /// What the tokenizer cannot do.
    pub fn pieces(&self, sentences: &[&str]) -> Result<Pieces, ModelError> {
        sentences
            .iter()
            .map(|sentence| Encoding::new(&self.tokenizer, sentence))
            .collect::<Result<_, _>>()
            .map(Pieces)
    }

    /// The encoder's states for each sentence, a tensor `(pieces + 2, hidden_size)`: those of its
    /// pieces between those of the marks `<s>` and `</s>`.
    ///
    /// # Errors
    ///
    /// As [`Model::tag`].
    pub fn encode(&self, sentences: &Pieces) -> Result<Vec<Tensor>, ModelError> {
        Ok(self.encoder.encode(&sentences.0, self.marks)?.last)
    }

    /// The encoder's states for each sentence, one row of `hidden_size` a piece, between the
    /// states of the marks `<s>` and `</s>`: for comparing with another implementation.
    ///
    /// # Errors
    ///
    /// As [`Model::tag`].
    pub fn states(&self, sentences: &[&str]) -> Result<Vec<Vec<Vec<f32>>>, ModelError> {
        let states = self.encode(&self.pieces(sentences)?)?;
        states.into_iter().map(|states| Ok(states.to_vec2()?)).collect()
    }
}

/// The tokenizer, and what it puts around a sentence.
fn tokenizer(folder: &Path, config: &Config) -> Result<(Tokenizer, Marks), ModelError> {
    let path = folder.join("tokenizer.json");
    let tokenizer = Tokenizer::from_bytes(read(&path)?)
        .map_err(|error| damaged(&path, format!("not a tokenizer: {error}")))?;
    let vocabulary = tokenizer.get_vocab_size(true);
    if vocabulary != config.encoder.vocab_size {
        return Err(damaged(
            &path,
            format!(
                "it has {vocabulary} pieces, config.json says {}: the files belong to different \
                 models",
                config.encoder.vocab_size
            ),
        ));
    }
    let nothing = tokenizer.encode("", true).map_err(ModelError::Tokenizer)?;
    let [begin, end] = *nothing.get_ids() else {
        return Err(damaged(
            &path,
            "it does not put one mark before a sentence and one behind".to_owned(),
        ));
    };
    Ok((tokenizer, Marks { begin, end }))
}

fn tensors(
    path: &Path,
    weights: &[u8],
    config: &Config,
    device: &Device,
    precision: Precision,
    exit: Option<usize>,
) -> Result<(Encoder, Heads, Branch), ModelError> {
    let tensors = VarBuilder::from_slice_safetensors(weights, DType::F32, device)
        .map_err(|error| damaged(path, format!("not a safetensors file: {error}")))?;
    let unfit = |error| damaged(path, format!("does not fit config.json: {error}"));
    let hidden = config.encoder.hidden_size;
    let heads_of = |exit: Option<usize>| match exit {
        Some(layers) => tensors.pp("exits").pp(layers),
        None => tensors.pp("heads"),
    };
    let branch = config.dixit.branch.filter(|layers| *layers < config.encoder.num_hidden_layers);
    let encoder = Encoder::load(&tensors, &config.encoder, precision, branch).map_err(unfit)?;
    let heads = Heads::load(&heads_of(exit), hidden, device.clone()).map_err(unfit)?;
    let branch = Branch::load(&heads_of(branch.or(exit)), hidden, device.clone()).map_err(unfit)?;
    Ok((encoder, heads, branch))
}

/// What a thread found; its panic goes on in this one.
fn join<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

fn read(path: &Path) -> Result<Vec<u8>, ModelError> {
    fs::read(path).map_err(|error| ModelError::Read { path: path.to_owned(), error })
}

fn damaged(path: &Path, reason: String) -> ModelError {
    ModelError::Damaged { path: path.to_owned(), reason }
}
