//! What a run holds, in the formats of others. Every export streams: of the run, one article with
//! its claims is in memory at a time.

mod averitec;
mod claim_review;
mod columns;
mod country;
mod csv;
mod graphml;
mod parquet;
mod rdf;
mod table;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

pub use rdf::quads;
pub use table::TABLES;

use crate::graph::GraphWriter;
use crate::store::{NewFile, Store, StoreError};

/// A format to export to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON-LD 1.1, as in `graph.jsonld`.
    JsonLd,
    /// N-Quads.
    NQuads,
    /// Turtle.
    Turtle,
    /// `TriG`.
    TriG,
    /// Comma-separated values, one table a file.
    Csv,
    /// Apache Parquet, one table a file.
    Parquet,
    /// GraphML: articles, claims, entities and groups as nodes, how they hang together as edges.
    GraphMl,
    /// Claims as the `AVeriTeC` data set has them.
    Averitec,
    /// Drafts of schema.org `ClaimReview`.
    ClaimReview,
}

impl Format {
    /// All of them, with their names.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::JsonLd, "jsonld"),
        (Self::NQuads, "nquads"),
        (Self::Turtle, "turtle"),
        (Self::TriG, "trig"),
        (Self::Csv, "csv"),
        (Self::Parquet, "parquet"),
        (Self::GraphMl, "graphml"),
        (Self::Averitec, "averitec"),
        (Self::ClaimReview, "claimreview"),
    ];

    /// Whether it makes several tables.
    #[must_use]
    pub fn is_tabular(self) -> bool {
        matches!(self, Self::Csv | Self::Parquet)
    }

    /// How names of its files end.
    fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            _ => "csv",
        }
    }
}

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("formats are {}", Format::ALL.map(|(_, name)| name).join(", "))]
pub struct UnknownFormat;

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        let known = Self::ALL.into_iter().find(|(_, name)| name.eq_ignore_ascii_case(text));
        known.map(|(format, _)| format).ok_or(UnknownFormat)
    }
}

/// Why a run cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The run cannot be read, or a file cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is exported cannot be written.
    #[error("the export cannot be written")]
    Io(#[from] io::Error),
    /// A Parquet file cannot be written.
    #[error("the Parquet file cannot be written: {0}")]
    Parquet(String),
    /// The graph that dixit wrote does not read as JSON-LD: a fault in dixit.
    #[error("the graph cannot be turned into triples")]
    Graph(#[source] oxigraph::io::RdfSyntaxError),
    /// A name for a folder that something else has.
    #[error("{} is no folder: a format with several tables needs one", path.display())]
    NoFolder {
        /// The path.
        path: PathBuf,
    },
    /// A name for a file that a folder has.
    #[error("{} is a folder: name a file in it", path.display())]
    Folder {
        /// The path.
        path: PathBuf,
    },
    /// The export would overwrite what the run is made of.
    #[error("{} belongs to the run: choose another name with --out", path.display())]
    OwnFile {
        /// The path.
        path: PathBuf,
    },
}

/// Writes the run in a format that makes one file. Of a format that makes several tables, `table`
/// is written, one of [`TABLES`].
///
/// # Errors
///
/// When the run cannot be read or `out` cannot be written.
pub fn write(
    store: &Store,
    format: Format,
    table: &str,
    out: &mut (dyn Write + Send),
) -> Result<(), ExportError> {
    match format {
        Format::JsonLd => json_ld(store, &mut *out)?,
        Format::NQuads | Format::Turtle | Format::TriG => rdf::write(store, format, &mut *out)?,
        Format::GraphMl => graphml::write(store, &mut *out)?,
        Format::Averitec => averitec::write(store, &mut *out)?,
        Format::ClaimReview => claim_review::write(store, &mut *out)?,
        Format::Csv => {
            let mut out = Some(&mut *out);
            table::write(store, |name, columns| {
                let out = if name == table { out.take() } else { None };
                out.map(|out| csv::begin(out, columns)).transpose()
            })?;
        }
        Format::Parquet => {
            let mut out = Some(&mut *out);
            table::write(store, |name, columns| {
                let out = if name == table { out.take() } else { None };
                out.map(|out| parquet::begin(out, name, columns)).transpose()
            })?;
        }
    }
    Ok(out.flush()?)
}

/// Writes the run to the file at `path`, as [`write()`] does. The file takes its name once it is
/// complete.
///
/// # Errors
///
/// When the run cannot be read or the file cannot be written.
pub fn to_file(store: &Store, format: Format, table: &str, path: &Path) -> Result<(), ExportError> {
    if path.is_dir() {
        return Err(ExportError::Folder { path: path.to_owned() });
    }
    if store.owns(path) {
        return Err(ExportError::OwnFile { path: path.to_owned() });
    }
    let failed = |source| StoreError::io(path, source);
    if path.exists() && !path.is_file() {
        // A pipe or device has no name to take over.
        let out = fs::OpenOptions::new().write(true).open(path).map_err(failed)?;
        return write(store, format, table, &mut io::BufWriter::new(out));
    }
    let mut file = NewFile::at(path)?;
    write(store, format, table, &mut file)?;
    Ok(file.complete()?.publish()?)
}

/// Writes all tables of the run into `folder`, which is made where it does not exist; gives the
/// paths of the files.
///
/// # Errors
///
/// When the run cannot be read or a file cannot be written.
pub fn to_folder(
    store: &Store,
    format: Format,
    folder: &Path,
) -> Result<Vec<PathBuf>, ExportError> {
    if folder.exists() && !folder.is_dir() {
        return Err(ExportError::NoFolder { path: folder.to_owned() });
    }
    fs::create_dir_all(folder).map_err(|source| StoreError::io(folder, source))?;
    let paths = TABLES.map(|name| folder.join(format!("{name}.{}", format.extension())));
    let mut files = paths.iter().map(|path| NewFile::at(path)).collect::<Result<Vec<_>, _>>()?;
    let mut waiting = files.iter_mut();
    table::write(store, |name, columns| {
        let Some(file) = waiting.next() else { return Ok(None) };
        let begun = match format {
            Format::Parquet => parquet::begin(file, name, columns)?,
            _ => csv::begin(file, columns)?,
        };
        Ok(Some(begun))
    })?;
    let complete = files.into_iter().map(NewFile::complete).collect::<Result<Vec<_>, _>>()?;
    complete.into_iter().try_for_each(crate::store::CompleteFile::publish)?;
    Ok(paths.to_vec())
}

fn json_ld(store: &Store, out: impl Write) -> Result<(), ExportError> {
    let mut graph = GraphWriter::new(out, &store.maker()?)?;
    store.each_record(|record, _| graph.record(record).map_err(ExportError::from))?;
    graph.finish()?;
    Ok(())
}
