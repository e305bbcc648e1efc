//! The facts that a page states: JSON-LD first, then `OpenGraph` and other `meta` elements, then
//! what the page shows.

use dom_query::Document;

use super::json_ld;
use super::text::one_line;
use crate::article::fields::Fields;

/// Names, properties and item properties of `meta` elements, the better ones first.
const TITLE: &[&str] =
    &["og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "headline"];
const DATE: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "datecreated",
];
const URL: &[&str] = &["og:url", "twitter:url", "parsely-link"];
const SOURCE: &[&str] = &[
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "publisher",
    "application-name",
];
const AUTHOR: &[&str] = &[
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
];
const LANG: &[&str] = &["og:locale", "content-language", "language", "dc.language"];

/// What the page states. Its `lang` may be a locale.
pub(super) fn of(document: &Document) -> Fields {
    let stated = json_ld::fields(document);
    let meta = Meta::of(document);
    let shown = |selector: &str, attribute: &str| {
        let value = document.select_single(selector).attr(attribute)?;
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    Fields {
        id: None,
        title: stated.title.or_else(|| meta.first(TITLE, |_| true)),
        date: stated
            .date
            .or_else(|| meta.first(DATE, |_| true))
            .or_else(|| {
                shown("time[itemprop=datePublished][datetime], time[pubdate][datetime]", "datetime")
            })
            .or_else(|| shown("article time[datetime], main time[datetime]", "datetime"))
            .or_else(|| shown("time[datetime]", "datetime")),
        url: shown("link[rel~=canonical][href^=http]", "href")
            .or(stated.url)
            .or_else(|| meta.first(URL, is_address)),
        source: stated.source.or_else(|| meta.first(SOURCE, |name| !is_address(name))),
        // Some give the address of the author's page for the name.
        author: stated.author.or_else(|| meta.first(AUTHOR, |name| !is_address(name))),
        lang: shown("html[lang]", "lang").or(stated.lang).or_else(|| meta.first(LANG, |_| true)),
    }
}

fn is_address(value: &str) -> bool {
    value.starts_with("http") || value.starts_with("//") || value.starts_with('@')
}

/// The `meta` elements of a page: name in small letters, content.
struct Meta(Vec<(String, String)>);

impl Meta {
    fn of(document: &Document) -> Self {
        let mut meta = Vec::new();
        for element in &document.select("meta[content]") {
            let content = one_line(&element.attr_or("content", ""));
            for attribute in ["property", "name", "itemprop", "http-equiv"] {
                let Some(names) = element.attr(attribute) else { continue };
                for name in names.split_whitespace() {
                    meta.push((name.to_ascii_lowercase(), content.clone()));
                }
            }
        }
        Self(meta)
    }

    fn first(&self, names: &[&str], accept: fn(&str) -> bool) -> Option<String> {
        names.iter().find_map(|name| {
            let mut found =
                self.0.iter().filter(|(known, _)| known == name).map(|(_, content)| content);
            found.find(|content| !content.is_empty() && accept(content)).cloned()
        })
    }
}
