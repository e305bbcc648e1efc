//! Writes the claim graph as JSON-LD 1.1, one node a line, in the order in which it is given.
//!
//! Nothing is kept but the article in hand: memory does not grow with the graph. The terms are
//! described in [`super::vocabulary`].

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::quote::Quotes;
use super::record::{ArticleRecord, ClaimRecord, Words};
use super::vocabulary;
use crate::claim::{Change, Kind, Modality, Number, Value};

/// Who derived the claims: what the graph says of its own making.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// Version of dixit.
    pub version: String,
    /// Name of the model.
    pub model: String,
    /// Hex SHA-256 of the model's weights.
    pub model_digest: String,
    /// Name of the precision that the model ran in.
    pub precision: String,
    /// The least confidence of the claims kept, where the user gave one.
    pub min_confidence: Option<f32>,
}

impl Provenance {
    fn extraction(&self) -> String {
        let least = self.min_confidence.map_or_else(String::new, |least| format!("\n{least}"));
        let Self { version, model_digest, precision, .. } = self;
        let made_by = format!("{version}\n{model_digest}\n{precision}{least}");
        iri("extraction", &crate::hex(&Sha256::digest(made_by.as_bytes()))[..16])
    }
}

/// Writes a graph node by node.
#[derive(Debug)]
pub struct GraphWriter<W> {
    out: W,
    extraction: String,
    first: bool,
}

impl<W: Write> GraphWriter<W> {
    /// Begins a graph: the context and the provenance.
    ///
    /// # Errors
    ///
    /// When `out` cannot be written.
    pub fn new(mut out: W, provenance: &Provenance) -> io::Result<Self> {
        out.write_all(b"{\"@context\":")?;
        out.write_all(vocabulary::CONTEXT.trim_end().as_bytes())?;
        out.write_all(b",\n\"@graph\":[")?;
        let extraction = provenance.extraction();
        let software = iri("software", &provenance.version);
        let model = iri("model", &provenance.model_digest);
        let mut graph = Self { out, extraction, first: true };
        graph.node(&SoftwareNode {
            id: &software,
            r#type: ["SoftwareAgent", "SoftwareApplication"],
            name: "dixit",
            software_version: &provenance.version,
        })?;
        graph.node(&ModelNode {
            id: &model,
            r#type: ["Entity", "MediaObject"],
            name: &provenance.model,
            sha256: &provenance.model_digest,
        })?;
        graph.node(&ExtractionNode {
            id: &graph.extraction.clone(),
            r#type: "Activity",
            used: &model,
            was_associated_with: &software,
            min_confidence: provenance.min_confidence.map(|least| least.to_string()),
        })?;
        Ok(graph)
    }

    /// Writes an article and its claims.
    ///
    /// # Errors
    ///
    /// When `out` cannot be written.
    pub fn article<'a>(
        &mut self,
        article: &ArticleRecord,
        claims: impl IntoIterator<Item = &'a ClaimRecord>,
    ) -> io::Result<()> {
        let id = iri("article", &article.id);
        let publisher = article.source.as_deref().map(|name| PublisherNode {
            id: format!("{id}#publisher"),
            r#type: "Organization",
            name,
        });
        self.node(&ArticleNode {
            id: &id,
            r#type: "NewsArticle",
            identifier: &article.id,
            in_language: article.lang.code(),
            headline: article.title.as_deref(),
            date_published: article.date.as_deref(),
            url: article.url.as_deref(),
            publisher,
        })?;
        let quotes = Quotes::new(&article.text);
        let extraction = self.extraction.clone();
        for claim in claims {
            let evidence =
                Evidence { claim: iri("claim", &claim.id), article: &id, quotes: &quotes };
            self.node(&evidence.annotation(claim))?;
            self.node(&evidence.claim(claim, &extraction))?;
        }
        Ok(())
    }

    /// Ends the graph and gives back what it was written to.
    ///
    /// # Errors
    ///
    /// When `out` cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn node(&mut self, node: &impl Serialize) -> io::Result<()> {
        self.out.write_all(if self.first { b"\n" } else { b",\n" })?;
        self.first = false;
        Ok(serde_json::to_writer(&mut self.out, node)?)
    }
}

/// A claim's nodes and the words that they point at.
struct Evidence<'a> {
    claim: String,
    article: &'a str,
    quotes: &'a Quotes<'a>,
}

