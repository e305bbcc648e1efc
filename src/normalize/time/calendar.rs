//! Days that the calendar rules give: weekdays, Easter, lengths of months.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::expression::Feast;

/// The weekday of that number, Monday being 1.
pub(super) fn weekday(number: i8) -> Weekday {
    Weekday::from_monday_one_offset(number.rem_euclid(7).max(1)).map_or(Weekday::Sunday, |day| {
        if number.rem_euclid(7) == 0 { Weekday::Sunday } else { day }
    })
}

impl Feast {
    /// Its day in a year.
    pub(super) fn day(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed(month, day) => Date::new(year, month, day).ok(),
            Self::Nth(nth, month, weekday, plus) => {
                let month = Date::new(year, month, 1).ok()?;
                month
                    .nth_weekday_of_month(nth, weekday)
                    .ok()?
                    .checked_add(i32::from(plus).days())
                    .ok()
            }
            Self::Easter(days) => easter(year)?.checked_add(days.days()).ok(),
        }
    }
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm (J. Meeus, *Astronomical
/// Algorithms*, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (golden, century, rest) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon + 15).rem_euclid(30);
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let days = epact + sunday - 7 * late + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_church_put_it() {
        for (year, month, day) in
            [(1818, 3, 22), (1943, 4, 25), (2018, 4, 1), (2024, 3, 31), (2025, 4, 20)]
        {
            assert_eq!(easter(year), Date::new(year, month, day).ok());
        }
    }

    #[test]
    fn weekdays_count_from_monday() {
        assert_eq!(weekday(1), Weekday::Monday);
        assert_eq!(weekday(7), Weekday::Sunday);
    }
}
