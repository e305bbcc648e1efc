//! From what the words say to a value, with the article's date where they need one.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::edtf::{Amount, Calendar, Clock, Count, Edtf, End, Point, Unit};
use super::expression::{Bound, Expr, Fields, Portion, Toward};
use super::numeric;
use super::stretch::weekday_in;
use super::tense::Direction;

/// What a time is resolved against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolver {
    /// The article's date.
    pub(super) reference: Option<Date>,
    /// The time named last before.
    pub(super) context: Option<Calendar>,
    /// The day that the sentence named last, for the hours after it.
    pub(super) today: Option<Date>,
    /// The tense of the clause.
    pub(super) direction: Option<Direction>,
}

impl Resolver {
    /// The value of `expr`; none where it needs the article's date and there is none, or where there
    /// is no such day.
    pub(super) fn resolve(self, expr: &Expr) -> Option<Edtf> {
        match expr {
            Expr::Fields(fields) => self.fields(*fields).map(point),
            Expr::Fixed(calendar) => Some(point(*calendar)),
            Expr::Cycle(unit, by) => self.cycle(*unit, *by),
            Expr::Turn(fields, by) => self.turn(*fields, *by).map(point),
            Expr::Feast(feast, year, turn) => self.feast(*feast, *year, *turn).map(point),
            Expr::Offset(amount, sign, from) => self.offset(amount, *sign, from.as_deref()),
            Expr::Ahead(amount) if self.direction == Some(Direction::Future) => {
                self.offset(amount, 1, None)
            }
            Expr::Window(amount, sign, None) => self.window(amount, *sign),
            Expr::Window(amount, sign, Some(of)) => self.window_of(amount, *sign, of),
            Expr::Ending(amount, of) => self.ending(amount, of),
            Expr::Part(portion, of) => self.part(*portion, of),
            Expr::Within(fields, outer) => self.within(*fields, outer),
            Expr::Nth(n, unit, outer) => self.nth(*n, *unit, outer),
            Expr::NthWeekday(n, weekday, outer) => {
                let outer = self.resolve(outer)?;
                weekday_in(*n, *weekday, outer.first()?, outer.last()?)
                    .map(Calendar::Day)
                    .map(point)
            }
            Expr::WeekOf(day) => Edtf::week(self.resolve(day)?.first()?),
            Expr::WeekendOf(feast) => {
                let feast = self.resolve(feast)?.first()?;
                let since = i32::from(feast.weekday().since(Weekday::Saturday));
                // A feast on Thursday or before is in the week before its weekend.
                let by = if since > 3 { since - 7 } else { since };
                let saturday = feast.checked_sub(by.days()).ok()?;
                Some(Edtf::days(saturday, saturday.tomorrow().ok()?.max(feast)))
            }
            // `Tuesday night at eight`.
            Expr::Clock(clock, Some(day)) if matches!(**day, Expr::DayPart(..)) => {
                let Expr::DayPart(_, _, day) = &**day else { return None };
                self.clock(*clock, day.as_deref())
            }
            Expr::Clock(clock, day) => self.clock(*clock, day.as_deref()),
            Expr::DayPart(from, to, day) => self.day_part(*from, *to, day.as_deref()),
            Expr::Range(from, to) => self.range(from, to),
            Expr::Both(one, other) => {
                let (one, other) = shared(one, other);
                let [one, other] = [self.resolve(&one)?, self.resolve(&other)?];
                match (one, other) {
                    (Edtf::Point(one), Edtf::Point(other)) => Some(Edtf::Set(vec![one, other])),
                    _ => None,
                }
            }
            Expr::Bound(bound, expr) => self.bound(*bound, expr),
            Expr::FromContext(expr) => {
                let context = self.context.and_then(Calendar::first);
                self.same_part_of_year(expr).or_else(|| {
                    Self { reference: context.or(self.reference), ..self }.resolve(expr)
                })
            }
            Expr::Toward(toward, expr) => {
                let direction = match toward {
                    Toward::Past => Some(Direction::Past),
                    Toward::Future => Some(Direction::Future),
                    Toward::FutureIfAny => self.direction.or(Some(Direction::Future)),
                };
                Self { direction, ..self }.resolve(expr)
            }
            Expr::About(expr) => Some(self.resolve(expr)?.each_point(Point::about)),
            Expr::Perhaps(expr) => {
                let perhaps = |point| Point { uncertain: true, ..point };
                Some(self.resolve(expr)?.each_point(perhaps))
            }
            Expr::Lasting(amount) | Expr::Ahead(amount) => Some(Edtf::Duration(amount.clone())),
            Expr::Every(amount, on) => self.every(amount, on.as_deref()),
        }
    }

