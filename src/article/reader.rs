//! One input to its articles.

use std::collections::VecDeque;

use super::bytes::Bytes;
use super::decode::decode;
use super::discover::Input;
use super::error::ReadError;
use super::format::Format;
use super::{Draft, Read, html, json, markdown, plain};
use crate::Lang;

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language of every article, if the user says so; else what the article's file says, else
    /// what its text shows.
    pub lang: Option<Lang>,
    /// Bytes that one article, or one file that is not JSON Lines, may have, decompressed.
    pub longest: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { lang: None, longest: 64 << 20 }
    }
}

/// The articles of one input, read as they are asked for.
///
/// A `.jsonl` file is read line by line, compressed or not, so that memory does not grow with its
/// length; other files are read whole.
pub struct Articles {
    path: String,
    relative: String,
    options: Options,
    state: State,
}

enum State {
    /// Not opened.
    New(Box<Input>),
    /// JSON Lines, at the line last read.
    Lines(Bytes, usize),
    /// Read whole.
    Drafts { all: usize, left: VecDeque<Result<Draft, ReadError>> },
}

impl State {
    fn whole(left: VecDeque<Result<Draft, ReadError>>) -> Self {
        Self::Drafts { all: left.len(), left }
    }
}

/// Reads the articles of `input`.
///
/// ```no_run
/// use std::path::PathBuf;
/// use dixit::article::{self, Options, Read};
///
/// let found = article::discover(&[PathBuf::from("corpus/demo")])?;
/// for input in &found.inputs {
///     for read in article::read(input, &Options::default()) {
///         match read {
///             Read::Article(article) => println!("{}: {}", article.path, article.text.len()),
///             Read::Skipped { path, reason } => eprintln!("{path}: skipped: {reason}"),
///             Read::Failed { path, error } => eprintln!("{path}: {error}"),
///         }
///     }
/// }
/// # Ok::<(), article::DiscoverError>(())
/// ```
#[must_use]
pub fn read(input: &Input, options: &Options) -> Articles {
    Articles {
        path: input.path().to_owned(),
        relative: input.relative().to_owned(),
        options: options.clone(),
        state: State::New(Box::new(input.clone())),
    }
}

impl Iterator for Articles {
    type Item = Read;

    fn next(&mut self) -> Option<Read> {
        if let State::New(input) = &self.state {
            self.state = match self.open(input) {
                Ok(state) => state,
                Err(error) => State::whole(VecDeque::from([Err(error)])),
            };
        }
        match &mut self.state {
            State::New(_) => None,
            State::Drafts { all, left } => {
                let draft = left.pop_front()?;
                let place =
                    if *all > 1 { format!("[{}]", *all - left.len()) } else { String::new() };
                Some(self.finish(draft, &place))
            }
            State::Lines(bytes, number) => loop {
                *number += 1;
                let draft = match bytes.line(self.options.longest) {
                    Ok(line) if line.is_empty() => {
                        let is_empty = *number == 1;
                        self.state = State::whole(VecDeque::new());
                        // As any other empty file is.
                        return is_empty.then(|| self.finish(Ok(Draft::default()), ""));
                    }
                    Ok(line) if line.trim_ascii().is_empty() => continue,
                    Ok(line) => json::line(&line, *number == 1),
                    Err(error) => Err(error),
                };
                let place = format!(":{number}");
                if draft.as_ref().is_err_and(ReadError::ends_input) {
                    self.state = State::whole(VecDeque::new());
                }
                return Some(self.finish(draft, &place));
            },
        }
    }
}

impl Articles {
    fn finish(&self, draft: Result<Draft, ReadError>, place: &str) -> Read {
        let path = format!("{}{place}", self.path);
        match draft {
            Ok(draft) => draft.finish(path, &self.relative, &self.options),
            Err(error) => Read::Failed { path, error },
        }
    }

    fn open(&self, input: &Input) -> Result<State, ReadError> {
        let limit = self.options.longest;
        let bytes = Bytes::open(input)?;
        let (format, bytes) = match input.format {
            Format::Unknown => tell(bytes, limit)?,
            known => (known, bytes),
        };
        let drafts = match format {
            Format::JsonLines => return Ok(State::Lines(bytes, 0)),
            Format::Json => json::articles(&decode(&bytes.all(limit)?, None)?)?,
            Format::Html => {
                let bytes = bytes.all(limit)?;
                let page = decode(&bytes, html::declared_encoding(&bytes).as_deref())?;
                VecDeque::from([Ok(html::article(&page))])
            }
            Format::Markdown => {
                VecDeque::from([Ok(markdown::article(&decode(&bytes.all(limit)?, None)?))])
            }
            Format::Text | Format::Unknown => {
                VecDeque::from([Ok(plain::article(&decode(&bytes.all(limit)?, None)?))])
            }
        };
        Ok(State::whole(drafts))
    }
}

/// The format that the content of standard input shows.
fn tell(mut bytes: Bytes, limit: usize) -> Result<(Format, Bytes), ReadError> {
    let first = bytes.line(limit)?;
    let start = first.trim_ascii_start();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let format = match start.first() {
        Some(b'{') if json::is_object(start) => Format::JsonLines,
        Some(b'{') => Format::Json,
        Some(b'[') if matches!(start[1..].trim_ascii_start().first(), None | Some(b'{')) => {
            Format::Json
        }
        Some(b'<') if html::is_page(start) => Format::Html,
        _ => Format::Text,
    };
    Ok((format, bytes.with_front(first)))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use flate2::write::GzEncoder;

    use super::*;
    use crate::article::format::Compression;

    fn told(content: Vec<u8>) -> (Format, Vec<u8>) {
        let raw = Box::new(Cursor::new(content));
        let bytes = Bytes::decompress(raw, Compression::Unknown).expect("it decompresses");
        let (format, bytes) = tell(bytes, 1 << 20).expect("it is readable");
        (format, bytes.all(1 << 20).expect("it is readable"))
    }

    #[test]
    fn standard_input_shows_its_format_and_compression() {
        for (content, format) in [
            ("Rents rose.\n[1] A note", Format::Text),
            ("[AFP] Le loyer grimpe.", Format::Text),
            ("", Format::Text),
            ("{\"text\": \"a\"}\n{\"text\": \"b\"}\n", Format::JsonLines),
            ("{\n  \"text\": \"a\"\n}", Format::Json),
            ("[\n{\"text\": \"a\"}]", Format::Json),
            ("\u{feff}<!DOCTYPE html>\n<p>a</p>", Format::Html),
        ] {
            let bytes = content.as_bytes().to_vec();
            assert_eq!(told(bytes.clone()), (format, bytes.clone()), "{content}");
            let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(&bytes).expect("memory takes it");
            let packed = gzip.finish().expect("memory takes it");
            assert_eq!(told(packed), (format, bytes.clone()), "{content}");
            let packed = zstd::encode_all(bytes.as_slice(), 1).expect("memory takes it");
            assert_eq!(told(packed), (format, bytes), "{content}");
        }
    }
}
