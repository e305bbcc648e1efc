//! What a time expression says, before the article's date settles which day it means.

use jiff::civil::Weekday;

use super::edtf::{Amount, Calendar, Clock, Unit};

/// The meaning of a word or phrase in one of its categories.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// Only the category itself.
    Nothing,
    /// A cardinal, an ordinal, a month's number …
    Number(f64),
    /// The name of a unit.
    Unit(Unit),
    /// An amount of time.
    Amount(Amount),
    /// Which part of a stretch.
    Portion(Portion),
    /// First and last hour of a part of the day.
    Hours(u8, u8),
    /// A time of day.
    Clock(Clock),
    /// A time.
    Expr(Expr),
}

/// A time as the words give it.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    /// `3 mai 2024`, `mardi`, `le premier trimestre`.
    Fields(Fields),
    /// A stretch that the words alone settle: `the 1990s`.
    Fixed(Calendar),
    /// `last week` (-1), `this year` (0), `tomorrow` (day, +1).
    Cycle(Unit, i16),
    /// `janvier dernier`, `next Tuesday`.
    Turn(Fields, i16),
    /// A feast of the civil or religious year; with its year, or its turn.
    Feast(Feast, Option<i16>, Option<i16>),
    /// `two weeks ago`, `trois jours après Noël`: an amount back (-1) or on (1), from a time or now.
    Offset(Amount, i16, Option<Box<Expr>>),
    /// `in two months`: so far ahead in a clause about the future, otherwise a length.
    Ahead(Amount),
    /// `the past 30 days` (-1), `les trois prochains mois` (1), `the last four months of 2021`.
    Window(Amount, i16, Option<Box<Expr>>),
    /// `early 2016`, `fin mars`.
    Part(Portion, Box<Expr>),
    /// `mardi de la semaine dernière`.
    Within(Fields, Box<Expr>),
    /// `the first week of 2015`, `la dernière semaine de décembre` (-1).
    Nth(i16, Unit, Box<Expr>),
    /// `the second Monday of March`; -1 for the last.
    NthWeekday(i16, Weekday, Box<Expr>),
    /// `the three months to June`: an amount that ends with a time.
    Ending(Amount, Box<Expr>),
    /// Monday to Sunday around a day: `the week of April 10`.
    WeekOf(Box<Expr>),
    /// The weekend before or at a feast, the feast included.
    WeekendOf(Box<Expr>),
    /// A time of day.
    Clock(Clock, Option<Box<Expr>>),
    /// `Tuesday morning`: between two hours.
    DayPart(u8, u8, Option<Box<Expr>>),
    /// From one to another, both included.
    Range(Box<Expr>, Box<Expr>),
    /// One and another.
    Both(Box<Expr>, Box<Expr>),
    /// `since 2016`.
    Bound(Bound, Box<Expr>),
    /// `le lendemain`, `two years later`: counted from the time named last, or from now.
    FromContext(Box<Expr>),
    /// Its words point to the past or to what comes: `since March`, `by March`; or do where no verb
    /// does otherwise (`starting in March`).
    Toward(Toward, Box<Expr>),
    /// `environ 1950`.
    About(Box<Expr>),
    /// `peut-être 1950`.
    Perhaps(Box<Expr>),
    /// `trois jours`.
    Lasting(Amount),
    /// `every two weeks`, `chaque lundi`.
    Every(Amount, Option<Box<Expr>>),
}

/// What a calendar expression names; the rest is left to the article's date.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Fields {
    pub(super) year: Option<i16>,
    /// A season, quarter or half, by its ISO 8601-2 code.
    pub(super) group: Option<u8>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    pub(super) weekday: Option<Weekday>,
}

/// Which part of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Portion {
    Early,
    Mid,
    Late,
    /// From now to its end.
    Rest,
    /// From its beginning to now.
    SoFar,
}

/// An open side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Bound {
    /// From its beginning on: `since`, `dès`.
    Since,
    /// From its end on: `after`.
    After,
    /// Up to its beginning: `before`.
    Before,
    /// Up to its end: `until`, `by`, `d'ici`.
    Until,
    /// From now to it: `within two years`.
    Within,
}

/// Where words point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Toward {
    Past,
    Future,
    /// Ahead, unless a verb tells the past.
    FutureIfAny,
}

/// The rule by which a feast falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feast {
    /// The same day each year.
    Fixed(i8, i8),
    /// The nth such weekday of a month, -1 for the last, and so many days after it.
    Nth(i8, i8, Weekday, i8),
    /// So many days after Easter.
    Easter(i32),
}

impl Expr {
    /// The categories under which rules find it, besides `time`.
    pub(super) fn category(&self) -> &'static str {
        match self {
            Self::Fields(fields) => match fields {
                Fields { day: Some(_), month: Some(_), .. } => "date",
                Fields { day: Some(_), .. } => "daydate",
                Fields { month: Some(_), .. } => "monthdate",
                Fields { weekday: Some(_), .. } => "weekdaydate",
                Fields { group: Some(_), .. } => "groupdate",
                _ => "yeardate",
            },
            Self::Fixed(_) => "agedate",
            Self::Cycle(unit, _) => match unit {
                Unit::Day => "date",
                Unit::Week | Unit::Weekend => "weekdate",
                Unit::Month => "monthcycle",
                Unit::Year => "yearcycle",
                _ => "cycle",
            },
            Self::Turn(fields, _) => match fields {
                Fields { weekday: Some(_), .. } | Fields { day: Some(_), .. } => "date",
                _ => "monthturn",
            },
            Self::Feast(..) | Self::NthWeekday(..) => "date",
            Self::Within(fields, _) if fields.day.or(fields.weekday.map(|_| 1)).is_some() => "date",
            Self::Within(..) => "monthturn",
            Self::Nth(_, unit, _) => match unit {
                Unit::Day => "date",
                Unit::Week | Unit::Weekend => "weekdate",
                Unit::Month => "monthturn",
                _ => "groupdate",
            },
            Self::WeekOf(_) | Self::WeekendOf(_) => "weekdate",
            Self::Offset(..) | Self::Ahead(_) => "offset",
            Self::Window(..) | Self::Ending(..) => "window",
            Self::Part(..) => "part",
            Self::Clock(..) => "clock",
            Self::DayPart(..) => "daypart_time",
            Self::Range(..) | Self::Both(..) => "range",
            Self::Bound(..) => "bound",
            Self::FromContext(expr) | Self::Toward(_, expr) => expr.category(),
            Self::About(_) | Self::Perhaps(_) => "about_time",
            Self::Lasting(_) => "lasting",
            Self::Every(..) => "every_time",
        }
    }
}
