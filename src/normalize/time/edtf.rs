//! Values of times, written as EDTF (ISO 8601-2), durations and repetitions as ISO 8601-1.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The normal form of a time expression; `to_string` writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Edtf {
    /// One day, month, year, decade … or a moment of a day.
    Point(Point),
    /// From one point to another, both included.
    Interval(End, End),
    /// An amount of time that no calendar places: `P2D`, `PT1H30M`.
    Duration(Amount),
    /// Again and again: `R/P1W`, or `R/2025-01-27/P1W` (every Monday) where one occurrence is known.
    Repeat(Option<Point>, Amount),
    /// Several points, all meant: `{1997,1998}`.
    Set(Vec<Point>),
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// Goes on: written `..`.
    Open,
    /// There is one, and the text does not tell which: written as nothing.
    Unknown,
    /// This one.
    At(Point),
}

/// A stretch of the calendar, perhaps a moment in its day, perhaps doubted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// What the calendar says.
    pub calendar: Calendar,
    /// The moment of the day, for days only.
    pub clock: Option<Clock>,
    /// About then: `~`.
    pub approximate: bool,
    /// Perhaps then: `?`.
    pub uncertain: bool,
}

/// A stretch of the calendar of one of its usual lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// The years that begin with these two digits: `18XX`.
    Century(i16),
    /// The years that begin with these three digits: `199X`.
    Decade(i16),
    /// A year: `2004`.
    Year(i16),
    /// A season, quarter or half of a year, by its ISO 8601-2 code (21 spring … 41 second half).
    Group(i16, u8),
    /// A month: `2025-01`.
    Month(i16, i8),
    /// A day: `2025-01-27`.
    Day(Date),
    /// A season, quarter or half of some year: `XXXX-33`.
    AnyGroup(u8),
    /// A month of some year: `XXXX-05`.
    AnyMonth(i8),
    /// A day of some year: `XXXX-05-09`.
    AnyDay(i8, i8),
}

/// A time of day, with its distance from UTC in minutes where the text names its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// Minutes east of UTC.
    pub zone: Option<i16>,
}

/// An amount of time as the text counts it: a number for each unit, larger units first.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount(pub Vec<(Unit, Count)>);

/// How many of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Count {
    /// This many.
    Of(f64),
    /// `several`, `quelques`: written `X`, the unspecified digit of ISO 8601-2.
    Some,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the word for itself")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Workday,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    FiscalYear,
    Decade,
    Century,
}

/// First code of the quarters among the parts of a year.
pub(super) const FIRST_QUARTER: u8 = 33;
/// First code of the halves.
pub(super) const FIRST_HALF: u8 = 40;

impl Point {
    pub(super) fn new(calendar: Calendar) -> Self {
        Self { calendar, clock: None, approximate: false, uncertain: false }
    }

    pub(super) fn day(date: Date) -> Self {
        Self::new(Calendar::Day(date))
    }

    pub(super) fn about(self) -> Self {
        Self { approximate: true, ..self }
    }
}

impl Calendar {
    /// The first day, where the year is known.
    #[must_use]
    pub fn first(self) -> Option<Date> {
        match self {
            Self::Century(century) => Date::new(century.checked_mul(100)?, 1, 1).ok(),
            Self::Decade(decade) => Date::new(decade.checked_mul(10)?, 1, 1).ok(),
            Self::Year(year) => Date::new(year, 1, 1).ok(),
            Self::Group(year, code) => Date::new(year, first_month(code)?, 1).ok(),
            Self::Month(year, month) => Date::new(year, month, 1).ok(),
            Self::Day(date) => Some(date),
            Self::AnyGroup(_) | Self::AnyMonth(_) | Self::AnyDay(..) => None,
        }
    }

    /// The last day, where the year is known.
    #[must_use]
    pub fn last(self) -> Option<Date> {
        let first = self.first()?;
        let next = match self {
            Self::Century(_) => first.checked_add(100.years()),
            Self::Decade(_) => first.checked_add(10.years()),
            Self::Year(_) => first.checked_add(1.year()),
            Self::Group(_, code) => first.checked_add(group_months(code).months()),
            Self::Month(..) => first.checked_add(1.month()),
            _ => return Some(first),
        };
        next.ok()?.yesterday().ok()
    }

