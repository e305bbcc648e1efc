//! The nodes of the graph that entities, links, groups and copies make, as serde writes them.

use serde::Serialize;

use super::iri::{escaped, iri, pair};
use super::linked::{
    CopyRecord, EntityMention, EntityRecord, GroupRecord, Label, LinkRecord, Relation,
};
use super::node::{AnnotationNode, PositionSelector, QuoteSelector, Resource, ValueNode};
use crate::entity::EntityKind;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EntityNode<'a> {
    r#type: EntityKind,
    id: &'a str,
    identifier: &'a str,
    name: &'a str,
    /// Each article once.
    mentioned_in: Vec<String>,
    was_generated_by: &'a str,
}

impl<'a> EntityNode<'a> {
    pub(super) fn new(id: &'a str, entity: &'a EntityRecord, extraction: &'a str) -> Self {
        let mut articles: Vec<_> =
            entity.mentions.iter().map(|mention| mention.article.as_str()).collect();
        articles.sort_unstable();
        articles.dedup();
        Self {
            r#type: entity.kind,
            id,
            identifier: &entity.id,
            name: &entity.name,
            mentioned_in: articles.into_iter().map(|article| iri("article", article)).collect(),
            was_generated_by: extraction,
        }
    }
}

/// Ties the words of an entity's mention to it; `article` is the IRI of the mention's article.
pub(super) fn mention<'a>(
    entity: &'a str,
    mention: &'a EntityMention,
    article: &'a str,
) -> AnnotationNode<'a> {
    let EntityMention { start, end, text, .. } = mention;
    let id = format!("{entity}#{}.{start}-{end}", escaped(&mention.article));
    let words = format!("{id}.words");
    AnnotationNode {
        r#type: "Annotation",
        motivated_by: "identifying",
        has_body: entity,
        has_target: Resource {
            r#type: "SpecificResource",
            has_source: article,
            has_selector: (
                PositionSelector {
                    r#type: "TextPositionSelector",
                    id: format!("{words}.position"),
                    start: *start,
                    end: *end,
                },
                QuoteSelector {
                    r#type: "TextQuoteSelector",
                    id: format!("{words}.quote"),
                    exact: text,
                    prefix: None,
                    suffix: None,
                },
            ),
            id: words,
        },
        id,
    }
}

/// One of two nodes that a link or a copy ties, with the plain triple that says so.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tied {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    agrees_with: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disagrees_with: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alternate_of: Option<String>,
}

impl Tied {
    fn new(relation: &str, id: &str, other: &str) -> Self {
        let other = |name| (relation == name).then(|| other.to_owned());
        Self {
            id: id.to_owned(),
            agrees_with: other(AGREES),
            disagrees_with: other(DISAGREES),
            alternate_of: other(ALTERNATE),
        }
    }
}

const AGREES: &str = "agreesWith";
const DISAGREES: &str = "disagreesWith";
const ALTERNATE: &str = "alternateOf";

/// A statement about a link or a copy: what is known of it beyond that it is one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StatementNode<'a> {
    r#type: &'static str,
    id: String,
    first: Tied,
    relation: &'static str,
    second: Tied,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shared_text: Option<String>,
    was_generated_by: &'a str,
}

impl<'a> StatementNode<'a> {
    fn new(id: String, ends: [&str; 2], relation: &'static str, extraction: &'a str) -> Self {
        let [first, second] = ends;
        Self {
            r#type: "Statement",
            id,
            first: Tied::new(relation, first, second),
            relation,
            second: Tied::new(relation, second, first),
            confidence: None,
            why: None,
            shared_text: None,
            was_generated_by: extraction,
        }
    }

    pub(super) fn link(link: &'a LinkRecord, extraction: &'a str) -> Self {
        let ends = [&link.a, &link.b].map(|claim| iri("claim", claim));
        let relation = match link.relation {
            Relation::Agrees => AGREES,
            Relation::Contradicts => DISAGREES,
        };
        Self {
            confidence: Some(link.confidence.to_string()),
            why: Some(&link.why),
            ..Self::new(
                pair("link", &link.a, &link.b),
                ends.each_ref().map(String::as_str),
                relation,
                extraction,
            )
        }
    }

    pub(super) fn copy(copy: &CopyRecord, extraction: &'a str) -> Self {
        let ends = [&copy.a, &copy.b].map(|article| iri("article", article));
        Self {
            shared_text: Some(copy.shared.to_string()),
            ..Self::new(
                pair("copy", &copy.a, &copy.b),
                ends.each_ref().map(String::as_str),
                ALTERNATE,
                extraction,
            )
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GroupNode<'a> {
    r#type: &'static str,
    id: String,
    identifier: &'a str,
    label: &'a Label,
    has_part: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    normal_form: Vec<ValueNode<'a>>,
    independent_sources: usize,
    was_generated_by: &'a str,
}

impl<'a> GroupNode<'a> {
    pub(super) fn new(group: &'a GroupRecord, extraction: &'a str) -> Self {
        let id = iri("group", &group.id);
        let claims = |claims: &[String], part: &str| {
            claims.iter().map(|claim| iri("claim", claim) + part).collect::<Vec<_>>()
        };
        let values = group.values.iter().zip(1..).map(|(value, number)| {
            let id = format!("{id}#value.{number}");
            ValueNode::new(id, &value.value, claims(&value.claims, "#value"))
        });
        Self {
            r#type: "Collection",
            identifier: &group.id,
            label: &group.label,
            has_part: claims(&group.claims, ""),
            normal_form: values.collect(),
            independent_sources: group.sources,
            was_generated_by: extraction,
            id,
        }
    }
}
