//! Articles as JSON objects: one, a list of them, or one a line.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use super::Draft;
use super::decode::decode;
use super::error::ReadError;
use super::fields::{self, Fields};

/// The article that a line of a `.jsonl` file holds. The first line may begin with a byte order
/// mark.
pub(super) fn line(line: &[u8], first: bool) -> Result<Draft, ReadError> {
    if first && (line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff")) {
        return Err(ReadError::Binary("UTF-16, where JSON Lines are UTF-8"));
    }
    let bare = line.trim_ascii_end();
    let text = match std::str::from_utf8(bare) {
        Ok(text) => text.to_owned(),
        Err(_) => decode(bare, None)?,
    };
    let value =
        parse(text.trim_start_matches('\u{feff}')).map_err(|error| explain(&error, false))?;
    article(value)
}

/// The articles of a `.json` file.
pub(super) fn articles(text: &str) -> Result<VecDeque<Result<Draft, ReadError>>, ReadError> {
    let value = match parse(text) {
        Ok(value) => value,
        Err(_) if text.trim().is_empty() => return Ok(VecDeque::from([Ok(Draft::default())])),
        Err(error) => {
            let mut error = explain(&error, true);
            if let ReadError::Json { message, .. } = &mut error
                && text.lines().next().is_some_and(|line| is_object(line.as_bytes()))
            {
                message.push_str("; one article a line belongs into a .jsonl file");
            }
            return Err(error);
        }
    };
    Ok(match value {
        Value::Array(list) => list.into_iter().map(article).collect(),
        value => VecDeque::from([article(value)]),
    })
}

/// Whether `line` alone is a JSON object.
pub(super) fn is_object(line: &[u8]) -> bool {
    serde_json::from_slice::<Map<String, Value>>(line).is_ok()
}

fn parse(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text)
}

fn explain(error: &serde_json::Error, with_line: bool) -> ReadError {
    let message = error.to_string();
    // serde_json puts the position after the message; it is shown in our own words.
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    ReadError::Json { line: with_line.then_some(error.line()), column: error.column(), message }
}

fn article(value: Value) -> Result<Draft, ReadError> {
    match value {
        Value::Object(mut object) => {
            let fields = Fields::of(&object)?;
            Ok(Draft { fields, text: fields::text(&mut object)?, prior: None })
        }
        other => Err(ReadError::Shape {
            expected: "an object with a field `text`",
            found: fields::type_name(&other),
        }),
    }
}
