//! The facts that a file states about an article.

use serde_json::{Map, Value};

use super::error::ReadError;

/// What a file states about an article, as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
    pub(super) source: Option<String>,
    pub(super) author: Option<String>,
    /// A language tag.
    pub(super) lang: Option<String>,
}

/// Names that data sets and feeds give each field, ours first.
const ID: &[&str] = &["id", "_id", "uuid", "guid", "identifier"];
const TEXT: &[&str] =
    &["text", "body", "content", "articleBody", "article_body", "full_text", "maintext", "article"];
const TITLE: &[&str] = &["title", "headline", "name"];
const DATE: &[&str] = &[
    "date",
    "published",
    "datePublished",
    "date_published",
    "published_at",
    "publishedAt",
    "publish_date",
    "publication_date",
    "published_date",
    "pubDate",
    "pub_date",
    "date_publish",
    "created_at",
    "timestamp",
];
const URL: &[&str] = &["url", "link", "canonical_url", "canonical", "uri", "permalink"];
const SOURCE: &[&str] =
    &["source", "publisher", "outlet", "site_name", "sitename", "publication", "site", "domain"];
const AUTHOR: &[&str] = &["author", "authors", "byline", "creator", "by"];
const LANG: &[&str] = &["lang", "language", "inLanguage", "locale"];

impl Fields {
    /// Reads the fields of `object`; `null` and empty strings count as absent, unknown fields are
    /// passed over.
    pub(super) fn of(object: &Map<String, Value>) -> Result<Self, ReadError> {
        Ok(Self {
            id: read(object, ID, "a string or a number", scalar)?,
            title: read(object, TITLE, "a string", string)?,
            date: read(object, DATE, "a string such as \"2025-01-27\" or a Unix time", scalar)?,
            url: read(object, URL, "a string", string)?,
            source: read(object, SOURCE, "a string or an object with a `name`", names)?,
            author: read(
                object,
                AUTHOR,
                "a string, an object with a `name`, or a list of them",
                names,
            )?,
            lang: read(object, LANG, "a string such as \"fr\" or \"en\"", string)?,
        })
    }

    /// The same, but what has a wrong type is passed over: for what no user wrote with dixit in
    /// mind.
    pub(super) fn lenient(object: &Map<String, Value>) -> Self {
        let text = |names, of| read(object, names, "", of).unwrap_or_default();
        Self {
            id: None,
            title: text(TITLE, string),
            date: text(DATE, scalar),
            url: text(URL, string),
            source: text(SOURCE, names),
            author: text(AUTHOR, names),
            lang: text(LANG, string),
        }
    }
}

/// The article's text, white space and all.
pub(super) fn text(object: &mut Map<String, Value>) -> Result<String, ReadError> {
    let present = |name: &&&str| object.get(**name).is_some_and(|value| !value.is_null());
    match TEXT.iter().find(present) {
        None => Err(ReadError::NoText(object.keys().cloned().collect())),
        Some(name) => match object.remove(*name) {
            Some(Value::String(text)) => Ok(text),
            other => Err(wrong_type(name, "a string", &other.unwrap_or_default())),
        },
    }
}

fn read(
    object: &Map<String, Value>,
    names: &[&str],
    expected: &'static str,
    of: fn(&Value) -> Option<String>,
) -> Result<Option<String>, ReadError> {
    for name in names {
        match object.get(*name) {
            None | Some(Value::Null) => {}
            Some(value) => match of(value) {
                Some(text) if text.trim().is_empty() => {}
                Some(text) => return Ok(Some(text.trim().to_owned())),
                None => return Err(wrong_type(name, expected, value)),
            },
        }
    }
    Ok(None)
}

fn wrong_type(field: &str, expected: &'static str, found: &Value) -> ReadError {
    ReadError::WrongType { field: field.to_owned(), expected, found: type_name(found) }
}

/// What JSON calls the type of `value`.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        value => string(value),
    }
}

/// A name, the name of an object, or the names of a list of either, with commas between.
pub(super) fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(object) => {
            ["name", "title", "legalName"].iter().find_map(|key| string(object.get(*key)?))
        }
        Value::Array(list) => {
            let names: Option<Vec<String>> = list.iter().map(names).collect();
            Some(
                names?
                    .into_iter()
                    .filter(|name| !name.trim().is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
            )
        }
        _ => None,
    }
}