    /// The stretch of the same length `by` places later; none outside the years that four digits
    /// write.
    #[must_use]
    pub fn step(self, by: i16) -> Option<Self> {
        let stepped = match self {
            Self::Century(century) => Self::Century(century.checked_add(by)?),
            Self::Decade(decade) => Self::Decade(decade.checked_add(by)?),
            Self::Year(year) => Self::Year(year.checked_add(by)?),
            Self::Group(year, code) => {
                let (base, count) = group_family(code);
                let index = i16::from(code - base).checked_add(by)?;
                Self::Group(
                    year.checked_add(index.div_euclid(count))?,
                    base + u8::try_from(index.rem_euclid(count)).ok()?,
                )
            }
            Self::Month(year, month) => {
                let index = (i16::from(month) - 1).checked_add(by)?;
                Self::Month(
                    year.checked_add(index.div_euclid(12))?,
                    i8::try_from(index.rem_euclid(12)).ok()? + 1,
                )
            }
            Self::Day(date) => Self::Day(date.checked_add(i32::from(by).days()).ok()?),
            Self::AnyGroup(_) | Self::AnyMonth(_) | Self::AnyDay(..) => return None,
        };
        let written = match stepped {
            Self::Century(century) => (0..100).contains(&century),
            Self::Decade(decade) => (0..1000).contains(&decade),
            _ => stepped.year().is_some_and(|year| (-9999..=9999).contains(&year)),
        };
        written.then_some(stepped)
    }

    /// The year that it lies in, for stretches of a year and less.
    pub(super) fn year(self) -> Option<i16> {
        match self {
            Self::Year(year) | Self::Group(year, _) | Self::Month(year, _) => Some(year),
            Self::Day(date) => Some(date.year()),
            _ => None,
        }
    }

    /// The stretch of `unit` that holds `day`; none for weeks and what is shorter than a day.
    pub(super) fn holding(day: Date, unit: Unit) -> Option<Self> {
        let (year, month) = (day.year(), day.month());
        let part = |months: i8| u8::try_from((month - 1) / months).ok();
        Some(match unit {
            Unit::Day | Unit::Workday => Self::Day(day),
            Unit::Month => Self::Month(year, month),
            Unit::Quarter => Self::Group(year, FIRST_QUARTER + part(3)?),
            Unit::Half => Self::Group(year, FIRST_HALF + part(6)?),
            Unit::Year | Unit::FiscalYear => Self::Year(year),
            Unit::Decade if year >= 0 => Self::Decade(year / 10),
            Unit::Century if year >= 0 => Self::Century(year / 100),
            _ => return None,
        })
    }
}

/// First code and number of the groups of a code's family: seasons, quarters or halves.
fn group_family(code: u8) -> (u8, i16) {
    match code {
        FIRST_HALF.. => (FIRST_HALF, 2),
        FIRST_QUARTER.. => (FIRST_QUARTER, 4),
        _ => (21, 4),
    }
}

fn group_months(code: u8) -> i32 {
    if code >= FIRST_HALF { 6 } else { 3 }
}

/// The month in which a season (as meteorology counts them, in the north), quarter or half begins.
pub(super) fn first_month(code: u8) -> Option<i8> {
    let (base, _) = group_family(code);
    let index = i8::try_from(code.checked_sub(base)?).ok()?;
    Some(if base == 21 {
        3 + 3 * index
    } else {
        1 + index * i8::try_from(group_months(code)).ok()?
    })
}

impl Edtf {
    pub(super) fn days(first: Date, last: Date) -> Self {
        Self::Interval(End::At(Point::day(first)), End::At(Point::day(last)))
    }

    /// Monday to Sunday around `day`.
    pub(super) fn week(day: Date) -> Option<Self> {
        let since_monday = i32::from(day.weekday().since(Weekday::Monday));
        let monday = day.checked_sub(since_monday.days()).ok()?;
        Some(Self::days(monday, monday.checked_add(6.days()).ok()?))
    }

    /// The first day that it covers; none where it begins nowhere or the year is not known.
    #[must_use]
    pub fn first(&self) -> Option<Date> {
        match self {
            Self::Point(point) | Self::Interval(End::At(point), _) => point.calendar.first(),
            Self::Set(points) => points.first()?.calendar.first(),
            _ => None,
        }
    }

    /// The last day that it covers; none where it goes on or the year is not known.
    #[must_use]
    pub fn last(&self) -> Option<Date> {
        match self {
            Self::Point(point) | Self::Interval(_, End::At(point)) => point.calendar.last(),
            Self::Set(points) => points.last()?.calendar.last(),
            _ => None,
        }
    }

    /// The point that begins it.
    pub(super) fn opening(&self) -> Option<Point> {
        match self {
            Self::Point(point) | Self::Interval(End::At(point), _) => Some(*point),
            _ => None,
        }
    }

    /// The point that ends it.
    pub(super) fn closing(&self) -> Option<Point> {
        match self {
            Self::Point(point) | Self::Interval(_, End::At(point)) => Some(*point),
            _ => None,
        }
    }

    /// Applies `change` to every point.
    pub(super) fn each_point(self, change: impl Fn(Point) -> Point) -> Self {
        let end = |end| if let End::At(point) = end { End::At(change(point)) } else { end };
        match self {
            Self::Point(point) => Self::Point(change(point)),
            Self::Interval(from, to) => Self::Interval(end(from), end(to)),
            other => other,
        }
    }
}
