//! The value of a span that somebody else marked as a time.

use jiff::civil::Date;

use crate::{Lang, Span};

use super::edtf::{Calendar, Edtf, Point};
use super::{Mention, found};

/// How far around a span its context is read, in bytes.
const CONTEXT: usize = 400;

/// EDTF of the time that `span` marks in `text`; `reference` is the article's date.
///
/// The span may be a little too wide or narrow, with or without its preposition: the expression that
/// overlaps it most is the one meant. Several points that it covers give a set, `{1997,1998}`. None
/// where it marks no time that can be read, or one that needs a date that is missing.
///
/// ```
/// use dixit::{Lang, Span, normalize::time::read};
/// let text = "Sales have grown since 2016.";
/// assert_eq!(read(text, Span::new(23, 27), Lang::En, None).as_deref(), Some("2016/.."));
/// ```
#[must_use]
pub fn read(text: &str, span: Span, lang: Lang, reference: Option<Date>) -> Option<String> {
    let marked = text.get(span.start..span.end)?;
    let window = context(text, span);
    let offset = span.start - window.start;
    let local = Span::new(offset, offset + span.len());
    let meant = found(window.of(text), lang, reference)
        .into_iter()
        .filter(|found| {
            let mention = found.mention.span;
            let shared = shared(mention, local);
            let ends_together = mention.end.abs_diff(local.end) <= 1;
            2 * shared >= mention.len() || shared > 0 && found.bounded && ends_together
        })
        .map(|found| found.mention)
        .collect::<Vec<_>>();
    if let Some(value) = together(&meant, local) {
        return Some(value.to_string());
    }
    let alone = found(marked, lang, reference).into_iter().map(|found| found.mention);
    let value = together(&alone.collect::<Vec<_>>(), Span::new(0, marked.len()));
    value.or_else(|| year(marked)).map(|value| value.to_string())
}

/// One value for the mentions under a span: of several points their set, otherwise that of the one
/// that shares most with it.
fn together(mentions: &[Mention], span: Span) -> Option<Edtf> {
    let points = mentions.iter().map(|mention| match mention.value {
        Some(Edtf::Point(point)) if point.clock.is_none() => Some(point),
        _ => None,
    });
    if let (Some(points), 2..) = (points.collect::<Option<Vec<_>>>(), mentions.len()) {
        return Some(Edtf::Set(points));
    }
    let valued = mentions.iter().filter(|mention| mention.value.is_some());
    // Of two that share as much, the first.
    valued
        .rev()
        .max_by_key(|mention| shared(mention.span, span))
        .and_then(|mention| mention.value.clone())
}

/// A number that is marked as a time is a year: `860`.
fn year(marked: &str) -> Option<Edtf> {
    let figures = marked.trim_matches(|sign: char| !sign.is_ascii_digit());
    let bare = marked.chars().filter(|sign| sign.is_alphanumeric()).count() == figures.len();
    let year = figures.parse::<i16>().ok().filter(|year| (100..=2200).contains(year))?;
    bare.then(|| Edtf::Point(Point::new(Calendar::Year(year))))
}

/// How many bytes two spans share.
fn shared(one: Span, other: Span) -> usize {
    one.end.min(other.end).saturating_sub(one.start.max(other.start))
}

/// The paragraph around a span, or as much of it as helps.
fn context(text: &str, span: Span) -> Span {
    let mut start = span.start.saturating_sub(CONTEXT);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.saturating_add(CONTEXT).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let before = &text[start..span.start];
    let start = before.rfind('\n').map_or(start, |at| start + at + 1);
    let end = text[span.end..end].find('\n').map_or(end, |at| span.end + at);
    Span::new(start, end)
}
