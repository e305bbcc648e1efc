//! Comparison across the units of one dimension.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::claim::{Number, Value};

use super::lexicon;

/// How a unit stands to the first unit of its dimension.
#[derive(Clone, Debug)]
struct Scale {
    dimension: String,
    factor: f64,
    offset: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    factor: String,
    offset: Option<String>,
    /// Where the factor is from; kept beside it in the file for whoever checks it.
    #[serde(rename = "source")]
    _source: String,
    #[serde(default, rename = "exact")]
    _exact: Option<bool>,
}

static SCALES: LazyLock<HashMap<String, Scale>> = LazyLock::new(|| {
    let file: HashMap<String, HashMap<String, Entry>> =
        lexicon::parse("units.toml", include_str!("data/units.toml"));
    let mut scales = HashMap::new();
    for (dimension, units) in file {
        for (code, entry) in units {
            let offset = entry.offset.as_deref().unwrap_or("0").parse();
            if let (Ok(factor), Ok(offset)) = (entry.factor.parse(), offset) {
                scales.insert(code, Scale { dimension: dimension.clone(), factor, offset });
            }
        }
    }
    scales
});

/// The dimension of a unit (`length`, `mass` …); `None` for currencies and counted nouns.
#[must_use]
pub fn dimension(unit: &str) -> Option<&'static str> {
    SCALES.get(unit).map(|scale| scale.dimension.as_str())
}

/// `value` of unit `from` in unit `to`; `None` where the two measure different things or one of
/// them is unknown.
///
/// ```
/// use dixit::normalize::convert;
/// assert_eq!(convert(26.0, "[mi_i]", "km"), Some(41.842944));
/// assert_eq!(convert(1.0, "t", "km"), None);
/// ```
#[must_use]
pub fn convert(value: f64, from: &str, to: &str) -> Option<f64> {
    if from == to {
        return Some(value);
    }
    let (from, to) = (SCALES.get(from)?, SCALES.get(to)?);
    if from.dimension != to.dimension {
        return None;
    }
    Some((value * from.factor + from.offset - to.offset) / to.factor)
}

/// `value` told in another unit and per another denominator, so that two quantities of one dimension
/// can be compared; `None` where they measure different things.
///
/// Currencies are never converted: no rate between them holds for two articles. A counted noun
/// compares with itself alone.
///
/// ```
/// use dixit::normalize::{quantities, in_unit};
/// use dixit::Lang;
/// let speed = &quantities("Le train roule à 90 km/h.", Lang::Fr)[0].value;
/// let told = in_unit(speed, "m", Some("s")).expect("both are speeds");
/// assert_eq!(told.low, Some(25.0.into()));
/// assert_eq!(in_unit(speed, "kg", None), None);
/// ```
#[must_use]
pub fn in_unit(value: &Value, unit: &str, per: Option<&str>) -> Option<Value> {
    let rate = match (value.per.as_deref(), per) {
        (None, None) => 1.0,
        (Some(from), Some(to)) => convert(1.0, to, from)?,
        _ => return None,
    };
    // What falls or rises by 9 degrees Fahrenheit falls or rises by 5 degrees Celsius.
    let offset = if value.change.is_some() { convert(0.0, &value.unit, unit)? } else { 0.0 };
    let told = |number: Option<Number>| match number {
        Some(number) => Some(Some(Number((convert(number.0, &value.unit, unit)? - offset) * rate))),
        None => Some(None),
    };
    Some(Value {
        low: told(value.low)?,
        high: told(value.high)?,
        unit: unit.to_owned(),
        per: per.map(str::to_owned),
        ..value.clone()
    })
}

/// `value` of `unit` in the first unit of its dimension, by which all of them can be compared.
pub(crate) fn in_first_unit(value: f64, unit: &str) -> Option<f64> {
    SCALES.get(unit).map(|scale| value * scale.factor + scale.offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Change, Kind};

    #[test]
    fn conversions_go_there_and_back() {
        for (from, scale) in SCALES.iter() {
            for to in SCALES.keys().filter(|to| dimension(to) == Some(&scale.dimension)) {
                let back = convert(12.5, from, to).and_then(|there| convert(there, to, from));
                let error = (back.unwrap_or(f64::NAN) - 12.5).abs();
                assert!(
                    error < 1e-6 || scale.dimension == "temperature" && error < 1e-3,
                    "{from} {to}"
                );
            }
        }
    }

    fn value(low: f64, unit: &str, per: Option<&str>, change: Option<Change>) -> Value {
        Value {
            low: Some(Number(low)),
            high: None,
            unit: unit.to_owned(),
            kind: Kind::Measure,
            per: per.map(str::to_owned),
            approximate: false,
            strict: true,
            change,
        }
    }

    #[test]
    fn values_of_one_dimension_compare() {
        let ends = |value: Option<Value>| value.map(|value| (value.low.map(|n| n.0), value.high));
        let acres = in_unit(&value(10.0, "har", None, None), "m2", None);
        assert_eq!(ends(acres), Some((Some(100_000.0), None)));
        let speed = in_unit(&value(36.0, "km", Some("h"), None), "m", Some("s"));
        assert_eq!(ends(speed), Some((Some(10.0), None)));
        let warming = value(9.0, "[degF]", None, Some(Change::Increase));
        let warming = in_unit(&warming, "Cel", None).and_then(|value| value.low);
        assert!(warming.is_some_and(|n| (n.0 - 5.0).abs() < 1e-9), "{warming:?}");
        assert_eq!(in_unit(&value(10.0, "EUR", None, None), "USD", None), None);
        assert_eq!(in_unit(&value(10.0, "km", Some("h"), None), "m", None), None);
        assert_eq!(
            ends(in_unit(&value(3.0, "voiture", None, None), "voiture", None)),
            Some((Some(3.0), None))
        );
    }

    #[test]
    fn temperatures_have_an_offset() {
        let celsius = convert(212.0, "[degF]", "Cel").unwrap_or(f64::NAN);
        assert!((celsius - 100.0).abs() < 1e-9, "{celsius}");
    }
}
