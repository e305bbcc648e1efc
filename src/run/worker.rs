//! The working part of the batch: articles to what is found in them.

use std::any::Any;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Mutex, PoisonError};

use super::{Halt, Job, Message, send};
use crate::article::Article;
use crate::extract::Findings;

/// Takes articles until there are no more. Each worker computes on a thread of its own: with the
/// tensor library's own threads on top, workers would take turns at the same cores.
#[allow(clippy::needless_pass_by_value, reason = "the worker's end of the queue ends with it")]
pub(super) fn work<E: Display>(
    jobs: &Mutex<Receiver<Job>>,
    to_writer: SyncSender<Message>,
    extract: &(impl Fn(&Article) -> Result<Findings, E> + Sync),
    halt: &Halt<'_>,
) {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        if halt.is_set() {
            // The queue is emptied, so that the reader does not wait for room in it.
            continue;
        }
        let find = || extract(&job.article).map_err(|error| error.to_string());
        let findings = match &alone {
            Ok(alone) => catch_unwind(AssertUnwindSafe(|| alone.install(find)))
                .unwrap_or_else(|panic| Err(format!("a fault in dixit: {}", message(&*panic)))),
            Err(error) => Err(format!("no thread to work on: {error}")),
        };
        send(&to_writer, Message::Extracted { job, findings });
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
