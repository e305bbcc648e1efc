//! The files that users read, written from the record: articles by path and place in the file,
//! claims in text order, whatever order they were done in.

use super::{CompleteFile, NewFile, Store, StoreError};
use crate::graph::{GraphWriter, Record};

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

impl Store {
    /// Writes the files that users read. Each is complete before it takes its name, and all are
    /// before any does. One article with its claims is in memory at a time.
    ///
    /// # Errors
    ///
    /// When a file cannot be written or the record cannot be read.
    pub fn write_files(&self) -> Result<(), StoreError> {
        let [articles, claims, entities, links, groups, copies, graph] =
            FILES.map(|name| NewFile::at(&self.folder.join(name)));
        let (mut articles, mut claims, mut entities) = (articles?, claims?, entities?);
        let (mut links, mut groups, mut copies) = (links?, groups?, copies?);
        let graph_name = self.folder.join(FILES[6]);
        let failed = |source| StoreError::io(&graph_name, source);
        let mut graph = GraphWriter::new(graph?, &self.maker()?).map_err(failed)?;
        self.each_record(|record, lines| {
            let file = match record {
                Record::Article(..) => &mut articles,
                Record::Entity(_) => &mut entities,
                Record::Link(_) => &mut links,
                Record::Group(_) => &mut groups,
                Record::Copy(_) => &mut copies,
            };
            if let [line, of_claims @ ..] = lines {
                file.line(line)?;
                of_claims.iter().try_for_each(|line| claims.line(line))?;
            }
            graph.record(record).map_err(failed)
        })?;
        let graph = graph.finish().map_err(failed)?;
        let files = [articles, claims, entities, links, groups, copies, graph];
        let complete = files.into_iter().map(NewFile::complete).collect::<Result<Vec<_>, _>>()?;
        complete.into_iter().try_for_each(CompleteFile::publish)
    }
}
