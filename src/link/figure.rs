//! Quantities as intervals that can be compared.

use crate::claim::{Change, Kind, Value};
use crate::normalize;

/// What a figure measures, as far as its unit tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Dimension {
    /// A currency.
    Money(String),
    /// A part of a whole, in hundredths.
    Share,
    /// Percentage points.
    Points,
    /// A physical dimension, in its first unit.
    Physical(&'static str),
    /// How old somebody or something is, in years.
    Age,
    /// How many of something.
    Count,
}

/// A quantity as an interval in the first unit of its dimension.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figure {
    pub(super) dimension: Dimension,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Half of the last written digit's place.
    pub(super) rounding: f64,
    /// Half of the last digit's place that is not zero.
    pub(super) roundest: f64,
    pub(super) approximate: bool,
    pub(super) per: Option<String>,
    pub(super) change: Option<Change>,
    /// The counted noun, for counts.
    pub(super) noun: Option<String>,
}

/// How the values of two figures of one dimension stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// They cannot both hold.
    Apart,
    /// Neither: near each other, or a bound that tells nothing of the other.
    Open,
    /// One lies within the bound or the order of magnitude that the other gives.
    Bound,
    /// The same but for an approximator.
    About,
    /// The same within rounding.
    Rounded,
    /// The same.
    Equal,
}

/// An approximator moves a figure by this part at most.
const APPROXIMATE: f64 = 0.1;
/// What the digits leave open counts as rounding up to this part of the figure.
const ROUNDEST: f64 = 0.06;
/// Figures that differ by no more than this part may be one, measured a little otherwise.
const NEAR: f64 = 0.03;
/// Not so where they differ by this many times half the coarser one's last place.
const FINE: f64 = 4.0;
/// A writer who gives a bound gives one near the figure: within this factor.
const BOUND: f64 = 1.35;

impl Figure {
    /// The figure that `text` gives, whose normal form is `value`.
    pub(super) fn new(text: &str, value: &Value) -> Option<Self> {
        let (dimension, noun) = dimension(value);
        let turn = |number: f64| match &dimension {
            Dimension::Share if value.unit == "1" => number * 100.0,
            Dimension::Physical(_) | Dimension::Age => {
                if value.change.is_some() {
                    // A difference has no zero point.
                    let zero = normalize::in_first_unit(0.0, &value.unit).unwrap_or(0.0);
                    normalize::in_first_unit(number, &value.unit).unwrap_or(number) - zero
                } else {
                    normalize::in_first_unit(number, &value.unit).unwrap_or(number)
                }
            }
            _ => number,
        };
        let (low, high) = (value.low.map(|n| n.0), value.high.map(|n| n.0));
        let (rounding, roundest) = match (low, high) {
            (Some(low), Some(high)) if low < high => (0.0, 0.0),
            (Some(point), _) | (None, Some(point)) => places(text, point),
            (None, None) => return None,
        };
        let unit_size = (turn(1.0) - turn(0.0)).abs();
        Some(Self {
            low: low.map_or(f64::NEG_INFINITY, turn),
            high: high.map_or(f64::INFINITY, turn),
            rounding: rounding * unit_size,
            roundest: roundest * unit_size,
            approximate: value.approximate,
            per: value.per.clone(),
            change: value.change,
            dimension,
            noun,
        })
    }

    /// Whether one number is given, not a bound, range or order of magnitude.
    #[allow(clippy::float_cmp, reason = "both ends are the same number where one is given")]
    pub(super) fn is_point(&self) -> bool {
        self.low == self.high
    }

    /// Whether one end is open.
    pub(super) fn is_bound(&self) -> bool {
        self.low.is_infinite() || self.high.is_infinite()
    }

    /// How many digits the figure has, up to the last that is not zero.
    pub(super) fn digits(&self) -> f32 {
        let number = self.middle().abs();
        if self.roundest <= 0.0 || number <= 0.0 {
            return 1.0;
        }
        ((number / (2.0 * self.roundest)).log10().floor() + 1.0).max(1.0) as f32
    }

