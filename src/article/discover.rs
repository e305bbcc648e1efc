//! Which files to read.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use super::Read;
use super::error::{DiscoverError, ReadError};
use super::format::{self, Compression, Format};
use crate::hex;

/// One file, or standard input, that holds an article or many.
#[derive(Clone, Debug)]
pub struct Input {
    pub(super) origin: Origin,
    pub(super) format: Format,
    pub(super) compression: Compression,
    shown: String,
    relative: String,
    size: Option<u64>,
}

#[derive(Clone, Debug)]
pub(super) enum Origin {
    File(PathBuf),
    Stdin,
}

impl Input {
    /// The path as shown to the user: the input that was named and the path below it, with `/`;
    /// `-` for standard input.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.shown
    }

    /// The path below the input that was named; the file's name where a file was named. It does
    /// not change with the folder that the command runs in.
    #[must_use]
    pub fn relative(&self) -> &str {
        &self.relative
    }

    /// Bytes in the file, compressed where it is; unknown for standard input.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.size
    }

    /// SHA-256 of the file's bytes in hexadecimal; none for standard input, which can be read only
    /// once.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn digest(&self) -> Result<Option<String>, ReadError> {
        let Origin::File(path) = &self.origin else { return Ok(None) };
        let mut file = File::open(path)?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(Some(hex(&hasher.finalize()))),
                Ok(count) => hasher.update(&buffer[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn stdin() -> Self {
        Self {
            origin: Origin::Stdin,
            format: Format::Unknown,
            compression: Compression::Unknown,
            shown: "-".to_owned(),
            relative: "-".to_owned(),
            size: None,
        }
    }
}

/// What the inputs named on the command line hold.
#[derive(Debug, Default)]
pub struct Discovery {
    /// The files to read: the inputs in the order named, each folder's files sorted by path. A
    /// file that is reached twice stands here once.
    pub inputs: Vec<Input>,
    /// What was found and is not read, each with its path and why.
    pub left_out: Vec<Read>,
}

/// Lists the files under `inputs`: files, folders with all that is below them, `-` for standard
/// input.
///
/// No ignore file is heeded. Symbolic links are followed, and a loop of them is cut. Files and
/// folders below an input whose names begin with a full stop are passed over in silence: they
/// belong to editors, version control and the system (`.git`, `.DS_Store`) and are no articles;
/// one that is named itself is read.
///
/// # Errors
///
/// At the first input that does not exist, cannot be read, or is a file of a format that is not
/// read.
pub fn discover(inputs: &[PathBuf]) -> Result<Discovery, DiscoverError> {
    let mut discovery = Discovery::default();
    let mut seen = HashSet::new();
    for input in inputs {
        if input.as_os_str() == "-" {
            if seen.insert(input.clone()) {
                discovery.inputs.push(Input::stdin());
            }
            continue;
        }
        let metadata = fs::metadata(input).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => DiscoverError::Missing(input.clone()),
            _ => DiscoverError::Io { path: input.clone(), error },
        })?;
        if metadata.is_dir() {
            walk(input, &mut seen, &mut discovery)?;
            continue;
        }
        let (format, compression) = format::of(input)
            .map_err(|reason| DiscoverError::Unsupported { path: input.clone(), reason })?;
        if is_new(input, &mut seen) {
            discovery.inputs.push(Input {
                origin: Origin::File(input.clone()),
                format,
                compression,
                shown: shown(input),
                relative: input.file_name().map_or_else(String::new, |name| shown(name.as_ref())),
                size: Some(metadata.len()),
            });
        }
    }
    Ok(discovery)
}

fn walk(
    root: &Path,
    seen: &mut HashSet<PathBuf>,
    discovery: &mut Discovery,
) -> Result<(), DiscoverError> {
    let entries = WalkDir::new(root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => discovery.add(root, &entry, seen),
            Err(error) if error.depth() == 0 => {
                return Err(DiscoverError::Io { path: root.to_owned(), error: error.into() });
            }
            Err(error) => {
                let path = error.path().map_or_else(|| shown(root), shown);
                discovery.left_out.push(if error.loop_ancestor().is_some() {
                    Read::Skipped { path, reason: "a link to a folder that holds it".to_owned() }
                } else {
                    Read::Failed { path, error: ReadError::Io(error.into()) }
                });
            }
        }
    }
    Ok(())
}

impl Discovery {
    fn add(&mut self, root: &Path, entry: &DirEntry, seen: &mut HashSet<PathBuf>) {
        let path = entry.path();
        let skip = |reason| Read::Skipped { path: shown(path), reason };
        if !entry.file_type().is_file() {
            return self.left_out.push(skip("not a regular file".to_owned()));
        }
        let (format, compression) = match format::of(path) {
            Ok(known) => known,
            Err(reason) => return self.left_out.push(skip(reason)),
        };
        if is_new(path, seen) {
            self.inputs.push(Input {
                origin: Origin::File(path.to_owned()),
                format,
                compression,
                shown: shown(path),
                relative: shown(path.strip_prefix(root).unwrap_or(path)),
                size: entry.metadata().ok().map(|metadata| metadata.len()),
            });
        }
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Whether the file was not reached before, under this name or through a link.
fn is_new(path: &Path, seen: &mut HashSet<PathBuf>) -> bool {
    seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
}

/// `path` with `/` between its parts on every system; what is not Unicode in it is replaced.
fn shown(path: &Path) -> String {
    let mut shown = String::new();
    for part in path.components() {
        let separate = !shown.is_empty() && !shown.ends_with('/');
        match part {
            Component::RootDir => shown.push('/'),
            Component::Prefix(prefix) => shown.push_str(&prefix.as_os_str().to_string_lossy()),
            part => {
                if separate {
                    shown.push('/');
                }
                shown.push_str(&part.as_os_str().to_string_lossy());
            }
        }
    }
    shown
}
