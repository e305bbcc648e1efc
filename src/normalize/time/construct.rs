//! Makes the meaning of a match from the meanings of its parts.

use serde::Deserialize;

use super::edtf::{Amount, Calendar, Count, Unit};
use super::expression::{Bound, Expr, Fields, Meaning};
use super::grammar::{Grammar, Rule, Symbol};
use super::parts::{Parts, whole};

/// What a rule makes of its match; the file of each language says how each is worded.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Build {
    /// A multiword entry of the lexicon.
    #[serde(skip)]
    Phrase(Vec<(Symbol, Meaning)>),
    /// Nothing: the words are no time, whatever parts of them look like.
    Block,
    /// The one part that has a meaning, under another category (`as`).
    Rename,
    /// Year, month, day, weekday, season, from whichever parts are there.
    Fields,
    /// A year as two numbers: `nineteen eighty-four`.
    SpelledYear,
    /// `the 1990s`, `les années 90`.
    Decade,
    /// `the 19th century`, `XIXe siècle`; `by` further on.
    Century,
    /// The quarter or half (`unit`) of that number.
    Group,
    /// A number and a unit.
    Amount,
    /// Two amounts that add up: `an hour and 30 minutes`.
    AmountSum,
    /// `unit` around now, `by` further on; by a number of units where one is captured.
    Cycle,
    /// A `portion` of the `unit` around now: `year-end`, `year to date`.
    CyclePart,
    /// The nearest such month, weekday or season before (-1), in (0) or after (1) now.
    Turn,
    /// A feast, in a year or by its turn.
    Feast,
    /// An amount before (-1) or after (1) a time or now.
    Offset,
    /// An amount that ends with a time: `the year to March`.
    Ending,
    /// A year before (-1) or after Christ.
    Era,
    /// An amount that a future tense counts from now: `in two months`.
    Ahead,
    /// The amount that ends (-1) or begins (1) now, or that ends or begins the captured time.
    Window,
    /// The early, middle or late part of a time.
    Part,
    /// A day, weekday or month inside another time.
    Within,
    /// The nth unit of a time; counted from its end for the ordinal `last`.
    Nth,
    /// The nth such weekday of a time.
    NthWeekday,
    /// The nth week of this year.
    NthNow,
    /// The week around a day.
    WeekOf,
    /// The weekend that a feast makes longer.
    WeekendOf,
    /// A time of day, in a day where one is captured.
    Clock,
    /// A part of a day.
    DayPart,
    /// From one time to another.
    Range,
    /// One time and another: `les 18 et 19 juin`.
    Both,
    /// From one day of a month to another, the month after them: `du 4 au 23 du mois prochain`.
    RangeWithin,
    /// Open to one side.
    Bound,
    /// About then.
    About,
    /// Perhaps then.
    Perhaps,
    /// So long.
    Lasting,
    /// Again after each such amount, or on each such day.
    Every,
}

/// The readings of the item that stands for a match; none where the parts do not go together.
pub(super) fn build(
    rule: &Rule,
    captured: &[(Symbol, &Meaning)],
    grammar: &Grammar,
) -> Option<Vec<(Symbol, Meaning)>> {
    let parts = Parts { captured, grammar, rule };
    let category = |name: &str| grammar.category(name);
    let extra = rule.settings.category.as_deref().and_then(category);
    let mut readings = Vec::new();
    match &rule.build {
        Build::Phrase(meanings) => readings.clone_from(meanings),
        Build::Block => {}
        Build::Rename => {
            let meaning = captured.first().map_or(Meaning::Nothing, |part| part.1.clone());
            readings.extend(extra.map(|symbol| (symbol, meaning)));
        }
        Build::Amount | Build::AmountSum => {
            let amount = parts.amount()?;
            let name =
                if amount.0.iter().any(|part| part.1 == Count::Some) { "some" } else { "amount" };
            readings.extend(category(name).map(|symbol| (symbol, Meaning::Amount(amount))));
        }
        Build::Clock if parts.expr(0).is_none() => {
            let clock = parts.clock()?;
            let time = Expr::Clock(clock, None);
            readings.extend(category("oclock").map(|symbol| (symbol, Meaning::Clock(clock))));
            readings.extend(category("time").map(|symbol| (symbol, Meaning::Expr(time))));
        }
        _ => {
            let mut expr = parts.expression()?;
            if let Some(toward) = rule.settings.toward {
                expr = Expr::Toward(toward, Box::new(expr));
            }
            if rule.settings.anaphoric {
                expr = Expr::FromContext(Box::new(expr));
            }
            readings
                .extend(category(expr.category()).map(|name| (name, Meaning::Expr(expr.clone()))));
            readings.extend(extra.map(|symbol| (symbol, Meaning::Expr(expr.clone()))));
            readings.extend(category("time").map(|symbol| (symbol, Meaning::Expr(expr))));
        }
    }
    Some(readings)
}

