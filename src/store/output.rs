//! The files that users read, written from the record: articles by path and place in the file,
//! claims in text order, whatever order they were done in.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use rusqlite::Rows;

use super::error::InRun;
use super::{Store, StoreError};
use crate::graph::{ArticleRecord, ClaimRecord, GraphWriter};

/// The names of the files.
pub(super) const FILES: [&str; 7] = [
    "articles.jsonl",
    "claims.jsonl",
    "entities.jsonl",
    "links.jsonl",
    "groups.jsonl",
    "copies.jsonl",
    "graph.jsonld",
];

/// What gives the lines of the files of what links found, in the order of their names above.
const LINKED: [&str; 4] = [
    "SELECT line FROM entity ORDER BY id",
    "SELECT line FROM link ORDER BY a, b",
    "SELECT line FROM claim_group ORDER BY id",
    "SELECT line FROM copy ORDER BY a, b",
];

pub(super) const ARTICLES: &str =
    "SELECT article.id, line FROM input JOIN article ON article.input = input.id
    ORDER BY input.path, record";

const CLAIMS: &str = "SELECT line FROM claim WHERE article = ? ORDER BY ordinal";

impl Store {
    /// Writes the files that users read. Each is complete before it takes its name, and all are
    /// before any does. One article with its claims is in memory at a time.
    ///
    /// # Errors
    ///
    /// When a file cannot be written or the record cannot be read.
    pub fn write_files(&self) -> Result<(), StoreError> {
        let [articles, claims, entities, links, groups, copies, graph] =
            FILES.map(|name| Unfinished::new(&self.folder, name));
        let (mut articles, mut claims, graph) = (articles?, claims?, graph?);
        let mut linked = [entities?, links?, groups?, copies?];
        let maker = super::open::recorded_maker(&self.db).in_run(&self.folder)?;
        let maker = maker.ok_or_else(|| StoreError::Missing { folder: self.folder.clone() })?;
        let graph_name = self.folder.join(FILES[6]);
        let failed = |source| StoreError::io(&graph_name, source);
        let mut graph = GraphWriter::new(graph, &maker).map_err(failed)?;

        let mut read_articles = self.db.prepare(ARTICLES).in_run(&self.folder)?;
        let mut read_claims = self.db.prepare(CLAIMS).in_run(&self.folder)?;
        let mut rows = read_articles.query([]).in_run(&self.folder)?;
        while let Some(row) = rows.next().in_run(&self.folder)? {
            let id: String = row.get(0).in_run(&self.folder)?;
            let article: String = row.get(1).in_run(&self.folder)?;
            articles.line(&article)?;
            let article: ArticleRecord = self.parsed(&article)?;
            let mut of_article = Vec::new();
            let mut rows = read_claims.query([id]).in_run(&self.folder)?;
            while let Some(claim) = next_line(&mut rows).in_run(&self.folder)? {
                claims.line(&claim)?;
                of_article.push(self.parsed::<ClaimRecord>(&claim)?);
            }
            graph.article(&article, &of_article).map_err(failed)?;
        }
        let graph = graph.finish().map_err(failed)?;
        for (file, query) in linked.iter_mut().zip(LINKED) {
            let mut read = self.db.prepare(query).in_run(&self.folder)?;
            let mut rows = read.query([]).in_run(&self.folder)?;
            while let Some(line) = next_line(&mut rows).in_run(&self.folder)? {
                file.line(&line)?;
            }
        }
        let files = [articles, claims].into_iter().chain(linked).map(Unfinished::complete);
        let mut files = files.collect::<Result<Vec<_>, _>>()?;
        files.push(graph.complete()?);
        files.into_iter().try_for_each(Complete::publish)
    }

    pub(super) fn parsed<T: serde::de::DeserializeOwned>(
        &self,
        line: &str,
    ) -> Result<T, StoreError> {
        serde_json::from_str(line)
            .map_err(|source| StoreError::Damaged { folder: self.folder.clone(), source })
    }
}

fn next_line(rows: &mut Rows<'_>) -> rusqlite::Result<Option<String>> {
    rows.next()?.map(|row| row.get(0)).transpose()
}

/// A file that is being written under a temporary name; dropped, it leaves nothing behind.
#[derive(Debug)]
struct Unfinished {
    out: BufWriter<File>,
    path: Temporary,
    name: PathBuf,
}

impl Unfinished {
    fn new(folder: &Path, name: &str) -> Result<Self, StoreError> {
        let path = folder.join(format!(".{name}.tmp"));
        let out = File::create(&path).map_err(|source| StoreError::io(&path, source))?;
        Ok(Self { out: BufWriter::new(out), path: Temporary(path), name: folder.join(name) })
    }

    fn line(&mut self, line: &str) -> Result<(), StoreError> {
        writeln!(self, "{line}").map_err(|source| StoreError::io(&self.path.0, source))
    }

    fn complete(self) -> Result<Complete, StoreError> {
        let Self { out, path, name } = self;
        out.into_inner()
            .map_err(io::IntoInnerError::into_error)
            // Before the name is taken: after a power cut there is the old file or the new one.
            .and_then(|file| file.sync_all())
            .map_err(|source| StoreError::io(&path.0, source))?;
        Ok(Complete { path, name })
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A file with all its content, still under its temporary name.
#[derive(Debug)]
struct Complete {
    path: Temporary,
    name: PathBuf,
}

impl Complete {
    fn publish(self) -> Result<(), StoreError> {
        fs::rename(&self.path.0, &self.name).map_err(|source| StoreError::io(&self.name, source))
    }
}

#[derive(Debug)]
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // After a publication there is nothing to remove; and a leftover is overwritten next time.
        let _ = fs::remove_file(&self.0);
    }
}
