//! Scores as Markdown tables.

use std::fmt::Write;

use super::{Confidence, Score, Scores};

/// The scores side by side, as a Markdown table; `columns` are a heading and its scores.
#[must_use]
pub fn table(columns: &[(String, &Scores)]) -> String {
    let mut out = String::from("| measure |");
    for (heading, _) in columns {
        // Writing to a string cannot fail.
        let _ = write!(out, " {heading} P | {heading} R | {heading} F1 | {heading} n |");
    }
    out.push_str("\n| --- |");
    out.push_str(&" ---: |".repeat(4 * columns.len()));
    let rows = columns.first().map_or(0, |(_, scores)| scores.len());
    for row in 0..rows {
        let _ = write!(out, "\n| {} |", columns[0].1[row].0);
        for (_, scores) in columns {
            let score = scores[row].1;
            let Score { precision, recall, f1, gold, .. } = score;
            let _ = write!(out, " {precision:.3} | {recall:.3} | {f1:.3} | {gold} |");
        }
    }
    out.push('\n');
    out
}

/// The scores of a second model against those of a first: F1 of both and the difference, for each
/// pair of columns.
#[must_use]
pub fn compared(columns: &[(String, &Scores, &Scores)]) -> String {
    let mut out = String::from("| measure |");
    for (heading, ..) in columns {
        let _ = write!(out, " {heading} F1 | against | change | {heading} n |");
    }
    out.push_str("\n| --- |");
    out.push_str(&" ---: |".repeat(4 * columns.len()));
    let rows = columns.first().map_or(0, |(_, scores, _)| scores.len());
    for row in 0..rows {
        let _ = write!(out, "\n| {} |", columns[0].1[row].0);
        for (_, scores, others) in columns {
            let (ours, theirs) = (scores[row].1, others[row].1);
            let change = ours.f1 - theirs.f1;
            let _ =
                write!(out, " {:.3} | {:.3} | {change:+.3} | {} |", ours.f1, theirs.f1, ours.gold);
        }
    }
    out.push('\n');
    out
}

/// What the claims' confidence is worth: precision and recall of all claims from each confidence
/// on, and the calibration error.
#[must_use]
pub fn confidence_table(columns: &[(String, &Confidence)]) -> String {
    let mut out = String::from("| --min-confidence |");
    for (heading, _) in columns {
        let _ = write!(out, " {heading} P | {heading} R |");
    }
    out.push_str("\n| ---: |");
    out.push_str(&" ---: |".repeat(2 * columns.len()));
    let rows = columns.first().map_or(0, |(_, confidence)| confidence.by_least.len());
    for row in 0..rows {
        let _ = write!(out, "\n| {:.1} |", columns[0].1.by_least[row].least);
        for (_, confidence) in columns {
            let one = confidence.by_least[row];
            let _ = write!(out, " {:.3} | {:.3} |", one.precision, one.recall);
        }
    }
    out.push_str("\n\nExpected calibration error of the claims' confidence:");
    for (number, (heading, confidence)) in columns.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(out, "{comma} {heading} {:.3}", confidence.calibration_error);
    }
    out.push('\n');
    out
}