    /// `a year earlier`, said of a quarter or month: that quarter or month of the other year.
    fn same_part_of_year(self, expr: &Expr) -> Option<Edtf> {
        let context =
            self.context.filter(|it| matches!(it, Calendar::Group(..) | Calendar::Month(..)))?;
        let Expr::Offset(Amount(parts), sign, None) = expr else { return None };
        let &[(Unit::Year, Count::Of(years))] = parts.as_slice() else { return None };
        let by = (years.fract() == 0.0 && years < 1000.0).then_some(years)? as i16 * sign;
        let year = context.year()?.checked_add(by)?;
        Some(point(match context {
            Calendar::Group(_, code) => Calendar::Group(year, code),
            Calendar::Month(_, month) => Calendar::Month(year, month),
            _ => return None,
        }))
    }

    /// The day that `expr` names, or today.
    fn day(self, expr: Option<&Expr>) -> Option<Date> {
        match expr {
            None => self.today.or(self.reference),
            Some(expr) => match self.resolve(expr)? {
                Edtf::Point(Point { calendar: Calendar::Day(date), .. }) => Some(date),
                _ => None,
            },
        }
    }

    fn clock(self, clock: Clock, day: Option<&Expr>) -> Option<Edtf> {
        Some(Edtf::Point(Point { clock: Some(clock), ..Point::day(self.day(day)?) }))
    }

    /// A part that ends earlier than it begins ends on the next day: night.
    fn day_part(self, from: u8, to: u8, day: Option<&Expr>) -> Option<Edtf> {
        let first = self.day(day)?;
        let last = if to < from { first.tomorrow().ok()? } else { first };
        let at = |date, hour: u8| {
            let clock = numeric::moment(u32::from(hour), 0, 0);
            End::At(Point { clock, ..Point::day(date) })
        };
        Some(Edtf::Interval(at(first, from), at(last, to)))
    }

    fn every(self, amount: &Amount, on: Option<&Expr>) -> Option<Edtf> {
        let once = |unit| Amount(vec![(unit, Count::Of(1.0))]);
        let Some(on) = on else { return Some(Edtf::Repeat(None, amount.clone())) };
        let every = match on {
            Expr::DayPart(_, _, None) | Expr::Clock(_, None) => {
                return Some(Edtf::Repeat(None, once(Unit::Day)));
            }
            Expr::Fields(Fields { month: None, group: None, weekday: Some(_), .. })
            | Expr::DayPart(..)
            | Expr::Clock(..) => Unit::Week,
            Expr::Fields(Fields { month: None, group: None, day: Some(_), .. }) => Unit::Month,
            Expr::Fields(_) | Expr::Feast(..) => Unit::Year,
            _ => return None,
        };
        let first = self.resolve(on)?.opening()?;
        Some(Edtf::Repeat(Some(first), once(every)))
    }

    /// A year, month or day that only one end names holds for both.
    fn range(self, from: &Expr, to: &Expr) -> Option<Edtf> {
        let (from, to) = shared(from, to);
        // What is still to end may have begun: `will run from March to May`, in April.
        if self.direction == Some(Direction::Future) {
            let past = Self { direction: Some(Direction::Past), ..self };
            let begun = past.span_between(&from, &to);
            if begun.as_ref().is_some_and(|range| range.last() >= self.reference) {
                return begun;
            }
        }
        self.span_between(&from, &to)
    }

