//! The lines of `articles.jsonl` and `claims.jsonl`: fields in the order in which they are written.

use serde::{Deserialize, Serialize};

use super::linked::{CopyRecord, EntityRecord, GroupRecord, LinkRecord};
use crate::claim::{Claim, Modality, Value};
use crate::{CodePointSpan, CodePoints, Lang, Span};

/// Something that a run holds. Runs give them in the order of their files: articles with their
/// claims, entities, links, groups, copies.
#[derive(Clone, Copy, Debug)]
pub enum Record<'a> {
    /// An article and its claims in text order.
    Article(&'a ArticleRecord, &'a [ClaimRecord]),
    /// Somebody or something with a name.
    Entity(&'a EntityRecord),
    /// Two claims that agree or contradict each other.
    Link(&'a LinkRecord),
    /// Claims that links connect.
    Group(&'a GroupRecord),
    /// Two articles that share their text.
    Copy(&'a CopyRecord),
}

/// One line of `articles.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// Unique in the run, and the same whenever the article is read again.
    pub id: String,
    /// The file that the article was read from, as the command line leads to it.
    pub path: String,
    /// The language of most of the text.
    pub lang: Lang,
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it was published, ISO 8601, as exactly as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The cleaned text, which every offset of the article's claims refers to.
    pub text: String,
}

/// Words of an article: what they are and where they stand, in code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The words, verbatim.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Id of the entity that they mean, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
}

/// The words of a quantity and its normal form, where they could be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantityRecord {
    /// The words.
    #[serde(flatten)]
    pub words: Words,
    /// The normal form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// The words of a time and its normal form, where they could be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeRecord {
    /// The words.
    #[serde(flatten)]
    pub words: Words,
    /// The normal form, EDTF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// One line of `claims.jsonl`. The parts are those of [`Claim`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `Claim`, documented there")]
pub struct ClaimRecord {
    pub id: String,
    pub article: String,
    pub lang: Lang,
    pub sentence: CodePointSpan,
    /// The words from the first to the last of subject, predicate, object and quantity.
    pub text: String,
    pub predicate: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<QuantityRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Words>,
    pub quoted: bool,
    pub modality: Modality,
    pub negated: bool,
    /// Rounded to four decimals, as far as the same model agrees with itself on other hardware.
    pub check_worthiness: f64,
    /// Rounded to four decimals.
    pub confidence: f64,
}

impl ClaimRecord {
    /// The record of `claim`, whose spans are byte positions in `text`, the text of its article
    /// that `points` counts.
    #[must_use]
    pub fn new(claim: &Claim, text: &str, points: &CodePoints) -> Self {
        let words = |span: Span| {
            let CodePointSpan { start, end } = points.span(span);
            Words { text: span.of(text).to_owned(), start, end, entity: None }
        };
        Self {
            id: claim.id.clone(),
            article: claim.article.clone(),
            lang: claim.lang,
            sentence: points.span(claim.sentence),
            text: claim.extent().of(text).to_owned(),
            predicate: words(claim.predicate),
            subject: claim.subject.map(words),
            object: claim.object.map(words),
            quantity: claim.quantity.as_ref().map(|quantity| QuantityRecord {
                words: words(quantity.span),
                value: quantity.value.clone(),
            }),
            cause: claim.cause.map(words),
            time: claim
                .time
                .as_ref()
                .map(|time| TimeRecord { words: words(time.span), value: time.value.clone() }),
            place: claim.place.map(words),
            source: claim.source.map(words),
            cue: claim.cue.map(words),
            quoted: claim.quoted,
            modality: claim.modality,
            negated: claim.negated,
            check_worthiness: rounded(claim.check_worthiness),
            confidence: rounded(claim.confidence),
        }
    }
}

pub(super) fn rounded(probability: f32) -> f64 {
    (f64::from(probability) * 10_000.0).round() / 10_000.0
}
