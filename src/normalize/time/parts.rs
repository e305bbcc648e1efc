//! What the parts of a match say together: fields, amounts, hours, ends of ranges.

use jiff::civil::Weekday;

use super::calendar;
use super::edtf::{Amount, Calendar, Clock, Count, FIRST_HALF, FIRST_QUARTER, Unit};
use super::expression::{Expr, Fields, Meaning, Portion};
use super::grammar::{Grammar, Rule, Symbol};
use super::numeric;

/// What the parts of a match mean.
pub(super) struct Parts<'a> {
    pub(super) captured: &'a [(Symbol, &'a Meaning)],
    pub(super) grammar: &'a Grammar,
    pub(super) rule: &'a Rule,
}

/// A number that words or figures gave, as a whole one; what is too large is cut off.
pub(super) fn whole(number: f64) -> i16 {
    number as i16
}

/// The same for what counts from zero.
fn figure(number: f64) -> u32 {
    u32::from(whole(number).unsigned_abs())
}

fn small(number: f64) -> i8 {
    number as i8
}

impl Parts<'_> {
    /// The number of the first part of that category.
    pub(super) fn number(&self, category: &str) -> Option<f64> {
        self.numbers(category).first().copied()
    }

    pub(super) fn numbers(&self, category: &str) -> Vec<f64> {
        let symbol = self.grammar.category(category);
        let parts = self.captured.iter().filter(|part| Some(part.0) == symbol);
        parts
            .filter_map(|part| match part.1 {
                Meaning::Number(number) => Some(*number),
                _ => None,
            })
            .collect()
    }

    pub(super) fn expr(&self, place: usize) -> Option<&Expr> {
        let mut exprs = self.captured.iter().filter_map(|part| match part.1 {
            Meaning::Expr(expr) => Some(expr),
            _ => None,
        });
        exprs.nth(place)
    }

    /// A year of two figures.
    fn short_year(&self) -> Option<i16> {
        let year = self.number("yy").map(figure)?;
        i16::try_from(numeric::century(year)).ok()
    }

    pub(super) fn portion(&self) -> Option<Portion> {
        self.captured.iter().find_map(|part| match part.1 {
            Meaning::Portion(portion) => Some(*portion),
            _ => None,
        })
    }

    pub(super) fn unit(&self) -> Option<Unit> {
        let named = self.captured.iter().find_map(|part| match part.1 {
            Meaning::Unit(unit) => Some(*unit),
            _ => None,
        });
        self.rule.settings.unit.or(named)
    }

    /// What the words say, together with the fields of the times among the parts.
    pub(super) fn fields(&self) -> Option<Fields> {
        let fields = self.with_fields(Fields::default())?;
        self.merge_words(fields)
    }

    pub(super) fn with_fields(&self, mut fields: Fields) -> Option<Fields> {
        for (_, meaning) in self.captured {
            match meaning {
                Meaning::Expr(Expr::Fields(more)) => fields = fields.merged(*more)?,
                Meaning::Expr(_) => return None,
                _ => {}
            }
        }
        Some(fields)
    }

    pub(super) fn merge_words(&self, fields: Fields) -> Option<Fields> {
        let small = |category| self.number(category).map(small);
        let short_year = self.short_year();
        let year = self.number("year").or_else(|| self.number("modern")).map(whole);
        let month = small("month").or_else(|| small("month_alone")).or_else(|| small("monthnum"));
        let weekday = small("weekday").or_else(|| small("weekday_short"));
        let words = Fields {
            year: year.or(short_year),
            group: self.number("season").and_then(|code| u8::try_from(whole(code)).ok()),
            month,
            day: small("day").or_else(|| small("ordinal")),
            weekday: weekday.map(calendar::weekday),
        };
        fields.merged(words)?.valid()
    }

    pub(super) fn day_at(&self, place: usize) -> Option<Fields> {
        let mut days = self.captured.iter().filter_map(|part| match part.1 {
            Meaning::Number(number) => Some(*number),
            _ => None,
        });
        let day = days.nth(place)?;
        Fields { day: Some(small(day)), ..Fields::default() }.valid()
    }

    pub(super) fn group(&self) -> Option<Fields> {
        let number = self.number("quarter").or_else(|| self.number("ordinal"));
        let number = number.or_else(|| self.number("num")).or(self.rule.settings.number)?;
        let (first, count) = match self.unit()? {
            Unit::Half => (FIRST_HALF, 2.0),
            _ => (FIRST_QUARTER, 4.0),
        };
        let valid = (1.0..=count).contains(&number);
        let group = valid.then(|| u8::try_from(whole(number)).ok())??;
        let group = first + group - 1;
        let year = self.number("year").map(whole);
        let short = self.short_year();
        Some(Fields { group: Some(group), year: year.or(short), ..Fields::default() })
    }

    /// `1990`, `90`, `quatre-vingt-dix` or `nineties` as the decade 199.
    pub(super) fn decade(&self) -> Option<i16> {
        let year = self.number("tenyears").or_else(|| self.number("tens"));
        let year = year.or_else(|| self.number("decade"))?;
        let year = if year < 100.0 {
            // `les années 10` are those of our century; of `the twenties`, the roaring ones are meant.
            if year < 20.0 { 2000.0 + year } else { 1900.0 + year }
        } else {
            year
        };
        (year % 10.0 == 0.0).then_some(whole(year / 10.0))
    }

    /// The amounts among the parts, as one.
    pub(super) fn amounts(&self) -> Option<Amount> {
        let amounts = self.captured.iter().filter_map(|part| match part.1 {
            Meaning::Amount(amount) => Some(amount),
            _ => None,
        });
        let parts = amounts.flat_map(|amount| amount.0.iter().copied()).collect::<Vec<_>>();
        let falling = parts.windows(2).all(|pair| pair[0].0 > pair[1].0);
        (falling && !parts.is_empty()).then_some(Amount(parts))
    }

    pub(super) fn amount(&self) -> Option<Amount> {
        if self.captured.iter().any(|part| matches!(part.1, Meaning::Amount(_))) {
            return self.amounts();
        }
        let unit = self.unit()?;
        let extra =
            self.number("fraction").unwrap_or(0.0) + self.rule.settings.number.unwrap_or(0.0);
        let number = self.number("num").or_else(|| self.number("decimal"));
        // `World Cup 2018 day five`.
        if number.is_some_and(|number| (1800.0..2060.0).contains(&number)) {
            return None;
        }
        let counted = number.is_some()
            || self.number("fraction").is_some()
            || self.rule.settings.number.is_some();
        let count = if counted { Count::Of(number.unwrap_or(0.0) + extra) } else { Count::Some };
        Some(Amount(vec![(unit, count)]))
    }

    /// Two times, or the numbers that stand for them.
    pub(super) fn ends(&self) -> Option<[Expr; 2]> {
        let mut ends = Vec::new();
        for (category, meaning) in self.captured {
            match meaning {
                Meaning::Expr(expr) => ends.push(expr.clone()),
                Meaning::Clock(clock) => ends.push(Expr::Clock(*clock, None)),
                Meaning::Number(number) => {
                    let is = |name| self.grammar.category(name) == Some(*category);
                    let fields = if is("year") || is("modern") {
                        Fields::of_year(whole(*number))
                    } else if is("yy") {
                        // `2023-24`, and `1999-00`.
                        let Some(Expr::Fields(Fields { year: Some(year), .. })) = ends.first()
                        else {
                            return None;
                        };
                        let short = whole(*number);
                        let to = year - year % 100 + short;
                        let to = if to < *year { to + 100 } else { to };
                        if to - year > 30 {
                            return None;
                        }
                        Fields::of_year(to)
                    } else if is("month") || is("month_alone") {
                        Fields { month: Some(small(*number)), ..Fields::default() }
                    } else if is("weekday") || is("weekday_short") {
                        let weekday = Some(calendar::weekday(small(*number)));
                        Fields { weekday, ..Fields::default() }
                    } else if is("roman") {
                        let century = Calendar::Century(whole(*number) - 1);
                        ends.push(Expr::Fixed(century));
                        continue;
                    } else if is("hour") {
                        ends.push(Expr::Clock(numeric::moment(figure(*number), 0, 0)?, None));
                        continue;
                    } else {
                        Fields { day: Some(small(*number)), ..Fields::default() }.valid()?
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
        let narrow = match &from {
            Expr::Fields(_) => matches!(from.category(), "date" | "groupdate"),
            _ => false,
        };
        if narrow && matches!(to.category(), "yeardate" | "yearcycle") {
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

    pub(super) fn within(&self) -> Option<Expr> {
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

    pub(super) fn clock(&self) -> Option<Clock> {
        let read = self.captured.iter().find_map(|part| match part.1 {
            Meaning::Clock(clock) => Some(*clock),
            _ => None,
        });
        let mut clock = if let Some(clock) = read {
            clock
        } else {
            let hour = self.number("hour").or_else(|| self.number("num"));
            let hour = hour.or(self.rule.settings.number)?;
            let minute = self.number("minute").or_else(|| self.number("quarter_hour"));
            let minute = minute.unwrap_or(0.0);
            if !(0.0..=24.0).contains(&hour) {
                return None;
            }
            let minutes = hour * 60.0 + minute;
            numeric::moment(figure(minutes / 60.0), figure(minutes % 60.0), 0)?
        };
        // 0 for before noon, 12 for after it.
        if let Some(half) = self.number("meridiem") {
            if clock.hour > 12 {
                return if half > 0.0 { Some(clock) } else { None };
            }
            clock.hour = clock.hour % 12 + u8::try_from(whole(half)).ok()?;
        }
        if let Some(zone) = self.number("zone") {
            clock.zone = Some(whole(zone));
        }
        Some(clock)
    }

    pub(super) fn day_part(&self) -> Option<Expr> {
        let hours = self.captured.iter().find_map(|part| match part.1 {
            Meaning::Hours(from, to) | Meaning::Expr(Expr::DayPart(from, to, None)) => {
                Some((*from, *to))
            }
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
        fn agree<T: Copy + PartialEq>(left: Option<T>, right: Option<T>) -> bool {
            left.is_none() || right.is_none() || left == right
        }
        let agree = agree(self.year, other.year)
            && agree(self.group, other.group)
            && agree(self.month, other.month)
            && agree(self.day, other.day)
            && agree::<Weekday>(self.weekday, other.weekday);
        agree.then_some(Self {
            year: self.year.or(other.year),
            group: self.group.or(other.group),
            month: self.month.or(other.month),
            day: self.day.or(other.day),
            weekday: self.weekday.or(other.weekday),
        })
    }

    /// Itself, where its numbers can be those of a day and month. The 30th of February is named as a
    /// day, and resolves to none.
    pub(super) fn valid(self) -> Option<Self> {
        let can =
            |number: Option<i8>, most| number.is_none_or(|number| (1..=most).contains(&number));
        (can(self.month, 12) && can(self.day, 31)).then_some(self)
    }
}
