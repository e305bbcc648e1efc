//! Annotated sentences, as `corpus/claims/GUIDELINES.md` describes them.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::claim::Modality;
use crate::entity::EntityKind;
use crate::model::Role;
use crate::{Lang, Span};

/// What is wrong with a file of annotations.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// It cannot be read.
    #[error("{}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A line is not a record of the guidelines.
    #[error("{}, line {line}: {fault}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        fault: String,
    },
}

/// An annotated sentence.
#[derive(Clone, Debug)]
pub struct GoldSentence {
    /// Its id.
    pub id: String,
    /// Its language.
    pub lang: Lang,
    /// Its text.
    pub text: String,
    /// Whether it says something worth checking, where the annotators said so.
    pub check_worthy: Option<bool>,
    /// Its claims.
    pub claims: Vec<GoldClaim>,
    /// Its names, as byte spans, where the annotators looked for them.
    pub names: Option<Vec<(Span, EntityKind)>>,
}

/// An annotated claim; spans are bytes in the sentence.
#[derive(Clone, Debug)]
pub struct GoldClaim {
    /// What is annotated of its roles, the predicate always among them.
    pub roles: Vec<(Role, Span)>,
    /// How it is put forward.
    pub modality: Modality,
    /// Whether it is a denial.
    pub negated: bool,
}

impl GoldClaim {
    /// The words of a role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<Span> {
        self.roles.iter().find(|(other, _)| *other == role).map(|(_, span)| *span)
    }
}

/// Reads a file of records, one a line, with their texts; spans are verbatim words, the nth
/// occurrence by `"role#": n`, or `{"start", "end"}` in code points. With `split`, only records
/// whose `split` field has that value.
///
/// # Errors
///
/// A file that cannot be read, or a line that is no record: the error says which and why.
pub fn read(path: &Path, split: Option<&str>) -> Result<Vec<GoldSentence>, GoldError> {
    let unread = |error| GoldError::Read { path: path.to_owned(), error };
    let file = BufReader::new(File::open(path).map_err(unread)?);
    let mut sentences = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let line = line.map_err(unread)?;
        if line.trim().is_empty() {
            continue;
        }
        let fault = |fault| GoldError::Record { path: path.to_owned(), line: number + 1, fault };
        let record: Map<String, Value> = serde_json::from_str(&line)
            .map_err(|error| fault(format!("not a JSON object: {error}")))?;
        if split.is_none_or(|split| record.get("split").and_then(Value::as_str) == Some(split)) {
            sentences.push(sentence(&record).map_err(fault)?);
        }
    }
    Ok(sentences)
}

fn sentence(record: &Map<String, Value>) -> Result<GoldSentence, String> {
    let text = record.get("text").and_then(Value::as_str).ok_or(
        "no `text`: a standoff record gets its text by `python models/train/standoff.py join`",
    )?;
    let lang: Lang = record
        .get("lang")
        .and_then(Value::as_str)
        .ok_or("no `lang`")?
        .parse()
        .map_err(|error| format!("{error}"))?;
    let Some(Value::Array(claims)) = record.get("claims") else {
        return Err("no list `claims`".to_owned());
    };
    Ok(GoldSentence {
        id: record.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(),
        lang,
        text: text.to_owned(),
        check_worthy: record.get("check_worthy").and_then(Value::as_bool),
        claims: claims
            .iter()
            .enumerate()
            .map(|(index, one)| claim(one, text).map_err(|fault| format!("claim {index}: {fault}")))
            .collect::<Result<_, _>>()?,
        names: record.get("names").map(|value| names(value, text)).transpose()?,
    })
}

/// `[[start, end, kind], …]` in code points, as `corpus/names/GUIDELINES.md` has them.
fn names(value: &Value, text: &str) -> Result<Vec<(Span, EntityKind)>, String> {
    let names: Vec<(u64, u64, EntityKind)> = serde_json::from_value(value.clone())
        .map_err(|error| format!("names are not [start, end, type]: {error}"))?;
    names
        .into_iter()
        .map(|(start, end, kind)| {
            let span = byte(text, start).zip(byte(text, end)).filter(|(start, end)| start < end);
            let (start, end) = span.ok_or(format!("no name stands at {start} to {end}"))?;
            Ok((Span::new(start, end), kind))
        })
        .collect()
}

