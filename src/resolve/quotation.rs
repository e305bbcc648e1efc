//! Where a text quotes.

use crate::Span;

/// The stretches of a text between quotation marks, outermost, in text order.
#[derive(Debug)]
pub(crate) struct Quotations {
    spans: Vec<Span>,
}

impl Quotations {
    /// Finds what stands between `« »`, `“ ”`, `„ “` or straight double quotes. A quotation that
    /// its paragraph does not close goes to the paragraph's end, as newspapers print a long one.
    /// Single marks are left aside: most are apostrophes.
    pub(crate) fn of(text: &str) -> Self {
        let mut spans = Vec::new();
        let mut paragraph = 0;
        for line in text.split_inclusive('\n') {
            in_paragraph(line, paragraph, &mut spans);
            paragraph += line.len();
        }
        Self { spans }
    }

    /// The quotations.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Whether `span` lies wholly inside one quotation.
    pub(crate) fn hold(&self, span: Span) -> bool {
        let before = self.spans.partition_point(|quotation| quotation.start <= span.start);
        before > 0 && self.spans[before - 1].contains(span)
    }
}

fn in_paragraph(paragraph: &str, offset: usize, spans: &mut Vec<Span>) {
    let mut open: Vec<(char, usize)> = Vec::new();
    for (at, sign) in paragraph.char_indices() {
        let closes = match open.last() {
            Some(('«', _)) => sign == '»',
            Some(('“', _)) => sign == '”',
            Some(('„', _)) => matches!(sign, '“' | '”'),
            Some(('"', _)) => sign == '"',
            _ => false,
        };
        if closes {
            if let Some((_, start)) = open.pop()
                && open.is_empty()
            {
                spans.push(Span::new(start + offset, at + offset));
            }
        } else if matches!(sign, '«' | '“' | '„' | '"') {
            open.push((sign, at + sign.len_utf8()));
        }
    }
    if let Some((_, start)) = open.first() {
        spans.push(Span::new(start + offset, offset + paragraph.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str, words: &str) -> bool {
        let start = text.find(words).expect("the words stand in the text");
        Quotations::of(text).hold(Span::new(start, start + words.len()))
    }

    #[test]
    fn words_between_marks_are_quoted() {
        for (text, inside, outside) in [
            ("« La grève est finie », dit-il.", "est finie", "dit-il"),
            ("“We lost,” she said. “We will try again.”", "will try", "she said"),
            ("He said \"it fell 5%\" and left.", "fell", "left"),
            ("Le « plan “zéro” échoue », lit-on.", "échoue", "lit-on"),
        ] {
            assert!(quoted(text, inside), "{inside}");
            assert!(!quoted(text, outside), "{outside}");
        }
    }

    #[test]
    fn a_quotation_left_open_ends_with_its_paragraph() {
        let text = "“We lost.\n“We will try again.”\nHe left.";
        assert!(quoted(text, "We lost"));
        assert!(quoted(text, "will try"));
        assert!(!quoted(text, "He left"));
    }
}