impl Evidence<'_> {
    fn annotation(&self, claim: &ClaimRecord) -> AnnotationNode<'_> {
        let (start, end) = (claim.sentence.start, claim.sentence.end);
        let exact = self.quotes.slice(start..end);
        AnnotationNode {
            id: format!("{}#annotation", self.claim),
            r#type: "Annotation",
            motivated_by: "describing",
            has_body: &self.claim,
            has_target: self.resource("sentence", exact, start, end),
        }
    }

    fn claim<'c>(&'c self, claim: &'c ClaimRecord, extraction: &'c str) -> ClaimNode<'c> {
        let words =
            |role, words: &'c Words| self.resource(role, &words.text, words.start, words.end);
        let part = |role, part: &'c Option<Words>| part.as_ref().map(|part| words(role, part));
        let value = claim.quantity.as_ref().and_then(|quantity| quantity.value.as_ref());
        ClaimNode {
            id: &self.claim,
            r#type: "Claim",
            text: &claim.text,
            in_language: claim.lang.code(),
            appearance: self.article,
            was_derived_from: self.article,
            was_generated_by: extraction,
            predicate: words("predicate", &claim.predicate),
            subject: part("subject", &claim.subject),
            object: part("object", &claim.object),
            quantity: claim.quantity.as_ref().map(|part| words("quantity", &part.words)),
            normal_form: value.map(|value| ValueNode::new(&self.claim, value)),
            cause: part("cause", &claim.cause),
            time: claim.time.as_ref().map(|part| words("time", &part.words)),
            temporal_coverage: claim.time.as_ref().and_then(|time| time.value.as_deref()),
            place: part("place", &claim.place),
            source: part("source", &claim.source),
            cue: part("cue", &claim.cue),
            quoted: claim.quoted,
            modality: claim.modality,
            negated: claim.negated,
            check_worthiness: claim.check_worthiness.to_string(),
            confidence: claim.confidence.to_string(),
        }
    }

    fn resource<'t>(
        &'t self,
        role: &str,
        exact: &'t str,
        start: usize,
        end: usize,
    ) -> Resource<'t> {
        let id = format!("{}#{role}", self.claim);
        let position = format!("{id}.position");
        let quote = format!("{id}.quote");
        Resource {
            id,
            r#type: "SpecificResource",
            has_source: self.article,
            has_selector: (
                PositionSelector { id: position, r#type: "TextPositionSelector", start, end },
                QuoteSelector {
                    id: quote,
                    r#type: "TextQuoteSelector",
                    exact,
                    prefix: self.quotes.prefix(start),
                    suffix: self.quotes.suffix(end),
                },
            ),
        }
    }
}

/// The IRI of a node of `class` with `id`, which may hold any characters.
fn iri(class: &str, id: &str) -> String {
    let mut iri = format!("urn:dixit:{class}:");
    for byte in id.bytes() {
        // RFC 3986: unreserved characters, and of the others those that a URN may hold and that
        // ids are likely to have.
        if byte.is_ascii_alphanumeric() || b"-._~:@/".contains(&byte) {
            iri.push(char::from(byte));
        } else {
            iri.push('%');
            iri.push_str(&crate::hex(&[byte]).to_ascii_uppercase());
        }
    }
    iri
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SoftwareNode<'a> {
    id: &'a str,
    r#type: [&'static str; 2],
    name: &'a str,
    software_version: &'a str,
}

#[derive(Serialize)]
struct ModelNode<'a> {
    id: &'a str,
    r#type: [&'static str; 2],
    name: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExtractionNode<'a> {
    id: &'a str,
    r#type: &'static str,
    used: &'a str,
    was_associated_with: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_confidence: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArticleNode<'a> {
    id: &'a str,
    r#type: &'static str,
    identifier: &'a str,
    in_language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<PublisherNode<'a>>,
}

#[derive(Serialize)]
struct PublisherNode<'a> {
    id: String,
    r#type: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AnnotationNode<'a> {
    id: String,
    r#type: &'static str,
    motivated_by: &'static str,
    has_body: &'a str,
    has_target: Resource<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClaimNode<'a> {
    id: &'a str,
    r#type: &'static str,
    text: &'a str,
    in_language: &'static str,
    appearance: &'a str,
    was_derived_from: &'a str,
    was_generated_by: &'a str,
    predicate: Resource<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    normal_form: Option<ValueNode<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporal_coverage: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Resource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<Resource<'a>>,
    quoted: bool,
    modality: Modality,
    negated: bool,
    check_worthiness: String,
    confidence: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Resource<'a> {
    id: String,
    r#type: &'static str,
    has_source: &'a str,
    has_selector: (PositionSelector, QuoteSelector<'a>),
}

#[derive(Serialize)]
struct PositionSelector {
    id: String,
    r#type: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct QuoteSelector<'a> {
    id: String,
    r#type: &'static str,
    exact: &'a str,
    prefix: &'a str,
    suffix: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ValueNode<'a> {
    id: String,
    r#type: &'static str,
    was_derived_from: String,
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    per: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    approximate: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    strict: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Change>,
}

impl<'a> ValueNode<'a> {
    fn new(claim: &str, value: &'a Value) -> Self {
        let money = value.kind == Kind::Money;
        let unit = value.unit.as_str();
        Self {
            id: format!("{claim}#value"),
            r#type: if money { "MonetaryAmount" } else { "QuantitativeValue" },
            was_derived_from: format!("{claim}#quantity"),
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
