//! Line ends: which of them separate paragraphs, and which only fill a column.

use crate::Span;

/// A column wider than this is no column: the lines are paragraphs.
const WIDEST_COLUMN: usize = 120;
/// Share of single line ends that must fall inside a sentence for a text to be set in a column.
const SHARE_INSIDE: f64 = 0.35;
/// A line shorter than this, in a text of one-line paragraphs, is a list item or a headline, and
/// what follows does not continue it.
const SHORTEST_BROKEN: usize = 40;

/// The blocks of `text`, in order: stretches that no sentence crosses the ends of.
///
/// A blank line and a list item always begin a block. A single line end does where the text is set
/// one paragraph a line; in a text set in a column it does where the next line's first word would
/// still have fitted on the line.
pub(super) fn blocks(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let column = column(text, &lines);
    let mut blocks: Vec<Span> = Vec::new();
    let mut previous: Option<Span> = None;
    for line in lines {
        if line.of(text).trim().is_empty() {
            previous = None;
            continue;
        }
        match (previous, blocks.last_mut()) {
            (Some(before), Some(block)) if continues(text, before, line, column) => {
                block.end = line.end;
            }
            _ => blocks.push(line),
        }
        previous = Some(line);
    }
    blocks
}

/// The lines of `text` without their ends.
fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if is_line_end(c) {
            lines.push(Span::new(start, at));
            start = at + c.len_utf8();
        }
    }
    lines.push(Span::new(start, text.len()));
    // `\r\n` makes an empty line between its two characters, which would read as a blank one.
    let bytes = text.as_bytes();
    lines.retain(|line| {
        !(line.is_empty()
            && line.start > 0
            && bytes.get(line.start) == Some(&b'\n')
            && bytes[line.start - 1] == b'\r')
    });
    lines
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The width in characters of the column that the text is set in, if it is.
fn column(text: &str, lines: &[Span]) -> Option<usize> {
    let mut widths = Vec::new();
    let mut inside = 0;
    for pair in lines.windows(2) {
        let (line, next) = (pair[0].of(text).trim(), pair[1].of(text).trim());
        if line.is_empty() || next.is_empty() || begins_item(next) {
            continue;
        }
        widths.push(line.chars().count());
        inside += usize::from(is_open(line) && begins_small(next));
    }
    if widths.is_empty() || (inside as f64) < SHARE_INSIDE * widths.len() as f64 {
        return None;
    }
    // Not the widest line: one address that does not break must not widen the column.
    widths.sort_unstable();
    let width = widths[(widths.len() - 1) * 19 / 20];
    (width <= WIDEST_COLUMN).then_some(width)
}

/// Whether `line`, right after `before`, goes on with its last sentence or may do so.
fn continues(text: &str, before: Span, line: Span, column: Option<usize>) -> bool {
    let (before, line) = (before.of(text).trim(), line.of(text).trim());
    if begins_item(line) {
        return false;
    }
    let flows = is_open(before) && begins_small(line);
    let width = before.chars().count();
    match column {
        Some(column) => {
            let word = line.split_whitespace().next().map_or(0, |word| word.chars().count());
            flows || width + 1 + word > column
        }
        None => flows && width >= SHORTEST_BROKEN,
    }
}

/// Whether the line stops in the middle of a sentence.
fn is_open(line: &str) -> bool {
    line.chars().next_back().is_some_and(|last| {
        last.is_alphanumeric() || matches!(last, ',' | '-' | '–' | '’' | '\'' | '(' | '«' | '“')
    })
}

fn begins_small(line: &str) -> bool {
    line.chars().next().is_some_and(char::is_lowercase)
}

/// Whether the line begins with a bullet or a list number.
pub(super) fn begins_item(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('•' | '▪' | '●' | '◦' | '‣' | '►' | '➢' | '■' | '✓' | '✔' | '✅') => {
            true
        }
        Some('-' | '*' | '+' | '–' | '—') => chars.next().is_some_and(char::is_whitespace),
        Some(_) => enumerator(line) > 0,
        None => false,
    }
}

/// Length in bytes of the list number that `text` begins with (`1.`, `12)`, `b)`, `IV.`) and a
/// space follows; 0 where there is none.
pub(super) fn enumerator(text: &str) -> usize {
    /// `12.3.4.` is as long as they get.
    const LONGEST: usize = 9;
    let label: &str = match text
        .char_indices()
        .take(LONGEST + 1)
        .find(|(_, c)| !c.is_alphanumeric() && *c != '.')
    {
        Some((end, _)) => &text[..end],
        None => return 0,
    };
    let rest = &text[label.len()..];
    let (label, closed) = match rest.strip_prefix(')') {
        Some(_) => (label, true),
        None => (label.strip_suffix('.').unwrap_or(""), false),
    };
    if label.is_empty() {
        return 0;
    }
    let end = label.len() + 1;
    let spaced = text[end..].chars().next().is_some_and(char::is_whitespace);
    let numbers = label
        .split('.')
        .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    let letter = closed && label.chars().count() == 1 && label.chars().all(char::is_alphabetic);
    let roman = label.bytes().all(|b| b"IVX".contains(&b));
    if spaced && (numbers || letter || roman) { end } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        blocks(text).into_iter().map(|block| block.of(text)).collect()
    }

    #[test]
    fn one_paragraph_a_line() {
        let text = "Les prix reculent\nLe gaz a perdu 4 % en mars. L'électricité suit.\nMarie Dol";
        assert_eq!(texts(text).len(), 3);
    }

    #[test]
    fn a_column_is_one_block_until_its_short_line() {
        let text = "The council said on Friday that the bridge\nwould stay closed until the spring, \
                    because\nthe repairs cost more than planned.\nTrade unions disagree with the \
                    whole plan and\nhave called a strike.";
        assert_eq!(texts(text).len(), 2, "{:?}", texts(text));
    }

    #[test]
    fn items_and_blank_lines_begin_blocks() {
        assert_eq!(
            texts("Trois points :\n- le prix\n- la date\n\n1. Le lieu\r\n2) Le nom").len(),
            5
        );
    }

    #[test]
    fn crlf_is_one_line_end() {
        assert_eq!(texts("a\r\n\r\nb\r\nC").len(), 3);
    }
}
