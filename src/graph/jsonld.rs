//! Writes the claim graph as JSON-LD 1.1, one node a line, in the order in which it is given.
//!
//! Nothing is kept but the article in hand: memory does not grow with the graph. The terms are
//! described in [`super::vocabulary`].

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::iri::iri;
use super::linked::EntityRecord;
use super::linked_node::{EntityNode, GroupNode, StatementNode, mention};
use super::node::{
    AnnotationNode, ArticleNode, ClaimNode, ExtractionNode, ModelNode, PositionSelector,
    PublisherNode, QuoteSelector, Resource, SoftwareNode, ValueNode,
};
use super::quote::Quotes;
use super::record::{ArticleRecord, ClaimRecord, Record, Words};
use super::vocabulary;

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
            r#type: ["SoftwareAgent", "SoftwareApplication"],
            id: &software,
            name: "dixit",
            software_version: &provenance.version,
        })?;
        graph.node(&ModelNode {
            r#type: ["Entity", "MediaObject"],
            id: &model,
            name: &provenance.model,
            sha256: &provenance.model_digest,
        })?;
        graph.node(&ExtractionNode {
            r#type: "Activity",
            id: &graph.extraction.clone(),
            used: &model,
            was_associated_with: &software,
            min_confidence: provenance.min_confidence.map(|least| least.to_string()),
        })?;
        Ok(graph)
    }

    /// Writes what a record says.
    ///
    /// # Errors
    ///
    /// When `out` cannot be written.
    pub fn record(&mut self, record: Record<'_>) -> io::Result<()> {
        let extraction = self.extraction.clone();
        match record {
            Record::Article(article, claims) => self.article(article, claims),
            Record::Entity(entity) => self.entity(entity),
            Record::Link(link) => self.node(&StatementNode::link(link, &extraction)),
            Record::Group(group) => self.node(&GroupNode::new(group, &extraction)),
            Record::Copy(copy) => self.node(&StatementNode::copy(copy, &extraction)),
        }
    }

    /// Writes an article and its claims.
    ///
    /// # Errors
    ///
    /// When `out` cannot be written.
    pub fn article(&mut self, article: &ArticleRecord, claims: &[ClaimRecord]) -> io::Result<()> {
        let id = iri("article", &article.id);
        let publisher = article.source.as_deref().map(|name| PublisherNode {
            r#type: "Organization",
            id: format!("{id}#publisher"),
            name,
        });
        self.node(&ArticleNode {
            r#type: "NewsArticle",
            id: &id,
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

    fn entity(&mut self, entity: &EntityRecord) -> io::Result<()> {
        let id = iri("entity", &entity.id);
        let extraction = self.extraction.clone();
        self.node(&EntityNode::new(&id, entity, &extraction))?;
        for words in &entity.mentions {
            let article = iri("article", &words.article);
            self.node(&mention(&id, words, &article))?;
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
            r#type: "Annotation",
            id: format!("{}#annotation", self.claim),
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
        let entity = |part: &Option<Words>| {
            part.as_ref()?.entity.as_deref().map(|entity| iri("entity", entity))
        };
        let mut mentions: Vec<_> =
            [&claim.object, &claim.cause].into_iter().filter_map(entity).collect();
        mentions.dedup();
        ClaimNode {
            r#type: "Claim",
            id: &self.claim,
            text: &claim.text,
            in_language: claim.lang.code(),
            appearance: self.article,
            was_derived_from: self.article,
            was_generated_by: extraction,
            predicate: words("predicate", &claim.predicate),
            subject: part("subject", &claim.subject),
            about: entity(&claim.subject),
            object: part("object", &claim.object),
            mentions,
            quantity: claim.quantity.as_ref().map(|part| words("quantity", &part.words)),
            normal_form: value.map(|value| {
                let words = format!("{}#quantity", self.claim);
                ValueNode::new(format!("{}#value", self.claim), value, vec![words])
            }),
            cause: part("cause", &claim.cause),
            time: claim.time.as_ref().map(|part| words("time", &part.words)),
            temporal_coverage: claim.time.as_ref().and_then(|time| time.value.as_deref()),
            place: part("place", &claim.place),
            spatial_coverage: entity(&claim.place),
            source: part("source", &claim.source),
            author: entity(&claim.source),
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
                PositionSelector { r#type: "TextPositionSelector", id: position, start, end },
                QuoteSelector {
                    r#type: "TextQuoteSelector",
                    id: quote,
                    exact,
                    prefix: Some(self.quotes.prefix(start)),
                    suffix: Some(self.quotes.suffix(end)),
                },
            ),
        }
    }
}
