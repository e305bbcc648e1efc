//! Stretches that are measured from others: parts, offsets, windows, counted units.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::edtf::{Amount, Calendar, Count, Edtf, End, Point, Unit};
use super::expression::{Expr, Fields, Portion};
use super::resolve::{Resolver, point, shifted};

/// The nth such weekday between two days, counted from the last for negative n.
pub(super) fn weekday_in(n: i16, weekday: Weekday, first: Date, last: Date) -> Option<Date> {
    let day = if n < 0 {
        let back = i32::from(last.weekday().since(weekday)) - 7 * (i32::from(n) + 1);
        last.checked_sub(back.days())
    } else {
        let on = i32::from(weekday.since(first.weekday())) + 7 * (i32::from(n) - 1);
        first.checked_add(on.days())
    };
    day.ok().filter(|day| (first..=last).contains(day))
}

impl Resolver {
    /// `two weeks ago`: as exact as its smallest unit.
    pub(super) fn offset(self, amount: &Amount, sign: i16, from: Option<&Expr>) -> Option<Edtf> {
        let base = match from {
            Some(expr) => self.resolve(expr)?.first()?,
            None => self.reference?,
        };
        let date = shifted(base, amount, sign)?;
        let &(unit, Count::Of(number)) = amount.0.last()? else { return None };
        let halves = number.fract() != 0.0;
        Some(match unit {
            Unit::Year | Unit::Half if halves => point(Calendar::Month(date.year(), date.month())),
            Unit::Year | Unit::FiscalYear => point(Calendar::Year(date.year())),
            Unit::Decade | Unit::Century => {
                Edtf::Point(Point::new(Calendar::Year(date.year())).about())
            }
            Unit::Month if halves => point(Calendar::Day(date)),
            Unit::Month | Unit::Quarter | Unit::Half => {
                point(Calendar::Month(date.year(), date.month()))
            }
            Unit::Week | Unit::Fortnight if from.is_none() => Edtf::week(date)?,
            Unit::Weekend => return None,
            _ => point(Calendar::Day(date)),
        })
    }

    /// `the past 30 days`, `les trois prochains mois`.
    pub(super) fn window(self, amount: &Amount, sign: i16) -> Option<Edtf> {
        let now = self.reference?;
        let &(unit, count) = amount.0.last()?;
        let Count::Of(number) = count else {
            let now = End::At(Point::day(now));
            return Some(if sign < 0 {
                Edtf::Interval(End::Unknown, now)
            } else {
                Edtf::Interval(now, End::Unknown)
            });
        };
        let far = shifted(now, amount, sign)?;
        if matches!(unit, Unit::Quarter | Unit::Half) {
            let here = Calendar::holding(now, unit)?;
            let beside = here.step(sign)?;
            let end = beside.step(sign * (number as i16 - 1))?;
            let (first, last) = if sign < 0 { (end, beside) } else { (beside, end) };
            return Some(Edtf::Interval(End::At(Point::new(first)), End::At(Point::new(last))));
        }
        let end = |date| match unit {
            Unit::Month | Unit::Year | Unit::FiscalYear => Calendar::holding(date, unit),
            Unit::Decade | Unit::Century => Calendar::holding(date, Unit::Year),
            _ => Some(Calendar::Day(date)),
        };
        let (first, last) = if sign < 0 { (far, now) } else { (now, far) };
        // The coming days begin tomorrow.
        let first = if sign > 0 && (Unit::Day..=Unit::Fortnight).contains(&unit) {
            first.tomorrow().ok()?
        } else {
            first
        };
        let (first, last) = (end(first)?, end(last)?);
        Some(Edtf::Interval(End::At(Point::new(first)), End::At(Point::new(last))))
    }

    /// `the last four months of 2021`.
    pub(super) fn window_of(self, amount: &Amount, sign: i16, of: &Expr) -> Option<Edtf> {
        let outer = self.resolve(of)?;
        let (first, last) = (outer.first()?, outer.last()?);
        let &[(unit, Count::Of(number))] = amount.0.as_slice() else { return None };
        let count = (1.0..=10_000.0).contains(&number).then_some(number as i32)?;
        let ends = if let Some(opening) = Calendar::holding(first, unit) {
            let closing = Calendar::holding(last, unit)?;
            let by = i16::try_from(count - 1).ok()?;
            if sign < 0 { (closing.step(-by)?, closing) } else { (opening, opening.step(by)?) }
        } else {
            let days = match unit {
                Unit::Week => count * 7,
                Unit::Fortnight => count * 14,
                _ => return None,
            };
            if sign < 0 {
                (Calendar::Day(last.checked_sub((days - 1).days()).ok()?), Calendar::Day(last))
            } else {
                (Calendar::Day(first), Calendar::Day(first.checked_add((days - 1).days()).ok()?))
            }
        };
        let inside = ends.0.first()? >= first && ends.1.last()? <= last;
        inside.then_some(Edtf::Interval(End::At(Point::new(ends.0)), End::At(Point::new(ends.1))))
    }

