//! What linking reads from the record and what it writes there.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, ToSql, params};
use serde::Serialize;

use super::error::InRun;
use super::read::{ARTICLE, article_ids};
use super::{Store, StoreError};
use crate::CodePointSpan;
use crate::entity::{EntityKind, Form};
use crate::graph::{
    ArticleRecord, ClaimRecord, CopyRecord, EntityRecord, GroupRecord, LinkRecord, MentionRecord,
};
use crate::link::{Archive, LinkInput, Named, Vectors};

/// An article as the record has it.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The article.
    pub article: ArticleRecord,
    /// Its claims, in text order.
    pub claims: Vec<ClaimRecord>,
    /// What each claim means, in their order; empty where the model does not give it.
    pub vectors: Vec<Vectors>,
    /// Where it names something or means something named, in text order.
    pub mentions: Vec<MentionRecord>,
}

impl Recorded {
    /// For the search for entities, which writes them into the claims.
    pub fn named(&mut self) -> Named<'_> {
        Named { article: &self.article, mentions: &self.mentions, claims: &mut self.claims }
    }

    /// For the search for links.
    #[must_use]
    pub fn input(&self) -> LinkInput<'_> {
        LinkInput { article: &self.article, claims: &self.claims, vectors: &self.vectors }
    }
}

/// What linking found.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// What the articles speak of.
    pub entities: Vec<EntityRecord>,
    /// Claims that agree or contradict each other.
    pub links: Vec<LinkRecord>,
    /// Claims that links connect.
    pub groups: Vec<GroupRecord>,
    /// Articles that share their text.
    pub copies: Vec<CopyRecord>,
}

impl Store {
    /// All articles with what is recorded of them, in the order of the files.
    ///
    /// # Errors
    ///
    /// When the record cannot be read.
    pub fn recorded(&self) -> Result<Vec<Recorded>, StoreError> {
        let mut articles = self.db.prepare(ARTICLE).in_run(&self.folder)?;
        let mut recorded = Vec::new();
        for id in article_ids(&self.db).in_run(&self.folder)? {
            let line: String = articles.query_row([id], |row| row.get(0)).in_run(&self.folder)?;
            let article: ArticleRecord = self.parsed(&line)?;
            let (claims, vectors) = self.claims_of(&article.id)?;
            let mentions = mentions_of(&self.db, &article.id).in_run(&self.folder)?;
            recorded.push(Recorded { article, claims, vectors, mentions });
        }
        Ok(recorded)
    }

    fn claims_of(&self, article: &str) -> Result<(Vec<ClaimRecord>, Vec<Vectors>), StoreError> {
        let mut read = self
            .db
            .prepare_cached("SELECT line, vectors FROM claim WHERE article = ? ORDER BY ordinal")
            .in_run(&self.folder)?;
        let mut rows = read.query([article]).in_run(&self.folder)?;
        let (mut claims, mut vectors) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next().in_run(&self.folder)? {
            let line: String = row.get(0).in_run(&self.folder)?;
            let bytes: Option<Vec<u8>> = row.get(1).in_run(&self.folder)?;
            claims.push(self.parsed(&line)?);
            vectors.push(bytes.map(|bytes| Vectors::from_bytes(&bytes)).unwrap_or_default());
        }
        Ok((claims, vectors))
    }

    /// Writes what linking found, in one transaction, in place of what an earlier linking did;
    /// `recorded` are all articles, with the entities of their claims.
    ///
    /// # Errors
    ///
    /// When the record cannot be written; then nothing of it is.
    pub fn link(&mut self, recorded: &[Recorded], linked: &Linked) -> Result<(), StoreError> {
        let mut linking = self.linking()?;
        for (article, recorded) in recorded.iter().enumerate() {
            linking.write_claims(article, &recorded.claims)?;
        }
        let Linked { entities, links, groups, copies } = linked;
        entities.iter().try_for_each(|entity| linking.write_entity(entity))?;
        links.iter().try_for_each(|link| linking.lay_link_aside(link))?;
        linking.write_links(0..links.len() as u32)?;
        groups.iter().try_for_each(|group| linking.lay_group_aside(group))?;
        linking.write_groups(0..groups.len() as u32)?;
        copies.iter().try_for_each(|copy| linking.write_copy(copy))?;
        linking.finish()
    }
}

pub(super) fn insert_mentions(
    db: &Connection,
    article: &str,
    mentions: &[MentionRecord],
) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
    for (ordinal, mention) in (0_i64..).zip(mentions) {
        let MentionRecord { span, form, kind, probability, chain } = mention;
        let CodePointSpan { start, end } = span;
        insert.execute(params![
            article,
            ordinal,
            position(*start),
            position(*end),
            Word(form),
            Word(kind),
            probability,
            chain
        ])?;
    }
    Ok(())
}

/// As the database keeps positions.
pub(super) fn position(code_point: usize) -> i64 {
    i64::try_from(code_point).unwrap_or(i64::MAX)
}

pub(super) fn mentions_of(db: &Connection, article: &str) -> rusqlite::Result<Vec<MentionRecord>> {
    let mention = |row: &Row<'_>| {
        Ok(MentionRecord {
            span: CodePointSpan {
                start: row.get::<_, u32>(0)? as usize,
                end: row.get::<_, u32>(1)? as usize,
            },
            form: row.get::<_, Word<Form>>(2)?.0,
            kind: row.get::<_, Word<EntityKind>>(3)?.0,
            probability: row.get(4)?,
            chain: row.get(5)?,
        })
    };
    db.prepare_cached(
        "SELECT start, end, form, kind, probability, chain FROM mention
         WHERE article = ? ORDER BY ordinal",
    )?
    .query_map([article], mention)?
    .collect()
}

/// A value of an enumeration, kept under the name that records give it.
struct Word<T>(T);

impl<T: Serialize> ToSql for Word<&T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match serde_json::to_value(self.0) {
            Ok(serde_json::Value::String(name)) => Ok(name.into()),
            _ => Err(rusqlite::Error::ToSqlConversionFailure("not a name".into())),
        }
    }
}

impl<T: serde::de::DeserializeOwned> FromSql for Word<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_value(value.as_str()?.into())
            .map(Self)
            .map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}
