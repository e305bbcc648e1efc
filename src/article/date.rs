//! Dates of publication, as files state them, in ISO 8601.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{self, Date};
use regex::Regex;
use serde::Deserialize;

use crate::Lang;

/// `stated` in ISO 8601, as precise as it is; none where it is no date.
///
/// Dates in ISO 8601 and RFC 2822, Unix times in seconds or milliseconds, and dates in words
/// (`27 janvier 2025`, `January 27, 2025`) are read, and `27/01/2025` in the order of the
/// article's language.
pub(super) fn normalise(stated: &str, lang: Lang) -> Option<String> {
    let stated = stated.trim();
    let date = iso(stated)
        .or_else(|| unix_time(stated))
        .or_else(|| rfc2822(stated))
        .or_else(|| numeric(stated, lang))
        .or_else(|| words(stated));
    if date.is_none() {
        tracing::debug!(stated, "not a date");
    }
    date
}

fn iso(stated: &str) -> Option<String> {
    /// A year, a month or a day; behind a day whatever else is stated, mostly the time.
    const FORM: &str = r"(?x) ^(?: (?<compact>\d{8})
        | \d{4} (?: -(?<month>\d\d) (?: (?<day>-\d\d) (?<more>\D.*)? )? )? )$";
    // Cannot fail at a user's: the tests below match with it.
    static ISO: LazyLock<Regex> = LazyLock::new(|| Regex::new(FORM).expect("a regular expression"));
    let parts = ISO.captures(stated)?;
    if parts.name("compact").is_some() {
        return Some(stated.parse::<Date>().ok()?.to_string());
    }
    if parts.name("day").is_none() {
        let month = parts.name("month").map_or(Some(1), |month| month.as_str().parse().ok())?;
        return (1..=12).contains(&month).then(|| stated.to_owned());
    }
    let day = stated.get(..10)?;
    day.parse::<Date>().ok()?;
    let Some(more) = parts.name("more") else { return Some(day.to_owned()) };
    let time = more.as_str().get(1..).unwrap_or_default().trim();
    let time = time.strip_suffix("UTC").map_or(time.to_owned(), |time| format!("{}Z", time.trim()));
    // A space between time and offset is common and not ISO 8601.
    let full = format!("{day}T{}", time.replace(' ', ""));
    let is_valid = full.parse::<Timestamp>().is_ok() || full.parse::<civil::DateTime>().is_ok();
    Some(if is_valid { full } else { day.to_owned() })
}

fn unix_time(stated: &str) -> Option<String> {
    /// The year 2001 in milliseconds, or 33658 in seconds.
    const MILLISECONDS: i64 = 1_000_000_000_000;
    let whole = stated.split('.').next()?;
    let count: i64 = whole.parse().ok().filter(|_| (9..=13).contains(&whole.len()))?;
    let time = if count >= MILLISECONDS {
        Timestamp::from_millisecond(count)
    } else {
        Timestamp::from_second(count)
    };
    Some(time.ok()?.to_string())
}

fn rfc2822(stated: &str) -> Option<String> {
    let zoned = jiff::fmt::rfc2822::parse(stated).ok()?;
    Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// `27/01/2025`: day first, but month first in English where both are possible.
fn numeric(stated: &str, lang: Lang) -> Option<String> {
    let day = stated.split_whitespace().next()?;
    let parts: Vec<i16> =
        day.split(['/', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [first, second, year] = parts[..] else { return None };
    let (day, month) = match lang {
        Lang::En if first <= 12 => (second, first),
        _ => (first, second),
    };
    iso_day(year, month, day)
}

fn words(stated: &str) -> Option<String> {
    let mut month = None;
    let mut numbers = Vec::new();
    let words = stated.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    for word in words.take(6) {
        let digits = word.trim_end_matches(char::is_alphabetic);
        if let Ok(number) = digits.parse::<i16>() {
            numbers.push(number);
        } else if month.is_none() {
            month = month_number(&word.to_lowercase());
        }
    }
    let month = month?;
    let year = numbers.iter().copied().find(|number| (1000..=9999).contains(number))?;
    match numbers.iter().copied().find(|number| (1..=31).contains(number)) {
        Some(day) => iso_day(year, month, day),
        None => Some(format!("{year}-{month:02}")),
    }
}

fn iso_day(year: i16, month: i16, day: i16) -> Option<String> {
    let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (year >= 1000).then(|| date.to_string())
}

fn month_number(word: &str) -> Option<i16> {
    #[derive(Deserialize)]
    struct Names {
        months: Vec<Vec<String>>,
    }
    static NAMES: LazyLock<Names> = LazyLock::new(|| {
        // Cannot fail at a user's: the file is compiled in and the tests below read it.
        toml::from_str(include_str!("dates.toml")).expect("dates.toml is well formed")
    });
    let index = NAMES.months.iter().position(|names| names.iter().any(|name| name == word))?;
    i16::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_they_are_written() {
        for (stated, expected) in [
            ("2025", Some("2025")),
            ("2025-01", Some("2025-01")),
            ("2025-01-27", Some("2025-01-27")),
            ("20250127", Some("2025-01-27")),
            ("2025-01-27T06:30:00+01:00", Some("2025-01-27T06:30:00+01:00")),
            ("2025-01-27T06:30:00.000Z", Some("2025-01-27T06:30:00.000Z")),
            ("2025-01-27 06:30:00 +0100", Some("2025-01-27T06:30:00+0100")),
            ("2025-01-27 06:30", Some("2025-01-27T06:30")),
            ("2025-01-27, in the morning", Some("2025-01-27")),
            ("Mon, 27 Jan 2025 06:30:00 +0100", Some("2025-01-27T06:30:00+01:00")),
            ("1737957600", Some("2025-01-27T06:00:00Z")),
            ("1737957600000", Some("2025-01-27T06:00:00Z")),
            ("27 janvier 2025", Some("2025-01-27")),
            ("lundi 1er févr. 2021", Some("2021-02-01")),
            ("January 27th, 2025", Some("2025-01-27")),
            ("août 2024", Some("2024-08")),
            ("27/01/2025 à 8h", Some("2025-01-27")),
            ("2025-01-27T", Some("2025-01-27")),
            ("2025-01-27é", Some("2025-01-27")),
            ("2025-13", None),
            ("2025-02-30", None),
            ("hier", None),
            ("", None),
        ] {
            assert_eq!(normalise(stated, Lang::Fr).as_deref(), expected, "{stated}");
        }
        assert_eq!(normalise("3/4/2025", Lang::Fr).as_deref(), Some("2025-04-03"));
        assert_eq!(normalise("3/4/2025", Lang::En).as_deref(), Some("2025-03-04"));
        assert_eq!(normalise("27/4/2025", Lang::En).as_deref(), Some("2025-04-27"));
    }
}