    /// `the three months to June`.
    pub(super) fn ending(self, amount: &Amount, of: &Expr) -> Option<Edtf> {
        let last = self.resolve(of)?.closing()?.calendar;
        let day = last.last()?;
        let &[(unit, Count::Of(number))] = amount.0.as_slice() else { return None };
        // Whole months where a month ends them, days where a day does.
        let months = match unit {
            Unit::Month => Some(1.0),
            Unit::Quarter => Some(3.0),
            Unit::Half => Some(6.0),
            Unit::Year | Unit::FiscalYear => Some(12.0),
            _ => None,
        };
        let (first, last) = if let (Some(months), Calendar::Month(..)) = (months, last) {
            let count = (1.0..=1200.0).contains(&number).then_some(number * months)? as i16;
            (last.step(1 - count)?, last)
        } else {
            let first = shifted(day.tomorrow().ok()?, amount, -1)?;
            (Calendar::Day(first), Calendar::Day(day))
        };
        Some(Edtf::Interval(End::At(Point::new(first)), End::At(Point::new(last))))
    }

    /// Thirds, about: January to April is early in a year, the 11th to the 20th the middle of a month.
    pub(super) fn part(self, portion: Portion, of: &Expr) -> Option<Edtf> {
        let whole = self.resolve(of)?;
        let (first, last) = (whole.first()?, whole.last()?);
        let third = match portion {
            Portion::Early => 0,
            Portion::Mid => 1,
            Portion::Late => 2,
            Portion::Rest => {
                let now = self.reference?.max(first);
                return (now <= last).then(|| Edtf::days(now, last));
            }
            Portion::SoFar => {
                let now = self.reference?.min(last);
                return (now >= first).then(|| Edtf::days(first, now));
            }
        };
        let about = |from: Calendar, to: Calendar| {
            let [from, to] = [from, to].map(|calendar| Point::new(calendar).about());
            Some(if from == to {
                Edtf::Point(from)
            } else {
                Edtf::Interval(End::At(from), End::At(to))
            })
        };
        let months = |count: i16| {
            let start = Calendar::Month(first.year(), first.month());
            about(start.step(third * count)?, start.step(third * count + count - 1)?)
        };
        let years = |bounds: [(i16, i16); 3]| {
            let (from, to) = bounds[usize::try_from(third).ok()?];
            let year = Calendar::Year(first.year());
            about(year.step(from)?, year.step(to)?)
        };
        let Edtf::Point(Point { calendar, .. }) = whole else {
            let length = i32::from(first.until(last).ok()?.get_days() as i16) + 1;
            if length != 7 {
                return None;
            }
            let (from, to) = [(0, 2), (2, 2), (3, 6)][usize::try_from(third).ok()?];
            let day = |by: i32| first.checked_add(by.days()).ok().map(Calendar::Day);
            return about(day(from)?, day(to)?);
        };
        match calendar {
            Calendar::Century(_) => years([(0, 33), (34, 66), (67, 99)]),
            Calendar::Decade(_) => years([(0, 3), (4, 6), (7, 9)]),
            Calendar::Year(_) => months(4),
            Calendar::Group(_, code) => months(if code >= 40 { 2 } else { 1 }),
            Calendar::Month(..) => {
                let (from, to) =
                    [(1, 10), (11, 20), (21, last.day())][usize::try_from(third).ok()?];
                let day = |day| Date::new(first.year(), first.month(), day).ok().map(Calendar::Day);
                about(day(from)?, day(to)?)
            }
            Calendar::Day(_) => {
                let (from, to) = [(0, 9), (11, 14), (18, 24)][usize::try_from(third).ok()?];
                self.resolve(&Expr::DayPart(from, to, Some(Box::new(of.clone()))))
            }
            _ => None,
        }
    }

    /// A day, month or group inside another time.
    pub(super) fn within(self, fields: Fields, outer: &Expr) -> Option<Edtf> {
        let outer = self.resolve(outer)?;
        let (first, last) = (outer.first()?, outer.last()?);
        let found = match fields {
            Fields { month: None, group: None, day: Some(day), .. } => {
                Calendar::Day(Date::new(first.year(), first.month(), day).ok()?)
            }
            Fields { month: None, group: None, day: None, weekday: Some(weekday), .. } => {
                let days = i32::from(weekday.since(first.weekday()));
                Calendar::Day(first.checked_add(days.days()).ok()?)
            }
            _ => {
                let year = fields.year.unwrap_or(first.year());
                self.fields(Fields { year: Some(year), ..fields })?
            }
        };
        // A winter ends in the next year.
        (found.first()? >= first && found.first()? <= last).then(|| point(found))
    }

    /// The nth unit of a time; the week that holds its first Thursday is the first (ISO 8601).
    pub(super) fn nth(self, n: i16, unit: Unit, outer: &Expr) -> Option<Edtf> {
        let outer = self.resolve(outer)?;
        let (first, last) = (outer.first()?, outer.last()?);
        let weekly = |weekday| weekday_in(n, weekday, first, last);
        match unit {
            Unit::Week => Edtf::week(weekly(Weekday::Thursday)?),
            Unit::Weekend => {
                let saturday = weekly(Weekday::Saturday)?;
                Some(Edtf::days(saturday, saturday.tomorrow().ok()?))
            }
            _ => {
                let base = Calendar::holding(if n < 0 { last } else { first }, unit)?;
                let found = base.step(if n < 0 { n + 1 } else { n - 1 })?;
                let inside = found.first()? >= first && found.last()? <= last;
                inside.then(|| point(found))
            }
        }
    }
}
