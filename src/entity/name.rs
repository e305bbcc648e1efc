//! Names as they are compared: in small letters, without accents and marks, without titles, legal
//! forms and determiners.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a title or a first name says of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sex {
    Female,
    Male,
}

/// The words of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct NameWords {
    /// Without what does not tell it from others.
    pub(crate) words: Vec<String>,
    /// Whether a title stands before it: then it is somebody's.
    pub(crate) titled: bool,
    /// What the title says.
    pub(crate) sex: Option<Sex>,
}

/// The words of names that are left out when names are compared.
struct Vocabulary {
    titles: HashSet<String>,
    women: HashSet<String>,
    men: HashSet<String>,
    legal_behind: HashSet<String>,
    legal_before: HashSet<String>,
    joining: HashSet<String>,
    and: HashSet<String>,
    determiners: HashSet<String>,
    generations: HashSet<String>,
}

#[derive(Deserialize)]
struct File {
    titles: Titles,
    legal: Legal,
    joining: Joining,
}

#[derive(Deserialize)]
struct Titles {
    f: HashSet<String>,
    m: HashSet<String>,
    either: HashSet<String>,
}

#[derive(Deserialize)]
struct Legal {
    behind: HashSet<String>,
    before: HashSet<String>,
}

#[derive(Deserialize)]
struct Joining {
    words: HashSet<String>,
    and: HashSet<String>,
    determiners: HashSet<String>,
    generations: HashSet<String>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("data/names.toml")).expect("names.toml has this form");
    let Titles { f, m, either } = file.titles;
    Vocabulary {
        titles: f.iter().chain(&m).chain(&either).cloned().collect(),
        women: f,
        men: m,
        legal_behind: file.legal.behind,
        legal_before: file.legal.before,
        joining: file.joining.words,
        and: file.joining.and,
        determiners: file.joining.determiners,
        generations: file.joining.generations,
    }
});

impl NameWords {
    /// Of the name of a person.
    pub(crate) fn of_person(name: &str) -> Self {
        let mut words = folded(name);
        let (mut titled, mut sex) = (false, None);
        while words.len() > 1 && VOCABULARY.generations.contains(&words[words.len() - 1]) {
            words.pop();
        }
        while words.len() > 1 {
            let two = format!("{} {}", words[0], words[1]);
            let title = if words.len() > 2 && VOCABULARY.titles.contains(&two) {
                words.remove(0);
                two
            } else if VOCABULARY.titles.contains(&words[0]) {
                words[0].clone()
            } else {
                break;
            };
            words.remove(0);
            titled = true;
            sex = sex.or_else(|| sex_of_title(&title));
        }
        Self { words, titled, sex }
    }

    /// Of the name of anything else.
    pub(crate) fn of_thing(name: &str) -> Self {
        let mut words = folded(name);
        while words.len() > 1 && VOCABULARY.determiners.contains(&words[0]) {
            words.remove(0);
        }
        words.retain(|word| !VOCABULARY.and.contains(word) || word.len() == 1);
        while words.len() > 1 && VOCABULARY.legal_behind.contains(&words[words.len() - 1]) {
            words.pop();
        }
        while words.len() > 1 && VOCABULARY.legal_before.contains(&words[0]) {
            words.remove(0);
        }
        Self { words, titled: false, sex: None }
    }

    /// The words without spaces between them: `Deep Seek` and `DeepSeek` are one name.
    pub(crate) fn joined(&self) -> String {
        self.words.concat()
    }

    /// Whether it can be a person's full name: a first name or initial, and another name.
    pub(crate) fn is_full(&self) -> bool {
        self.words.len() > 1
    }

    /// First and last word: what a person's name keeps when middle names and initials go.
    pub(crate) fn ends(&self) -> Option<(&str, &str)> {
        match self.words.as_slice() {
            [first, .., last] => Some((first, last)),
            _ => None,
        }
    }

    /// Whether this full name of a person and `other` differ in middle names only.
    pub(crate) fn same_person(&self, other: &Self) -> bool {
        let (Some((first, last)), Some((their_first, their_last))) = (self.ends(), other.ends())
        else {
            return false;
        };
        let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
        let firsts =
            first == their_first || initial(first, their_first) || initial(their_first, first);
        // `Ana Maria Silva` and `Ana Clara Silva` are two.
        let middle = |words: &[String]| words[1..words.len() - 1].to_vec();
        let (mine, theirs) = (middle(&self.words), middle(&other.words));
        let agree = mine.is_empty()
            || theirs.is_empty()
            || mine.iter().zip(&theirs).all(|(a, b)| a == b || initial(a, b) || initial(b, a));
        last == their_last && firsts && agree
    }

    /// Whether the words are the last ones of `full`, as a surname is, or its first name alone.
    pub(crate) fn part_of_person(&self, full: &Self) -> bool {
        let (mine, theirs) = (&self.words, &full.words);
        mine.len() < theirs.len()
            && (theirs.ends_with(mine) || (mine.len() == 1 && theirs[0] == mine[0]))
    }
}

fn sex_of_title(title: &str) -> Option<Sex> {
    if VOCABULARY.women.contains(title) {
        Some(Sex::Female)
    } else if VOCABULARY.men.contains(title) {
        Some(Sex::Male)
    } else {
        None
    }
}

