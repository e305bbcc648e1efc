//! The command line: arguments in, one library call, messages and exit code out.

mod evaluate;
mod export;
mod extract;
mod lines;
mod model;
mod progress;
mod query;
mod screen;

use std::io::{self, IsTerminal, stderr};
use std::process::ExitCode;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use tracing::Level;

use screen::Screen;

/// Find the claims in French and English news: who says what, by how much, when, and according
/// to whom.
///
/// dixit runs on this machine alone: no text leaves it.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Extract),
    Export(export::Export),
    Query(query::Query),
    Quantities(lines::Quantities),
    Times(lines::Times),
    Evaluate(evaluate::Evaluate),
}

/// How dixit talks to the user.
#[derive(Debug, Args)]
#[command(next_help_heading = "Messages")]
struct Output {
    /// Say nothing but what failed.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: -v what is skipped and renamed, -vv also how the program works.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
    /// Whether to show progress; auto: on a terminal.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    progress: When,
    /// Whether to colour messages; auto: on a terminal.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

impl When {
    fn or(self, auto: bool) -> bool {
        match self {
            Self::Auto => auto,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

impl Output {
    fn level(&self) -> Level {
        match (self.quiet, self.verbose) {
            (true, _) => Level::ERROR,
            (false, 0) => Level::WARN,
            (false, 1) => Level::INFO,
            (false, _) => Level::DEBUG,
        }
    }

    fn color(&self) -> bool {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        self.color.or(wanted && stderr().is_terminal())
    }
}

/// How a command ended that did not fail altogether.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// All is done.
    Complete,
    /// All is done but for inputs that failed.
    Incomplete,
    /// The user stopped it.
    Interrupted,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Complete => Self::SUCCESS,
            Ending::Incomplete => Self::from(3),
            // As shells report a process that Ctrl-C ended.
            Ending::Interrupted => Self::from(130),
        }
    }
}

/// Runs the command that the arguments ask for.
pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    let screen = Screen::new(cli.output.color());
    screen.log(cli.output.level());
    let ended = match cli.command {
        Command::Extract(command) => command.run(&cli.output, &screen),
        Command::Export(command) => command.run(&cli.output, &screen),
        Command::Query(command) => command.run(),
        Command::Quantities(command) => command.run(),
        Command::Times(command) => command.run(),
        Command::Evaluate(command) => command.run(),
    };
    match ended {
        Ok(ending) => ending.into(),
        // Who reads what dixit writes may have seen enough: `dixit … | head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
