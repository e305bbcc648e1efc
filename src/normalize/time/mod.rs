//! Times in French and English text: every expression with its span and its value.
//!
//! A text is cut into [items](lexer) that carry what the lexicon says of each word; the
//! [layers](grammar) of the language's file, applied one after the other, put them together into
//! [expressions](expression); those are [resolved](resolve) against the article's date into
//! [EDTF](edtf). What the words of a language mean and how they combine stands in `data/en.toml` and
//! `data/fr.toml`.
//!
//! What is decided:
//!
//! - `mardi`, `Tuesday`: the last such day, today included; with a verb form that points ahead
//!   (`will`, `aura lieu`, `prévu`) the next one. A day and month without a year, or a month alone:
//!   as the verb says, otherwise the nearest, looking ahead sixty days at most.
//! - `last week` is a week from Monday to Sunday: an interval of days. `deux ans` back is a year, two
//!   months a month, three weeks a week, four days a day: as exact as the unit.
//! - `early 2016`, `mi-mars`, `fin 2024` are thirds, both ends approximate.
//! - Parts of day are intervals of hours; a clock time without a day is of the article's day.
//! - `every Monday` is an ISO 8601 repetition from the nearest one, `R/2025-01-27/P1W`; `chaque année`
//!   `R/P1Y`.
//! - `since 2016` is `2016/..`, `by 2030` `../2030`, `before 2010` `../2009`, `after 2018` `2019/..`.
//! - A length of time (`trois jours`) is a [`Kind::Duration`]; of a vague one (`several weeks`) the
//!   number is the unspecified digit, `PXW`. Ages are no times.
//! - A fiscal year is approximate (`FY2024` → `2024~`), for it rarely begins in January.

mod calendar;
mod cascade;
mod construct;
mod count;
mod edtf;
mod expression;
mod form;
mod grammar;
mod lexer;
mod notation;
mod numeric;
mod occurrence;
mod parts;
mod record;
mod resolve;
mod span;
mod stretch;
mod tense;
mod trie;

pub use edtf::{Amount, Calendar, Clock, Count, Edtf, End, Point, Unit};
pub use record::{TextTimes, TimeRecord};
pub use span::read;

use jiff::civil::Date;

use crate::{Lang, Span};

use self::expression::{Expr, Meaning};
use self::grammar::{Grammar, Symbol};
use self::lexer::Item;
use self::resolve::Resolver;

/// A time expression found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where it stands. A preposition that only places it (`in`, `en`, `le`) is left out, one that
    /// changes its meaning (`since`, `avant`) is in.
    pub span: Span,
    /// What sort of time it is.
    pub kind: Kind,
    /// Its value. Without the article's date a date that lacks its year is `XXXX-05-09`, and `mardi`
    /// has none.
    pub value: Option<Edtf>,
    /// Where the value comes from.
    pub resolution: Resolution,
}

/// What sort of time an expression names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A stretch of the calendar: a day, a week, a year, from one to another, since or until one.
    Date,
    /// A time of day or part of day.
    Moment,
    /// A length of time that nothing places.
    Duration,
    /// Again and again.
    Repeat,
}

/// Where the value of a time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The words alone give it.
    Absolute,
    /// The words and the article's date give it.
    Relative,
    /// The article's date is needed and missing, or the words are too vague, or there is no such
    /// day: what value there is leaves something open.
    Unresolved,
}

/// The times of `text` in their order, none overlapping another; `reference` is the article's date.
///
/// The work grows with the length of the text alone, whatever is in it.
///
/// ```
/// use dixit::Lang;
/// use dixit::normalize::time::times;
/// let date = jiff::civil::date(2025, 3, 14);
/// let found = times("Le cours a chuté en janvier dernier.", Lang::Fr, Some(date));
/// assert_eq!(found[0].value.as_ref().map(ToString::to_string).as_deref(), Some("2025-01"));
/// ```
#[must_use]
pub fn times(text: &str, lang: Lang, reference: Option<Date>) -> Vec<Mention> {
    found(text, lang, reference).into_iter().map(|found| found.mention).collect()
}

/// A mention, and whether words before it changed its meaning (`since`).
struct Found {
    mention: Mention,
    bounded: bool,
}

