//! Digests that ids and the record of a run rest on.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Lower-case hex SHA-256 of `bytes`.
pub(crate) fn hex(bytes: &[u8]) -> String {
    finish(Sha256::new_with_prefix(bytes))
}

/// Lower-case hex of what `hasher` has taken in.
pub(crate) fn finish(hasher: Sha256) -> String {
    hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
