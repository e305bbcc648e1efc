//! The batch: inputs to a run directory.
//!
//! One thread reads, several extract, one writes. Between them stand queues of a few articles, so
//! that memory does not grow with the number of articles. Articles are recorded as they are done;
//! what users read is written from the record afterwards, in the order of the inputs, and does not
//! show how many threads there were.

mod link;
mod reader;
mod worker;
mod writer;

pub use link::link;

use std::fmt::Display;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::article::{self, Article, Discovery};
use crate::extract::Findings;
use crate::store::{Counts, InputId, Outcome, Place, Store, StoreError};

/// How a batch runs.
#[derive(Clone, Debug)]
pub struct Options {
    /// How articles are read.
    pub read: article::Options,
    /// How many articles are worked on at a time.
    pub jobs: NonZeroUsize,
    /// Whether articles of inputs that are not named any more are dropped from the run.
    pub prune: bool,
}

/// What happens in a batch, for those who watch it.
#[derive(Debug)]
pub enum Event<'a> {
    /// An article is recorded.
    Done {
        /// Bytes of input that this brings the batch on.
        bytes: u64,
    },
    /// An article or input was left out.
    Omitted {
        /// Where it stands.
        path: &'a str,
        /// What became of it.
        outcome: Outcome,
        /// Why.
        reason: &'a str,
    },
    /// Two articles had the same id.
    Renamed {
        /// Where the second one stands.
        path: &'a str,
        /// The id that both had.
        given: &'a str,
        /// Its new id.
        id: &'a str,
    },
    /// Bytes of input that needed no work.
    Passed {
        /// Their number.
        bytes: u64,
        /// How many articles of earlier passes stand in them.
        articles: u64,
    },
}

/// How a batch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What the run holds.
    pub counts: Counts,
    /// Articles worked on in this batch.
    pub worked: u64,
    /// Whether it was stopped before its end.
    pub interrupted: bool,
}

/// Works through `found` and records it in `store`; `extract` finds what an article claims and names.
/// At the end `extract` goes, and the claims of all articles are linked.
/// Unless it is stopped, the files of the run are written at the end.
///
/// Once `stop` is set, articles in hand are finished and recorded, and no new one is begun.
///
/// An article that `extract` fails on is recorded as failed and the batch goes on.
///
/// # Errors
///
/// When the run cannot be written. What is recorded by then stays recorded.
pub fn batch<E: Display>(
    found: &Discovery,
    mut store: Store,
    extract: impl Fn(&Article) -> Result<Findings, E> + Sync,
    options: &Options,
    stop: &AtomicBool,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, StoreError> {
    let inputs = reader::name_all(found, &mut store, watch)?;
    let halt = Halt { asked: stop, failed: AtomicBool::new(false) };
    let store = Mutex::new(store);
    let (to_workers, jobs) = sync_channel(options.jobs.get());
    let (to_writer, messages) = sync_channel(options.jobs.get() * 2);
    let jobs = Mutex::new(jobs);
    let written = thread::scope(|scope| {
        for _ in 0..options.jobs.get() {
            let to_writer = to_writer.clone();
            scope.spawn(|| worker::work(&jobs, to_writer, &extract, &halt));
        }
        scope.spawn(|| {
            reader::read_all(&inputs, &store, &options.read, &to_workers, &to_writer, &halt);
            // Their ends tell the others that there is no more.
            drop((to_workers, to_writer));
        });
        writer::write_all(messages, &store, &halt, watch)
    })?;
    // A model may be large, and linking needs the memory.
    drop(extract);
    let mut store = store.into_inner().unwrap_or_else(PoisonError::into_inner);
    let interrupted = halt.is_set();
    if !interrupted {
        if options.prune {
            store.prune()?;
        }
        link(&mut store, options.jobs)?;
        store.write_files()?;
    }
    let counts = store.counts()?;
    store.close()?;
    Ok(Summary { counts, worked: written, interrupted })
}

/// An article on its way to a worker.
struct Job {
    place: Place,
    /// The id that its reader gave it.
    given: String,
    /// Of all that was read.
    digest: String,
    /// With its id in the run.
    article: Box<Article>,
}

/// What the writer is told.
enum Message {
    Extracted {
        job: Job,
        findings: Result<Findings, String>,
    },
    Omitted {
        place: Place,
        path: String,
        outcome: Outcome,
        reason: String,
    },
    Renamed {
        path: String,
        given: String,
        id: String,
    },
    Passed {
        input: InputId,
        bytes: u64,
    },
    InputPassed {
        bytes: u64,
        articles: u64,
    },
    /// The reader is through with an input.
    Ended {
        input: InputId,
        end: InputEnd,
    },
    Failed(StoreError),
}

/// What is known of an input when it was read.
struct InputEnd {
    /// How many of its articles went to the workers.
    sent: u32,
    /// Whether nothing kept the reader from what stands behind.
    to_the_end: bool,
    digest: Option<String>,
    bytes: u64,
}

/// Whether to begin nothing new.
struct Halt<'a> {
    /// The user says so.
    asked: &'a AtomicBool,
    /// Going on is of no use.
    failed: AtomicBool,
}

impl Halt<'_> {
    fn is_set(&self) -> bool {
        self.asked.load(Ordering::Relaxed) || self.failed.load(Ordering::Relaxed)
    }

    fn fail(&self) {
        self.failed.store(true, Ordering::Relaxed);
    }
}

/// A thread that panicked with the store in hand left no transaction open: they end when dropped.
fn lock(store: &Mutex<Store>) -> MutexGuard<'_, Store> {
    store.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sends to a thread that may have ended after a failure; what it was sent is then of no use.
fn send<T>(queue: &SyncSender<T>, message: T) {
    let _ = queue.send(message);
}
