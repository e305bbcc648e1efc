//! Dates, moments and numbers that are written in figures alone.

use crate::Span;

use super::edtf::Clock;
use super::expression::Fields;

/// What a run of figures says, and where it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// One past its last byte.
    pub(super) end: usize,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// `2016-11-07`, `22/04`; whether it can be nothing but a date.
    Date(Fields, bool),
    /// `10:30`, `10:30:05`.
    Clock(Clock),
    /// `2016-11-07T16:12`.
    Stamp(Fields, Clock),
    /// `3.5`, `1 250`; what it says where a weekday shows that it is a date (`vendredi 7.6`).
    Decimal(f64, Option<Fields>),
    /// A whole number, and how many figures it has.
    Integer(f64, usize),
}

/// Groups of figures and the sign before each but the first.
struct Groups {
    values: [u32; 3],
    widths: [usize; 3],
    signs: [u8; 2],
    ends: [usize; 3],
    count: usize,
}

/// Reads the figures of `text` that begin at byte `start`. Of `5/7`, the day comes first where
/// `day_first`.
pub(super) fn read(text: &str, start: usize, day_first: bool) -> Number {
    let bytes = text.as_bytes();
    let groups = groups(bytes, start);
    let first = (f64::from(groups.values[0]), groups.widths[0]);
    let fallback = Number { end: groups.ends[0], what: What::Integer(first.0, first.1) };
    clock(bytes, start, &groups)
        .or_else(|| date(bytes, start, &groups, day_first))
        .or_else(|| compact(&groups))
        .or_else(|| spaced(bytes, start, &groups))
        .or_else(|| decimal(bytes, start, &groups, day_first))
        .unwrap_or(fallback)
}

/// Reads the figures alone that begin at byte `start`, after a letter: `Q1-2019`.
pub(super) fn whole(text: &str, start: usize) -> Number {
    let groups = groups(text.as_bytes(), start);
    let what = What::Integer(f64::from(groups.values[0]), groups.widths[0]);
    Number { end: groups.ends[0], what }
}

/// Whether the figures at `span` are a group of a telephone number: `01 42 68 53 00`,
/// `020 7946 0958`.
pub(super) fn is_dialled(text: &str, span: Span) -> bool {
    const MOST: usize = 8;
    let spaces = [' ', '\u{a0}', '\u{202f}'];
    let short = |figures: usize| (1..=4).contains(&figures);
    let (mut groups, mut first) = (1, span);
    while let Some(before) = text[..first.start].strip_suffix(spaces).filter(|_| groups < MOST) {
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if !short(before.len() - start) {
            break;
        }
        (groups, first) = (groups + 1, Span::new(start, before.len()));
    }
    let mut end = span.end;
    while let Some(after) = text[end..].strip_prefix(spaces).filter(|_| groups < MOST) {
        let figures = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if !short(figures) {
            break;
        }
        (groups, end) = (groups + 1, text.len() - after.len() + figures);
    }
    // `02 04 2009` is a day.
    let year = text[..end]
        .rsplit(spaces)
        .next()
        .is_some_and(|last| last.len() == 4 && last.starts_with(['1', '2']));
    let padded = first.of(text).starts_with('0') && first.of(text).len() > 1;
    groups >= 4 || groups == 3 && padded && !year
}

fn groups(bytes: &[u8], start: usize) -> Groups {
    let mut groups =
        Groups { values: [0; 3], widths: [0; 3], signs: [0; 2], ends: [start; 3], count: 0 };
    let mut at = start;
    while groups.count < 3 {
        let from = at;
        let mut value = 0_u32;
        while let Some(figure) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
            value = value.saturating_mul(10).saturating_add(u32::from(figure - b'0'));
            at += 1;
        }
        if at == from {
            break;
        }
        (groups.values[groups.count], groups.widths[groups.count]) = (value, at - from);
        groups.ends[groups.count] = at;
        groups.count += 1;
        match bytes.get(at) {
            Some(sign @ (b'/' | b'-' | b'.' | b':' | b',')) if groups.count < 3 => {
                groups.signs[groups.count - 1] = *sign;
                at += 1;
            }
            _ => break,
        }
    }
    groups
}

