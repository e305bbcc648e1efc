//! Standard error: messages, above the progress bar where there is one.

use std::fmt;
use std::io::{self, Write, stderr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use indicatif::ProgressBar;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, MakeWriter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

/// Where messages go. Clones write to the same place.
#[derive(Clone, Debug)]
pub(crate) struct Screen {
    bar: Arc<Mutex<Option<ProgressBar>>>,
    color: bool,
}

impl Screen {
    pub(crate) fn new(color: bool) -> Self {
        Self { bar: Arc::default(), color }
    }

    /// Sends messages of `level` and more urgent ones here.
    pub(crate) fn log(&self, level: Level) {
        // Libraries tell their own doings to those who ask for everything only.
        let libraries = if level == Level::DEBUG { Level::INFO } else { Level::ERROR };
        let layer = tracing_subscriber::fmt::layer()
            .with_ansi(self.color)
            .log_internal_errors(false)
            .event_format(Plain)
            .with_writer(self.clone());
        let levels = Targets::new().with_default(libraries).with_target("dixit", level);
        // Only a second call could fail, and `main` makes one.
        let _ = tracing_subscriber::registry().with(layer).with(levels).try_init();
    }

    /// Puts a bar at the foot of the screen, or takes it away.
    pub(crate) fn show(&self, bar: Option<ProgressBar>) {
        let old = std::mem::replace(&mut *self.bar(), bar);
        if let Some(old) = old {
            old.finish_and_clear();
        }
    }

    /// Writes a line.
    pub(crate) fn line(&self, line: &str) {
        self.write(format!("{line}\n").as_bytes());
    }

    /// When nobody reads standard error any more, there is nobody to tell.
    fn write(&self, bytes: &[u8]) {
        let write = || {
            let _ = stderr().write_all(bytes);
        };
        match &*self.bar() {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    fn bar(&self) -> MutexGuard<'_, Option<ProgressBar>> {
        self.bar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'a> MakeWriter<'a> for Screen {
    type Writer = Message<'a>;

    fn make_writer(&'a self) -> Message<'a> {
        Message(self)
    }
}

/// One message on its way to the screen.
#[derive(Debug)]
pub(crate) struct Message<'a>(&'a Screen);

impl Write for Message<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Messages as programs write them: `error: what is wrong`.
struct Plain;

impl<S, N> FormatEvent<S, N> for Plain
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let (name, color) = match *event.metadata().level() {
            Level::ERROR => ("error", 31),
            Level::WARN => ("warning", 33),
            Level::INFO => ("note", 36),
            Level::DEBUG => ("debug", 90),
            Level::TRACE => ("trace", 90),
        };
        if writer.has_ansi_escapes() {
            write!(writer, "\u{1b}[1;{color}m{name}\u{1b}[0m: ")?;
        } else {
            write!(writer, "{name}: ")?;
        }
        context.field_format().format_fields(writer.by_ref(), event)?;
        writeln!(writer)
    }
}
