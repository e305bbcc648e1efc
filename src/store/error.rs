//! Why a run's record cannot be read or written, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a run cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder or a file in it.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// `run.db` is something else.
    #[error("{} is not a run of dixit: choose another folder with --out", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The folder holds files that the run would overwrite, and no run.
    #[error(
        "{} was not written by a run in that folder and would be overwritten: \
         choose another folder with --out, or move the file away",
        path.display()
    )]
    Occupied {
        /// The first such file.
        path: PathBuf,
    },
    /// A later version of dixit wrote it.
    #[error(
        "{} was written by a later version of dixit (record version {found}, this one knows \
         {known}): update dixit, or choose another folder with --out",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The latest that this version knows.
        known: i64,
    },
    /// An earlier version of dixit wrote it, without what this one needs.
    #[error(
        "{} was written by an earlier version of dixit, which recorded neither names nor links: \
         start over with `dixit extract INPUT --out RUN --redo`, or choose another folder with --out",
        path.display()
    )]
    Older {
        /// The file.
        path: PathBuf,
    },
    /// Another model, version or option made it.
    #[error(
        "the run in {} was made with {theirs}, this command has {ours}: give the same, choose \
         another folder with --out, or start over with --redo",
        folder.display()
    )]
    OtherMaker {
        /// The run.
        folder: PathBuf,
        /// What differs, as the run has it.
        theirs: String,
        /// The same, as the command has it.
        ours: String,
    },
    /// Another process has it open.
    #[error("another dixit is at work on {}: wait for it, or choose another --out", folder.display())]
    Busy {
        /// The run.
        folder: PathBuf,
    },
    /// No space left.
    #[error(
        "the disk of {} is full: make room and run the same command again, it goes on from here",
        folder.display()
    )]
    Full {
        /// The run.
        folder: PathBuf,
    },
    /// No run there.
    #[error("there is no run in {}: `dixit extract INPUT --out DIR` makes one", folder.display())]
    Missing {
        /// The folder.
        folder: PathBuf,
    },
    /// A record that this version wrote differently.
    #[error("the record of the run in {} is damaged: start over with --redo", folder.display())]
    Damaged {
        /// The run.
        folder: PathBuf,
        /// What could not be read.
        source: serde_json::Error,
    },
    /// Anything else that the database says.
    #[error("the record of the run in {} cannot be used", folder.display())]
    Database {
        /// The run.
        folder: PathBuf,
        /// What the database says.
        source: rusqlite::Error,
    },
}

impl StoreError {
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::StorageFull {
            return Self::Full { folder: path.parent().unwrap_or(path).to_owned() };
        }
        Self::Io { path: path.to_owned(), source }
    }
}

/// Says which run a database error happened in.
pub(super) trait InRun<T> {
    fn in_run(self, folder: &Path) -> Result<T, StoreError>;
}

impl<T> InRun<T> for rusqlite::Result<T> {
    fn in_run(self, folder: &Path) -> Result<T, StoreError> {
        self.map_err(|source| {
            let folder = folder.to_owned();
            match source.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => {
                    StoreError::Foreign { path: folder.join(super::open::FILE) }
                }
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                    StoreError::Busy { folder }
                }
                Some(ErrorCode::DiskFull) => StoreError::Full { folder },
                _ => StoreError::Database { folder, source },
            }
        })
    }
}
