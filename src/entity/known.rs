//! Places and organisations whose names differ between the languages, from data files that tell
//! their sources.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::name::NameWords;
use crate::Lang;

const PLACES: &str = include_str!("data/places.tsv");
const ORGANISATIONS: &str = include_str!("data/organisations.tsv");

/// By language and joined words, what is meant: its usual English name, joined. `None` where two
/// bear the name.
static NAMES: LazyLock<FxHashMap<(Lang, String), Option<&'static str>>> = LazyLock::new(|| {
    let mut names: FxHashMap<(Lang, String), Option<&'static str>> = FxHashMap::default();
    let places = PLACES.lines().filter_map(|line| line.split_once('\t').map(|(_, names)| names));
    for line in places.chain(ORGANISATIONS.lines()).filter(|line| !line.starts_with('#')) {
        let Some((english, french)) = line.split_once('\t') else { continue };
        let Some(meant) = english.split('|').next() else { continue };
        for (lang, column) in [(Lang::En, english), (Lang::Fr, french)] {
            for name in column.split('|') {
                names
                    .entry((lang, NameWords::of_thing(name).joined()))
                    .and_modify(|other| *other = other.filter(|other| *other == meant))
                    .or_insert(Some(meant));
            }
        }
    }
    names
});

/// The usual English name of the place or organisation that a text in `lang` calls so.
pub(crate) fn known(lang: Lang, name: &NameWords) -> Option<&'static str> {
    NAMES.get(&(lang, name.joined())).copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(lang: Lang, name: &str) -> Option<&'static str> {
        known(lang, &NameWords::of_thing(name))
    }

    #[test]
    fn names_meet_across_languages() {
        for (english, french) in [
            ("United States", "États-Unis"),
            ("U.S.", "Etats-Unis"),
            ("the UN", "ONU"),
            ("United Nations", "l’Organisation des Nations unies"),
            ("London", "Londres"),
            ("Germany", "Allemagne"),
            ("the European Central Bank", "la BCE"),
            ("Cairo", "Le Caire"),
            ("NATO", "Otan"),
            ("Mexico City", "Mexico"),
            ("Mexico", "Mexique"),
            ("Geneva", "Genève"),
        ] {
            let (en, fr) = (meant(Lang::En, english), meant(Lang::Fr, french));
            assert!(en.is_some() && en == fr, "{english} {en:?} / {french} {fr:?}");
        }
        assert_ne!(meant(Lang::En, "Mexico"), meant(Lang::Fr, "Mexico"));
        assert_eq!(meant(Lang::Fr, "Grenade"), None, "a country and a city");
        assert_eq!(meant(Lang::En, "Harrow Quay"), None);
    }
}
