//! How far a batch is: a bar on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Output;
use super::screen::Screen;

/// Counts articles, and the bytes of input that they come from: how many articles a file holds is
/// not known before it is read, so the time left is told by bytes.
pub(crate) struct Progress<'a> {
    screen: &'a Screen,
    shown: Shown,
    begun: Instant,
    /// Bytes of input; none where they are not known (standard input).
    total: Option<u64>,
    /// Bytes worked on in this call, and bytes that needed no work.
    worked: u64,
    passed: u64,
    articles: u64,
    earlier: u64,
}

enum Shown {
    Not,
    Bar(ProgressBar),
    Lines { last: Instant },
}

/// Time between two lines.
const LINES_APART: Duration = Duration::from_secs(10);

impl<'a> Progress<'a> {
    pub(crate) fn new(output: &Output, screen: &'a Screen, total: Option<u64>) -> Self {
        let terminal = stderr().is_terminal();
        let begun = Instant::now();
        let shown = match (output.progress.or(terminal && !output.quiet), terminal) {
            (false, _) => Shown::Not,
            (true, false) => Shown::Lines { last: begun },
            (true, true) => Shown::Bar(bar(total)),
        };
        if let Shown::Bar(bar) = &shown {
            screen.show(Some(bar.clone()));
        }
        Self { screen, shown, begun, total, worked: 0, passed: 0, articles: 0, earlier: 0 }
    }

    /// An article is done that makes `bytes` of the input.
    pub(crate) fn done(&mut self, bytes: u64) {
        self.articles += 1;
        self.worked += bytes;
        self.show();
    }

    /// `bytes` of the input need no work; `articles` in them are done from earlier.
    pub(crate) fn passed(&mut self, bytes: u64, articles: u64) {
        self.earlier += articles;
        self.passed += bytes;
        self.show();
    }

    fn show(&mut self) {
        let text = self.text();
        match &mut self.shown {
            Shown::Bar(bar) => {
                bar.set_position(self.worked + self.passed);
                bar.set_message(text);
            }
            Shown::Lines { last } if last.elapsed() >= LINES_APART => {
                *last = Instant::now();
                self.screen.line(&text);
            }
            Shown::Lines { .. } | Shown::Not => {}
        }
    }

    fn text(&self) -> String {
        let seconds = self.begun.elapsed().as_secs_f64().max(1e-3);
        let mut parts = vec![format!("{} articles", self.articles + self.earlier)];
        if self.articles > 0 {
            let rate = self.articles as f64 / seconds;
            parts.push(if rate < 10.0 { format!("{rate:.1}/s") } else { format!("{rate:.0}/s") });
        }
        let left = self.total.map(|total| total.saturating_sub(self.worked + self.passed));
        if let (Some(left), true) = (left, self.worked > 0) {
            let left = left as f64 * seconds / self.worked as f64;
            parts.push(format!("{} left", duration(Duration::from_secs_f64(left))));
        }
        parts.join(", ")
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.screen.show(None);
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    // The templates are constant; the default stands in should one ever be wrong.
    let style = |template: &str| {
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
    };
    match total {
        Some(total) => ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr())
            .with_style(style("[{bar:30}] {msg}").progress_chars("=> ")),
        None => ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
            .with_style(style("{spinner} {msg}")),
    }
}

/// `4.2 s`, `3 min 20 s`, `2 h 05 min`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        60..3600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        _ => format!("{} h {:02} min", seconds / 3600, seconds % 3600 / 60),
    }
}
