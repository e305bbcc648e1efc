//! How sure the features of a pair make a relation: weights that `models/train/pairs.py` learns.

use std::sync::LazyLock;

use serde::Deserialize;

use super::features::Features;
use super::reader::Read;
use crate::graph::Relation;

/// Weights, by `models/train/pairs.py`.
static FILE: &str = include_str!("data/judge.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The features' names, in their order.
    features: Vec<String>,
    /// The names of what the [reader](super::reader) adds.
    read: Vec<String>,
    /// The names of what the company of a pair adds.
    context: Vec<String>,
    /// Whether two claims are near enough to be read side by side.
    near: Vec<Tree>,
    /// Whether two claims speak of one measure or fact, whatever they say of it.
    same: Vec<Tree>,
    agrees: Vec<Tree>,
    contradicts: Vec<Tree>,
    thresholds: Thresholds,
}

/// From where a relation is written.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thresholds {
    agrees: f32,
    contradicts: f32,
}

/// One step of a sum: a tree of questions whether a feature is at most a number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tree {
    /// Feature asked at each node; a leaf where negative.
    feature: Vec<i16>,
    /// The number asked at each node, the value of a leaf.
    value: Vec<f32>,
    /// The node when the feature is at most the number; the next one otherwise.
    left: Vec<u16>,
}

impl Tree {
    fn value(&self, x: &[f32]) -> f32 {
        let mut node = 0;
        loop {
            let Ok(feature) = usize::try_from(self.feature[node]) else { return self.value[node] };
            let above = x.get(feature).is_some_and(|x| *x > self.value[node]);
            node = usize::from(self.left[node]) + usize::from(above);
        }
    }
}

/// What judges pairs.
pub(super) struct Judge(File);

/// The judge that is shipped.
pub(super) fn shipped() -> &'static Judge {
    #[expect(clippy::expect_used, reason = "the file is compiled in and read by every test")]
    static JUDGE: LazyLock<Judge> =
        LazyLock::new(|| Judge::read(FILE).expect("data/judge.json is what `File` says"));
    &JUDGE
}

fn probability(trees: &[Tree], x: &[f32]) -> f32 {
    let sum: f32 = trees.iter().map(|tree| tree.value(x)).sum();
    1.0 / (1.0 + (-sum).exp())
}

impl Judge {
    /// Reads the text of `data/judge.json`.
    fn read(file: &str) -> serde_json::Result<Self> {
        use serde::de::Error;
        let file: File = serde_json::from_str(file)?;
        if file.features != Features::NAMES
            || file.read != Read::NAMES
            || file.context != Context::NAMES
        {
            return Err(Error::custom("made for other features: run models/train/pairs.py"));
        }
        Ok(Self(file))
    }

    /// Probability that two claims speak of one measure or fact, by their features alone.
    pub(super) fn near(&self, features: &Features) -> f32 {
        probability(&self.0.near, &features.values())
    }

    /// Probability that two claims speak of one measure or fact.
    pub(super) fn same(&self, features: &Features, read: Read) -> f32 {
        let mut x = features.values();
        x.extend(read.values());
        probability(&self.0.same, &x)
    }

    /// Probabilities that the claims agree and that they contradict each other.
    fn relation(&self, features: &Features, read: Read, context: &Context) -> (f32, f32) {
        let mut x = features.values();
        x.extend(read.values());
        x.extend(context.values());
        (probability(&self.0.agrees, &x), probability(&self.0.contradicts, &x))
    }

    /// The relation that is sure enough to be written, and how sure.
    pub(super) fn verdict(
        &self,
        features: &Features,
        read: Read,
        context: &Context,
    ) -> Option<(Relation, f32)> {
        let (agrees, contradicts) = self.relation(features, read, context);
        // Two claims of one article never make an agreement.
        let may_agree = features.same_article == 0.0 && agrees >= self.0.thresholds.agrees;
        let may_contradict =
            features.may_contradict() && contradicts >= self.0.thresholds.contradicts;
        match (may_agree, may_contradict) {
            (true, true) if contradicts > agrees => Some((Relation::Contradicts, contradicts)),
            (true, _) => Some((Relation::Agrees, agrees)),
            (false, true) => Some((Relation::Contradicts, contradicts)),
            (false, false) => None,
        }
    }
}

/// What the other pairs say of one: an article tells a fact once or twice, so that the best match of
/// a claim in another article leaves little for the second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Context {
    /// Probability of one measure, of the pair itself.
    pub(super) same: f32,
    /// The best that either claim reaches with another claim of the other's article.
    pub(super) rival: f32,
    /// The same, with claims whose value agrees.
    pub(super) agreeing_rival: f32,
    /// The best third claim that speaks of one measure with both.
    pub(super) support: f32,
    /// The mean of what either reaches at best with any claim of another article.
    pub(super) company: f32,
}

impl Context {
    pub(super) const NAMES: &[&str] = &["same", "rival", "agreeing_rival", "support", "company"];

    pub(super) fn values(self) -> [f32; 5] {
        [self.same, self.rival, self.agreeing_rival, self.support, self.company]
    }
}
