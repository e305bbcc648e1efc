//! `config.json` of a model folder.

use std::collections::BTreeMap;

use candle_transformers::models::bert;
use serde::Deserialize;

use super::encoder::first_position;
use super::encoding::POSITIONS;
use crate::claim::Modality;

/// The part of a claim that a span of words plays. The order is that of the model's channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The words that assert.
    Predicate,
    /// What the claim is about.
    Subject,
    /// What completes the proposition.
    Object,
    /// Its figure.
    Quantity,
    /// When it holds.
    Time,
    /// Where it holds.
    Place,
    /// What the text gives as the cause.
    Cause,
    /// Who makes the claim.
    Source,
    /// The words of reporting.
    Cue,
}

impl Role {
    /// All roles, in the order of the model's channels.
    pub const ALL: [Role; 9] = [
        Role::Predicate,
        Role::Subject,
        Role::Object,
        Role::Quantity,
        Role::Time,
        Role::Place,
        Role::Cause,
        Role::Source,
        Role::Cue,
    ];

    /// The name that files give it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Predicate => "predicate",
            Self::Subject => "subject",
            Self::Object => "object",
            Self::Quantity => "quantity",
            Self::Time => "time",
            Self::Place => "place",
            Self::Cause => "cause",
            Self::Source => "source",
            Self::Cue => "cue",
        }
    }
}

/// Which word stands for a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnchorKind {
    /// A word of its quantity.
    Quantity,
    /// A word of its predicate, where it has no quantity.
    Predicate,
}

/// The whole file.
#[derive(Debug, Deserialize)]
pub(super) struct Config {
    #[serde(flatten)]
    pub(super) encoder: bert::Config,
    pub(super) dixit: Dixit,
}

/// What dixit adds to a BERT configuration.
#[derive(Debug, Deserialize)]
pub(super) struct Dixit {
    pub(super) name: String,
    /// Hex SHA-256 of `model.safetensors`.
    pub(super) weights_sha256: String,
    pub(super) roles: Vec<Role>,
    pub(super) anchors: Vec<AnchorKind>,
    pub(super) modalities: Vec<Modality>,
    pub(super) tags: Vec<String>,
    pub(super) thresholds: Thresholds,
    /// By the number of layers behind which the model can end, in decimal digits.
    #[serde(default)]
    pub(super) exits: BTreeMap<String, Exit>,
    /// Layers of the exit whose heads read single words: names, and what words mean.
    #[serde(default)]
    pub(super) branch: Option<usize>,
}

/// Where a model can end early, with heads of its own.
#[derive(Debug, Deserialize)]
pub(super) struct Exit {
    pub(super) thresholds: Thresholds,
}

/// From where the model's findings count, chosen on held-out sentences.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Thresholds {
    /// Probability of anchors of claims with a quantity.
    pub quantity: f32,
    /// The same, at a word that the grammar reads as part of a quantity.
    pub grammar: f32,
    /// Probability of anchors of claims without a quantity.
    pub predicate: f32,
    /// Log-odds against "no such span" from which a span plays a role; 0 where a role is missing.
    #[serde(default)]
    roles: BTreeMap<Role, f32>,
}

impl Thresholds {
    /// Log-odds against "no such span" from which a span plays the role.
    #[must_use]
    pub fn role(&self, role: Role) -> f32 {
        self.roles.get(&role).copied().unwrap_or(0.0)
    }
}

impl Config {
    /// Makes it the configuration of the model that ends early, behind so many layers; where it
    /// cannot, the error is the numbers of layers behind which it can.
    pub(super) fn end_behind(&mut self, layers: usize) -> Result<(), Vec<usize>> {
        let Some(exit) = self.dixit.exits.remove(&layers.to_string()) else {
            let mut known: Vec<usize> =
                self.dixit.exits.keys().filter_map(|layers| layers.parse().ok()).collect();
            known.push(self.encoder.num_hidden_layers);
            known.sort_unstable();
            return Err(known);
        };
        self.dixit.thresholds = exit.thresholds;
        self.dixit.name = format!("{}, {layers} layers", self.dixit.name);
        self.encoder.num_hidden_layers = layers;
        Ok(())
    }

    /// What in the file this program cannot run; `None` where it can.
    pub(super) fn fault(&self) -> Option<String> {
        let dixit = &self.dixit;
        let positions = self.encoder.max_position_embeddings;
        if positions < POSITIONS + first_position(&self.encoder) as usize {
            return Some(format!("its encoder has {positions} positions, {POSITIONS} are needed"));
        }
        if dixit.roles != Role::ALL {
            return Some(format!("its roles are {:?}, not {:?}", dixit.roles, Role::ALL));
        }
        if dixit.anchors != [AnchorKind::Quantity, AnchorKind::Predicate] {
            return Some(format!("its anchors are {:?}", dixit.anchors));
        }
        if dixit.tags != ["start", "end", "inside"] {
            return Some(format!("its tags are {:?}", dixit.tags));
        }
        if dixit.modalities
            != [Modality::Asserted, Modality::Hedged, Modality::Predicted, Modality::Opinion]
        {
            return Some(format!("its modalities are {:?}", dixit.modalities));
        }
        if let Some(branch) = dixit.branch
            && (!dixit.exits.contains_key(&branch.to_string())
                || branch > self.encoder.num_hidden_layers)
        {
            return Some(format!("it branches behind {branch} layers, where it has no exit"));
        }
        None
    }
}
