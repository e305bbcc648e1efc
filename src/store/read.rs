//! The record of a run, read from end to end or by id.

use rusqlite::{Connection, OptionalExtension, Rows};
use serde::de::DeserializeOwned;

use super::error::InRun;
use super::{Store, StoreError};
use crate::graph::{ArticleRecord, ClaimRecord, EntityRecord, Provenance, Record};

/// The ids alone: what is sorted goes through memory.
const ARTICLES: &str = "SELECT article.id FROM input JOIN article ON article.input = input.id
    ORDER BY input.path, record";

pub(super) const ARTICLE: &str = "SELECT line FROM article WHERE id = ?";

const CLAIMS: &str = "SELECT line FROM claim WHERE article = ? ORDER BY ordinal";

const ENTITIES: &str = "SELECT line FROM entity ORDER BY id";
const LINKS: &str = "SELECT line FROM link ORDER BY a, b";
const GROUPS: &str = "SELECT line FROM claim_group ORDER BY id";
const COPIES: &str = "SELECT line FROM copy ORDER BY a, b";

impl Store {
    /// What made the run.
    ///
    /// # Errors
    ///
    /// When the record cannot be read, or no pass has begun.
    pub fn maker(&self) -> Result<Provenance, StoreError> {
        let maker = super::open::recorded_maker(&self.db).in_run(&self.folder)?;
        maker.ok_or_else(|| StoreError::Missing { folder: self.folder.clone() })
    }

    /// Hands on all records in the order of the run's files: articles by path and place in the
    /// file, with their claims in text order; then entities, links, groups and copies by id. One
    /// record is in memory at a time, with the line that it is written as in its file; an article's
    /// line has those of its claims behind it.
    ///
    /// # Errors
    ///
    /// The first that `take` gives, and when the record cannot be read.
    pub fn each_record<E: From<StoreError>>(
        &self,
        mut take: impl FnMut(Record<'_>, &[String]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_article(&mut take)?;
        self.each_line(ENTITIES, |entity, line| take(Record::Entity(entity), line))?;
        self.each_line(LINKS, |link, line| take(Record::Link(link), line))?;
        self.each_line(GROUPS, |group, line| take(Record::Group(group), line))?;
        self.each_line(COPIES, |copy, line| take(Record::Copy(copy), line))
    }

    fn each_article<E: From<StoreError>>(
        &self,
        take: &mut impl FnMut(Record<'_>, &[String]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut read_article = self.db.prepare(ARTICLE).in_run(&self.folder)?;
        let mut read_claims = self.db.prepare(CLAIMS).in_run(&self.folder)?;
        for id in article_ids(&self.db).in_run(&self.folder)? {
            let line: String =
                read_article.query_row([&id], |row| row.get(0)).in_run(&self.folder)?;
            let mut lines = vec![line];
            let article: ArticleRecord = self.parsed(&lines[0])?;
            let mut claims: Vec<ClaimRecord> = Vec::new();
            let mut rows = read_claims.query([id]).in_run(&self.folder)?;
            while let Some(line) = next_line(&mut rows).in_run(&self.folder)? {
                claims.push(self.parsed(&line)?);
                lines.push(line);
            }
            take(Record::Article(&article, &claims), &lines)?;
        }
        Ok(())
    }

    fn each_line<T: DeserializeOwned, E: From<StoreError>>(
        &self,
        query: &str,
        mut take: impl FnMut(&T, &[String]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut read = self.db.prepare(query).in_run(&self.folder)?;
        let mut rows = read.query([]).in_run(&self.folder)?;
        while let Some(line) = next_line(&mut rows).in_run(&self.folder)? {
            take(&self.parsed(&line)?, &[line])?;
        }
        Ok(())
    }

    /// The entity with `id`.
    ///
    /// # Errors
    ///
    /// When the record cannot be read.
    pub fn entity(&self, id: &str) -> Result<Option<EntityRecord>, StoreError> {
        let line: Option<String> = self
            .db
            .prepare_cached("SELECT line FROM entity WHERE id = ?")
            .and_then(|mut find| find.query_row([id], |row| row.get(0)).optional())
            .in_run(&self.folder)?;
        line.map(|line| self.parsed(&line)).transpose()
    }

    pub(super) fn parsed<T: DeserializeOwned>(&self, line: &str) -> Result<T, StoreError> {
        serde_json::from_str(line)
            .map_err(|source| StoreError::Damaged { folder: self.folder.clone(), source })
    }
}

/// The ids of all articles, in the order of the files.
pub(super) fn article_ids(db: &Connection) -> rusqlite::Result<Vec<String>> {
    db.prepare(ARTICLES)?.query_map([], |row| row.get(0))?.collect()
}

fn next_line(rows: &mut Rows<'_>) -> rusqlite::Result<Option<String>> {
    rows.next()?.map(|row| row.get(0)).transpose()
}
