//! Microsoft's resolutions of times, and when an EDTF value says the same.
//!
//! Its ranges name the first day and the day after the last; ours the last. Of a range from one
//! stretch to another (`2014 to 2018`), it sometimes leaves out the last: both are let pass. It
//! counts `two months ago` to the day where we say the month, gives `several` as three, and each
//! part of a year or month bounds of its own, which ours need only overlap.

use std::fmt;

use dixit::normalize::time::{Amount, Calendar, Count, Edtf, End, Point, Unit};
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Value {
    #[serde(default)]
    timex: String,
    #[serde(rename = "value")]
    single: Option<String>,
    start: Option<String>,
    end: Option<String>,
    #[serde(rename = "type")]
    sort: String,
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let empty = String::new();
        let [start, end] = [&self.start, &self.end].map(|end| end.as_ref().unwrap_or(&empty));
        match &self.single {
            Some(value) => write!(f, "{value} ({})", self.timex),
            None => write!(f, "{start}..{end} ({})", self.timex),
        }
    }
}

impl Value {
    /// The days that it names.
    pub(crate) fn days(&self) -> impl Iterator<Item = Date> + '_ {
        [&self.single, &self.start, &self.end].into_iter().filter_map(|day| parse(day.as_deref()))
    }

    /// Whether `ours` says the same on the day `today`.
    pub(crate) fn agrees(&self, ours: Option<&Edtf>, today: Date) -> bool {
        if self.single.as_deref() == Some("not resolved") {
            return self.agrees_unresolved(ours);
        }
        let Some(ours) = ours else { return false };
        match self.sort.as_str() {
            "duration" => self.agrees_duration(ours),
            "date" => parse(self.single.as_deref()).is_some_and(|day| holds(ours, day)),
            _ => self.agrees_range(ours, today),
        }
    }

    /// Seasons and school years, which Microsoft names and does not place; days that are none.
    fn agrees_unresolved(&self, ours: Option<&Edtf>) -> bool {
        let seasons = [("SP", 21), ("SU", 22), ("FA", 23), ("WI", 24)];
        match ours {
            None => true,
            Some(Edtf::Point(point)) => match point.calendar {
                Calendar::Group(year, code) => seasons.iter().any(|(name, season)| {
                    code == *season
                        && (self.timex == *name || self.timex == format!("{year}-{name}"))
                }),
                Calendar::AnyGroup(code) => seasons.contains(&(self.timex.as_str(), code)),
                Calendar::Year(year) => {
                    [format!("SY{year}"), format!("FY{year}")].contains(&self.timex)
                        || self.timex == "FYXXXX"
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn agrees_duration(&self, ours: &Edtf) -> bool {
        let Edtf::Duration(amount) = ours else { return false };
        let wanted = self.single.as_deref().and_then(|value| value.parse::<f64>().ok());
        wanted.is_some_and(|wanted| (seconds(amount) - wanted).abs() < 1.0)
    }

    fn agrees_range(&self, ours: &Edtf, today: Date) -> bool {
        let (start, end) = (parse(self.start.as_deref()), parse(self.end.as_deref()));
        let (first, last) = (ours.first(), ours.last());
        let after_last = last.and_then(|day| day.tomorrow().ok());
        let before_first = first.and_then(|day| day.yesterday().ok());
        let is_open = |end: fn(&Edtf) -> Option<End>| end(ours) == Some(End::Open);
        match (start, end) {
            (None, Some(end)) if self.timex == "PRESENT_REF" => last == Some(end) && end == today,
            (None, Some(end)) => is_open(from) && [last, after_last].contains(&Some(end)),
            (Some(start), None) => {
                let near = from(ours).is_some_and(|end| covers_end(end, start));
                is_open(to) && (near || [first, before_first].contains(&Some(start)))
            }
            (Some(start), Some(end)) => {
                if self.timex.starts_with('(') {
                    return match ours {
                        Edtf::Interval(End::At(from), End::At(to)) => {
                            covers(*from, start, false) && covers(*to, end, true)
                        }
                        _ => first == Some(start) && after_last == Some(end),
                    };
                }
                let exact = first == Some(start) && after_last == Some(end);
                exact || self.is_part(start, end) && overlap(ours, start, end)
            }
            (None, None) => false,
        }
    }

    /// Whether the bounds are those of a part of what the TIMEX names.
    fn is_part(&self, start: Date, end: Date) -> bool {
        let Ok(length) = start.until(end).map(|span| span.get_days()) else { return false };
        let whole = match self.timex.len() {
            _ if self.timex.contains('W') => 7,
            4 => 365,
            7 => 28,
            _ => return false,
        };
        length < whole
    }
}

fn parse(day: Option<&str>) -> Option<Date> {
    day?.parse().ok()
}

fn from(ours: &Edtf) -> Option<End> {
    if let Edtf::Interval(from, _) = ours { Some(*from) } else { None }
}

fn to(ours: &Edtf) -> Option<End> {
    if let Edtf::Interval(_, to) = ours { Some(*to) } else { None }
}

/// The day itself, or the week, month or year that an amount of time leads to.
fn holds(ours: &Edtf, day: Date) -> bool {
    let (Some(first), Some(last)) = (ours.first(), ours.last()) else { return false };
    first <= day && day <= last
}

/// Whether a range's end is the stretch `point`, or (`last`) the day after it.
fn covers(point: Point, day: Date, last: bool) -> bool {
    let (Some(first), Some(end)) = (point.calendar.first(), point.calendar.last()) else {
        return false;
    };
    let near = |one: Date| one.until(day).is_ok_and(|span| span.get_days().abs() <= 10);
    (first..=end).contains(&day)
        || last && end.tomorrow().ok() == Some(day)
        || point.approximate && (near(first) || near(end))
}

fn covers_end(end: End, day: Date) -> bool {
    matches!(end, End::At(point) if point.approximate && covers(point, day, false))
}

fn overlap(ours: &Edtf, start: Date, end: Date) -> bool {
    let (Some(first), Some(last)) = (ours.first(), ours.last()) else { return false };
    first < end && start <= last
}

fn seconds(amount: &Amount) -> f64 {
    let day = 86_400.0;
    let parts = amount.0.iter().map(|(unit, count)| {
        let count = match count {
            Count::Of(count) => *count,
            Count::Some => 3.0,
        };
        count
            * match unit {
                Unit::Second => 1.0,
                Unit::Minute => 60.0,
                Unit::Hour => 3600.0,
                Unit::Day | Unit::Workday => day,
                Unit::Weekend => 2.0 * day,
                Unit::Week => 7.0 * day,
                Unit::Fortnight => 14.0 * day,
                Unit::Month => 30.0 * day,
                Unit::Quarter => 90.0 * day,
                Unit::Half => 180.0 * day,
                Unit::Year | Unit::FiscalYear => 365.0 * day,
                Unit::Decade => 3650.0 * day,
                Unit::Century => 36_500.0 * day,
            }
    });
    parts.sum()
}
