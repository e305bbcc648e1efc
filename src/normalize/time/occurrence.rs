//! Which of its many occurrences a day, month or season names: the one that the tense and the
//! article's date point at.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::edtf::{Calendar, Edtf, Point, Unit};
use super::expression::{Feast, Fields};
use super::resolve::{Resolver, point};
use super::tense::Direction;

/// Where no verb tells, a date this many days ahead or fewer may be the one meant; beyond, the past
/// one is, for news tells what was.
const AHEAD: i32 = 60;

impl Resolver {
    /// The stretch that `fields` name.
    pub(super) fn fields(self, fields: Fields) -> Option<Calendar> {
        let Fields { year, group, month, day, weekday } = fields;
        match (year, group, month, day) {
            (Some(year), None, Some(month), Some(day)) => {
                Date::new(year, month, day).ok().map(Calendar::Day)
            }
            (Some(year), None, Some(month), None) => Some(Calendar::Month(year, month)),
            (Some(year), Some(group), None, None) => Some(Calendar::Group(year, group)),
            (Some(year), None, None, None) if weekday.is_none() => Some(Calendar::Year(year)),
            (None, _, _, _) => match self.reference {
                Some(reference) => self.nearest(&occurrences(fields, reference), fields),
                None => match (group, month, day) {
                    (Some(group), None, None) => Some(Calendar::AnyGroup(group)),
                    (None, Some(month), Some(day)) => {
                        // There is such a day in leap years at least.
                        Date::new(2024, month, day).ok()?;
                        Some(Calendar::AnyDay(month, day))
                    }
                    (None, Some(month), None) => Some(Calendar::AnyMonth(month)),
                    _ => None,
                },
            },
            _ => None,
        }
    }

    /// Of `candidates`, which are in order, the one meant.
    fn nearest(self, candidates: &[Calendar], fields: Fields) -> Option<Calendar> {
        let reference = self.reference?;
        let begun = |candidate: &&Calendar| candidate.first().is_some_and(|day| day <= reference);
        let past = candidates.iter().rev().find(begun).copied();
        let open = |candidate: &&Calendar| candidate.last().is_some_and(|day| day >= reference);
        let future = candidates.iter().find(open).copied();
        let bare_weekday = fields.weekday.is_some() && fields.day.is_none();
        match self.direction {
            Some(Direction::Past) => past.or(future),
            Some(Direction::Future) => future.or(past),
            None if bare_weekday => past,
            None => {
                let (Some(past), Some(future)) = (past, future) else { return past.or(future) };
                let ahead = days_between(reference, future.first()?);
                let behind = days_between(past.last()?, reference);
                Some(if ahead < behind && ahead <= AHEAD { future } else { past })
            }
        }
    }

    /// `janvier dernier`, `next Tuesday` (2: in the week after this), `this summer`.
    pub(super) fn turn(self, fields: Fields, by: i16) -> Option<Calendar> {
        let reference = self.reference?;
        if let (Some(weekday), None) = (fields.weekday, fields.day)
            && matches!(by, 0 | 2)
        {
            if by == 0 && self.direction.is_some() {
                return self.fields(fields);
            }
            let Edtf::Interval(..) = Edtf::week(reference)? else { return None };
            let monday = Edtf::week(reference)?.first()?;
            let days = i32::from(weekday.since(Weekday::Monday)) + 7 * i32::from(by / 2);
            return monday.checked_add(days.days()).ok().map(Calendar::Day);
        }
        let candidates = occurrences(Fields { year: None, ..fields }, reference);
        let mut ordered = candidates.iter();
        match by {
            0 => {
                let near = |each: &&Calendar| each.year() == Some(reference.year());
                ordered.find(near).copied()
            }
            ..0 => {
                ordered.rev().find(|each| each.last().is_some_and(|day| day < reference)).copied()
            }
            _ => ordered.find(|each| each.first().is_some_and(|day| day > reference)).copied(),
        }
    }

