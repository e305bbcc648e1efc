//! What a pass records: inputs seen, articles done, what was left out.

use rusqlite::{OptionalExtension, params};

use super::error::InRun;
use super::{Store, StoreError, ids};
use crate::graph::{ArticleRecord, ClaimRecord, MentionRecord};
use crate::link::Vectors;

/// An input in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InputId(pub(super) i64);

/// Where an article was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The input.
    pub input: InputId,
    /// How many articles of the input stand before it.
    pub record: u32,
}

/// Whether an article has to be processed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It stands in the record as it was read.
    Done,
    /// It is new or has changed.
    New {
        /// Its id in the run.
        id: String,
    },
}

/// What became of something that was not processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is not for dixit: another language, no text.
    Skipped,
    /// It could not be read or processed.
    Failed,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

/// How much the run holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles from the inputs of this pass, done in this pass or earlier.
    pub articles: u64,
    /// Their claims.
    pub claims: u64,
    /// Articles skipped in the inputs of this pass.
    pub skipped: u64,
    /// Articles and inputs of this pass that failed.
    pub failed: u64,
    /// Articles in the run, from whatever pass.
    pub articles_of_run: u64,
    /// Their claims.
    pub claims_of_run: u64,
}

/// What the record keeps of an article.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The article.
    pub article: &'a ArticleRecord,
    /// Its claims, in text order.
    pub claims: &'a [ClaimRecord],
    /// What each claim means, in their order; may be fewer.
    pub vectors: &'a [Vectors],
    /// Where it names something or means something named, in text order.
    pub mentions: &'a [MentionRecord],
}

impl Store {
    /// Records that the file at `path` is an input of this pass. `key` tells it from all others,
    /// whatever folder the command runs in.
    ///
    /// # Errors
    ///
    /// When the record cannot be written.
    pub fn see(&mut self, key: &str, path: &str) -> Result<InputId, StoreError> {
        let see = || {
            let mut insert = self.db.prepare_cached(
                "INSERT INTO input (key, path, pass) VALUES (?, ?, ?)
                 ON CONFLICT (key) DO UPDATE SET pass = excluded.pass WHERE pass < excluded.pass
                 RETURNING id",
            )?;
            // Two paths that differ only in what is not Unicode look the same.
            let mut key = key.to_owned();
            loop {
                let id = insert.query_row(params![key, path, self.pass], |row| row.get(0));
                match id.optional()? {
                    Some(id) => return Ok(InputId(id)),
                    None => key.push('\u{0}'),
                }
            }
        };
        see().in_run(&self.folder)
    }

    /// Ends the naming of inputs: from here on they are read.
    ///
    /// # Errors
    ///
    /// When the record cannot be written.
    pub fn all_seen(&mut self) -> Result<(), StoreError> {
        ids::keep_others(&self.db, self.pass).in_run(&self.folder)
    }

    /// Whether everything in `input` is done, given the `digest` of its bytes and of how they are
    /// read. An input that is not is begun anew.
    ///
    /// # Errors
    ///
    /// When the record cannot be read or written.
    pub fn is_done(&mut self, input: InputId, digest: Option<&str>) -> Result<bool, StoreError> {
        self.begin_unless_done(input, digest).in_run(&self.folder)
    }

    fn begin_unless_done(
        &mut self,
        input: InputId,
        digest: Option<&str>,
    ) -> rusqlite::Result<bool> {
        let recorded: Option<String> = self
            .db
            .prepare_cached("SELECT digest FROM input WHERE id = ?")?
            .query_row([input.0], |row| row.get(0))
            .optional()?
            .flatten();
        if recorded.is_some() && recorded.as_deref() == digest && self.ids_hold(input)? {
            return Ok(true);
        }
        let begin = self.db.transaction()?;
        begin.execute("UPDATE input SET digest = NULL WHERE id = ?", [input.0])?;
        begin.execute("DELETE FROM omission WHERE input = ?", [input.0])?;
        begin.commit()?;
        Ok(false)
    }

