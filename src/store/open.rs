//! Opening a run: making its folder and tables, or checking that it is one to go on with.

use std::fs;
use std::io;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use super::error::InRun;
use super::{Store, StoreError};
use crate::graph::Provenance;

/// The database in the run's folder.
pub(super) const FILE: &str = "run.db";

/// Marks the file as dixit's: `dixt`.
const APPLICATION_ID: i64 = 0x6469_7874;

/// Rises when the tables change.
const SCHEMA_VERSION: i64 = 3;

impl Store {
    /// Opens the run in `folder` for a pass by `maker`, making folder and run where there are none.
    /// Claims of different makers do not mix in one run. `redo` drops what earlier passes recorded.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written, holds something else, or a run that this maker cannot
    /// go on with.
    pub fn open(folder: &Path, maker: &Provenance, redo: bool) -> Result<Self, StoreError> {
        fs::create_dir_all(folder).map_err(|source| StoreError::io(folder, source))?;
        let path = folder.join(FILE);
        let begun = path.exists();
        let taken = super::output::FILES.iter().find(|name| folder.join(name).exists());
        if let (false, Some(taken)) = (begun, taken) {
            return Err(StoreError::Occupied { path: folder.join(taken) });
        }
        let mut db = connect(&path).in_run(folder)?;
        check_is_run(&db, folder)?;
        if begun && redo {
            db.close().map_err(|(_, source)| source).in_run(folder)?;
            remove(folder)?;
            db = connect(&path).in_run(folder)?;
        }
        check_version(&db, folder)?;
        prepare(&mut db).in_run(folder)?;
        if let Some(theirs) = recorded_maker(&db).in_run(folder)? {
            check_maker(folder, maker, &theirs)?;
        }
        let pass = begin_pass(&mut db, maker).in_run(folder)?;
        Ok(Self { db, folder: folder.to_owned(), pass })
    }

    /// Opens the run in `folder` to read it.
    ///
    /// # Errors
    ///
    /// When there is no run, or one that this version cannot read.
    pub fn read(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Err(StoreError::Missing { folder: folder.to_owned() });
        }
        let db =
            Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).in_run(folder)?;
        check_is_run(&db, folder)?;
        check_version(&db, folder)?;
        Ok(Self { db, folder: folder.to_owned(), pass: 0 })
    }

    /// Ends the pass: afterwards `run.db` is one plain file again.
    ///
    /// # Errors
    ///
    /// When the record cannot be written.
    pub fn close(self) -> Result<(), StoreError> {
        let Self { db, folder, .. } = self;
        db.pragma_update(None, "journal_mode", "DELETE")
            .and_then(|()| db.close().map_err(|(_, source)| source))
            .in_run(&folder)
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open(path)?;
    // One process at a time; and with the lock held, the log needs no shared memory, which
    // network disks lack.
    db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    Ok(db)
}

fn check_is_run(db: &Connection, folder: &Path) -> Result<(), StoreError> {
    let tables: i64 =
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).in_run(folder)?;
    let application = pragma(db, "application_id").in_run(folder)?;
    if application == APPLICATION_ID || (application == 0 && tables == 0) {
        Ok(())
    } else {
        Err(StoreError::Foreign { path: folder.join(FILE) })
    }
}

fn check_version(db: &Connection, folder: &Path) -> Result<(), StoreError> {
    let found = pragma(db, "user_version").in_run(folder)?;
    if found > SCHEMA_VERSION {
        return Err(StoreError::Newer { path: folder.join(FILE), found, known: SCHEMA_VERSION });
    }
    let begun = pragma(db, "application_id").in_run(folder)? == APPLICATION_ID;
    if begun && found < SCHEMA_VERSION {
        return Err(StoreError::Older { path: folder.join(FILE) });
    }
    Ok(())
}

fn check_maker(folder: &Path, ours: &Provenance, theirs: &Provenance) -> Result<(), StoreError> {
    let parts = |maker: &Provenance| {
        let least = maker.min_confidence.map_or("left out".to_owned(), |least| least.to_string());
        [
            (maker.version.clone(), format!("dixit {}", maker.version)),
            (
                maker.model_digest.clone(),
                format!("model {} ({:.12})", maker.model, maker.model_digest),
            ),
            (maker.precision.clone(), format!("--precision {}", maker.precision)),
            (least.clone(), format!("--min-confidence {least}")),
        ]
    };
    let (theirs, ours): (Vec<_>, Vec<_>) = parts(theirs)
        .into_iter()
        .zip(parts(ours))
        .filter(|((theirs, _), (ours, _))| theirs != ours)
        .map(|((_, theirs), (_, ours))| (theirs, ours))
        .unzip();
    if theirs.is_empty() {
        return Ok(());
    }
    Err(StoreError::OtherMaker {
        folder: folder.to_owned(),
        theirs: theirs.join(", "),
        ours: ours.join(", "),
    })
}

fn remove(folder: &Path) -> Result<(), StoreError> {
    for name in [FILE, "run.db-wal", "run.db-journal"] {
        let path = folder.join(name);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(StoreError::io(&path, source));
            }
            _ => {}
        }
    }
    Ok(())
}

fn prepare(db: &mut Connection) -> rusqlite::Result<()> {
    if pragma(db, "application_id")? == 0 {
        let made = db.transaction()?;
        made.execute_batch(include_str!("schema.sql"))?;
        made.pragma_update(None, "application_id", APPLICATION_ID)?;
        made.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        made.commit()?;
    }
    // A log instead of a rollback journal: a commit per article costs no wait for the disk, and a
    // power cut loses at most the last articles, never the database.
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.set_prepared_statement_cache_capacity(32);
    super::ids::prepare(db)
}

fn begin_pass(db: &mut Connection, maker: &Provenance) -> rusqlite::Result<i64> {
    let begin = db.transaction()?;
    let pass = meta(&begin, "pass")?.and_then(|pass| pass.parse().ok()).unwrap_or(0_i64) + 1;
    set_meta(&begin, "pass", &pass.to_string())?;
    set_meta(&begin, "version", &maker.version)?;
    set_meta(&begin, "model", &maker.model)?;
    set_meta(&begin, "model_digest", &maker.model_digest)?;
    set_meta(&begin, "precision", &maker.precision)?;
    if let Some(least) = maker.min_confidence {
        set_meta(&begin, "min_confidence", &least.to_string())?;
    }
    begin.commit()?;
    Ok(pass)
}

/// What made the run, where a pass has begun.
pub(super) fn recorded_maker(db: &Connection) -> rusqlite::Result<Option<Provenance>> {
    let Some(version) = meta(db, "version")? else { return Ok(None) };
    Ok(Some(Provenance {
        version,
        model: meta(db, "model")?.unwrap_or_default(),
        model_digest: meta(db, "model_digest")?.unwrap_or_default(),
        // The only one when runs did not say.
        precision: meta(db, "precision")?.unwrap_or_else(|| "f32".to_owned()),
        min_confidence: meta(db, "min_confidence")?.and_then(|least| least.parse().ok()),
    }))
}

fn meta(db: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    db.query_row("SELECT value FROM meta WHERE key = ?", [key], |row| row.get(0)).optional()
}

fn set_meta(db: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", params![key, value]).map(drop)
}

fn pragma(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, name, |row| row.get(0))
}