/// Whether a word before a name is a determiner or a title.
pub(crate) fn adorns_name(word: &str) -> bool {
    let word = plain(word.trim_end_matches('.'));
    VOCABULARY.determiners.contains(&word) || VOCABULARY.titles.contains(&word)
}

/// The words of `name` in small letters, without accents and marks.
pub(crate) fn folded(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in name.split(|c: char| !c.is_alphanumeric() && c != '.' && !is_combining_mark(c)) {
        let parts: Vec<String> =
            piece.split('.').map(plain).filter(|part| !part.is_empty()).collect();
        if piece.contains('.') && parts.iter().all(|part| part.chars().count() == 1) {
            words.push(parts.concat());
        } else {
            words.extend(parts);
        }
    }
    words.retain(|word| !word.is_empty());
    // The English genitive.
    if words.len() > 1 && words[words.len() - 1] == "s" && name.ends_with(['s', 'S']) {
        words.pop();
    }
    words
}

/// In small letters without accents.
fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for sign in word.nfkd().filter(|sign| !is_combining_mark(*sign)).flat_map(char::to_lowercase) {
        match sign {
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            'ß' => plain.push_str("ss"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' => plain.push('d'),
            'ı' => plain.push('i'),
            _ if is_combining_mark(sign) => {}
            _ => plain.push(sign),
        }
    }
    plain
}

/// Whether `name` is written as an acronym: `BCE`, `U.N.`.
pub(crate) fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|sign| sign.is_alphabetic()).count();
    (2..=8).contains(&letters)
        && name.chars().all(|sign| sign.is_uppercase() || matches!(sign, '.' | '-' | '&'))
}

/// The acronyms of a name of these words, with and without the initials of the words that join
/// others; none of a single word.
pub(crate) fn initials(words: &[String]) -> Vec<String> {
    if words.len() < 2 {
        return Vec::new();
    }
    let of = |words: &mut dyn Iterator<Item = &String>| -> String {
        words.filter_map(|word| word.chars().next()).collect()
    };
    let carrying = |word: &&String| !VOCABULARY.joining.contains(*word);
    let mut both = vec![of(&mut words.iter()), of(&mut words.iter().filter(carrying))];
    both.dedup();
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(name: &str) -> String {
        NameWords::of_thing(name).words.join(" ")
    }

    fn person(name: &str) -> NameWords {
        NameWords::of_person(name)
    }

    #[test]
    fn spelling_case_and_legal_forms_do_not_tell_names_apart() {
        for (name, expected) in [
            ("NVIDIA Corp.", "nvidia"),
            ("Nvidia’s", "nvidia"),
            ("the U.N.", "un"),
            ("Électricité de France SA", "electricite de france"),
            ("Groupe Casino", "casino"),
            ("Marks & Spencer plc", "marks spencer"),
            ("Marks and Spencer", "marks spencer"),
            ("L’Oréal", "oreal"),
            ("Bank of America Corporation", "bank of america"),
            ("St. Louis", "st louis"),
            ("Łódź", "lodz"),
        ] {
            assert_eq!(thing(name), expected, "{name}");
        }
        assert_eq!(NameWords::of_thing("Deep Seek").joined(), "deepseek");
        assert_eq!(thing("The"), "the");
    }

    #[test]
    fn titles_tell_of_people() {
        let dr = person("Mme le docteur Anne-Sophie Dupuis");
        assert_eq!(dr.sex, Some(Sex::Female));
        assert!(dr.words.ends_with(&["sophie".to_owned(), "dupuis".to_owned()]));
        let king = person("Mr. Justice King Jr.");
        assert_eq!((king.words.join(" "), king.sex), ("king".to_owned(), Some(Sex::Male)));
        assert_eq!(person("M. Roy").words, ["roy"]);
    }

    #[test]
    fn middle_names_may_go_and_others_may_not() {
        for (a, b, same) in [
            ("John F. Kennedy", "John Kennedy", true),
            ("J. Kennedy", "John Kennedy", true),
            ("Robert Kennedy", "John Kennedy", false),
            ("Ana Maria Silva", "Ana Clara Silva", false),
            ("Kim Jong-un", "Kim Jong Un", true),
            ("Kennedy", "John Kennedy", false),
        ] {
            assert_eq!(person(a).same_person(&person(b)), same, "{a} / {b}");
        }
        assert!(person("Huang").part_of_person(&person("Jensen Huang")));
        assert!(person("Jensen").part_of_person(&person("Jensen Huang")));
        assert!(person("von der Leyen").part_of_person(&person("Ursula von der Leyen")));
        assert!(!person("Hu").part_of_person(&person("Jensen Huang")));
    }

    #[test]
    fn acronyms_have_the_initials() {
        let words = |name: &str| NameWords::of_thing(name).words;
        assert_eq!(initials(&words("Banque centrale européenne")), ["bce"]);
        assert_eq!(initials(&words("Department of Defense")), ["dod", "dd"]);
        let service = words("Direction générale de la sécurité extérieure");
        assert_eq!(initials(&service), ["dgdlse", "dgse"]);
        assert!(initials(&words("Banque")).is_empty());
        assert!(is_acronym("U.N.") && is_acronym("BCE") && !is_acronym("Bce") && !is_acronym("G"));
    }
}
