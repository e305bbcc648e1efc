//! How values are written: EDTF (ISO 8601-2), durations and repetitions as ISO 8601-1.

use std::fmt;

use super::edtf::{Amount, Calendar, Clock, Count, Edtf, End, Point, Unit};

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point(point) => point.fmt(f),
            Self::Interval(from, to) => write!(f, "{from}/{to}"),
            Self::Duration(amount) => amount.fmt(f),
            Self::Repeat(None, every) => write!(f, "R/{every}"),
            Self::Repeat(Some(first), every) => write!(f, "R/{first}/{every}"),
            Self::Set(points) => {
                for (place, point) in points.iter().enumerate() {
                    write!(f, "{}{point}", if place == 0 { '{' } else { ',' })?;
                }
                f.write_str("}")
            }
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
            Self::At(point) => point.fmt(f),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.calendar.fmt(f)?;
        if let Some(clock) = self.clock {
            write!(f, "T{clock}")?;
        }
        f.write_str(match (self.approximate, self.uncertain) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        })
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Century(century) => write!(f, "{century:02}XX"),
            Self::Decade(decade) => write!(f, "{decade:03}X"),
            Self::Year(year) => YearDigits(year).fmt(f),
            Self::Group(year, code) => write!(f, "{}-{code}", YearDigits(year)),
            Self::Month(year, month) => write!(f, "{}-{month:02}", YearDigits(year)),
            Self::Day(date) => {
                write!(f, "{}-{:02}-{:02}", YearDigits(date.year()), date.month(), date.day())
            }
            Self::AnyGroup(code) => write!(f, "XXXX-{code}"),
            Self::AnyMonth(month) => write!(f, "XXXX-{month:02}"),
            Self::AnyDay(month, day) => write!(f, "XXXX-{month:02}-{day:02}"),
        }
    }
}

/// A year in four digits, with a sign before the year 0.
struct YearDigits(i16);

impl fmt::Display for YearDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}", self.0.unsigned_abs())
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        match self.zone {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(zone) => {
                let sign = if zone < 0 { '-' } else { '+' };
                let minutes = zone.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl fmt::Display for Amount {
    /// Units that ISO 8601 lacks are written in the ones it has: a decade as ten years.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        let mut in_day = false;
        for &(unit, count) in &self.0 {
            let (factor, letter) = unit.iso();
            if unit <= Unit::Hour && !in_day {
                f.write_str("T")?;
                in_day = true;
            }
            match count {
                Count::Of(number) => write!(f, "{}{letter}", number * factor)?,
                Count::Some => write!(f, "X{letter}")?,
            }
        }
        Ok(())
    }
}

impl Unit {
    /// How many of which ISO 8601 unit make one.
    fn iso(self) -> (f64, char) {
        match self {
            Self::Second => (1.0, 'S'),
            Self::Hour => (1.0, 'H'),
            Self::Day | Self::Workday => (1.0, 'D'),
            Self::Weekend => (2.0, 'D'),
            Self::Week => (1.0, 'W'),
            Self::Fortnight => (2.0, 'W'),
            // Months stand before the `T`, minutes after it.
            Self::Month | Self::Minute => (1.0, 'M'),
            Self::Quarter => (3.0, 'M'),
            Self::Half => (6.0, 'M'),
            Self::Year | Self::FiscalYear => (1.0, 'Y'),
            Self::Decade => (10.0, 'Y'),
            Self::Century => (100.0, 'Y'),
        }
    }
}
