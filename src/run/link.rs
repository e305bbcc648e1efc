//! The end of a pass: the claims of all articles of the run are linked, made anew from the record,
//! so that articles that came later give what they would have given at once.

use std::num::NonZeroUsize;

use crate::link::{self, LinkInput, Named};
use crate::store::{Linked, Recorded, Store, StoreError};

/// Finds entities, links, groups and copies among all that `store` has, on `jobs` threads, and
/// records them.
pub(super) fn link_all(store: &mut Store, jobs: NonZeroUsize) -> Result<(), StoreError> {
    let mut recorded = store.recorded()?;
    let linked = match rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build() {
        Ok(threads) => threads.install(|| linked(&mut recorded)),
        Err(_) => linked(&mut recorded),
    };
    store.link(&recorded, &linked)
}

fn linked(recorded: &mut [Recorded]) -> Linked {
    let mut named: Vec<Named<'_>> = recorded.iter_mut().map(Recorded::named).collect();
    let entities = link::entities(&mut named);
    let inputs: Vec<LinkInput<'_>> = recorded.iter().map(Recorded::input).collect();
    let link::Links { links, groups, copies } = link::links(&inputs, &entities);
    Linked { entities, links, groups, copies }
}
