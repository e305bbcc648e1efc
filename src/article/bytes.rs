//! The bytes of an input: opened, decompressed, bounded.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use super::discover::{Input, Origin};
use super::error::ReadError;
use super::format::Compression;

/// The decompressed bytes of an input.
pub(super) struct Bytes {
    reader: Box<dyn BufRead + Send>,
    compression: Compression,
}

impl Bytes {
    pub(super) fn open(input: &Input) -> Result<Self, ReadError> {
        let raw: Box<dyn BufRead + Send> = match &input.origin {
            Origin::File(path) => Box::new(BufReader::with_capacity(64 * 1024, File::open(path)?)),
            Origin::Stdin => Box::new(BufReader::new(io::stdin())),
        };
        Self::decompress(raw, input.compression)
    }

    /// The decompressed bytes of `raw`.
    pub(super) fn decompress(
        mut raw: Box<dyn BufRead + Send>,
        compression: Compression,
    ) -> Result<Self, ReadError> {
        let compression = match compression {
            Compression::Unknown => {
                let mut magic = Vec::new();
                raw.by_ref().take(4).read_to_end(&mut magic)?;
                let found = match magic.as_slice() {
                    [0x1f, 0x8b, ..] => Compression::Gzip,
                    [0x28, 0xb5, 0x2f, 0xfd] => Compression::Zstd,
                    _ => Compression::None,
                };
                raw = Box::new(Cursor::new(magic).chain(raw));
                found
            }
            known => known,
        };
        let reader: Box<dyn BufRead + Send> = match compression {
            Compression::None | Compression::Unknown => raw,
            Compression::Gzip => Box::new(BufReader::new(MultiGzDecoder::new(raw))),
            Compression::Zstd => {
                Box::new(BufReader::new(zstd::stream::read::Decoder::with_buffer(raw)?))
            }
        };
        Ok(Self { reader, compression })
    }

    /// Puts `bytes` back in front.
    pub(super) fn with_front(self, bytes: Vec<u8>) -> Self {
        Self { reader: Box::new(Cursor::new(bytes).chain(self.reader)), ..self }
    }

    /// The next line with its end, at most `limit` bytes long; empty at the end of the input. After
    /// an error about its length the rest of the line is passed over.
    pub(super) fn line(&mut self, limit: usize) -> Result<Vec<u8>, ReadError> {
        let mut line = Vec::new();
        let result = self.reader.by_ref().take(limit as u64).read_until(b'\n', &mut line);
        result.map_err(|error| self.explain(error))?;
        if line.len() == limit && line.last() != Some(&b'\n') {
            self.reader.skip_until(b'\n').map_err(|error| self.explain(error))?;
            return Err(ReadError::TooLong(limit));
        }
        Ok(line)
    }

    /// All of it, at most `limit` bytes.
    pub(super) fn all(mut self, limit: usize) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::new();
        let result = self.reader.by_ref().take(limit as u64 + 1).read_to_end(&mut bytes);
        result.map_err(|error| self.explain(error))?;
        if bytes.len() > limit { Err(ReadError::TooLong(limit)) } else { Ok(bytes) }
    }

    fn explain(&self, error: io::Error) -> ReadError {
        match (self.compression, error.kind()) {
            (Compression::None | Compression::Unknown, _) => error.into(),
            (_, io::ErrorKind::UnexpectedEof) => ReadError::Truncated(self.compression.name()),
            // The decoders report bad data as one of these; anything else is the system's.
            (
                _,
                io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::Other,
            ) => ReadError::Damaged(self.compression.name()),
            _ => error.into(),
        }
    }
}
