//! Makes the meaning of a match from the meanings of its parts.

use jiff::civil::Weekday;
use serde::Deserialize;

use super::calendar;
use super::edtf::{Amount, Calendar, Clock, Count, FIRST_HALF, FIRST_QUARTER, Unit};
use super::expression::{Bound, Expr, Fields, Meaning, Portion};
use super::grammar::{Grammar, Rule, Symbol};
use super::numeric;

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

/// What the parts of a match mean.
struct Parts<'a> {
    captured: &'a [(Symbol, &'a Meaning)],
    grammar: &'a Grammar,
    rule: &'a Rule,
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
            let name = if amount.0.iter().any(|part| part.1 == Count::Some) { "some" } else { "amount" };
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
            if rule.settings.anaphoric {
                expr = Expr::FromContext(Box::new(expr));
            }
            readings.extend(category(expr.category()).map(|name| (name, Meaning::Expr(expr.clone()))));
            readings.extend(extra.map(|symbol| (symbol, Meaning::Expr(expr.clone()))));
            readings.extend(category("time").map(|symbol| (symbol, Meaning::Expr(expr))));
        }
    }
    Some(readings)
}

impl Parts<'_> {
    fn expression(&self) -> Option<Expr> {
        let settings = &self.rule.settings;
        let boxed = |place| self.expr(place).cloned().map(Box::new);
        Some(match &self.rule.build {
            Build::Fields => {
                let fields = self.fields()?;
                Expr::Fields((fields != Fields::default()).then_some(fields)?)
            }
            Build::SpelledYear => {
                let numbers = self.numbers("spelled");
                let [tens, rest] = numbers.as_slice() else { return None };
                let plausible = (11.0..21.0).contains(tens) && (10.0..100.0).contains(rest);
                let year = plausible.then(|| (tens * 100.0 + rest) as i16)?;
                Expr::Fields(self.with_fields(Fields::of_year(year))?)
            }
            Build::Decade => Expr::Fixed(Calendar::Decade(self.decade()?)),
            Build::Century => {
                let number = self.number("ordinal").or_else(|| self.number("roman"))?;
                let valid = (1.0..=30.0).contains(&number);
                Expr::Fixed(Calendar::Century(valid.then_some(number as i16 - 1)?))
            }
            Build::Group => Expr::Fields(self.with_fields(self.group()?)?),
            Build::Cycle => {
                let by = self.number("num").map_or(1, |number| number as i16);
                let by = self.number("dayref").map_or(settings.by.checked_mul(by)?, |n| n as i16);
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
                let year = self.number("year").map(|year| year as i16);
                let turn = (settings.by != 0).then_some(settings.by);
                Expr::Feast(*feast, year, turn)
            }
            Build::Offset => Expr::Offset(self.amount()?, settings.by, boxed(0)),
            Build::Window => Expr::Window(self.amount()?, settings.by, boxed(0)),
            Build::Part => {
                Expr::Part(self.portion().or(settings.portion)?, boxed(0)?)
            }
            Build::Within => self.within()?,
            Build::Nth => {
                let number = self.number("ordinal").or_else(|| self.number("num"));
                let number = number.unwrap_or(f64::from(settings.by));
                if !(-1.0..=366.0).contains(&number) {
                    return None;
                }
                Expr::Nth(number as i16, self.unit()?, boxed(0)?)
            }
            Build::NthWeekday => {
                let Expr::Fields(Fields { weekday: Some(weekday), .. }) = self.expr(0)? else {
                    return None;
                };
                let number = self.number("ordinal").unwrap_or(f64::from(settings.by));
                Expr::NthWeekday(number as i16, *weekday, boxed(1)?)
            }
            Build::NthNow => {
                let number = self.number("num").filter(|number| (1.0..=53.0).contains(number))?;
                Expr::Nth(number as i16, Unit::Week, Box::new(Expr::Cycle(Unit::Year, 0)))
            }
            Build::WeekOf => Expr::WeekOf(boxed(0)?),
            Build::WeekendOf => Expr::WeekendOf(boxed(0)?),
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

    /// The number of the first part of that category.
    fn number(&self, category: &str) -> Option<f64> {
        self.numbers(category).first().copied()
    }

    fn numbers(&self, category: &str) -> Vec<f64> {
        let symbol = self.grammar.category(category);
        let parts = self.captured.iter().filter(|part| Some(part.0) == symbol);
        parts
            .filter_map(|part| match part.1 {
                Meaning::Number(number) => Some(*number),
                _ => None,
            })
            .collect()
    }

    fn expr(&self, place: usize) -> Option<&Expr> {
        let exprs = self.captured.iter().filter_map(|part| match part.1 {
            Meaning::Expr(expr) => Some(expr),
            _ => None,
        });
        exprs.skip(place).next()
    }

    fn portion(&self) -> Option<Portion> {
        self.captured.iter().find_map(|part| match part.1 {
            Meaning::Portion(portion) => Some(*portion),
            _ => None,
        })
    }

    fn unit(&self) -> Option<Unit> {
        let named = self.captured.iter().find_map(|part| match part.1 {
            Meaning::Unit(unit) => Some(*unit),
            _ => None,
        });
        self.rule.settings.unit.or(named)
    }

    /// What the words say, together with the fields of the times among the parts.
    fn fields(&self) -> Option<Fields> {
        let fields = self.with_fields(Fields::default())?;
        self.merge_words(fields)
    }

    fn with_fields(&self, mut fields: Fields) -> Option<Fields> {
        for (_, meaning) in self.captured {
            match meaning {
                Meaning::Expr(Expr::Fields(more)) => fields = fields.merged(*more)?,
                Meaning::Expr(_) => return None,
                _ => {}
            }
        }
        Some(fields)
    }

    fn merge_words(&self, fields: Fields) -> Option<Fields> {
        let small = |category| self.number(category).map(|number| number as i8);
        let short_year = self.number("yy").map(|year| numeric::century(year as u32) as i16);
        let year = self.number("year").or_else(|| self.number("modern")).map(|year| year as i16);
        let month = small("month").or_else(|| small("month_alone")).or_else(|| small("monthnum"));
        let weekday = small("weekday").or_else(|| small("weekday_short"));
        let words = Fields {
            year: year.or(short_year),
            group: self.number("season").map(|code| code as u8),
            month,
            day: small("day").or_else(|| small("ordinal")),
            weekday: weekday.map(calendar::weekday),
        };
        fields.merged(words)?.valid()
    }

    fn day_at(&self, place: usize) -> Option<Fields> {
        let days = self.captured.iter().filter_map(|part| match part.1 {
            Meaning::Number(number) => Some(*number),
            _ => None,
        });
        let day = days.skip(place).next()?;
        Fields { day: Some(day as i8), ..Fields::default() }.valid()
    }

    fn group(&self) -> Option<Fields> {
        let number = self.number("quarter").or_else(|| self.number("ordinal"));
        let number = number.or_else(|| self.number("num")).or(self.rule.settings.number)?;
        let (first, count) = match self.unit()? {
            Unit::Half => (FIRST_HALF, 2.0),
            _ => (FIRST_QUARTER, 4.0),
        };
        let valid = (1.0..=count).contains(&number);
        let group = valid.then(|| first + number as u8 - 1)?;
        let year = self.number("year").map(|year| year as i16);
        let short = self.number("yy").map(|year| numeric::century(year as u32) as i16);
        Some(Fields { group: Some(group), year: year.or(short), ..Fields::default() })
    }

    /// `1990`, `90`, `quatre-vingt-dix` or `nineties` as the decade 199.
    fn decade(&self) -> Option<i16> {
        let year = self.number("tenyears").or_else(|| self.number("tens"));
        let year = year.or_else(|| self.number("decade"))?;
        let year = if year < 100.0 {
            // `les années 10` are those of our century; of `the twenties`, the roaring ones are meant.
            if year < 20.0 { 2000.0 + year } else { 1900.0 + year }
        } else {
            year
        };
        (year % 10.0 == 0.0).then_some((year / 10.0) as i16)
    }

    /// The amounts among the parts, as one.
    fn amounts(&self) -> Option<Amount> {
        let amounts = self.captured.iter().filter_map(|part| match part.1 {
            Meaning::Amount(amount) => Some(amount),
            _ => None,
        });
        let parts = amounts.flat_map(|amount| amount.0.iter().copied()).collect::<Vec<_>>();
        let falling = parts.windows(2).all(|pair| pair[0].0 > pair[1].0);
        (falling && !parts.is_empty()).then_some(Amount(parts))
    }

    fn amount(&self) -> Option<Amount> {
        if self.captured.iter().any(|part| matches!(part.1, Meaning::Amount(_))) {
            return self.amounts();
        }
        let unit = self.unit()?;
        let extra = self.number("fraction").unwrap_or(0.0) + self.rule.settings.number.unwrap_or(0.0);
        let number = self.number("num").or_else(|| self.number("decimal"));
        // `World Cup 2018 day five`.
        if number.is_some_and(|number| (1800.0..2060.0).contains(&number)) {
            return None;
        }
        let counted = number.is_some() || self.number("fraction").is_some() || self.rule.settings.number.is_some();
        let count = if counted { Count::Of(number.unwrap_or(0.0) + extra) } else { Count::Some };
        Some(Amount(vec![(unit, count)]))
    }

    /// Two times, or the numbers that stand for them.
    fn ends(&self) -> Option<[Expr; 2]> {
        let mut ends = Vec::new();
        for (category, meaning) in self.captured {
            match meaning {
                Meaning::Expr(expr) => ends.push(expr.clone()),
                Meaning::Clock(clock) => ends.push(Expr::Clock(*clock, None)),
                Meaning::Number(number) => {
                    let is = |name| self.grammar.category(name) == Some(*category);
                    let fields = if is("year") || is("modern") {
                        Fields::of_year(*number as i16)
                    } else if is("yy") {
                        // `2023-24`, and `1999-00`.
                        let Some(Expr::Fields(Fields { year: Some(year), .. })) = ends.first() else {
                            return None;
                        };
                        let short = *number as i16;
                        let to = year - year % 100 + short;
                        let to = if to < *year { to + 100 } else { to };
                        if to - year > 30 {
                            return None;
                        }
                        Fields::of_year(to)
                    } else if is("month") || is("month_alone") {
                        Fields { month: Some(*number as i8), ..Fields::default() }
                    } else if is("weekday") || is("weekday_short") {
                        let weekday = Some(calendar::weekday(*number as i8));
                        Fields { weekday, ..Fields::default() }
                    } else if is("hour") {
                        ends.push(Expr::Clock(numeric::moment(*number as u32, 0, 0)?, None));
                        continue;
                    } else {
                        Fields { day: Some(*number as i8), ..Fields::default() }.valid()?
                    };
                    // `Nov 18-19, 2025`.
                    if let [_, Expr::Fields(last)] = ends.as_mut_slice() {
                        *last = last.merged(fields)?;
                        continue;
                    }
                    ends.push(Expr::Fields(fields));
                }
                _ => {}
            }
        }
        let [from, to] = <[Expr; 2]>::try_from(ends).ok()?;
        // Nor does a day reach up to a year.
        if from.category() == "date" && matches!(to.category(), "yeardate" | "yearcycle") {
            return None;
        }
        // `2010-1998` is no range of years.
        if let (Expr::Fields(one), Expr::Fields(two)) = (&from, &to)
            && let (Some(one), Some(two)) = (one.year, two.year)
            && one > two
        {
            return None;
        }
        Some([from, to])
    }

    fn within(&self) -> Option<Expr> {
        let words = self.merge_words(Fields::default())?;
        if words != Fields::default() {
            return Some(Expr::Within(words, Box::new(self.expr(0)?.clone())));
        }
        let (mut inner, mut outer) = (self.expr(0)?, self.expr(1)?);
        // `next week Tuesday`: the smaller may come last.
        if !matches!(inner, Expr::Fields(Fields { year: None, .. }) | Expr::Feast(..)) {
            std::mem::swap(&mut inner, &mut outer);
        }
        let outer = Box::new(outer.clone());
        match inner {
            Expr::Fields(fields) => Some(Expr::Within(*fields, outer)),
            Expr::Feast(feast, None, None) => match *outer {
                Expr::Cycle(Unit::Year, by) => Some(Expr::Feast(*feast, None, Some(by * 2))),
                Expr::Fields(Fields { year, .. }) => Some(Expr::Feast(*feast, year, None)),
                _ => None,
            },
            _ => None,
        }
    }

    fn clock(&self) -> Option<Clock> {
        let read = self.captured.iter().find_map(|part| match part.1 {
            Meaning::Clock(clock) => Some(*clock),
            _ => None,
        });
        let mut clock = match read {
            Some(clock) => clock,
            None => {
                let hour = self.number("hour").or_else(|| self.number("num"));
                let hour = hour.or(self.rule.settings.number)?;
                let minute = self.number("minute").or_else(|| self.number("quarter_hour"));
                let minute = minute.unwrap_or(0.0);
                if !(0.0..=24.0).contains(&hour) {
                    return None;
                }
                let minutes = hour * 60.0 + minute;
                numeric::moment((minutes / 60.0) as u32, (minutes % 60.0) as u32, 0)?
            }
        };
        // 0 for before noon, 12 for after it.
        if let Some(half) = self.number("meridiem") {
            if clock.hour > 12 {
                return if half > 0.0 { Some(clock) } else { None };
            }
            clock.hour = clock.hour % 12 + half as u8;
        }
        if let Some(zone) = self.number("zone") {
            clock.zone = Some(zone as i16);
        }
        Some(clock)
    }

    fn day_part(&self) -> Option<Expr> {
        let hours = self.captured.iter().find_map(|part| match part.1 {
            Meaning::Hours(from, to) => Some((*from, *to)),
            Meaning::Expr(Expr::DayPart(from, to, None)) => Some((*from, *to)),
            _ => None,
        });
        let (from, to) = hours?;
        let day = self.captured.iter().find_map(|part| match part.1 {
            Meaning::Expr(Expr::DayPart(_, _, None)) => None,
            Meaning::Expr(expr) => Some(Box::new(expr.clone())),
            _ => None,
        });
        let today = Box::new(Expr::Cycle(Unit::Day, self.rule.settings.by));
        let relative = self.rule.settings.unit == Some(Unit::Day);
        Some(Expr::DayPart(from, to, if relative { Some(today) } else { day }))
    }
}

impl Fields {
    /// Both together; none where they name different things.
    pub(super) fn merged(self, other: Self) -> Option<Self> {
        fn one<T: PartialEq>(left: Option<T>, right: Option<T>) -> Option<Option<T>> {
            match (left, right) {
                (Some(left), Some(right)) if left != right => None,
                (left, right) => Some(left.or(right)),
            }
        }
        Some(Self {
            year: one(self.year, other.year)?,
            group: one(self.group, other.group)?,
            month: one(self.month, other.month)?,
            day: one(self.day, other.day)?,
            weekday: one::<Weekday>(self.weekday, other.weekday)?,
        })
    }

    /// Itself, where its numbers can be those of a day and month. The 30th of February is named as a
    /// day, and resolves to none.
    pub(super) fn valid(self) -> Option<Self> {
        let can = |number: Option<i8>, most| number.is_none_or(|number| (1..=most).contains(&number));
        (can(self.month, 12) && can(self.day, 31)).then_some(self)
    }
}