    /// A feast in a year; by turn: -1 the last, 1 the next, 0 this year's, 2 next year's, -2 last
    /// year's.
    pub(super) fn feast(
        self,
        feast: Feast,
        year: Option<i16>,
        turn: Option<i16>,
    ) -> Option<Calendar> {
        if let Some(year) = year {
            return feast.day(year).map(Calendar::Day);
        }
        let Some(reference) = self.reference else {
            return match (feast, turn) {
                (Feast::Fixed(month, day), None) => Some(Calendar::AnyDay(month, day)),
                _ => None,
            };
        };
        let years = (-1..=1).filter_map(|by| feast.day(reference.year().checked_add(by)?));
        let days = years.map(Calendar::Day).collect::<Vec<_>>();
        match turn {
            None => self.nearest(&days, Fields::default()),
            Some(-1) => days.iter().rev().find(|day| day.first() < Some(reference)).copied(),
            Some(1) => days.iter().find(|day| day.first() > Some(reference)).copied(),
            Some(by) => feast.day(reference.year().checked_add(by / 2)?).map(Calendar::Day),
        }
    }

    /// The `unit` around now, `by` further on.
    pub(super) fn cycle(self, unit: Unit, by: i16) -> Option<Edtf> {
        let reference = self.reference?;
        let weeks = |count: i16| reference.checked_add((7 * i32::from(count)).days()).ok();
        match unit {
            Unit::Week => Edtf::week(weeks(by)?),
            Unit::Fortnight => {
                let first = Edtf::week(weeks(by.checked_mul(2)?)?)?.first()?;
                Some(Edtf::days(first, first.checked_add(13.days()).ok()?))
            }
            Unit::Weekend => {
                // `over the weekend`, read on Monday, is the last one.
                let monday = Edtf::week(weeks(by)?)?.first()?;
                let early = reference.weekday().to_monday_one_offset() <= 2;
                let gone = match self.direction {
                    Some(Direction::Past) => reference.weekday().to_monday_one_offset() < 6,
                    Some(Direction::Future) => false,
                    None => early,
                };
                let back = if by == 0 && gone { 7 } else { 0 };
                let monday = monday.checked_sub(back.days()).ok()?;
                let saturday = monday.checked_add(5.days()).ok()?;
                Some(Edtf::days(saturday, saturday.tomorrow().ok()?))
            }
            Unit::FiscalYear => {
                let year = Calendar::holding(reference, unit)?.step(by)?;
                Some(Edtf::Point(Point::new(year).about()))
            }
            _ => Calendar::holding(reference, unit)?.step(by).map(point),
        }
    }
}

/// Every such day, month or group in the years around, in order.
fn occurrences(fields: Fields, around: Date) -> Vec<Calendar> {
    let Fields { group, month, day, weekday, .. } = fields;
    // A leap day comes back after eight years at most.
    let span = match (day, month, weekday) {
        (Some(29), Some(2), _) => 12,
        _ => 1,
    };
    let years = (-span..=span).filter_map(|by| around.year().checked_add(by));
    match (group, month, day) {
        (Some(group), None, None) => years.map(|year| Calendar::Group(year, group)).collect(),
        (None, Some(month), None) => years.map(|year| Calendar::Month(year, month)).collect(),
        (None, Some(month), Some(day)) => {
            let days =
                years.filter_map(|year| Date::new(year, month, day).ok()).collect::<Vec<_>>();
            let fits = |date: &&Date| weekday.is_none_or(|weekday| date.weekday() == weekday);
            let fitting = days.iter().filter(fits).copied().map(Calendar::Day).collect::<Vec<_>>();
            // An article that errs in the weekday still means the date.
            if fitting.is_empty() { days.into_iter().map(Calendar::Day).collect() } else { fitting }
        }
        (None, None, Some(day)) => {
            let months = (-14..=14).filter_map(|by: i16| {
                let month = Calendar::Month(around.year(), around.month()).step(by)?.first()?;
                let date = month.checked_add((i32::from(day) - 1).days()).ok()?;
                let fits = date.month() == month.month()
                    && weekday.is_none_or(|weekday| date.weekday() == weekday);
                fits.then_some(Calendar::Day(date))
            });
            months.collect()
        }
        (None, None, None) => {
            let Some(weekday) = weekday else { return Vec::new() };
            let days = (-7..=7).filter_map(|by: i32| around.checked_add(by.days()).ok());
            days.filter(|date| date.weekday() == weekday).map(Calendar::Day).collect()
        }
        _ => Vec::new(),
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