/// The byte at which a code point begins; the text's end counts as one.
fn byte(text: &str, point: u64) -> Option<usize> {
    let point = usize::try_from(point).ok()?;
    text.char_indices().map(|(byte, _)| byte).chain([text.len()]).nth(point)
}

fn claim(value: &Value, text: &str) -> Result<GoldClaim, String> {
    let fields = value.as_object().ok_or("not an object")?;
    let mut roles = Vec::new();
    for role in Role::ALL {
        let name = role.name();
        if let Some(value) = fields.get(name) {
            let nth = fields.get(&format!("{name}#")).and_then(Value::as_u64).unwrap_or(1);
            let span = span(value, nth, text)
                .ok_or_else(|| format!("{name} {value} is not in the text"))?;
            roles.push((role, span));
        }
    }
    if roles.first().is_none_or(|(role, _)| *role != Role::Predicate) {
        return Err("no predicate".to_owned());
    }
    let modality = match fields.get("modality") {
        None => Modality::Asserted,
        Some(value) => {
            serde_json::from_value(value.clone()).map_err(|_| format!("modality {value}"))?
        }
    };
    let negated = fields.get("negated").and_then(Value::as_bool).unwrap_or(false);
    Ok(GoldClaim { roles, modality, negated })
}

fn span(value: &Value, nth: u64, text: &str) -> Option<Span> {
    match value {
        Value::String(words) if !words.is_empty() => {
            let mut from = 0;
            let mut found = None;
            for _ in 0..nth {
                let start = from + text.get(from..)?.find(words.as_str())?;
                found = Some(Span::new(start, start + words.len()));
                from = start + text[start..].chars().next().map_or(1, char::len_utf8);
            }
            found
        }
        Value::Object(place) => {
            let byte = |key| byte(text, place.get(key)?.as_u64()?);
            let (start, end) = (byte("start")?, byte("end")?);
            (start < end).then(|| Span::new(start, end))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(json: &str) -> Result<GoldSentence, String> {
        sentence(&serde_json::from_str(json).expect("the test writes JSON"))
    }

    #[test]
    fn spans_are_found_by_words_occurrence_or_code_points() {
        let gold = record(
            r#"{"id": "a", "lang": "fr", "text": "L’été a été sec.", "check_worthy": true, "claims": [
                {"predicate": "été", "predicate#": 2, "subject": {"start": 0, "end": 5}, "negated": false}]}"#,
        )
        .expect("the record is right");
        let claim = &gold.claims[0];
        assert_eq!(claim.role(Role::Predicate).map(|span| span.start), Some("L’été a ".len()));
        assert_eq!(claim.role(Role::Subject).map(|span| span.of(&gold.text)), Some("L’été"));
    }

    #[test]
    fn names_are_found_by_code_points() {
        let gold = record(
            r#"{"lang": "fr", "text": "À Évry, rien.", "claims": [], "names": [[2, 6, "Place"]]}"#,
        )
        .expect("the record is right");
        let names = gold.names.expect("names");
        assert_eq!(names[0].0.of(&gold.text), "Évry");
    }

    #[test]
    fn faults_are_named() {
        for (json, fault) in [
            (r#"{"lang": "fr", "claims": []}"#, "no `text`"),
            (r#"{"lang": "de", "text": "Es regnet.", "claims": []}"#, "neither `fr` nor `en`"),
            (
                r#"{"lang": "en", "text": "It rained.", "claims": [{"subject": "It"}]}"#,
                "no predicate",
            ),
            (
                r#"{"lang": "en", "text": "It rained.", "claims": [{"predicate": "snowed"}]}"#,
                "not in the text",
            ),
            (r#"{"lang": "en", "text": "It rained."}"#, "no list `claims`"),
            (
                r#"{"lang": "en", "text": "Ada.", "claims": [], "names": [[0, 9, "Person"]]}"#,
                "no name stands at 0 to 9",
            ),
            (
                r#"{"lang": "en", "text": "Ada.", "claims": [], "names": [[0, 3, "Ship"]]}"#,
                "unknown variant",
            ),
        ] {
            let error = record(json).expect_err(json);
            assert!(error.contains(fault), "{error}");
        }
    }
}
