//! The writing end of the batch: what was found goes into the record, article by article.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;

use super::{Event, Halt, InputEnd, Job, Message, lock};
use crate::CodePoints;
use crate::article::Article;
use crate::extract::Findings;
use crate::graph::{ArticleRecord, ClaimRecord, MentionRecord};
use crate::store::{Entry, InputId, Outcome, Place, Store, StoreError};

/// Records what it is told until all others have ended; gives the number of articles recorded.
pub(super) fn write_all(
    messages: Receiver<Message>,
    store: &Mutex<Store>,
    halt: &Halt<'_>,
    watch: &mut dyn FnMut(Event<'_>),
) -> Result<u64, StoreError> {
    let mut writer = Writer { store, watch, inputs: HashMap::new(), written: 0 };
    let mut failure = None;
    for message in messages {
        if failure.is_some() {
            // The queue is emptied, so that nobody waits for room in it.
            continue;
        }
        if let Err(error) = writer.take(message) {
            failure = Some(error);
            halt.fail();
        }
    }
    failure.map_or(Ok(writer.written), Err)
}

struct Writer<'a> {
    store: &'a Mutex<Store>,
    watch: &'a mut dyn FnMut(Event<'_>),
    /// Inputs that are being worked on.
    inputs: HashMap<InputId, InHand>,
    written: u64,
}

/// An input that is being worked on.
#[derive(Default)]
struct InHand {
    /// How many of its articles came back from the workers.
    back: u32,
    /// Bytes that watchers were told of.
    told: u64,
    end: Option<InputEnd>,
}

impl Writer<'_> {
    fn take(&mut self, message: Message) -> Result<(), StoreError> {
        match message {
            Message::Extracted { job, findings } => self.extracted(&job, findings),
            Message::Omitted { place, path, outcome, reason } => {
                self.omit(place, &path, outcome, &reason)
            }
            Message::Renamed { path, given, id } => {
                (self.watch)(Event::Renamed { path: &path, given: &given, id: &id });
                Ok(())
            }
            Message::Passed { input, bytes } => {
                self.inputs.entry(input).or_default().told += bytes;
                (self.watch)(Event::Passed { bytes, articles: 1 });
                Ok(())
            }
            Message::InputPassed { bytes, articles } => {
                (self.watch)(Event::Passed { bytes, articles });
                Ok(())
            }
            Message::Ended { input, end } => {
                self.inputs.entry(input).or_default().end = Some(end);
                self.finish(input)
            }
            Message::Failed(error) => Err(error),
        }
    }

    fn extracted(
        &mut self,
        job: &Job,
        findings: Result<Findings, String>,
    ) -> Result<(), StoreError> {
        let Job { place, given, digest, article } = job;
        match findings {
            Ok(findings) => {
                let points = CodePoints::new(&article.text);
                let claims: Vec<_> = findings
                    .claims
                    .iter()
                    .map(|claim| ClaimRecord::new(claim, &article.text, &points))
                    .collect();
                let mentions: Vec<_> = findings
                    .mentions
                    .iter()
                    .map(|mention| MentionRecord::new(mention, &points))
                    .collect();
                let entry = Entry {
                    article: &record(article),
                    claims: &claims,
                    vectors: &findings.vectors,
                    mentions: &mentions,
                };
                lock(self.store).write(*place, given, digest, &entry)?;
                self.written += 1;
                let bytes = article.text.len() as u64;
                self.inputs.entry(place.input).or_default().told += bytes;
                (self.watch)(Event::Done { bytes });
            }
            Err(reason) => self.omit(*place, &article.path, Outcome::Failed, &reason)?,
        }
        self.inputs.entry(place.input).or_default().back += 1;
        self.finish(place.input)
    }

    fn omit(
        &mut self,
        place: Place,
        path: &str,
        outcome: Outcome,
        reason: &str,
    ) -> Result<(), StoreError> {
        lock(self.store).omit(place, path, outcome, reason)?;
        (self.watch)(Event::Omitted { path, outcome, reason });
        Ok(())
    }

    /// Ends an input once all of its articles are back.
    fn finish(&mut self, input: InputId) -> Result<(), StoreError> {
        let Some(InHand { back, told, end: Some(end) }) = self.inputs.get(&input) else {
            return Ok(());
        };
        if *back < end.sent {
            return Ok(());
        }
        lock(self.store).finish(input, end.to_the_end, end.digest.as_deref())?;
        // A page has more bytes than text; a compressed file may have fewer.
        (self.watch)(Event::Passed { bytes: end.bytes.saturating_sub(*told), articles: 0 });
        self.inputs.remove(&input);
        Ok(())
    }
}

fn record(article: &Article) -> ArticleRecord {
    ArticleRecord {
        id: article.id.clone(),
        path: article.path.clone(),
        lang: article.lang,
        title: article.title.clone(),
        date: article.date.clone(),
        url: article.url.clone(),
        source: article.source.clone(),
        text: article.text.clone(),
    }
}
