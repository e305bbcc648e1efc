//! What can go wrong while inputs are found and read.

use std::io;
use std::path::PathBuf;

/// Why the inputs named on the command line cannot be listed.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// Nothing is at a path.
    #[error("{}: no such file or folder", .0.display())]
    Missing(PathBuf),
    /// A file was named whose format is not read.
    #[error("{path}: {reason}; dixit reads {SUPPORTED}", path = .path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What its name ends in.
        reason: String,
    },
    /// The path is there but cannot be looked at.
    #[error("{path}: cannot be read: {error}", path = .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// The formats that are read, as messages name them.
pub(super) const SUPPORTED: &str =
    ".txt, .md, .html, .htm, .json and .jsonl, any of them also as .gz or .zst";

/// Why an input, or one article of it, could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system reports an error.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// Compressed data end before their end mark.
    #[error("the {0} data break off: the file was cut short; copy or download it again")]
    Truncated(&'static str),
    /// Compressed data do not decompress.
    #[error("these are no valid {0} data; check the file's name, copy or download it again")]
    Damaged(&'static str),
    /// The content is not text.
    #[error("this is {0}, not text; convert it to text first")]
    Binary(&'static str),
    /// The content is longer than one article may be.
    #[error("longer than {} MiB: that is no article; split it, or write it as .jsonl, one article a line", .0 >> 20)]
    TooLong(usize),
    /// The content is not valid JSON.
    #[error("not valid JSON: {message} (column {column}{})", line.map_or(String::new(), |line| format!(", line {line}")))]
    Json {
        /// Line in the file from 1; none where the article is one line of many.
        line: Option<usize>,
        /// Column from 1, in bytes.
        column: usize,
        /// What the parser expected.
        message: String,
    },
    /// A JSON value that cannot be an article.
    #[error("expected {expected}, found {found}")]
    Shape {
        /// What should stand here.
        expected: &'static str,
        /// What stands here.
        found: &'static str,
    },
    /// An article without text.
    #[error("no field `text`; {}", found_fields(.0))]
    NoText(Vec<String>),
    /// A field of another type than the one that its name promises.
    #[error("field `{field}`: expected {expected}, found {found}")]
    WrongType {
        /// Name of the field, as it stands in the file.
        field: String,
        /// What should stand here.
        expected: &'static str,
        /// What stands here.
        found: &'static str,
    },
}

impl ReadError {
    /// Whether nothing that comes after in the same input can be read either.
    pub(super) fn ends_input(&self) -> bool {
        matches!(self, Self::Io(_) | Self::Truncated(_) | Self::Damaged(_) | Self::Binary(_))
    }
}

fn found_fields(fields: &[String]) -> String {
    match fields {
        [] => "the article has no fields at all".to_owned(),
        fields => format!("the fields found are `{}`", fields.join("`, `")),
    }
}
