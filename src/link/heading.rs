//! What is kept of every article.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::archive::{Archive, survey};
use crate::Lang;
use crate::graph::ArticleRecord;

/// What stands above an article.
#[derive(Debug)]
pub(super) struct Heading {
    pub(super) id: Box<str>,
    pub(super) lang: Lang,
    /// When it was published, as it is recorded.
    pub(super) date: Option<Box<str>>,
    /// The day of it.
    pub(super) written: Option<Date>,
    /// The outlet in small letters.
    outlet: Option<Box<str>>,
}

impl Heading {
    pub(super) fn of(article: &ArticleRecord) -> Self {
        Self {
            id: article.id.as_str().into(),
            lang: article.lang,
            date: article.date.as_deref().map(Box::from),
            written: written(article),
            outlet: article.source.as_ref().map(|source| source.to_lowercase().into()),
        }
    }
}

/// What stands above each article.
pub(super) fn headings<A: Archive>(archive: &A) -> Result<Vec<Heading>, A::Error> {
    let mut headings = Vec::new();
    survey(archive, A::article, |article| Heading::of(article), |heading| headings.push(heading))?;
    Ok(headings)
}

/// The day on which an article was published.
pub(super) fn written(article: &ArticleRecord) -> Option<Date> {
    article.date.as_deref()?.get(..10)?.parse().ok()
}

/// Pairs of articles of the same outlet, enough of them to tell all.
pub(super) fn same_outlet(headings: &[Heading]) -> Vec<(u32, u32)> {
    let mut first: FxHashMap<&str, u32> = FxHashMap::default();
    (0_u32..)
        .zip(headings)
        .filter_map(|(number, heading)| {
            let outlet = heading.outlet.as_deref()?;
            Some((*first.entry(outlet).or_insert(number), number))
        })
        .collect()
}
