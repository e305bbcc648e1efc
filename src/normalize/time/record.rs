//! Times as `dixit times` writes them.

use jiff::civil::Date;
use serde::Serialize;

use crate::{CodePoints, Lang};

use super::times;

/// A text and its times: `{"text": …, "times": […]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextTimes<'a> {
    /// The text as it was given.
    pub text: &'a str,
    /// Its times, in their order.
    pub times: Vec<TimeRecord<'a>>,
}

/// One time of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimeRecord<'a> {
    /// The words.
    pub text: &'a str,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// EDTF, an ISO 8601 duration or repetition; left out where it needs a date that is missing or
    /// the words do not settle it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl<'a> TextTimes<'a> {
    /// Finds the times of `text`; `reference` is the date that it was written on.
    ///
    /// ```
    /// use dixit::{Lang, normalize::time::TextTimes};
    /// let found = TextTimes::of("Ouvert en 2004.", Lang::Fr, None);
    /// assert_eq!((found.times[0].start, found.times[0].end), (10, 14));
    /// ```
    #[must_use]
    pub fn of(text: &'a str, lang: Lang, reference: Option<Date>) -> Self {
        let points = CodePoints::new(text);
        let record = |mention: super::Mention| {
            let place = points.span(mention.span);
            TimeRecord {
                text: mention.span.of(text),
                start: place.start,
                end: place.end,
                value: mention.value.map(|value| value.to_string()),
            }
        };
        Self { text, times: times(text, lang, reference).into_iter().map(record).collect() }
    }
}