    /// A number to put the figure among others by.
    pub(super) fn middle(&self) -> f64 {
        match (self.low.is_finite(), self.high.is_finite()) {
            (true, true) => f64::midpoint(self.low, self.high),
            (true, false) => self.low,
            (false, _) => self.high,
        }
    }

    /// How the values stand to each other; both of one dimension.
    pub(super) fn fit(&self, other: &Self) -> Fit {
        if self.is_point() && other.is_point() {
            return self.fit_of_points(other);
        }
        let slack = |figure: &Self| {
            if figure.approximate { figure.middle().abs() * APPROXIMATE } else { figure.rounding }
        };
        let margin = slack(self) + slack(other);
        let meets = self.low <= other.high + margin && other.low <= self.high + margin;
        if !meets {
            return Fit::Apart;
        }
        if !self.is_bound() && !other.is_bound() {
            let (narrow, wide) = if self.high - self.low <= other.high - other.low {
                (self, other)
            } else {
                (other, self)
            };
            let same =
                (self.low - other.low).abs() <= margin && (self.high - other.high).abs() <= margin;
            let within = narrow.low >= wide.low - margin && narrow.high <= wide.high + margin;
            return if same {
                Fit::Equal
            } else if within {
                Fit::Bound
            } else {
                Fit::Open
            };
        }
        // One bound at least: it says something of a figure that lies near it.
        let (a, b) = (self.middle(), other.middle());
        #[allow(clippy::float_cmp, reason = "numbers as they are written")]
        if a == b {
            return if self.is_bound() == other.is_bound() { Fit::Equal } else { Fit::About };
        }
        let ratio = (a.abs().max(b.abs())) / a.abs().min(b.abs()).max(f64::MIN_POSITIVE);
        if a * b > 0.0 && ratio <= BOUND { Fit::Bound } else { Fit::Open }
    }

    fn fit_of_points(&self, other: &Self) -> Fit {
        let difference = (self.low - other.low).abs();
        let size = self.low.abs().max(other.low.abs());
        // What conversion between units and floating point leave.
        let nothing = size * 1e-9;
        if difference <= nothing {
            return Fit::Equal;
        }
        let approximate = self.approximate || other.approximate;
        let coarser = self.rounding.max(other.rounding);
        if difference <= coarser + nothing {
            return if approximate { Fit::About } else { Fit::Rounded };
        }
        let roundest = self.roundest.max(other.roundest);
        if difference <= roundest + nothing && difference <= size * ROUNDEST {
            return if approximate { Fit::About } else { Fit::Rounded };
        }
        if approximate && difference <= size * APPROXIMATE {
            return Fit::About;
        }
        // Both are written too finely for the difference to lie in the rounding.
        let fine = !approximate && difference > coarser * FINE;
        if difference <= size * NEAR && !fine { Fit::Open } else { Fit::Apart }
    }
}

/// What `value` measures, and the noun that it counts.
fn dimension(value: &Value) -> (Dimension, Option<String>) {
    let unit = value.unit.as_str();
    match value.kind {
        Kind::Money => (Dimension::Money(unit.to_owned()), None),
        Kind::Percent if unit == "percentage_point" => (Dimension::Points, None),
        Kind::Percent => (Dimension::Share, None),
        Kind::Age => (Dimension::Age, None),
        Kind::Ratio if unit == "%" => (Dimension::Share, None),
        // A part of a whole; doubling and tripling are compared as what they are.
        Kind::Ratio if value.low.or(value.high).is_none_or(|number| number.0.abs() < 1.0) => {
            (Dimension::Share, None)
        }
        Kind::Ratio => (Dimension::Count, None),
        Kind::Count => (Dimension::Count, (unit != "1").then(|| unit.to_owned())),
        Kind::Measure | Kind::Duration => match normalize::dimension(unit) {
            Some(dimension) => (Dimension::Physical(dimension), None),
            None => (Dimension::Count, Some(unit.to_owned())),
        },
    }
}

/// Half of the place of the last digit that `text` writes of `number`, and of the last that is not
/// zero.
fn places(text: &str, number: f64) -> (f64, f64) {
    if number == 0.0 {
        return (0.5, 0.5);
    }
    let roundest = last_nonzero_place(number) / 2.0;
    let written = written_place(text, number).map_or(roundest, |place| place / 2.0);
    (written.min(roundest), roundest)
}

