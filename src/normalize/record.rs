//! What `dixit quantities` writes.

use serde::Serialize;

use crate::claim::Value;
use crate::{CodePointSpan, CodePoints, Lang};

/// A line of text with its quantities.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuantitiesRecord {
    /// The text as it was read.
    pub text: String,
    /// Its quantities, in order.
    pub quantities: Vec<QuantityRecord>,
}

/// A quantity with its place, counted in code points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuantityRecord {
    /// The words.
    pub text: String,
    /// Where they stand in the text.
    #[serde(flatten)]
    pub span: CodePointSpan,
    /// Their normal form.
    pub value: Value,
}

impl QuantitiesRecord {
    /// Reads the quantities of `text`.
    #[must_use]
    pub fn new(text: &str, lang: Lang) -> Self {
        let points = CodePoints::new(text);
        let quantities = super::quantities(text, lang).into_iter().map(|mention| QuantityRecord {
            text: mention.span.of(text).to_owned(),
            span: points.span(mention.span),
            value: mention.value,
        });
        Self { text: text.to_owned(), quantities: quantities.collect() }
    }
}
