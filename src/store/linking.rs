//! The record while its articles are linked: they are read one by one, and what is found takes the
//! place of what an earlier linking found, in one transaction.

use std::borrow::Cow;
use std::path::Path;

use rusqlite::{Connection, Params, Row, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::InRun;
use super::linked::{mentions_of, position};
use super::read::{ARTICLE, article_ids};
use super::{Store, StoreError};
use crate::CodePointSpan;
use crate::entity::EntityKind;
use crate::graph::{
    ArticleRecord, ClaimRecord, CopyRecord, EntityRecord, GroupRecord, LinkRecord, MentionRecord,
};
use crate::link::{Archive, Meant, Vectors};

/// What is laid aside, numbered from 1. Temporary tables live in a file of their own: memory stays
/// flat. Were the database to sort them, it would map the file into memory.
const BEGIN: &str = "
    CREATE TEMP TABLE meant (
        number INTEGER PRIMARY KEY, article INTEGER NOT NULL, start INTEGER NOT NULL,
        end INTEGER NOT NULL, text TEXT NOT NULL, is_name INTEGER NOT NULL, kind INTEGER NOT NULL,
        probability REAL NOT NULL, is_person INTEGER NOT NULL
    );
    CREATE TEMP TABLE link_aside (
        number INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL, line TEXT NOT NULL
    );
    CREATE TEMP TABLE group_aside (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL, line TEXT NOT NULL
    );
    DELETE FROM entity;
    DELETE FROM link;
    DELETE FROM claim_group;
    DELETE FROM copy;";

const END: &str = "
    DROP TABLE meant;
    DROP TABLE link_aside;
    DROP TABLE group_aside;";

/// The articles of a run, in the order of the files, while they are linked. Dropped before
/// [`finish`](Self::finish), it leaves the record as it was.
pub(crate) struct Linking<'a> {
    write: Transaction<'a>,
    folder: &'a Path,
    /// The ids of the articles.
    articles: Vec<String>,
}

impl Store {
    /// Begins to link the articles anew.
    pub(crate) fn linking(&mut self) -> Result<Linking<'_>, StoreError> {
        let Self { db, folder, .. } = self;
        let (write, articles) = begin(db).in_run(folder)?;
        Ok(Linking { write, folder, articles })
    }
}

fn begin(db: &mut Connection) -> rusqlite::Result<(Transaction<'_>, Vec<String>)> {
    let write = db.transaction()?;
    write.execute_batch(BEGIN)?;
    let articles = article_ids(&write)?;
    Ok((write, articles))
}

impl Linking<'_> {
    /// Makes what was written the run's.
    pub(crate) fn finish(self) -> Result<(), StoreError> {
        let Self { write, folder, .. } = self;
        write.execute_batch(END).and_then(|()| write.commit()).in_run(folder)
    }

    /// What `query` gives for the article of a number.
    fn rows<T>(
        &self,
        query: &str,
        article: usize,
        of: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.write
            .prepare_cached(query)
            .and_then(|mut read| read.query_map([&self.articles[article]], of)?.collect())
            .in_run(self.folder)
    }

    fn parsed<T: DeserializeOwned>(&self, line: &str) -> Result<T, StoreError> {
        serde_json::from_str(line).map_err(|source| self.damaged(source))
    }

    fn line<T: Serialize>(&self, record: &T) -> Result<String, StoreError> {
        serde_json::to_string(record).map_err(|source| self.damaged(source))
    }

    fn damaged(&self, source: serde_json::Error) -> StoreError {
        StoreError::Damaged { folder: self.folder.to_owned(), source }
    }

    fn execute(&self, query: &str, values: impl Params) -> Result<(), StoreError> {
        self.write
            .prepare_cached(query)
            .and_then(|mut execute| execute.execute(values))
            .map(drop)
            .in_run(self.folder)
    }
}

