//! Files that are complete before they take their name.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::StoreError;

/// A file that is being written under a temporary name; dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct NewFile {
    out: BufWriter<File>,
    path: Temporary,
    name: PathBuf,
}

impl NewFile {
    /// Begins the file that is to stand at `name`.
    ///
    /// # Errors
    ///
    /// When nothing can be written beside it.
    pub fn at(name: &Path) -> Result<Self, StoreError> {
        let mut temporary = OsString::from(".");
        temporary.push(name.file_name().unwrap_or_default());
        temporary.push(".tmp");
        let path = name.with_file_name(temporary);
        let out = File::create(&path).map_err(|source| StoreError::io(name, source))?;
        Ok(Self { out: BufWriter::new(out), path: Temporary(path), name: name.to_owned() })
    }

    /// Writes a line.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn line(&mut self, line: &str) -> Result<(), StoreError> {
        writeln!(self, "{line}").map_err(|source| StoreError::io(&self.name, source))
    }

    /// Brings all that was written to the disk.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn complete(self) -> Result<CompleteFile, StoreError> {
        let Self { out, path, name } = self;
        out.into_inner()
            .map_err(io::IntoInnerError::into_error)
            // Before the name is taken: after a power cut there is the old file or the new one.
            .and_then(|file| file.sync_all())
            .map_err(|source| StoreError::io(&name, source))?;
        Ok(CompleteFile { path, name })
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A file with all its content, still under its temporary name.
#[derive(Debug)]
pub struct CompleteFile {
    path: Temporary,
    name: PathBuf,
}

impl CompleteFile {
    /// Gives the file its name, in place of what stood there.
    ///
    /// # Errors
    ///
    /// When the name cannot be taken.
    pub fn publish(self) -> Result<(), StoreError> {
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
