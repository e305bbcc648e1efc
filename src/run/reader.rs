//! The reading end of the batch: inputs to articles that have to be worked on.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::SyncSender;

use sha2::{Digest, Sha256};

use super::{Event, Halt, InputEnd, Job, Message, lock, send};
use crate::article::{self, Article, Discovery, Input, Read, ReadError};
use crate::store::{Admission, InputId, Outcome, Place, Store, StoreError};

/// Records which inputs the pass has, and what was found that is no input.
pub(super) fn name_all<'a>(
    found: &'a Discovery,
    store: &mut Store,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<Vec<(InputId, &'a Input)>, StoreError> {
    let mut inputs = Vec::with_capacity(found.inputs.len());
    for input in &found.inputs {
        if !store.owns(Path::new(input.path())) {
            inputs.push((store.see(&key(input.path()), input.path())?, input));
        }
    }
    for left_out in &found.left_out {
        let (path, outcome, reason) = match left_out {
            Read::Skipped { path, reason } => (path, Outcome::Skipped, reason.clone()),
            Read::Failed { path, error } => (path, Outcome::Failed, error.to_string()),
            Read::Article(_) => continue,
        };
        if store.owns(Path::new(path)) {
            continue;
        }
        let input = store.see(&key(path), path)?;
        store.is_done(input, None)?;
        store.omit(Place { input, record: 0 }, path, outcome, &reason)?;
        watch(Event::Omitted { path, outcome, reason: &reason });
    }
    store.all_seen()?;
    Ok(inputs)
}

/// What an input is known by, whatever folder the command runs in.
fn key(path: &str) -> String {
    match fs::canonicalize(path) {
        Ok(absolute) if path != "-" => absolute.to_string_lossy().into_owned(),
        _ => path.to_owned(),
    }
}

/// Reads the inputs in order and hands what has to be worked on to the workers.
pub(super) fn read_all(
    inputs: &[(InputId, &Input)],
    store: &Mutex<Store>,
    options: &article::Options,
    to_workers: &SyncSender<Job>,
    to_writer: &SyncSender<Message>,
    halt: &Halt<'_>,
) {
    let reader = Reader { store, options, to_workers, to_writer, halt };
    for (id, input) in inputs {
        if halt.is_set() {
            return;
        }
        if let Err(error) = reader.read(*id, input) {
            send(to_writer, Message::Failed(error));
            return;
        }
    }
}

struct Reader<'a> {
    store: &'a Mutex<Store>,
    options: &'a article::Options,
    to_workers: &'a SyncSender<Job>,
    to_writer: &'a SyncSender<Message>,
    halt: &'a Halt<'a>,
}

impl Reader<'_> {
    fn read(&self, id: InputId, input: &Input) -> Result<(), StoreError> {
        let bytes = input.size().unwrap_or(0);
        // A file that cannot be read is told of below, when its articles are asked for.
        let digest = input.digest().ok().flatten().map(|digest| match self.options.lang {
            Some(lang) => format!("{digest} --lang {lang}"),
            None => digest,
        });
        if lock(self.store).is_done(id, digest.as_deref())? {
            let articles = lock(self.store).articles_in(id)?;
            self.tell(Message::InputPassed { bytes, articles });
            return Ok(());
        }
        let mut end = InputEnd { sent: 0, to_the_end: true, digest, bytes };
        for (record, read) in (0..).zip(article::read(input, self.options)) {
            if self.halt.is_set() {
                return Ok(());
            }
            let place = Place { input: id, record };
            match read {
                Read::Article(article) => {
                    if let Some(job) = self.admit(place, input, article)? {
                        end.sent += 1;
                        send(self.to_workers, job);
                    }
                }
                Read::Skipped { path, reason } => {
                    let outcome = Outcome::Skipped;
                    self.tell(Message::Omitted { place, path, outcome, reason });
                }
                Read::Failed { path, error } => {
                    end.to_the_end &= !breaks_off(&error);
                    let (outcome, reason) = (Outcome::Failed, error.to_string());
                    self.tell(Message::Omitted { place, path, outcome, reason });
                }
            }
        }
        self.tell(Message::Ended { input: id, end });
        Ok(())
    }

    /// The job that the article makes, unless the record has it already.
    fn admit(
        &self,
        place: Place,
        input: &Input,
        mut article: Box<Article>,
    ) -> Result<Option<Job>, StoreError> {
        let digest = digest(input, &article);
        let bytes = article.text.len() as u64;
        match lock(self.store).admit(place, &article.id, &digest)? {
            Admission::Done => {
                self.tell(Message::Passed { input: place.input, bytes });
                Ok(None)
            }
            Admission::New { id } => {
                let given = std::mem::replace(&mut article.id, id.clone());
                if given != id {
                    let (path, given) = (article.path.clone(), given.clone());
                    self.tell(Message::Renamed { path, given, id });
                }
                Ok(Some(Job { place, given, digest, article }))
            }
        }
    }

    fn tell(&self, message: Message) {
        send(self.to_writer, message);
    }
}

/// Whether what stands behind could not be read either.
fn breaks_off(error: &ReadError) -> bool {
    matches!(error, ReadError::Io(_) | ReadError::Truncated(_) | ReadError::Damaged(_))
}

/// Of all in an article that its claims and its record hang on. Not of its path: a run goes on
/// when its inputs are named from another folder.
fn digest(input: &Input, article: &Article) -> String {
    let Article { id, title, date, url, source, author, lang, text, .. } = article;
    let optional = [title, date, url, source, author].map(|field| field.as_deref().unwrap_or(""));
    let parts = [input.relative(), id, lang.code(), text].into_iter().chain(optional);
    let mut hasher = Sha256::new();
    for part in parts {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    crate::hex(&hasher.finalize())
}
