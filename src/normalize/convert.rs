//! Comparison across the units of one dimension.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

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

/// `value` of `unit` in the first unit of its dimension, by which all of them can be compared.
pub(crate) fn in_first_unit(value: f64, unit: &str) -> Option<f64> {
    SCALES.get(unit).map(|scale| value * scale.factor + scale.offset)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn temperatures_have_an_offset() {
        let celsius = convert(212.0, "[degF]", "Cel").unwrap_or(f64::NAN);
        assert!((celsius - 100.0).abs() < 1e-9, "{celsius}");
    }
}
