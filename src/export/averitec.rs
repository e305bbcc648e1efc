//! Claims as the AVeriTeC data set of real-world claims has them (Schlichtkrull, Guo and Vlachos,
//! 2023): a JSON array of objects, `null` for what is not known. What fact-checkers add (label,
//! justification, questions) is not there.

use std::io::Write;

use serde::Serialize;

use super::ExportError;
use super::columns::published;
use super::country;
use crate::graph::{ArticleRecord, ClaimRecord, Record};
use crate::store::Store;

#[derive(Serialize)]
#[allow(non_snake_case, clippy::struct_field_names, reason = "the data set's own names")]
struct Claim<'a> {
    claim: &'a str,
    /// Day, month and year without leading zeros: `28-1-2025`.
    claim_date: Option<String>,
    speaker: Option<String>,
    original_claim_url: Option<&'a str>,
    reporting_source: Option<&'a str>,
    location_ISO_code: Option<&'static str>,
}

pub(super) fn write(store: &Store, mut out: impl Write) -> Result<(), ExportError> {
    let mut between = "[\n";
    store.each_record(|record, _| {
        let Record::Article(article, claims) = record else { return Ok(()) };
        for claim in claims {
            out.write_all(between.as_bytes())?;
            between = ",\n";
            let claim = described(store, article, claim)?;
            serde_json::to_writer(&mut out, &claim).map_err(std::io::Error::from)?;
        }
        Ok::<_, ExportError>(())
    })?;
    let end = if between == ",\n" { "\n]\n" } else { "[]\n" };
    Ok(out.write_all(end.as_bytes())?)
}

fn described<'a>(
    store: &Store,
    article: &'a ArticleRecord,
    claim: &'a ClaimRecord,
) -> Result<Claim<'a>, ExportError> {
    Ok(Claim {
        claim: &claim.text,
        claim_date: published(article)
            .map(|day| format!("{}-{}-{}", day.day(), day.month(), day.year())),
        speaker: speaker(store, claim)?.map(|speaker| speaker.name),
        original_claim_url: article.url.as_deref(),
        reporting_source: article.source.as_deref(),
        location_ISO_code: claim.place.as_ref().and_then(|place| country::code(&place.text)),
    })
}

/// Who makes a claim.
pub(super) struct Speaker {
    /// The name of the entity that the words mean, else the words.
    pub(super) name: String,
    /// What sort of thing it is, where that is known.
    pub(super) kind: Option<crate::graph::EntityKind>,
}

/// Who the text says makes the claim, where it says so.
pub(super) fn speaker(store: &Store, claim: &ClaimRecord) -> Result<Option<Speaker>, ExportError> {
    let Some(source) = &claim.source else { return Ok(None) };
    let entity = source.entity.as_deref().map(|entity| store.entity(entity)).transpose()?;
    Ok(Some(match entity.flatten() {
        Some(entity) => Speaker { name: entity.name, kind: Some(entity.kind) },
        None => Speaker { name: source.text.clone(), kind: None },
    }))
}