    /// Whether the articles of `input` have the ids that this pass gives them.
    fn ids_hold(&self, input: InputId) -> rusqlite::Result<bool> {
        let mut articles = self.db.prepare_cached(
            "SELECT record, given, digest, id FROM article WHERE input = ? ORDER BY record",
        )?;
        let mut rows = articles.query([input.0])?;
        while let Some(row) = rows.next()? {
            let place = Place { input, record: row.get(0)? };
            let (given, digest, id): (String, String, String) =
                (row.get(1)?, row.get(2)?, row.get(3)?);
            if ids::take(&self.db, place, &given, &digest)? != id {
                ids::give_back(&self.db, input.0)?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How many articles of an input stand in the record.
    ///
    /// # Errors
    ///
    /// When the record cannot be read.
    pub fn articles_in(&self, input: InputId) -> Result<u64, StoreError> {
        self.db
            .prepare_cached("SELECT count(*) FROM article WHERE input = ?")
            .and_then(|mut count| count.query_row([input.0], |row| row.get(0)))
            .map(i64::unsigned_abs)
            .in_run(&self.folder)
    }

    /// Gives the article at `place` its id in the run and says whether it has to be processed.
    /// `given` is the id that its reader gave it, `digest` that of what was read. Articles are
    /// admitted in discovery order.
    ///
    /// # Errors
    ///
    /// When the record cannot be read or written.
    pub fn admit(
        &mut self,
        place: Place,
        given: &str,
        digest: &str,
    ) -> Result<Admission, StoreError> {
        self.id_unless_done(place, given, digest).in_run(&self.folder)
    }

    fn id_unless_done(
        &mut self,
        place: Place,
        given: &str,
        digest: &str,
    ) -> rusqlite::Result<Admission> {
        let id = ids::take(&self.db, place, given, digest)?;
        let held = self
            .db
            .prepare_cached(
                "UPDATE article SET pass = ? WHERE input = ? AND record = ? AND digest = ? AND id = ?",
            )?
            .execute(params![self.pass, place.input.0, place.record, digest, id])?;
        Ok(if held == 1 { Admission::Done } else { Admission::New { id } })
    }

    /// Records an article with its claims and mentions, in one transaction, in place of what stood
    /// there. `given` and `digest` are those that it was admitted with.
    ///
    /// # Errors
    ///
    /// When the record cannot be written; then nothing of the article is.
    pub fn write(
        &mut self,
        place: Place,
        given: &str,
        digest: &str,
        entry: &Entry<'_>,
    ) -> Result<(), StoreError> {
        let damaged = |source| StoreError::Damaged { folder: self.folder.clone(), source };
        let line = serde_json::to_string(entry.article).map_err(damaged)?;
        let lines = entry
            .claims
            .iter()
            .map(serde_json::to_string)
            .collect::<Result<Vec<_>, _>>()
            .map_err(damaged)?;
        self.replace(place, given, digest, &line, &lines, entry).in_run(&self.folder)
    }

    fn replace(
        &mut self,
        place: Place,
        given: &str,
        digest: &str,
        line: &str,
        claim_lines: &[String],
        entry: &Entry<'_>,
    ) -> rusqlite::Result<()> {
        let Place { input, record } = place;
        let id = entry.article.id.as_str();
        let write = self.db.transaction()?;
        {
            // The id may have been another article's, which this pass gives another one.
            write
                .prepare_cached(
                    "UPDATE input SET digest = NULL
                     WHERE id IN (SELECT input FROM article WHERE id = ?)",
                )?
                .execute([id])?;
            write
                .prepare_cached("DELETE FROM article WHERE id = ? OR (input = ? AND record = ?)")?
                .execute(params![id, input.0, record])?;
            write
                .prepare_cached("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?)")?
                .execute(params![id, given, input.0, record, digest, self.pass, line])?;
            let mut insert = write.prepare_cached("INSERT INTO claim VALUES (?, ?, ?, ?, ?)")?;
            let mut vectors = entry.vectors.iter();
            for (ordinal, (claim, line)) in (0_i64..).zip(entry.claims.iter().zip(claim_lines)) {
                let vectors =
                    vectors.next().filter(|vectors| !vectors.is_empty()).map(Vectors::bytes);
                insert.execute(params![id, ordinal, claim.id, line, vectors])?;
            }
            super::linked::insert_mentions(&write, id, entry.mentions)?;
        }
        write.commit()
    }

    /// Records why what stands at `place` was not processed; `path` tells the user where that is.
    ///
    /// # Errors
    ///
    /// When the record cannot be written.
    pub fn omit(
        &mut self,
        place: Place,
        path: &str,
        outcome: Outcome,
        reason: &str,
    ) -> Result<(), StoreError> {
        let Place { input, record } = place;
        self.db
            .prepare_cached("INSERT OR REPLACE INTO omission VALUES (?, ?, ?, ?, ?)")
            .and_then(|mut omit| {
                omit.execute(params![input.0, record, path, outcome.as_str(), reason])
            })
            .map(drop)
            .in_run(&self.folder)
    }

    /// Ends an input, all of whose articles are recorded or omitted. If it was read `to_the_end`,
    /// articles that are no longer in it go. It is done when nothing in it failed; `digest` then
    /// tells it when it comes again.
    ///
    /// # Errors
    ///
    /// When the record cannot be written.
    pub fn finish(
        &mut self,
        input: InputId,
        to_the_end: bool,
        digest: Option<&str>,
    ) -> Result<(), StoreError> {
        self.settle(input, to_the_end, digest).in_run(&self.folder)
    }

    fn settle(
        &mut self,
        input: InputId,
        to_the_end: bool,
        digest: Option<&str>,
    ) -> rusqlite::Result<()> {
        let end = self.db.transaction()?;
        if to_the_end {
            end.prepare_cached("DELETE FROM article WHERE input = ? AND pass < ?")?
                .execute(params![input.0, self.pass])?;
        }
        end.prepare_cached(
            "UPDATE input SET digest = ?2 WHERE id = ?1
             AND NOT EXISTS (SELECT 1 FROM omission WHERE input = ?1 AND outcome = 'failed')",
        )?
        .execute(params![input.0, digest])?;
        end.commit()
    }

    /// Drops the inputs that this pass did not name, with all that was read from them; gives their
    /// number.
    ///
    /// # Errors
    ///
    /// When the record cannot be written.
    pub fn prune(&mut self) -> Result<usize, StoreError> {
        self.db.execute("DELETE FROM input WHERE pass < ?", [self.pass]).in_run(&self.folder)
    }

    /// How much the run holds.
    ///
    /// # Errors
    ///
    /// When the record cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let of_run = |query| self.db.query_row(query, [], |row| row.get(0)).map(i64::unsigned_abs);
        let of_pass =
            |query| self.db.query_row(query, [self.pass], |row| row.get(0)).map(i64::unsigned_abs);
        let counts = || {
            Ok(Counts {
                articles: of_pass(
                    "SELECT count(*) FROM input JOIN article ON input = input.id
                     WHERE input.pass = ?",
                )?,
                claims: of_pass(
                    "SELECT count(*) FROM input JOIN article ON input = input.id
                     JOIN claim ON claim.article = article.id WHERE input.pass = ?",
                )?,
                skipped: of_pass(
                    "SELECT count(*) FROM input JOIN omission ON input = input.id
                     WHERE pass = ? AND outcome = 'skipped'",
                )?,
                failed: of_pass(
                    "SELECT count(*) FROM input JOIN omission ON input = input.id
                     WHERE pass = ? AND outcome = 'failed'",
                )?,
                articles_of_run: of_run("SELECT count(*) FROM article")?,
                claims_of_run: of_run("SELECT count(*) FROM claim")?,
            })
        };
        counts().in_run(&self.folder)
    }
}
