//! What a page says in JSON-LD in the vocabulary of schema.org.

use std::collections::HashMap;

use dom_query::Document;
use serde_json::{Map, Value};

use crate::article::fields::{self, Fields};

/// Types of an article, the better ones first: a page's news article goes before the web page
/// around it.
const TYPES: &[&str] = &[
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "AskPublicNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Article",
    "Report",
    "SatiricalArticle",
    "AdvertiserContentArticle",
    "ScholarlyArticle",
    "TechArticle",
    "SocialMediaPosting",
];
/// Objects are searched to this depth.
const DEEPEST: usize = 12;

/// The facts that the page's best article object states.
pub(super) fn fields(document: &Document) -> Fields {
    let scripts: Vec<Value> = document
        .select("script")
        .iter()
        .filter(|script| {
            script.attr("type").is_some_and(|kind| {
                kind.split(';')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .eq_ignore_ascii_case("application/ld+json")
            })
        })
        .filter_map(|script| parse(&script.text()))
        .collect();
    let mut objects = Vec::new();
    for value in &scripts {
        collect(value, 0, &mut objects);
    }
    // Parts of a graph name each other by `@id`; the fullest object of an id is its definition.
    let mut by_id: HashMap<&str, &Map<String, Value>> = HashMap::new();
    for object in &objects {
        if let Some(id) = object.get("@id").and_then(Value::as_str) {
            let known = by_id.entry(id).or_insert(object);
            if object.len() > known.len() {
                *known = object;
            }
        }
    }
    let ranked = objects.iter().filter_map(|object| Some((rank(object)?, object)));
    match ranked.min_by_key(|(rank, _)| *rank) {
        Some((_, article)) => read(article, &by_id),
        None => Fields::default(),
    }
}

/// JSON as pages write it: in comments or CDATA, with bare line ends inside strings.
fn parse(script: &str) -> Option<Value> {
    let mut json = script.trim();
    for (open, close) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")] {
        json = json.strip_prefix(open).unwrap_or(json).trim();
        json = json.strip_suffix(close).unwrap_or(json).trim();
    }
    let json = json.trim_end_matches(';');
    serde_json::from_str(json)
        .or_else(|_| serde_json::from_str(&json.replace(|c: char| c.is_control(), " ")))
        .ok()
}

/// Every object in `value`, in the order they stand.
fn collect<'v>(value: &'v Value, depth: usize, objects: &mut Vec<&'v Map<String, Value>>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|item| collect(item, depth + 1, objects)),
        Value::Object(object) => {
            objects.push(object);
            object.values().for_each(|item| collect(item, depth + 1, objects));
        }
        _ => {}
    }
}

fn rank(object: &Map<String, Value>) -> Option<usize> {
    let rank = |kind: &Value| {
        let name = kind.as_str()?.rsplit(['/', ':', '#']).next()?;
        TYPES.iter().position(|known| *known == name)
    };
    match object.get("@type")? {
        Value::Array(kinds) => kinds.iter().filter_map(rank).min(),
        kind => rank(kind),
    }
}

fn read(article: &Map<String, Value>, by_id: &HashMap<&str, &Map<String, Value>>) -> Fields {
    let first = |keys: &[&str]| {
        keys.iter().find_map(|key| {
            let name = fields::names(&resolve(article.get(*key)?, by_id))?;
            Some(plain(&name)).filter(|name| !name.is_empty())
        })
    };
    let address = |key: &str| match article.get(key)? {
        Value::Object(page) => page.get("@id").or_else(|| page.get("url"))?.as_str(),
        value => value.as_str(),
    };
    Fields {
        id: None,
        title: first(&["headline", "name", "alternativeHeadline"]),
        date: first(&["datePublished", "dateCreated", "uploadDate"]),
        url: ["url", "mainEntityOfPage", "@id"]
            .iter()
            .filter_map(|key| address(key))
            .find(|address| address.starts_with("http"))
            .map(str::to_owned),
        source: first(&["publisher", "sourceOrganization", "provider"]),
        author: first(&["author", "creator"]),
        lang: first(&["inLanguage"]),
    }
}

/// `value` with the objects that it only names by `@id` in their places.
fn resolve(value: &Value, by_id: &HashMap<&str, &Map<String, Value>>) -> Value {
    match value {
        Value::Array(list) => list.iter().map(|item| resolve(item, by_id)).collect(),
        Value::Object(object) if !object.contains_key("name") => {
            let id = object.get("@id").and_then(Value::as_str);
            id.and_then(|id| by_id.get(id))
                .map_or(value.clone(), |found| Value::Object((*found).clone()))
        }
        value => value.clone(),
    }
}

/// `text` with the character references decoded that content systems leave in their JSON.
fn plain(text: &str) -> String {
    if text.contains(['&', '<']) {
        super::text::one_line(&Document::fragment(text).text())
    } else {
        super::text::one_line(text)
    }
}
