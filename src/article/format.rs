//! File formats, by name.

use std::path::Path;

/// How an article is written in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    Json,
    JsonLines,
    /// Standard input: the content tells.
    Unknown,
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstd,
    /// Standard input: the content tells.
    Unknown,
}

impl Compression {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::None | Self::Unknown => "file's",
        }
    }
}

/// Format and compression that the name of a file tells, or what it ends in instead.
pub(super) fn of(path: &Path) -> Result<(Format, Compression), String> {
    let compression = match extension(path).as_deref() {
        Some("gz") => Compression::Gzip,
        Some("zst") => Compression::Zstd,
        _ => Compression::None,
    };
    let inner = match compression {
        Compression::None => path.to_owned(),
        _ => path.with_extension(""),
    };
    let format = match extension(&inner).as_deref() {
        Some("txt" | "text") => Format::Text,
        Some("md" | "markdown") => Format::Markdown,
        Some("html" | "htm" | "xhtml") => Format::Html,
        Some("json") => Format::Json,
        Some("jsonl" | "ndjson") => Format::JsonLines,
        Some(other) => return Err(format!("files that end in .{other} are not read")),
        None => return Err("the name has no ending that tells the format".to_owned()),
    };
    Ok((format, compression))
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_string_lossy().to_ascii_lowercase())
}
