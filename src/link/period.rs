//! When a claim holds, as a stretch of days.

use jiff::ToSpan;
use jiff::civil::Date;

/// A stretch of days, both ends included; an end may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
}

/// How two stretches lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lie {
    /// The same, or the same but for a day.
    Same,
    /// One lies within the other.
    Within,
    /// They share days.
    Overlap,
    /// They share none.
    Apart,
}

impl Period {
    /// The days that an EDTF value covers; `None` for what no calendar places (`P2D`, `R/P1W`,
    /// `XXXX-05-09`).
    pub(super) fn read(edtf: &str) -> Option<Self> {
        if edtf.starts_with(['P', 'R']) {
            return None;
        }
        if let Some((from, to)) = edtf.split_once('/') {
            let first = point(from).map(|period| period.0);
            let last = point(to).map(|period| period.1);
            return (first.is_some() || last.is_some()).then_some(Self { first, last });
        }
        let bare = edtf.trim_start_matches(['{', '[']).trim_end_matches(['}', ']']);
        let points: Vec<(Date, Date)> = bare.split(',').filter_map(point).collect();
        let first = points.iter().map(|period| period.0).min()?;
        let last = points.iter().map(|period| period.1).max()?;
        Some(Self { first: Some(first), last: Some(last) })
    }

    /// The days on which an event may have happened that an article of `date` tells without saying
    /// when.
    pub(super) fn before(date: Date) -> Self {
        /// News is told within two weeks, and what is about to happen before the next is over.
        const PAST: i32 = 14;
        const COMING: i32 = 7;
        Self {
            first: date.checked_sub(PAST.days()).ok(),
            last: date.checked_add(COMING.days()).ok(),
        }
    }

    /// How the two lie; a single day more or less is a matter of time zones and of the hour when an
    /// article was written.
    pub(super) fn lie(self, other: Self) -> Lie {
        let near = |a: Option<Date>, b: Option<Date>| match (a, b) {
            (Some(a), Some(b)) => days(a, b).abs() <= 1,
            (None, None) => true,
            _ => false,
        };
        if near(self.first, other.first) && near(self.last, other.last) {
            return Lie::Same;
        }
        // A day more or less between days, none between years.
        let slack = i32::from(self.is_short() && other.is_short());
        let ends_before = |a: Self, b: Self| match (a.last, b.first) {
            (Some(last), Some(first)) => days(last, first) > slack,
            _ => false,
        };
        if ends_before(self, other) || ends_before(other, self) {
            return Lie::Apart;
        }
        if self.holds(other) || other.holds(self) { Lie::Within } else { Lie::Overlap }
    }

    /// Whether it is a day, or hardly more.
    fn is_short(self) -> bool {
        matches!((self.first, self.last), (Some(first), Some(last)) if days(first, last) <= 2)
    }

    fn holds(self, other: Self) -> bool {
        let opens = match (self.first, other.first) {
            (None, _) => true,
            (Some(mine), Some(theirs)) => days(mine, theirs) >= -1,
            (Some(_), None) => false,
        };
        let closes = match (self.last, other.last) {
            (None, _) => true,
            (Some(mine), Some(theirs)) => days(theirs, mine) >= -1,
            (Some(_), None) => false,
        };
        opens && closes
    }
}

/// Days from `from` to `to`.
pub(super) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// First and last day of one point of EDTF.
fn point(text: &str) -> Option<(Date, Date)> {
    let text = text.trim_end_matches(['~', '?', '%']);
    let text = text.split('T').next()?;
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut fields = digits.split('-');
    let year = fields.next()?;
    let (year, scale) = match (year.len(), year.trim_end_matches('X').len()) {
        (4, 4) => (year.parse::<i16>().ok()?, 1),
        (4, 3) => (year[..3].parse::<i16>().ok()? * 10, 10),
        (4, 2) => (year[..2].parse::<i16>().ok()? * 100, 100),
        _ => return None,
    };
    let year = sign * year;
    let Some(month) = fields.next() else {
        return Some((
            Date::new(year, 1, 1).ok()?,
            Date::new(year.checked_add(scale - 1)?, 12, 31).ok()?,
        ));
    };
    let code: i8 = month.parse().ok()?;
    if let Some(day) = fields.next() {
        let date = Date::new(year, code, day.parse().ok()?).ok()?;
        return Some((date, date));
    }
    // Seasons of the northern half from 21, quarters from 33, halves from 40 (ISO 8601-2).
    let (month, months) = match code {
        1..=12 => (code, 1),
        21..=24 => (3 * (code - 21) + 3, 3),
        33..=36 => (3 * (code - 33) + 1, 3),
        40..=41 => (6 * (code - 40) + 1, 6),
        _ => return None,
    };
    let first = Date::new(year, month, 1).ok()?;
    let last = first.checked_add(months.months()).ok()?.yesterday().ok()?;
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lie(a: &str, b: &str) -> Option<Lie> {
        Some(Period::read(a)?.lie(Period::read(b)?))
    }

    #[test]
    fn stretches_of_edtf() {
        let cases = [
            ("2025-01", "2025-01-27", Some(Lie::Within)),
            ("2025-01-27", "2025-01-28", Some(Lie::Same)),
            ("2025-01-27", "2025-01-30", Some(Lie::Apart)),
            ("2024", "2025-01", Some(Lie::Apart)),
            ("2024-33", "2024-01/2024-03", Some(Lie::Same)),
            ("2024~", "2024-41", Some(Lie::Within)),
            ("199X", "1994", Some(Lie::Within)),
            ("2016/..", "2019", Some(Lie::Within)),
            ("../2030", "2031", Some(Lie::Apart)),
            ("2024-11/2025-02", "2025-01/2025-04", Some(Lie::Overlap)),
            ("{1997,1998}", "1998", Some(Lie::Within)),
            ("2025-01-27T14:00/2025-01-27T18:00", "2025-01-27", Some(Lie::Same)),
            ("2024-24", "2025-01-15", Some(Lie::Within)),
            ("P2D", "2025", None),
            ("XXXX-05-09", "2025", None),
        ];
        for (a, b, expected) in cases {
            assert_eq!(lie(a, b), expected, "{a} {b}");
            assert_eq!(lie(b, a), expected, "{b} {a}");
        }
    }
}
