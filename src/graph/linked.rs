//! The lines of `entities.jsonl`, `links.jsonl`, `groups.jsonl` and `copies.jsonl`: what the claims
//! of many articles have to do with each other.

use serde::{Deserialize, Serialize};

use crate::entity::{EntityKind, Form, Mention};
use crate::{CodePointSpan, CodePoints};

/// A mention as the record of a run keeps it, with its position in code points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MentionRecord {
    /// Where it stands in the article's text.
    pub span: CodePointSpan,
    /// By what sort of words something is meant.
    pub form: Form,
    /// What sort of thing is meant.
    pub kind: EntityKind,
    /// Rounded to four decimals.
    pub probability: f64,
    /// Mentions of an article with the same number mean the same.
    pub chain: u32,
}

impl MentionRecord {
    /// The record of `mention`, which stands in the text that `points` counts.
    #[must_use]
    pub fn new(mention: &Mention, points: &CodePoints) -> Self {
        let Mention { span, form, kind, probability, chain } = *mention;
        let probability = super::record::rounded(probability);
        Self { span: points.span(span), form, kind, probability, chain }
    }
}

/// Where an article names an entity or means it by other words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityMention {
    /// Id of the article.
    pub article: String,
    /// First code point in the article's text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words, verbatim.
    pub text: String,
}

/// One line of `entities.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityRecord {
    /// Stable id: it follows from what the entity is known by, not from order or other entities.
    pub id: String,
    /// The fullest name that the articles use.
    pub name: String,
    /// What sort of thing it is.
    #[serde(rename = "type")]
    pub kind: EntityKind,
    /// Where it is meant, by article and position.
    pub mentions: Vec<EntityMention>,
}

/// How two claims stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// They say the same of the same.
    Agrees,
    /// They cannot both be true.
    Contradicts,
}

/// One line of `links.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkRecord {
    /// Id of the claim whose id is the lesser.
    pub a: String,
    /// Id of the other claim.
    pub b: String,
    /// How they stand to each other.
    pub relation: Relation,
    /// Probability, 0 to 1, rounded to four decimals.
    pub confidence: f64,
    /// The reason, in English, for a journalist: `17 % and 16.9 % agree within rounding`.
    pub why: String,
}

/// A label in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

/// A value that a group's claims give, with who stands behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupValue {
    /// The normal form.
    pub value: crate::claim::Value,
    /// Ids of the claims that give it.
    pub claims: Vec<String>,
    /// When it was said: the earliest and the latest date of the articles, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The latest date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// One line of `groups.jsonl`: claims that links connect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupRecord {
    /// Stable id: it follows from the claims.
    pub id: String,
    /// What the group is about.
    pub label: Label,
    /// Ids of its claims, in order.
    pub claims: Vec<String>,
    /// The values that they give, in order of their dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<GroupValue>,
    /// How many independent sources stand behind it: copies of one text count once.
    pub sources: usize,
    /// Pairs of its claims that contradict each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contradictions: Vec<[String; 2]>,
}

/// One line of `copies.jsonl`: two articles that share their text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CopyRecord {
    /// Id of the article whose id is the lesser.
    pub a: String,
    /// Id of the other article.
    pub b: String,
    /// Share of the shorter text that stands in the longer one, 0 to 1, rounded to four decimals.
    pub shared: f64,
}