    fn span_between(self, from: &Expr, to: &Expr) -> Option<Edtf> {
        let opening = self.resolve(from)?;
        // Nothing before the beginning can be the end.
        let later = match (opening.opening().and_then(|point| point.calendar.first()), to) {
            (Some(first), Expr::Fields(_)) => {
                let direction = Some(Direction::Future);
                Self { reference: Some(first), direction, ..self }
            }
            _ => self,
        };
        let closing = later.resolve(to)?;
        let opening = opening.opening()?;
        // `to the start of 2008` ends where that begins.
        let closing = match to {
            Expr::Part(Portion::Early, _) => closing.opening()?,
            _ => closing.closing()?,
        };
        let closing = next_day(opening, closing)?;
        let order = (opening.calendar.first(), closing.calendar.last());
        if let (Some(first), Some(last)) = order
            && first > last
        {
            return None;
        }
        Some(Edtf::Interval(End::At(opening), End::At(closing)))
    }

    fn bound(self, bound: Bound, expr: &Expr) -> Option<Edtf> {
        // The end of a year is not a time within it for what ends by then.
        let expr = match (bound, expr) {
            (
                Bound::Until | Bound::Before | Bound::After | Bound::Within,
                Expr::Part(Portion::Late, of),
            ) => {
                let before = matches!(bound, Bound::Before);
                return self.bound(if before { Bound::Until } else { bound }, of);
            }
            (Bound::After | Bound::Since, Expr::Part(Portion::Early, of)) => {
                let part = self.resolve(expr)?.opening()?;
                let exact = Point { approximate: false, ..part };
                let _ = of;
                return Some(Edtf::Interval(End::At(exact), End::Open));
            }
            _ => expr,
        };
        let value = self.resolve(expr)?;
        let beside = |point: Point, by: i16| {
            if point.clock.is_some() {
                return Some(point);
            }
            Some(Point { calendar: point.calendar.step(by)?, ..point })
        };
        Some(match bound {
            Bound::Since => Edtf::Interval(End::At(value.opening()?), End::Open),
            Bound::After => Edtf::Interval(End::At(beside(value.closing()?, 1)?), End::Open),
            Bound::Before => Edtf::Interval(End::Open, End::At(beside(value.opening()?, -1)?)),
            Bound::Until => Edtf::Interval(End::Open, End::At(value.closing()?)),
            Bound::Within => {
                let now = Point::day(self.reference?);
                Edtf::Interval(End::At(now), End::At(value.closing()?))
            }
        })
    }
}

/// Where a range of hours ends earlier in the day than it begins, the end of the next day: `from
/// 6 p.m. to midnight`.
fn next_day(from: Point, to: Point) -> Option<Point> {
    let (Some(first), Some(last)) = (from.clock, to.clock) else { return Some(to) };
    let earlier = (last.hour, last.minute) < (first.hour, first.minute);
    let by = i16::from(earlier && from.calendar == to.calendar);
    Some(Point { calendar: to.calendar.step(by)?, ..to })
}

pub(super) fn point(calendar: Calendar) -> Edtf {
    Edtf::Point(Point::new(calendar))
}

