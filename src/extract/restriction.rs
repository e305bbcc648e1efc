//! Negations that deny nothing but restrict: `n'a coûté que 15 000 euros`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::{Lang, Span};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fr: Words,
    en: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    openers: Vec<String>,
    exceptions: Vec<String>,
    passing: Vec<String>,
    denials: Vec<String>,
    reach: usize,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    // Compiled in; the tests below read it.
    toml::from_str(include_str!("data/restriction.toml")).expect("restriction.toml is valid")
});

/// Whether the negation at `predicate` only restricts what is said: `ne … que`, `ne … plus que`.
pub(super) fn restricts(sentence: &str, predicate: Span, lang: Lang) -> bool {
    let table = match lang {
        Lang::Fr => &FILE.fr,
        Lang::En => &FILE.en,
    };
    let has = |list: &[String], word: &str| list.iter().any(|entry| entry == word);
    // The opener stands in the predicate or right before it, with a clitic between: `n'en reste`.
    let before = words(&sentence[..predicate.start]).rev().take(2);
    let inside = words(predicate.of(sentence));
    let mut opened = before.into_iter().any(|word| has(&table.openers, &word));
    let mut passed = false;
    for word in inside {
        if has(&table.openers, &word) {
            (opened, passed) = (true, false);
        } else if opened && has(&table.denials, &word) {
            return false;
        } else if opened && has(&table.exceptions, &word) {
            return true;
        } else {
            passed |= has(&table.passing, &word);
        }
    }
    let rest = &sentence[predicate.end..];
    let clause = &rest[..rest.find(['.', ';', ':', '!', '?', '»', '"', '(']).unwrap_or(rest.len())];
    let mut reach = if passed { 1 } else { table.reach };
    for word in words(clause) {
        if !opened || reach == 0 || has(&table.denials, &word) {
            return false;
        }
        if has(&table.exceptions, &word) {
            return true;
        }
        reach = if has(&table.passing, &word) { 1 } else { reach - 1 };
    }
    false
}

/// Words in lower case, elided ones apart.
fn words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    let letters = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    letters.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_is_no_denial() {
        let cases = [
            ("La fusée n'a coûté que 15 000 euros.", "n'a coûté", true),
            ("Il ne reste plus que douze brebis au hameau.", "ne reste plus", true),
            ("Il n'en reste plus que douze.", "reste", true),
            ("Le bac ne transporte, en hiver, que les riverains.", "ne transporte", true),
            ("La commune n’emploie qu’un jardinier.", "n’emploie", true),
            ("Le maire n'a pas dit que le pont fermerait.", "n'a pas dit", false),
            ("La mairie ne pense pas que le bac coule.", "ne pense pas", false),
            ("Le bac ne circule plus depuis que le quai a cédé.", "ne circule plus", false),
            ("Personne ne savait jamais que le puits fuyait.", "ne savait jamais", false),
            ("Le préfet affirme que le barrage tient.", "affirme", false),
            ("Le bac ne part pas. On sait que la mer monte.", "ne part pas", false),
        ];
        for (sentence, predicate, restricted) in cases {
            let start = sentence.find(predicate).expect("the words stand in the sentence");
            let span = Span::new(start, start + predicate.len());
            assert_eq!(restricts(sentence, span, Lang::Fr), restricted, "{sentence}");
        }
        let english = "The rocket did not say that it cost more.";
        assert!(!restricts(english, Span::new(11, 22), Lang::En));
    }
}
