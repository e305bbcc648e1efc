//! `dixit extract`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;
use dixit::Lang;
use dixit::article::{self, Discovery, Read};
use dixit::extract::{self, Extractor};
use dixit::graph::Provenance;
use dixit::model::Model;
use dixit::run::{self, Event, Summary};
use dixit::store::{Outcome, Store};

use super::model::Running;
use super::progress::{Progress, duration};
use super::screen::Screen;
use super::{Ending, Output, model};

/// Read articles, find their claims, write the claim graph.
///
/// The run folder gets articles.jsonl, claims.jsonl (one claim a line), what the claims of all
/// articles have to do with each other (entities.jsonl, links.jsonl, groups.jsonl, copies.jsonl),
/// graph.jsonld (JSON-LD 1.1) and run.db, the record of what is done. The same command again does only what is new or has
/// changed; other inputs are added to the run.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Extract {
    /// Files, folders with all below them, or - for standard input: .txt, .md, .html, .json,
    /// .jsonl, any of them also .gz or .zst.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Folder of the run; made where it does not exist.
    #[arg(short, long, value_name = "RUN")]
    out: PathBuf,
    /// Folder of the model [default: $DIXIT_MODEL, else models/dixit-base here or by the program].
    #[arg(short, long, value_name = "DIR")]
    model: Option<PathBuf>,
    #[command(flatten)]
    running: Running,
    /// Articles worked on at a time [default: one for each processor]. Results do not depend on it.
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Take every article to be in this language: fr or en [default: found for each paragraph].
    #[arg(short, long, value_name = "LANG")]
    lang: Option<Lang>,
    /// Leave out claims of less confidence, 0 to 1.
    #[arg(long, value_name = "P", value_parser = probability)]
    min_confidence: Option<f32>,
    /// Drop articles of earlier calls whose files are not among the inputs any more.
    #[arg(long)]
    prune: bool,
    /// Forget what the run holds and start over.
    #[arg(long)]
    redo: bool,
}

const EXAMPLES: &str = "\
Examples:
  dixit extract news/ --out run
  dixit extract 2025-01.jsonl.zst 2025-02.jsonl.zst --out run --jobs 4
  zcat feed.jsonl.gz | dixit extract - --out run --min-confidence 0.5

Exit codes:
  0    all done
  1    nothing usable was written
  2    the command line is wrong
  3    done, but some inputs failed; each was named with its reason
  130  stopped by Ctrl-C; the same command goes on from there";

fn probability(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err("not a number from 0 to 1".to_owned()),
    }
}

impl Extract {
    pub(crate) fn run(&self, output: &Output, screen: &Screen) -> anyhow::Result<Ending> {
        let begun = Instant::now();
        let found = article::discover(&self.inputs)?;
        if found.inputs.is_empty() {
            bail!(self.nothing_found(&found));
        }
        let folder = model::locate(self.model.as_deref())?;
        let model = Model::load_as(&folder, self.running.options())?;
        let maker = Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: model.name().to_owned(),
            model_digest: model.digest().to_owned(),
            precision: model.precision().name().to_owned(),
            min_confidence: self.min_confidence,
        };
        let store = Store::open(&self.out, &maker, self.redo)?;
        let extractor =
            Extractor::new(model, extract::Options { min_confidence: self.min_confidence });
        let options = run::Options {
            read: article::Options { lang: self.lang, ..article::Options::default() },
            jobs: self
                .jobs
                .or_else(|| thread::available_parallelism().ok())
                .unwrap_or(NonZeroUsize::MIN),
            prune: self.prune,
        };
        let stop = stop_on_interrupt(screen)?;
        let total = found.inputs.iter().map(article::Input::size).sum();
        let mut progress = Progress::new(output, screen, total);
        let summary = run::batch(
            &found,
            store,
            // The model goes with it once all articles are read.
            move |article| extractor.findings(article),
            &options,
            &stop,
            &mut |event| tell(&event, &mut progress),
        )?;
        drop(progress);
        self.end(&summary, begun.elapsed(), output, screen)
    }

    fn end(
        &self,
        summary: &Summary,
        took: Duration,
        output: &Output,
        screen: &Screen,
    ) -> anyhow::Result<Ending> {
        let Summary { counts, worked, interrupted } = *summary;
        let out = self.out.display();
        if interrupted {
            screen.line(&format!(
                "Stopped: {worked} articles done and recorded in {out}. \
                 The same command again goes on from there."
            ));
            return Ok(Ending::Interrupted);
        }
        if counts.articles_of_run == 0 && counts.failed > 0 {
            bail!("no article could be read; {} inputs failed", counts.failed);
        }
        if !output.quiet {
            let earlier = match counts.articles.saturating_sub(worked) {
                0 => String::new(),
                earlier => format!(" ({earlier} of them done before)"),
            };
            screen.line(&format!(
                "{} articles read{earlier}, {} skipped, {} failed; {} claims; {}",
                counts.articles,
                counts.skipped,
                counts.failed,
                counts.claims,
                duration(took)
            ));
            if counts.articles_of_run > counts.articles {
                screen.line(&format!(
                    "With earlier inputs the run holds {} articles and {} claims.",
                    counts.articles_of_run, counts.claims_of_run
                ));
            }
            screen.line(&format!("Written: {}", self.files()));
        }
        Ok(if counts.failed > 0 { Ending::Incomplete } else { Ending::Complete })
    }

    fn files(&self) -> String {
        let files = [
            "articles.jsonl",
            "claims.jsonl",
            "entities.jsonl",
            "links.jsonl",
            "groups.jsonl",
            "copies.jsonl",
            "graph.jsonld",
        ];
        format!("{} in {}", files.join(", "), self.out.display())
    }

    fn nothing_found(&self, found: &Discovery) -> String {
        let inputs: Vec<_> = self.inputs.iter().map(|input| input.display().to_string()).collect();
        let inputs = inputs.join(", ");
        match found.left_out.first() {
            None => format!(
                "no articles in {inputs}: no file that ends in .txt, .md, .html, .json or .jsonl \
                 (or one of them and .gz or .zst)"
            ),
            Some(Read::Failed { path, error }) => {
                format!("no articles in {inputs}; {path}: {error}")
            }
            Some(Read::Skipped { path, reason }) => {
                format!("no articles in {inputs}; {path}: {reason}")
            }
            Some(Read::Article(_)) => format!("no articles in {inputs}"),
        }
    }
}

fn tell(event: &Event<'_>, progress: &mut Progress<'_>) {
    match *event {
        Event::Done { bytes } => progress.done(bytes),
        Event::Passed { bytes, articles } => progress.passed(bytes, articles),
        Event::Omitted { path, outcome: Outcome::Failed, reason } => {
            tracing::error!("{path}: {reason}");
        }
        Event::Omitted { path, outcome: Outcome::Skipped, reason } => {
            tracing::info!("{path}: skipped: {reason}");
        }
        Event::Renamed { path, given, id } => {
            tracing::warn!("{path}: the id {given} is another article's; this one becomes {id}");
        }
    }
}

/// What Ctrl-C sets: the batch then ends in order. The second one ends it at once, which the record
/// survives.
fn stop_on_interrupt(screen: &Screen) -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let (asked, screen) = (Arc::clone(&stop), screen.clone());
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        screen.line("Finishing the articles in hand; Ctrl-C again stops at once.");
    })
    .context("cannot listen for Ctrl-C")?;
    Ok(stop)
}
