//! Claims: what a text asserts, or reports somebody asserting, with the words that say so.
//!
//! All positions are byte spans in the article's text; [`crate::graph`] turns them into code
//! points where records are written.

use serde::{Deserialize, Serialize};

use crate::{Lang, Span};

/// One proposition that the world could prove right or wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Stable identifier: the same article and words give the same id.
    pub id: String,
    /// Id of the article that the claim stands in.
    pub article: String,
    /// Language of the sentence.
    pub lang: Lang,
    /// The sentence that the claim stands in.
    pub sentence: Span,
    /// The words that assert: a verb with its auxiliaries, or the noun that carries the event.
    pub predicate: Span,
    /// What the claim is about.
    pub subject: Option<Span>,
    /// What else completes the proposition.
    pub object: Option<Span>,
    /// The figure that the claim states.
    pub quantity: Option<Quantity>,
    /// When it holds.
    pub time: Option<Time>,
    /// Where it holds.
    pub place: Option<Span>,
    /// What the text gives as the cause.
    pub cause: Option<Span>,
    /// Who the text says makes the claim.
    pub source: Option<Span>,
    /// The words of reporting.
    pub cue: Option<Span>,
    /// Whether the predicate stands inside quotation marks.
    pub quoted: bool,
    /// How the proposition is put forward.
    pub modality: Modality,
    /// Whether the proposition is denied.
    pub negated: bool,
    /// Probability, 0 to 1, that the sentence says something worth checking.
    pub check_worthiness: f32,
    /// Probability, 0 to 1, that this is a claim with these words.
    pub confidence: f32,
}

impl Claim {
    /// From the first to the last of the words that make the proposition: subject, predicate,
    /// object and quantity.
    #[must_use]
    pub fn extent(&self) -> Span {
        let quantity = self.quantity.as_ref().map(|quantity| quantity.span);
        [self.subject, self.object, quantity]
            .into_iter()
            .flatten()
            .fold(self.predicate, Span::cover)
    }
}

/// How a proposition is put forward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// As a fact.
    #[default]
    Asserted,
    /// As possible or reported: `may`, `semble`, the French conditional of reporting.
    Hedged,
    /// As something to come: future, plan, forecast.
    Predicted,
    /// As an evaluation that nobody can check.
    Opinion,
}

/// A figure in a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Number, approximators, bounds and unit.
    pub span: Span,
    /// Its normal form, where the words could be read.
    pub value: Option<Value>,
}

/// The normal form of a quantity: a closed, half-open or one-sided interval of numbers in a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// Lower end; absent where the quantity has no lower bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<Number>,
    /// Upper end; equal to `low` for a point, absent where the quantity has no upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<Number>,
    /// ISO 4217 code, `%`, `percentage_point`, UCUM code, `1`, or the counted noun, singular.
    pub unit: String,
    /// What the number measures.
    pub kind: Kind,
    /// The denominator of a rate, as a unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<String>,
    /// Whether the text says that the number is not exact.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approximate: bool,
    /// Whether the bound excludes its end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// The direction, where the quantity measures a change and not a level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

/// A finite number, written without a fraction where it has none.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Deserialize)]
#[serde(transparent)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// Up to here every integer is exact in an `f64`.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if self.0.fract() == 0.0 && self.0.abs() <= EXACT {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

impl From<f64> for Number {
    fn from(number: f64) -> Self {
        Self(number)
    }
}

/// What a number measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An amount of a currency.
    Money,
    /// Per cent, or percentage points.
    Percent,
    /// How many of a counted noun.
    Count,
    /// A physical unit.
    Measure,
    /// A span of time.
    Duration,
    /// How old somebody or something is.
    Age,
    /// A pure ratio: a share, a multiple.
    Ratio,
}

/// The direction of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Upwards.
    Increase,
    /// Downwards.
    Decrease,
}

/// A time expression in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// The words, with the preposition that changes their meaning (`since`, `avant`).
    pub span: Span,
    /// EDTF (ISO 8601-2), where the words and the article's date settle it.
    pub value: Option<String>,
}
