//! Ids that are unique in the run and do not depend on threads or on what was done before.
//!
//! Readers give ids: the record's own, or one made from path and content. Where two articles of a
//! pass have the same, the first in discovery order keeps it and the later one gets it with a
//! digest of its own behind it. Each pass works the ids out afresh, in discovery order, also for
//! inputs that are done, so that a resumed run comes to the ids of an uninterrupted one.

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::pass::Place;

pub(super) fn prepare(db: &Connection) -> rusqlite::Result<()> {
    // Temporary tables live in a file of their own once they grow: memory stays flat.
    db.execute_batch(
        "CREATE TEMP TABLE taken (
            id TEXT PRIMARY KEY, input INTEGER NOT NULL, record INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX temp.taken_by ON taken (input);",
    )
}

/// Reserves the ids of inputs that the pass does not name: their articles are not read again.
pub(super) fn keep_others(db: &Connection, pass: i64) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO taken SELECT article.id, input.id, record
         FROM article JOIN input ON input.id = article.input WHERE input.pass < ?",
        [pass],
    )
    .map(drop)
}

/// The id of the article at `place` that its reader calls `given`; `digest` is that of what was
/// read.
pub(super) fn take(
    db: &Connection,
    place: Place,
    given: &str,
    digest: &str,
) -> rusqlite::Result<String> {
    let mut insert =
        db.prepare_cached("INSERT OR IGNORE INTO taken (id, input, record) VALUES (?, ?, ?)")?;
    let mut id = given.to_owned();
    let mut tries = 0_u32;
    while insert.execute(params![id, place.input.0, place.record])? == 0 {
        let own = crate::hex(&Sha256::digest(format!("{digest}\n{tries}").as_bytes()));
        id = format!("{given}~{own:.8}");
        tries += 1;
    }
    Ok(id)
}

/// Gives back the ids that were taken for an input.
pub(super) fn give_back(db: &Connection, input: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM taken WHERE input = ?")?.execute([input]).map(drop)
}
