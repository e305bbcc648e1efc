//! The end of a pass: the claims of all articles of the run are linked, made anew from the record,
//! so that articles that came later give what they would have given at once.

use std::num::NonZeroUsize;

use crate::link;
use crate::store::{Store, StoreError};

/// Finds entities, links, groups and copies among all that `store` has, on `jobs` threads, and
/// records them. Memory does not hold the run: articles are read from the record as they are needed.
///
/// # Errors
///
/// When the record cannot be read or written; then the former linking stands.
pub fn link(store: &mut Store, jobs: NonZeroUsize) -> Result<(), StoreError> {
    let mut all = || {
        let mut linking = store.linking()?;
        link::all(&mut linking)?;
        linking.finish()
    };
    match rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build() {
        Ok(threads) => threads.install(all),
        Err(_) => all(),
    }
}
