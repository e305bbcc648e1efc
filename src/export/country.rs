//! ISO 3166-1 codes of the countries that words name.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Codes with English and French names; `data/territories.py` says where they come from.
const TERRITORIES: &str = include_str!("data/territories.tsv");

/// The most words that a name has.
const LONGEST: usize = 8;

static CODES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let mut codes = FxHashMap::default();
    for line in TERRITORIES.lines() {
        let mut columns = line.split('\t');
        let Some(code) = columns.next() else { continue };
        for name in columns.flat_map(|names| names.split('|')) {
            codes.insert(name, code);
        }
    }
    codes
});

/// The code of the one country that `words` name: `à Hangzhou, en Chine` → `CN`. None where they
/// name no country, or several.
pub(super) fn code(words: &str) -> Option<&'static str> {
    let codes = &*CODES;
    let starts: Vec<usize> = words
        .char_indices()
        .filter(|&(at, sign)| {
            let before = words[..at].chars().next_back();
            sign.is_alphanumeric() && !before.is_some_and(char::is_alphanumeric)
        })
        .map(|(at, _)| at)
        .collect();
    let ends: Vec<usize> = words
        .char_indices()
        .map(|(at, sign)| at + sign.len_utf8())
        .filter(|&at| {
            let last = words[..at].chars().next_back();
            let next = words[at..].chars().next();
            last.is_some_and(|last| last.is_alphanumeric() || last == '.')
                && !next.is_some_and(char::is_alphanumeric)
        })
        .collect();
    let mut found = None;
    let mut free = 0;
    for start in starts {
        if start < free {
            continue;
        }
        let behind = ends.iter().filter(|&&end| end > start).take(2 * LONGEST);
        // `Papua New Guinea` ends behind `Papua`: the longest name counts.
        let named = behind.filter_map(|&end| Some((end, *codes.get(&words[start..end])?))).last();
        let Some((end, code)) = named else { continue };
        if found.is_some_and(|found| found != code) {
            return None;
        }
        (found, free) = (Some(code), end);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_in_both_languages() {
        for (words, expected) in [
            ("à Hangzhou, en Chine", Some("CN")),
            ("in Hangzhou, China", Some("CN")),
            ("aux États-Unis", Some("US")),
            ("across the U.S.", Some("US")),
            ("au Royaume-Uni", Some("GB")),
            ("in Britain and the UK", Some("GB")),
            ("in Guinea-Bissau", Some("GW")),
            ("in Papua New Guinea", Some("PG")),
            ("en Côte d'Ivoire", Some("CI")),
            ("en Côte d’Ivoire", Some("CI")),
            ("en France et en Italie", None),
            ("at the Chinatown market", None),
            ("sur le marché", None),
            ("", None),
        ] {
            assert_eq!(code(words), expected, "{words}");
        }
    }
}
