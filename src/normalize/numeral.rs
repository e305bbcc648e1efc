//! Numbers in digits, with the separators of both languages.

use crate::Lang;

use super::amount::Amount;
use super::token::Kind;

/// A number in digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numeral {
    pub(super) amount: Amount,
    /// How many digits stand before the decimal mark.
    pub(super) digits: usize,
    /// Whether thousands are set off.
    pub(super) grouped: bool,
    /// Whether it has a decimal mark.
    pub(super) decimal: bool,
    /// Whether the first digit is a zero with others after it, as in `007`.
    pub(super) padded: bool,
}

/// Digits longer than this are no number that a text counts with.
const LONGEST: usize = 30;

/// Separators and groups are few in a number; a longer chain is a code.
const MOST_GROUPS: usize = 12;

#[derive(Clone, Copy)]
struct Group<'t> {
    separator: char,
    digits: &'t str,
    end: usize,
}

/// The numeral at byte `at` of `text` and its length in bytes; `None` where no digit is read.
pub(super) fn scan(text: &str, at: usize, lang: Lang) -> Option<(Kind, usize)> {
    let rest = &text[at..];
    let lead = rest.chars().next()?;
    if matches!(lead, '.' | ',') {
        // `.5`, `,25`: a decimal mark that nothing stands before.
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | ')' | '%')) {
            return None;
        }
        let digits = leading_digits(&rest[1..]);
        let amount = (!digits.is_empty()).then(|| Amount::digits("0", digits))??;
        let numeral = Numeral { amount, digits: 1, grouped: false, decimal: true, padded: false };
        return Some((Kind::Numeral(numeral), 1 + digits.len()));
    }
    let groups = groups(rest);
    // The rest of a list (`22,24,26`): each number is read alone.
    let mut before = text[..at].bytes().rev();
    if before.next() == Some(b',') && before.next().is_some_and(|byte| byte.is_ascii_digit()) {
        return interpret(&groups[..1], lang);
    }
    interpret(&groups, lang)
}

fn leading_digits(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]
}

fn groups(rest: &str) -> Vec<Group<'_>> {
    let first = leading_digits(rest);
    let mut groups = vec![Group { separator: '\0', digits: first, end: first.len() }];
    let mut end = first.len();
    while groups.len() < MOST_GROUPS {
        let Some(separator) = rest[end..].chars().next() else { break };
        let class = match separator {
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
            '.' | ',' => separator,
            '\'' | '’' => '\'',
            _ => break,
        };
        let start = end + separator.len_utf8();
        let digits = leading_digits(&rest[start..]);
        let spaced = groups.iter().skip(1).all(|group| group.separator == ' ');
        if digits.is_empty()
            || class == ' ' && !(digits.len() == 3 && groups[0].digits.len() <= 3 && spaced)
            || class == '\'' && digits.len() != 3
        {
            break;
        }
        end = start + digits.len();
        groups.push(Group { separator: class, digits, end });
    }
    groups
}

fn interpret(groups: &[Group<'_>], lang: Lang) -> Option<(Kind, usize)> {
    let last = groups.last()?;
    let separators: Vec<char> = groups.iter().skip(1).map(|group| group.separator).collect();
    let ends_differ = separators.last() != separators.first();
    let decimal = match separators.as_slice() {
        ['.' | ','] => !separates_thousands(groups, lang),
        [rest @ .., '.' | ','] if ends_differ => rest.iter().all(|s| *s == separators[0]),
        _ => false,
    };
    let whole = &groups[..groups.len() - usize::from(decimal)];
    let uniform = whole.iter().skip(2).all(|group| group.separator == whole[1].separator);
    if whole.len() > 1 && !(uniform && are_thousands(whole, lang)) {
        return Some(unreadable(groups, lang));
    }
    let digits: String = whole.iter().map(|group| group.digits).collect();
    let fraction = if decimal { last.digits } else { "" };
    if digits.len() + fraction.len() > LONGEST {
        return Some((Kind::Code, last.end));
    }
    let numeral = Numeral {
        amount: Amount::digits(&digits, fraction)?,
        digits: digits.len(),
        grouped: whole.len() > 1,
        decimal,
        padded: digits.len() > 1 && digits.starts_with('0'),
    };
    Some((Kind::Numeral(numeral), last.end))
}

/// Whether the one separator of a number with three digits after it groups thousands: the comma
/// in English, the point in French, whose decimal marks they are not.
fn separates_thousands(groups: &[Group<'_>], lang: Lang) -> bool {
    let thousands = match lang {
        Lang::En => ',',
        Lang::Fr => '.',
    };
    groups[1].separator == thousands
        && groups[1].digits.len() == 3
        && groups[0].digits.len() <= 3
        && !groups[0].digits.starts_with('0')
}

/// Groups of three; groups of two before the last three as in Indian numbers.
fn are_thousands(whole: &[Group<'_>], lang: Lang) -> bool {
    let [first, middle @ .., last] = whole else { return false };
    let indian = last.separator == ',' && (lang == Lang::En || whole.len() > 2);
    !first.digits.is_empty()
        && first.digits.len() <= 3
        && last.digits.len() == 3
        && (middle.iter().all(|group| group.digits.len() == 3)
            || indian && first.digits.len() <= 2 && middle.iter().all(|g| g.digits.len() == 2))
}

/// A list of numbers (`22,24,26`) gives its first; anything with points is a version, a date or
/// an address.
fn unreadable(groups: &[Group<'_>], lang: Lang) -> (Kind, usize) {
    let points = groups.iter().any(|group| group.separator == '.');
    let end = groups.last().map_or(0, |group| group.end);
    if points || groups.len() >= MOST_GROUPS {
        return (Kind::Code, end);
    }
    interpret(&groups[..1], lang).unwrap_or((Kind::Code, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, lang: Lang) -> Option<(f64, usize)> {
        match scan(text, 0, lang)? {
            (Kind::Numeral(numeral), length) => Some((numeral.amount.to_f64(), length)),
            _ => None,
        }
    }

    #[test]
    fn separators_follow_the_language() {
        for (text, fr, en) in [
            ("1 234,5", 1234.5, 1234.5),
            ("1\u{202f}234,5", 1234.5, 1234.5),
            ("1.234,5", 1234.5, 1234.5),
            ("1,234.5", 1234.5, 1234.5),
            ("1'234", 1234.0, 1234.0),
            ("12.500", 12_500.0, 12.5),
            ("12,500", 12.5, 12_500.0),
            ("0,250", 0.25, 0.25),
            ("3.5", 3.5, 3.5),
            ("2.458.000,00", 2_458_000.0, 2_458_000.0),
        ] {
            assert_eq!(read(text, Lang::Fr), Some((fr, text.len())), "{text}, French");
            assert_eq!(read(text, Lang::En), Some((en, text.len())), "{text}, English");
        }
    }

    #[test]
    fn codes_are_no_numbers() {
        assert!(matches!(scan("10.4.7.1", 0, Lang::En), Some((Kind::Code, 8))));
        assert!(matches!(scan("24.05.2019", 0, Lang::Fr), Some((Kind::Code, 10))));
        assert_eq!(read("12,14,16", Lang::En), Some((12.0, 2)));
        assert_eq!(read("2019 300 personnes", Lang::Fr), Some((2019.0, 4)));
    }
}
