//! What single characters do in a sentence.

/// A mark that can end a sentence.
pub(super) fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‽' | '⁇' | '⁈' | '⁉' | '。' | '！' | '？')
}

pub(super) fn is_exclamation(c: char) -> bool {
    is_terminator(c) && !matches!(c, '.' | '…')
}

/// A quotation mark or bracket that opens, whatever stands around it.
pub(super) fn is_opener(c: char) -> bool {
    matches!(c, '«' | '“' | '„' | '‹' | '‘' | '(' | '[' | '{' | '¿' | '¡')
}

/// A quotation mark or bracket that closes, whatever stands around it.
pub(super) fn is_closer(c: char) -> bool {
    matches!(c, '»' | '”' | '›' | '’' | ')' | ']' | '}')
}

/// A closing quotation mark that French sets off with a space.
pub(super) fn is_spaced_closer(c: char) -> bool {
    matches!(c, '»' | '›' | '”')
}

/// A straight quotation mark, which opens and closes alike.
pub(super) fn is_straight_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

/// A mark of a footnote that needs no brackets.
pub(super) fn is_note_mark(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// A bullet that is used in running text, too.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '▪' | '●' | '◦' | '‣' | '►' | '➢' | '■')
}

/// An emoji or another small picture.
pub(super) fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}')
}

/// What joins or varies emoji without being one.
pub(super) fn is_emoji_modifier(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{200d}' | '\u{20e3}')
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―')
}