impl Parts<'_> {
    fn expression(&self) -> Option<Expr> {
        self.named().or_else(|| self.measured()).or_else(|| self.combined())
    }

    /// What names a stretch of the calendar.
    fn named(&self) -> Option<Expr> {
        let settings = &self.rule.settings;
        Some(match &self.rule.build {
            Build::Fields => {
                let fields = self.fields()?;
                Expr::Fields((fields != Fields::default()).then_some(fields)?)
            }
            Build::SpelledYear => {
                let numbers = self.numbers("spelled");
                let [tens, rest] = numbers.as_slice() else { return None };
                let plausible = (11.0..21.0).contains(tens) && (10.0..100.0).contains(rest);
                let year = plausible.then(|| whole(tens * 100.0 + rest))?;
                Expr::Fields(self.with_fields(Fields::of_year(year))?)
            }
            Build::Era => {
                let year = whole(self.number("num").filter(|year| (1.0..3000.0).contains(year))?);
                // The year 0 is 1 BC.
                let year = if settings.by < 0 { 1 - year } else { year };
                Expr::Fixed(Calendar::Year(year))
            }
            Build::Decade => Expr::Fixed(Calendar::Decade(self.decade()?)),
            Build::Century => {
                let number = self.number("ordinal").or_else(|| self.number("roman"))?;
                let valid = (1.0..=30.0).contains(&number);
                Expr::Fixed(Calendar::Century(valid.then(|| whole(number) - 1)?))
            }
            Build::Group => Expr::Fields(self.with_fields(self.group()?)?),
            Build::Cycle => {
                let by = self.number("num").map_or(1, whole);
                let by = self.number("dayref").map_or(settings.by.checked_mul(by)?, whole);
                Expr::Cycle(self.unit()?, by)
            }
            Build::CyclePart => {
                let portion = self.portion().or(settings.portion)?;
                Expr::Part(portion, Box::new(Expr::Cycle(self.unit()?, settings.by)))
            }
            Build::Turn => {
                let fields = self.with_fields(Fields::default())?;
                Expr::Turn(self.merge_words(fields)?, settings.by)
            }
            Build::Feast => {
                let Expr::Feast(feast, ..) = self.expr(0)? else { return None };
                let year = self.number("year").map(whole);
                let turn = (settings.by != 0).then_some(settings.by);
                Expr::Feast(*feast, year, turn)
            }
            _ => return None,
        })
    }

    /// What is measured from another time, or lies in it.
    fn measured(&self) -> Option<Expr> {
        let settings = &self.rule.settings;
        let boxed = |place| self.expr(place).cloned().map(Box::new);
        Some(match &self.rule.build {
            Build::Offset => Expr::Offset(self.amount()?, settings.by, boxed(0)),
            Build::Window => Expr::Window(self.amount()?, settings.by, boxed(0)),
            Build::Ending => Expr::Ending(self.amount()?, boxed(0)?),
            Build::Part => Expr::Part(self.portion().or(settings.portion)?, boxed(0)?),
            Build::Within => self.within()?,
            Build::Nth => {
                let number = self.number("ordinal").or_else(|| self.number("num"));
                let number = number.unwrap_or(f64::from(settings.by));
                if !(-1.0..=366.0).contains(&number) {
                    return None;
                }
                Expr::Nth(whole(number), self.unit()?, boxed(0)?)
            }
            Build::NthWeekday => {
                let Expr::Fields(Fields { weekday: Some(weekday), .. }) = self.expr(0)? else {
                    return None;
                };
                let number = self.number("ordinal").unwrap_or(f64::from(settings.by));
                Expr::NthWeekday(whole(number), *weekday, boxed(1)?)
            }
            Build::NthNow => {
                let number = self.number("num").filter(|number| (1.0..=53.0).contains(number))?;
                Expr::Nth(whole(number), Unit::Week, Box::new(Expr::Cycle(Unit::Year, 0)))
            }
            Build::WeekOf => Expr::WeekOf(boxed(0)?),
            Build::WeekendOf => Expr::WeekendOf(boxed(0)?),
            _ => return None,
        })
    }

    /// What puts times together, limits or qualifies them.
    fn combined(&self) -> Option<Expr> {
        let settings = &self.rule.settings;
        let boxed = |place| self.expr(place).cloned().map(Box::new);
        Some(match &self.rule.build {
            Build::Clock => Expr::Clock(self.clock()?, boxed(0)),
            Build::DayPart => self.day_part()?,
            Build::Range => {
                let [from, to] = self.ends()?;
                Expr::Range(Box::new(from), Box::new(to))
            }
            Build::Both => {
                let [one, other] = self.ends()?;
                Expr::Both(Box::new(one), Box::new(other))
            }
            Build::RangeWithin => {
                let [from, to] = [0, 1].map(|place| self.day_at(place));
                let outer = boxed(0)?;
                let within = |day| Box::new(Expr::Within(day, outer.clone()));
                Expr::Range(within(from?), within(to?))
            }
            Build::Bound => {
                let bound = settings.bound?;
                match (self.expr(0), self.amount()) {
                    (Some(expr), _) => Expr::Bound(bound, Box::new(expr.clone())),
                    (None, Some(amount)) => {
                        let by = if bound == Bound::Since { -1 } else { 1 };
                        Expr::Bound(bound, Box::new(Expr::Offset(amount, by, None)))
                    }
                    _ => return None,
                }
            }
            Build::About => match boxed(0) {
                Some(expr) => Expr::About(expr),
                None => Expr::About(Box::new(Expr::Fields(self.fields()?))),
            },
            Build::Ahead => Expr::Ahead(self.amount()?),
            Build::Perhaps => Expr::Perhaps(boxed(0)?),
            Build::Lasting => Expr::Lasting(self.amount()?),
            Build::Every => {
                let unit = settings.unit.or_else(|| self.unit()).unwrap_or(Unit::Day);
                let number = settings.number.or_else(|| self.number("num")).unwrap_or(1.0);
                let once = Amount(vec![(unit, Count::Of(number))]);
                Expr::Every(self.amounts().unwrap_or(once), boxed(0))
            }
            _ => return None,
        })
    }
}