fn found(text: &str, lang: Lang, reference: Option<Date>) -> Vec<Found> {
    let grammar = Grammar::of(lang);
    let items = cascade::run(lexer::items(text, lang, grammar), grammar);
    let directions = grammar.tenses.directions(text);
    let named = {
        let categories = ["time", "amount", "some"].map(|name| grammar.category(name));
        items.iter().filter_map(move |item| Some((item.span, expression(item, &categories)?)))
    };
    let mut named_last: Option<Anchor> = None;
    let mut day_last: Option<(Span, Anchor)> = None;
    named
        .map(|(span, expr)| {
            let direction = directions.at(span);
            let here = day_last.filter(|last| directions.one_sentence(last.0, span));
            let day_here = here.map(|last| last.1);
            let settled =
                |anchor: Option<Anchor>| Some(anchor.filter(|anchor| anchor.settled)?.calendar);
            let alone = Resolver {
                reference: None,
                context: settled(named_last),
                today: settled(day_here).and_then(Calendar::first),
                direction,
            };
            let alone = alone.resolve(&expr);
            let (value, resolution) = if alone.as_ref().is_some_and(Edtf::is_settled) {
                (alone, Resolution::Absolute)
            } else {
                let [context, today] = [named_last, day_here].map(|anchor| Some(anchor?.calendar));
                let today = today.and_then(Calendar::first);
                let dated = Resolver { reference, context, today, direction };
                match dated.resolve(&expr) {
                    Some(value) if reference.is_some() => (Some(value), Resolution::Relative),
                    _ => (alone, Resolution::Unresolved),
                }
            };
            let bounded = expr.is_bound();
            let opening = value.as_ref().and_then(Edtf::opening).map(|point| point.calendar);
            let settled = resolution == Resolution::Absolute;
            let anchor = |calendar| Anchor { calendar, settled };
            named_last = opening.filter(|_| expr.places()).map(anchor).or(named_last);
            if let Some(Edtf::Point(Point { calendar: day @ Calendar::Day(_), .. })) = value {
                day_last = Some((span, anchor(day)));
            }
            let kind = match &value {
                Some(Edtf::Duration(_)) => Kind::Duration,
                Some(value) if value.opening().is_some_and(|point| point.clock.is_some()) => {
                    Kind::Moment
                }
                _ => expr.kind(),
            };
            Found { mention: Mention { span, kind, value, resolution }, bounded }
        })
        .collect()
}

/// A stretch that later times may count from.
#[derive(Clone, Copy)]
struct Anchor {
    calendar: Calendar,
    /// The words alone gave it.
    settled: bool,
}

/// The time that an item stands for, once all layers are applied.
fn expression(item: &Item, categories: &[Option<Symbol>]) -> Option<Expr> {
    match categories.iter().find_map(|category| item.reading((*category)?))? {
        Meaning::Expr(expr) => Some(expr.clone()),
        Meaning::Amount(amount) => Some(Expr::Lasting(amount.clone())),
        _ => None,
    }
}

impl Expr {
    /// Whether what follows may count from it: not from `today` or `in recent years`, where the
    /// writer stands.
    fn places(&self) -> bool {
        match self {
            Self::Fields(_)
            | Self::Fixed(_)
            | Self::Turn(..)
            | Self::Feast(..)
            | Self::Within(..)
            | Self::Nth(..)
            | Self::FromContext(_) => true,
            Self::Part(_, expr)
            | Self::About(expr)
            | Self::Clock(_, Some(expr))
            | Self::Toward(_, expr)
            | Self::DayPart(_, _, Some(expr)) => expr.places(),
            _ => false,
        }
    }

    fn is_bound(&self) -> bool {
        match self {
            Self::Bound(..) => true,
            Self::Toward(_, expr) => expr.is_bound(),
            _ => false,
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Clock(..) | Self::DayPart(..) => Kind::Moment,
            Self::Lasting(_) => Kind::Duration,
            Self::Every(..) => Kind::Repeat,
            Self::Range(expr, _)
            | Self::Bound(_, expr)
            | Self::About(expr)
            | Self::Perhaps(expr)
            | Self::FromContext(expr)
            | Self::Toward(_, expr) => expr.kind(),
            _ => Kind::Date,
        }
    }
}

impl Edtf {
    /// Whether nothing is left open but what the words leave open.
    fn is_settled(&self) -> bool {
        let settled = |point: &Point| {
            !matches!(
                point.calendar,
                Calendar::AnyDay(..) | Calendar::AnyMonth(_) | Calendar::AnyGroup(_)
            )
        };
        match self {
            Self::Point(point) | Self::Repeat(Some(point), _) => settled(point),
            Self::Interval(from, to) => [from, to].into_iter().all(|end| match end {
                End::At(point) => settled(point),
                _ => true,
            }),
            Self::Set(points) => points.iter().all(settled),
            Self::Duration(_) | Self::Repeat(None, _) => true,
        }
    }
}