/// Both ends of a range, each with what only the other names: `du 4 au 8 juillet`, `May to October
/// 2020`, `from 6 to 9 pm on Tuesday`.
fn shared(from: &Expr, to: &Expr) -> (Expr, Expr) {
    match (from, to) {
        (Expr::Fields(from), Expr::Fields(to)) => {
            let (from, to) = shared_fields(*from, *to);
            (Expr::Fields(from), Expr::Fields(to))
        }
        (Expr::Fields(from), Expr::Within(to, outer)) if from.year.is_none() => {
            (Expr::Within(*from, outer.clone()), Expr::Within(*to, outer.clone()))
        }
        (Expr::Fields(from), Expr::Turn(to, by)) => {
            let (from, to) = shared_fields(*from, *to);
            (Expr::Turn(from, *by), Expr::Turn(to, *by))
        }
        (Expr::Fields(from), Expr::Part(portion, of)) => {
            if let Expr::Fields(inner) = of.as_ref() {
                let (from, inner) = shared_fields(*from, *inner);
                (Expr::Fields(from), Expr::Part(*portion, Box::new(Expr::Fields(inner))))
            } else {
                (Expr::Fields(*from), to.clone())
            }
        }
        (Expr::Clock(from, None), Expr::Clock(to, Some(day)))
        | (Expr::Clock(from, Some(day)), Expr::Clock(to, None)) => {
            (Expr::Clock(*from, Some(day.clone())), Expr::Clock(*to, Some(day.clone())))
        }
        _ => (from.clone(), to.clone()),
    }
}

fn shared_fields(mut from: Fields, mut to: Fields) -> (Fields, Fields) {
    if from.month.is_none() && from.group.is_none() && from.day.is_some() {
        from.month = to.month;
    }
    if to.month.is_none() && to.day.is_some() {
        to.month = from.month;
        // `from April 27 to 3`: on into the next month.
        if let (Some(month), Some(first), Some(last)) = (from.month, from.day, to.day)
            && last < first
        {
            to.month = Some(month % 12 + 1);
        }
    }
    let place = |fields: Fields| {
        let month = fields.month.or(fields.group.and_then(super::edtf::first_month));
        (month, fields.day)
    };
    let turns = place(from) > place(to);
    match (from.year, to.year) {
        (None, Some(year)) if place(from).0.is_some() => {
            from.year = year.checked_sub(i16::from(turns));
        }
        (Some(year), None) if place(to).0.is_some() => {
            to.year = year.checked_add(i16::from(turns));
        }
        _ => {}
    }
    (from, to)
}

/// The date that lies `amount` before or after `from`; parts of years and months are counted in
/// months and days. None for amounts that are not known.
pub(super) fn shifted(from: Date, amount: &Amount, sign: i16) -> Option<Date> {
    let mut date = from;
    for &(unit, count) in &amount.0 {
        let Count::Of(number) = count else { return None };
        if number > 100_000.0 {
            return None;
        }
        let number = number * f64::from(sign);
        let whole = |factor: f64| (number * factor).round() as i32;
        // Past the calendar's ends, spans are none.
        let days = |count: i32| Span::new().try_days(count).ok();
        let months = |factor: f64| Span::new().try_months(whole(factor)).ok();
        let span = match unit {
            Unit::Second | Unit::Minute => continue,
            Unit::Hour => days((number / 24.0).trunc() as i32),
            Unit::Day => days(whole(1.0)),
            Unit::Workday => {
                date = workdays(date, whole(1.0))?;
                continue;
            }
            Unit::Weekend | Unit::Week => days(whole(7.0)),
            Unit::Fortnight => days(whole(14.0)),
            Unit::Month if number.fract() != 0.0 => days(whole(30.5)),
            Unit::Month => months(1.0),
            Unit::Quarter => months(3.0),
            Unit::Half => months(6.0),
            Unit::Year | Unit::FiscalYear => months(12.0),
            Unit::Decade => months(120.0),
            Unit::Century => months(1200.0),
        };
        date = date.checked_add(span?).ok()?;
    }
    Some(date)
}

fn workdays(mut date: Date, count: i32) -> Option<Date> {
    for _ in 0..count.unsigned_abs().min(5000) {
        loop {
            date = if count < 0 { date.yesterday().ok()? } else { date.tomorrow().ok()? };
            if date.weekday().to_monday_one_offset() < 6 {
                break;
            }
        }
    }
    Some(date)
}