fn clock(bytes: &[u8], start: usize, groups: &Groups) -> Option<Number> {
    if groups.count < 2 || groups.signs[0] != b':' || groups.widths[1] != 2 {
        return None;
    }
    if start.checked_sub(1).is_some_and(|before| matches!(bytes[before], b':' | b'.')) {
        return None;
    }
    let [hour, minute, second] = groups.values;
    let seconds = groups.count == 3 && groups.signs[1] == b':' && groups.widths[2] == 2;
    let second = if seconds { second } else { 0 };
    let clock = moment(hour, minute, second)?;
    Some(Number { end: groups.ends[if seconds { 2 } else { 1 }], what: What::Clock(clock) })
}

/// A moment of the day, where there is such a one; 24:00 counts as the day's last minute.
pub(super) fn moment(hour: u32, minute: u32, second: u32) -> Option<Clock> {
    if hour > 24 || minute > 59 || second > 59 || hour == 24 && minute > 0 {
        return None;
    }
    let (hour, minute, second) = if hour == 24 { (23, 59, 59) } else { (hour, minute, second) };
    let [hour, minute, second] = [hour, minute, second].map(|part| u8::try_from(part).ok());
    Some(Clock { hour: hour?, minute: minute?, second: second?, zone: None })
}

fn date(bytes: &[u8], start: usize, groups: &Groups, day_first: bool) -> Option<Number> {
    let sign = groups.signs[0];
    let joined = |at: usize| {
        matches!(bytes.get(at), Some(b'/' | b':' | b'.' | b'-'))
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    };
    let preceded = start.checked_sub(1).is_some_and(|before| {
        matches!(bytes[before], b'/' | b'.' | b',' | b'+')
            && before > 0
            && bytes[before - 1].is_ascii_digit()
    });
    if groups.count < 2 || preceded {
        return None;
    }
    let [one, two, three] = groups.values;
    let [first, second, third] = groups.widths;
    if groups.count == 3 && groups.signs[1] == sign && matches!(sign, b'/' | b'-' | b'.') {
        let end = groups.ends[2];
        let fields = if first == 4 && second <= 2 && third <= 2 {
            full(one, two, three).or_else(|| full(one, three, two))
        } else if third == 4 && first <= 2 && second <= 2 {
            ordered(one, two, three, day_first)
        } else if third == 2 && first <= 2 && second <= 2 && sign == b'/' {
            ordered(one, two, century(three), day_first)
        } else {
            None
        };
        // A range of whole dates (`10/1-10/7/2020`) is no longer number.
        if let Some(fields) = fields.filter(|_| !joined(end) || bytes[end] == b'-') {
            let rest = &bytes[end..];
            if let [b'T' | b't', time @ ..] = rest
                && time.first().is_some_and(u8::is_ascii_digit)
            {
                let inner = self::groups(bytes, end + 1);
                if let Some(Number { end, what: What::Clock(clock) }) =
                    clock(bytes, end + 1, &inner)
                {
                    return Some(Number { end, what: What::Stamp(fields, clock) });
                }
            }
            return Some(Number { end, what: What::Date(fields, true) });
        }
    }
    let (end, more) =
        (groups.ends[1], joined(groups.ends[1]) && !matches!(bytes[groups.ends[1]], b'-'));
    match sign {
        // A year and a month: `2015-3`, `12-2015`. Two years are a range, which the grammar reads.
        b'-' | b'/' if first == 4 && second <= 2 && !more && (second == 1 || two <= 12) => {
            let fields = month_of(one, two)?;
            Some(Number { end, what: What::Date(fields, true) })
        }
        b'-' | b'/' if second == 4 && first <= 2 && !more => {
            let fields = month_of(two, one)?;
            Some(Number { end, what: What::Date(fields, true) })
        }
        b'/' if first <= 2 && second <= 2 && !more => {
            let fields = yearless(one, two, day_first)?;
            // A lone `2/3` is more often a fraction; one with a zero in front or two figures is not.
            let padded = bytes[start] == b'0' || bytes[groups.ends[0] + 1] == b'0';
            let sure = padded || first == 2 && second == 2 || one > two && first == 2;
            Some(Number { end, what: What::Date(fields, sure) })
        }
        _ => None,
    }
}