impl Archive for Linking<'_> {
    type Error = StoreError;

    fn articles(&self) -> usize {
        self.articles.len()
    }

    fn article(&self, number: usize) -> Result<Cow<'_, ArticleRecord>, StoreError> {
        let line: String = self
            .write
            .prepare_cached(ARTICLE)
            .and_then(|mut read| read.query_row([&self.articles[number]], |row| row.get(0)))
            .in_run(self.folder)?;
        self.parsed(&line).map(Cow::Owned)
    }

    fn mentions(&self, article: usize) -> Result<Cow<'_, [MentionRecord]>, StoreError> {
        mentions_of(&self.write, &self.articles[article]).map(Cow::Owned).in_run(self.folder)
    }

    fn claim_ids(&self, article: usize) -> Result<Vec<Cow<'_, str>>, StoreError> {
        let ids = "SELECT id FROM claim WHERE article = ? ORDER BY ordinal";
        self.rows(ids, article, |row| row.get::<_, String>(0).map(Cow::Owned))
    }

    fn claims(&self, article: usize) -> Result<Cow<'_, [ClaimRecord]>, StoreError> {
        let lines = "SELECT line FROM claim WHERE article = ? ORDER BY ordinal";
        let lines: Vec<String> = self.rows(lines, article, |row| row.get(0))?;
        lines.iter().map(|line| self.parsed(line)).collect::<Result<_, _>>().map(Cow::Owned)
    }

    fn claim(&self, article: usize, ordinal: usize) -> Result<Cow<'_, ClaimRecord>, StoreError> {
        let line: String = self
            .write
            .prepare_cached("SELECT line FROM claim WHERE article = ? AND ordinal = ?")
            .and_then(|mut read| {
                read.query_row(params![self.articles[article], position(ordinal)], |row| row.get(0))
            })
            .in_run(self.folder)?;
        self.parsed(&line).map(Cow::Owned)
    }

    fn vectors(&self, article: usize) -> Result<Cow<'_, [Vectors]>, StoreError> {
        let vectors = "SELECT vectors FROM claim WHERE article = ? ORDER BY ordinal";
        let of = |row: &Row<'_>| {
            let bytes = row.get_ref(0)?.as_blob_or_null()?;
            Ok(bytes.map(Vectors::from_bytes).unwrap_or_default())
        };
        self.rows(vectors, article, of).map(Cow::Owned)
    }

    fn write_claims(&mut self, article: usize, claims: &[ClaimRecord]) -> Result<(), StoreError> {
        for (ordinal, claim) in (0_i64..).zip(claims) {
            self.execute(
                "UPDATE claim SET line = ?3 WHERE article = ?1 AND ordinal = ?2 AND line <> ?3",
                params![self.articles[article], ordinal, self.line(claim)?],
            )?;
        }
        Ok(())
    }

    fn lay_meant_aside(&mut self, meant: &Meant) -> Result<(), StoreError> {
        let Meant { article, span, text, is_name, kind, probability, is_person } = meant;
        let (start, end) = (position(span.start), position(span.end));
        let kind = *kind as u8;
        self.execute(
            "INSERT INTO meant VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![article, start, end, text, is_name, kind, probability, is_person],
        )
    }

    fn meant(&self, number: u32) -> Result<Meant, StoreError> {
        let meant = |row: &Row<'_>| {
            let position = |column| row.get::<_, u32>(column).map(|point| point as usize);
            let kind = usize::from(row.get::<_, u8>(5)?);
            Ok(Meant {
                article: row.get(0)?,
                span: CodePointSpan { start: position(1)?, end: position(2)? },
                text: row.get(3)?,
                is_name: row.get(4)?,
                kind: EntityKind::ALL.get(kind).copied().unwrap_or(EntityKind::Thing),
                probability: row.get(6)?,
                is_person: row.get(7)?,
            })
        };
        self.write
            .prepare_cached(
                "SELECT article, start, end, text, is_name, kind, probability, is_person
                 FROM meant WHERE number = ? + 1",
            )
            .and_then(|mut read| read.query_row([number], meant))
            .in_run(self.folder)
    }

    fn write_entity(&mut self, entity: &EntityRecord) -> Result<(), StoreError> {
        let line = self.line(entity)?;
        self.execute("INSERT INTO entity VALUES (?, ?)", [&entity.id, &line])
    }

    fn lay_link_aside(&mut self, link: &LinkRecord) -> Result<(), StoreError> {
        let values = [&link.a, &link.b, &self.line(link)?];
        self.execute("INSERT INTO link_aside VALUES (NULL, ?, ?, ?)", values)
    }

    fn write_links(&mut self, mut order: impl Iterator<Item = u32>) -> Result<(), StoreError> {
        let link = "INSERT INTO link SELECT a, b, line FROM link_aside WHERE number = ? + 1";
        order.try_for_each(|number| self.execute(link, [number]))
    }

    fn lay_group_aside(&mut self, group: &GroupRecord) -> Result<(), StoreError> {
        let line = self.line(group)?;
        self.execute("INSERT INTO group_aside VALUES (NULL, ?, ?)", [&group.id, &line])
    }

    fn write_groups(&mut self, mut order: impl Iterator<Item = u32>) -> Result<(), StoreError> {
        let group = "INSERT INTO claim_group SELECT id, line FROM group_aside WHERE number = ? + 1";
        order.try_for_each(|number| self.execute(group, [number]))
    }

    fn write_copy(&mut self, copy: &CopyRecord) -> Result<(), StoreError> {
        let line = self.line(copy)?;
        self.execute("INSERT INTO copy VALUES (?, ?, ?)", [&copy.a, &copy.b, &line])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Provenance, Record};

    fn entity(id: &str) -> EntityRecord {
        EntityRecord {
            id: id.to_owned(),
            name: "Lactis".to_owned(),
            kind: EntityKind::Organization,
            mentions: Vec::new(),
        }
    }

    fn entities(store: &Store) -> Vec<String> {
        let mut ids = Vec::new();
        let read = store.each_record(|record, _| {
            if let Record::Entity(entity) = record {
                ids.push(entity.id.clone());
            }
            Ok::<_, StoreError>(())
        });
        assert!(read.is_ok());
        ids
    }

    #[test]
    fn what_breaks_off_leaves_the_former_linking() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let maker = Provenance {
            version: "0.1.0".to_owned(),
            model: String::new(),
            model_digest: String::new(),
            precision: "f32".to_owned(),
            min_confidence: None,
        };
        let mut store = Store::open(folder.path(), &maker, false)?;
        let mut linking = store.linking()?;
        linking.write_entity(&entity("a"))?;
        linking.finish()?;
        let mut broken_off = store.linking()?;
        broken_off.write_entity(&entity("b"))?;
        drop(broken_off);
        assert_eq!(entities(&store), ["a"]);
        let mut linking = store.linking()?;
        linking.write_entity(&entity("c"))?;
        linking.finish()?;
        assert_eq!(entities(&store), ["c"]);
        Ok(())
    }
}
