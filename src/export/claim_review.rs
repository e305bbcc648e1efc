//! Drafts of schema.org `ClaimReview`, one for each claim, in one JSON-LD document: what is
//! reviewed is there; reviewer, rating, date and address of the review are the fact-checker's to
//! fill in.

use std::io::Write;

use serde::Serialize;

use super::ExportError;
use super::averitec::speaker;
use crate::graph::{ArticleRecord, ClaimRecord, EntityKind, Record};
use crate::store::Store;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClaimReview<'a> {
    #[serde(rename = "@type")]
    r#type: &'static str,
    claim_reviewed: &'a str,
    in_language: &'static str,
    item_reviewed: Claim<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claim<'a> {
    #[serde(rename = "@type")]
    r#type: &'static str,
    identifier: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    appearance: Article<'a>,
}

#[derive(Serialize)]
struct Named {
    #[serde(rename = "@type")]
    r#type: &'static str,
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Article<'a> {
    #[serde(rename = "@type")]
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Named>,
}

pub(super) fn write(store: &Store, mut out: impl Write) -> Result<(), ExportError> {
    out.write_all(b"{\"@context\":\"https://schema.org\",\"@graph\":[")?;
    let mut between = "\n";
    store.each_record(|record, _| {
        let Record::Article(article, claims) = record else { return Ok(()) };
        for claim in claims {
            out.write_all(between.as_bytes())?;
            between = ",\n";
            let draft = draft(store, article, claim)?;
            serde_json::to_writer(&mut out, &draft).map_err(std::io::Error::from)?;
        }
        Ok::<_, ExportError>(())
    })?;
    Ok(out.write_all(b"\n]}\n")?)
}

fn draft<'a>(
    store: &Store,
    article: &'a ArticleRecord,
    claim: &'a ClaimRecord,
) -> Result<ClaimReview<'a>, ExportError> {
    let organization = |name: &str| Named { r#type: "Organization", name: name.to_owned() };
    let author = speaker(store, claim)?.map(|speaker| Named {
        // schema.org wants a person or an organisation here; a country that speaks is one.
        r#type: match speaker.kind {
            Some(EntityKind::Organization | EntityKind::Place) => "Organization",
            Some(EntityKind::Person) => "Person",
            Some(EntityKind::Thing) | None => "Thing",
        },
        name: speaker.name,
    });
    Ok(ClaimReview {
        r#type: "ClaimReview",
        claim_reviewed: &claim.text,
        in_language: claim.lang.code(),
        item_reviewed: Claim {
            r#type: "Claim",
            identifier: &claim.id,
            // What no source is named for, the outlet says itself.
            author: author.or_else(|| article.source.as_deref().map(organization)),
            date_published: article.date.as_deref(),
            appearance: Article {
                r#type: "NewsArticle",
                url: article.url.as_deref(),
                headline: article.title.as_deref(),
                date_published: article.date.as_deref(),
                publisher: article.source.as_deref().map(organization),
            },
        },
    })
}