/// `20161016`.
fn compact(groups: &Groups) -> Option<Number> {
    let value = groups.values[0];
    if groups.widths[0] != 8 || !(18_000_000..21_000_000).contains(&value) {
        return None;
    }
    let fields = full(value / 10_000, value / 100 % 100, value % 100)?;
    Some(Number { end: groups.ends[0], what: What::Date(fields, true) })
}

/// Thousands set apart by a space: `1 250`.
fn spaced(bytes: &[u8], start: usize, groups: &Groups) -> Option<Number> {
    if groups.widths[0] > 3 || groups.values[0] == 0 {
        return None;
    }
    let mut value = f64::from(groups.values[0]);
    let mut end = groups.ends[0];
    while let Some(rest) = bytes.get(end..) {
        let gap = [" ".as_bytes(), "\u{a0}".as_bytes(), "\u{202f}".as_bytes()]
            .into_iter()
            .find(|gap| rest.starts_with(gap))?;
        let figures = &rest[gap.len()..];
        if figures.len() < 3
            || !figures[..3].iter().all(u8::is_ascii_digit)
            || figures.get(3).is_some_and(u8::is_ascii_digit)
            || end - start > 40
        {
            break;
        }
        value = value * 1000.0
            + figures[..3].iter().fold(0.0, |sum, figure| sum * 10.0 + f64::from(figure - b'0'));
        end += gap.len() + 3;
    }
    (end > groups.ends[0]).then_some(Number { end, what: What::Decimal(value, None) })
}

fn decimal(bytes: &[u8], start: usize, groups: &Groups, day_first: bool) -> Option<Number> {
    if groups.count < 2
        || !matches!(groups.signs[0], b'.' | b',')
        || groups.count == 3 && groups.signs[1] == groups.signs[0]
    {
        return None;
    }
    // `$1,234`, `2,012` and `6.107`: thousands, never a year.
    let end = groups.ends[1];
    let written = std::str::from_utf8(&bytes[start..end]).ok()?;
    let value = written.replace(',', ".").parse::<f64>().ok()?;
    let value = if groups.widths[1] == 3 { value * 1000.0 } else { value };
    let dotted = (groups.widths[0] <= 2 && groups.widths[1] <= 2 && groups.signs[0] == b'.')
        .then(|| yearless(groups.values[0], groups.values[1], day_first))
        .flatten();
    // Not the second half of a longer number, nor a list (`18,19`) where a space would follow.
    Some(Number { end, what: What::Decimal(value, dotted) })
}

/// A year of two figures: those up to fifty are of this century.
pub(super) fn century(year: u32) -> u32 {
    if year < 50 { 2000 + year } else { 1900 + year }
}

fn ordered(one: u32, two: u32, year: u32, day_first: bool) -> Option<Fields> {
    let (day, month) = if day_first { (one, two) } else { (two, one) };
    full(year, month, day).or_else(|| full(year, day, month))
}

fn yearless(one: u32, two: u32, day_first: bool) -> Option<Fields> {
    // A leap year, for the 29th of February.
    let fields = ordered(one, two, 2000, day_first)?;
    Some(Fields { year: None, ..fields })
}

fn month_of(year: u32, month: u32) -> Option<Fields> {
    let fields = full(year, month, 1)?;
    Some(Fields { day: None, ..fields })
}

/// The 29th of February is let pass in every year: resolving finds that there is none.
fn full(year: u32, month: u32, day: u32) -> Option<Fields> {
    if !(1000..=2200).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let length = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month as usize - 1];
    if !(1..=length).contains(&day) {
        return None;
    }
    Some(Fields {
        year: i16::try_from(year).ok(),
        month: i8::try_from(month).ok(),
        day: i8::try_from(day).ok(),
        ..Fields::default()
    })
}