/// The place of the last digit of `number` that is not zero, of twelve digits at most.
fn last_nonzero_place(number: f64) -> f64 {
    let digits = format!("{:.11e}", number.abs());
    let (mantissa, exponent) = digits.split_once('e').unwrap_or((&digits, "0"));
    let decimals = mantissa.trim_end_matches('0').split_once('.').map_or(0, |(_, d)| d.len());
    #[allow(clippy::cast_possible_wrap, reason = "a mantissa has eleven decimals at most")]
    let decimals = decimals as i32;
    10_f64.powi(exponent.parse::<i32>().unwrap_or(0) - decimals)
}

/// The place of the last written digit: `5,58 millions` is written to ten thousands.
///
/// The digits of the text, read as one whole number, are the value but for a power of ten.
fn written_place(text: &str, number: f64) -> Option<f64> {
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !digits.is_empty()
            && !matches!(c, '.' | ',' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}')
        {
            break;
        }
    }
    let whole: f64 = digits.parse().ok()?;
    if whole == 0.0 {
        return None;
    }
    let place = number.abs() / whole;
    let power = place.log10();
    ((power - power.round()).abs() < 1e-6).then(|| 10_f64.powi(power.round() as i32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, normalize};

    fn figure(text: &str, lang: Lang) -> Figure {
        let found = normalize::quantities(text, lang);
        Figure::new(found[0].span.of(text), &found[0].value).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn fits() {
        use Fit::{About, Apart, Bound, Equal, Open, Rounded};
        use Lang::{En, Fr};
        let cases = [
            ("17 %", Fr, "16,9 %", Fr, Rounded),
            ("17 %", Fr, "16.9 percent", En, Rounded),
            ("17 %", Fr, "15 %", Fr, Apart),
            (
                "environ 500 milliards de dollars",
                Fr,
                "des dizaines de milliards de dollars",
                Fr,
                Apart,
            ),
            ("près de 600 milliards de dollars", Fr, "$589 billion", En, About),
            ("plus de 500 milliards de dollars", Fr, "$589 billion", En, Bound),
            ("5,58 millions de dollars", Fr, "$5.576 million", En, Rounded),
            ("moins de 6 millions de dollars", Fr, "$5.576 million", En, Bound),
            ("less than $6 million", En, "40 millions de dollars", Fr, Apart),
            ("240 millimètres", Fr, "24 centimetres", En, Equal),
            ("4,70 mètres", Fr, "nearly 15 and a half feet", En, About),
            ("6 km", Fr, "3.7 miles", En, Rounded),
            ("210 maisons", Fr, "120 homes", En, Apart),
            ("un tiers", Fr, "33 %", Fr, Rounded),
            ("more than half", En, "54 %", Fr, Bound),
            ("plus de 30 maisons", Fr, "900 maisons", Fr, Open),
            ("Douze personnes", Fr, "a dozen people", En, Equal),
            ("une soixantaine de malades", Fr, "64 cases", En, About),
            ("36 months", En, "trois ans", Fr, Equal),
            ("137 km/h", Fr, "85 miles an hour", En, Rounded),
            ("2,34 milliards d'euros", Fr, "2.3 billion euros", En, Rounded),
            ("about 1,000 people", En, "1 004 électeurs", Fr, About),
            ("cinq morts", Fr, "trois décès", Fr, Apart),
        ];
        let mut wrong = Vec::new();
        for (a, la, b, lb, expected) in cases {
            let (x, y) = (figure(a, la), figure(b, lb));
            let found = x.fit(&y);
            assert_eq!(found, y.fit(&x), "{a} / {b} is not symmetric");
            if found != expected {
                wrong.push(format!("{a} / {b}: {found:?}, not {expected:?}: {x:?} {y:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn places_of_digits() {
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9 * b.abs();
        assert!(close(last_nonzero_place(5_576_000.0), 1000.0));
        assert!(close(last_nonzero_place(16.9), 0.1));
        assert!(
            written_place("5,60 millions", 5_600_000.0).is_some_and(|place| close(place, 10_000.0))
        );
        assert!(written_place("nine", 9.0).is_none());
    }
}
