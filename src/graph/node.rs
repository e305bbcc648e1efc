//! The nodes of the graph that an article and its claims make, as serde writes them. The class stands
//! before the IRI, as JSON-LD processors that stream want it.

use serde::Serialize;

use crate::claim::{Change, Kind, Modality, Number, Value};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SoftwareNode<'a> {
    pub(super) r#type: [&'static str; 2],
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) software_version: &'a str,
}

#[derive(Serialize)]
pub(super) struct ModelNode<'a> {
    pub(super) r#type: [&'static str; 2],
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) sha256: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExtractionNode<'a> {
    pub(super) r#type: &'static str,
    pub(super) id: &'a str,
    pub(super) used: &'a str,
    pub(super) was_associated_with: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_confidence: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArticleNode<'a> {
    pub(super) r#type: &'static str,
    pub(super) id: &'a str,
    pub(super) identifier: &'a str,
    pub(super) in_language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) publisher: Option<PublisherNode<'a>>,
}

#[derive(Serialize)]
pub(super) struct PublisherNode<'a> {
    pub(super) r#type: &'static str,
    pub(super) id: String,
    pub(super) name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AnnotationNode<'a> {
    pub(super) r#type: &'static str,
    pub(super) id: String,
    pub(super) motivated_by: &'static str,
    pub(super) has_body: &'a str,
    pub(super) has_target: Resource<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClaimNode<'a> {
    pub(super) r#type: &'static str,
    pub(super) id: &'a str,
    pub(super) text: &'a str,
    pub(super) in_language: &'static str,
    pub(super) appearance: &'a str,
    pub(super) was_derived_from: &'a str,
    pub(super) was_generated_by: &'a str,
    pub(super) predicate: Resource<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) about: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) object: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) mentions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quantity: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) normal_form: Option<ValueNode<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cause: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) time: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) temporal_coverage: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) spatial_coverage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cue: Option<Resource<'a>>,
    pub(super) quoted: bool,
    pub(super) modality: Modality,
    pub(super) negated: bool,
    pub(super) check_worthiness: String,
    pub(super) confidence: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Resource<'a> {
    pub(super) r#type: &'static str,
    pub(super) id: String,
    pub(super) has_source: &'a str,
    pub(super) has_selector: (PositionSelector, QuoteSelector<'a>),
}

#[derive(Serialize)]
pub(super) struct PositionSelector {
    pub(super) r#type: &'static str,
    pub(super) id: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Serialize)]
pub(super) struct QuoteSelector<'a> {
    pub(super) r#type: &'static str,
    pub(super) id: String,
    pub(super) exact: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) prefix: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suffix: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ValueNode<'a> {
    pub(super) r#type: &'static str,
    pub(super) id: String,
    pub(super) was_derived_from: Vec<String>,
    pub(super) kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) currency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) per: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) approximate: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) strict: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) change: Option<Change>,
}

impl<'a> ValueNode<'a> {
    /// The node with `id` of a value that is read from others: words, or values of other claims.
    pub(super) fn new(id: String, value: &'a Value, was_derived_from: Vec<String>) -> Self {
        let money = value.kind == Kind::Money;
        let unit = value.unit.as_str();
        Self {
            r#type: if money { "MonetaryAmount" } else { "QuantitativeValue" },
            id,
            was_derived_from,
            kind: value.kind,
            value: value.low.filter(|_| value.low == value.high).map(decimal),
            min_value: value.low.map(decimal),
            max_value: value.high.map(decimal),
            currency: money.then_some(unit),
            unit_code: unit_code(value.kind, unit),
            unit_text: (!money).then_some(unit),
            per: value.per.as_deref(),
            approximate: value.approximate,
            strict: value.strict,
            change: value.change,
        }
    }
}

/// `xsd:decimal` knows no exponent; nor does Rust's `Display`, which gives the shortest digits
/// that read back as the same number.
fn decimal(number: Number) -> String {
    number.0.to_string()
}

fn unit_code(kind: Kind, unit: &str) -> Option<String> {
    match (kind, unit) {
        (Kind::Money | Kind::Count, _) => None,
        (_, "%") => Some("P1".to_owned()),
        (_, "1") => Some("C62".to_owned()),
        (Kind::Percent, _) => None,
        (_, ucum) => Some(format!("ucum:{ucum}")),
    }
}
