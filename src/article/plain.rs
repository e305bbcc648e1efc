//! Plain text.

use super::Draft;
use super::fields::Fields;

/// A headline has at most so many characters.
const LONGEST_HEADLINE: usize = 150;

/// The article that a plain text is: the text as it stands, with `\n` for every line end.
pub(super) fn article(text: &str) -> Draft {
    let text = unix_lines(text);
    let fields = Fields { title: headline(&text), ..Fields::default() };
    Draft { fields, text, prior: None }
}

fn unix_lines(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

/// The first line, where it looks like a headline: short, without the mark of a sentence, a blank
/// line and more text after it.
fn headline(text: &str) -> Option<String> {
    let (first, rest) = text.trim_start_matches('\n').split_once('\n')?;
    let title = first.trim();
    let (second, rest) = rest.split_once('\n')?;
    let is_headline = second.trim().is_empty()
        && !rest.trim().is_empty()
        && title.chars().any(char::is_alphabetic)
        && title.chars().count() <= LONGEST_HEADLINE
        && !title.ends_with(['.', ',', ';', ':', '…']);
    is_headline.then(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_first_line_before_a_blank_one_is_the_title() {
        for (text, title) in [
            ("Rents climb again\n\nThe average rent rose 5%.", Some("Rents climb again")),
            ("Où va le gaz ?\r\n\r\nLe prix a doublé.", Some("Où va le gaz ?")),
            ("Le gaz a doublé.\n\nLe prix inquiète.", None),
            ("Rents climb again\nThe average rent rose 5%.", None),
            ("Rents climb again\n\n", None),
        ] {
            assert_eq!(article(text).fields.title.as_deref(), title, "{text:?}");
        }
    }
}
