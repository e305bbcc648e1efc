//! `run.db`, the record of a run: which inputs are done, their articles and claims, and what was
//! left out and why. It is what makes a run resumable; every other file is written from it.
//!
//! A *pass* is one call of `dixit extract`. A pass names its inputs ([`Store::see`]), then goes
//! through them: an input whose bytes are those of an earlier pass is done
//! ([`Store::is_done`]); of the others each article is admitted ([`Store::admit`]) and, where it
//! is new or has changed, written in one transaction ([`Store::write`]). Inputs of earlier passes
//! that a pass does not name stay as they are until [`Store::prune`]. At its end the claims of all
//! articles are linked anew, in one transaction.

mod error;
mod ids;
mod linked;
mod linking;
mod new_file;
mod open;
mod output;
mod pass;
mod read;

pub use error::StoreError;
pub use linked::{Linked, Recorded};
pub use new_file::{CompleteFile, NewFile};
pub use pass::{Admission, Counts, Entry, InputId, Outcome, Place};

use std::path::{Path, PathBuf};

use rusqlite::Connection;

/// The database of a run, open for one pass.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    folder: PathBuf,
    pass: i64,
}

impl Store {
    /// The folder of the run.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether `path` is one of the run's own files, which are no articles.
    #[must_use]
    pub fn owns(&self, path: &Path) -> bool {
        let own = |name: &str| output::FILES.contains(&name) || name.starts_with(open::FILE);
        let folder = |path: &Path| std::fs::canonicalize(path).ok();
        path.file_name().and_then(|name| name.to_str()).is_some_and(own)
            && folder(path).is_some_and(|path| path.parent() == folder(&self.folder).as_deref())
    }
}
