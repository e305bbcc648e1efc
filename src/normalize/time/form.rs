//! The notation of a rule's forms.
//!
//! `word` stands for itself, `<category>` for anything of the category, `[…]` for what may be left
//! out, `(a|b)` for one or the other. A form may begin with `{…}` and end with one: words or
//! categories of which one must stand (or, `{!…}`, none may stand) before or after, outside the
//! expression; `{^}` is the text's or paragraph's edge.

use crate::Lang;

use super::grammar::Symbol;
use super::lexer;

/// One way to write an expression.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) body: Vec<Symbol>,
    pub(super) before: Option<Look>,
    pub(super) after: Option<Look>,
}

/// What may or may not stand beside an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    /// One of these must not stand there; otherwise one must.
    pub(super) not: bool,
    /// The text's or paragraph's edge counts as one of them.
    pub(super) edge: bool,
    pub(super) symbols: Vec<Symbol>,
}

type Intern<'a> = dyn FnMut(&str) -> Symbol + 'a;

/// Every run of symbols that `source` allows.
pub(super) fn parse(
    source: &str,
    lang: Lang,
    intern: &mut Intern<'_>,
) -> Result<Vec<Form>, &'static str> {
    let mut rest = source.trim();
    let before = match rest.strip_prefix('{') {
        Some(inner) => {
            let (look, tail) = inner.split_once('}').ok_or("`{` is not closed")?;
            rest = tail.trim_start();
            Some(self::look(look, lang, intern)?)
        }
        None => None,
    };
    let after = match rest.strip_suffix('}') {
        Some(inner) => {
            let (head, look) = inner.rsplit_once('{').ok_or("`}` was not opened")?;
            rest = head.trim_end();
            Some(self::look(look, lang, intern)?)
        }
        None => None,
    };
    let (bodies, left) = alternatives(rest, lang, intern)?;
    if !left.is_empty() {
        return Err("a bracket is closed that was not opened");
    }
    if bodies.iter().any(Vec::is_empty) {
        return Err("it matches nothing at all");
    }
    Ok(bodies
        .into_iter()
        .map(|body| Form { body, before: before.clone(), after: after.clone() })
        .collect())
}

fn look(source: &str, lang: Lang, intern: &mut Intern<'_>) -> Result<Look, &'static str> {
    let (not, source) = source.strip_prefix('!').map_or((false, source), |rest| (true, rest));
    let mut look = Look { not, edge: false, symbols: Vec::new() };
    for entry in source.split('|').map(str::trim) {
        if entry == "^" {
            look.edge = true;
        } else if entry.starts_with('<') {
            look.symbols.push(intern(entry));
        } else {
            let words = lexer::words(entry, lang);
            let [word] = words.as_slice() else {
                return Err("beside an expression, single words only");
            };
            look.symbols.push(intern(word));
        }
    }
    Ok(look)
}

/// Reads `a|b|c` up to the end or a closing bracket, which is left in the rest.
fn alternatives<'a>(
    source: &'a str,
    lang: Lang,
    intern: &mut Intern<'_>,
) -> Result<(Vec<Vec<Symbol>>, &'a str), &'static str> {
    let mut all = Vec::new();
    let mut rest = source;
    loop {
        let (bodies, left) = sequence(rest, lang, intern)?;
        all.extend(bodies);
        match left.strip_prefix('|') {
            Some(next) => rest = next,
            None => return Ok((all, left)),
        }
    }
}

fn sequence<'a>(
    source: &'a str,
    lang: Lang,
    intern: &mut Intern<'_>,
) -> Result<(Vec<Vec<Symbol>>, &'a str), &'static str> {
    let mut bodies: Vec<Vec<Symbol>> = vec![Vec::new()];
    let mut rest = source.trim_start();
    while let Some(first) = rest.chars().next() {
        let choices = match first {
            '|' | ')' | ']' => break,
            '(' | '[' => {
                let (mut choices, left) = alternatives(&rest[1..], lang, intern)?;
                let close = if first == '(' { ')' } else { ']' };
                rest = left.strip_prefix(close).ok_or("a bracket is not closed")?;
                if first == '[' {
                    choices.push(Vec::new());
                }
                choices
            }
            '<' => {
                let end = rest.find('>').ok_or("`<` is not closed")? + 1;
                let symbol = intern(&rest[..end]);
                rest = &rest[end..];
                vec![vec![symbol]]
            }
            _ => {
                let end = rest.find(['|', '(', ')', '[', ']', '<']).unwrap_or(rest.len());
                let words = lexer::words(rest[..end].trim(), lang);
                rest = &rest[end..];
                vec![words.iter().map(|word| intern(word)).collect()]
            }
        };
        bodies = bodies
            .iter()
            .flat_map(|body| choices.iter().map(|choice| [body.as_slice(), choice].concat()))
            .collect();
        rest = rest.trim_start();
    }
    Ok((bodies, rest))
}
