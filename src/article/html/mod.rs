//! HTML pages to articles: the main text by readability, the facts from the page's metadata.

mod json_ld;
mod metadata;
mod text;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::Draft;
use super::language;

/// Elements that hold no part of an article.
const NO_TEXT: &str = "script, style, noscript, template, svg, nav, header, footer, aside, form, \
                       button, iframe, object, [hidden], [aria-hidden=true]";
/// Elements nested deeper than this make readability, which walks the tree again and again, slow;
/// no article needs it.
const DEEPEST: usize = 400;
/// With fewer letters than this, or less than this share of the page's paragraphs, readability has
/// taken the wrong part of a page.
const FEWEST_LETTERS: usize = 60;

/// The article on a page.
pub(super) fn article(page: &str) -> Draft {
    let document = Document::from(page);
    let mut fields = metadata::of(&document);
    // What a page says about its language counts less than its text: many never changed what the
    // template came with.
    let prior = fields.lang.take().and_then(|tag| language::stated(&tag).ok().flatten());
    let nested_too_deep = is_deep(&document.root());
    let fallback = || {
        let document = Document::from(page);
        document.select(NO_TEXT).remove();
        let body = document.body().unwrap_or_else(|| document.root());
        text::blocks(&body)
    };
    let text = if nested_too_deep {
        fallback()
    } else {
        match main_text(document, &mut fields.title) {
            Some(text) if letters(&text) >= FEWEST_LETTERS => text,
            found => {
                let all = fallback();
                let found = found.unwrap_or_default();
                if letters(&all) > letters(&found) { all } else { found }
            }
        }
    };
    Draft { fields, text, prior }
}

/// The text that readability takes for the article; sets the title, where metadata gave none, to
/// the page's own without the site's name.
fn main_text(document: Document, title: &mut Option<String>) -> Option<String> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    if title.is_none() {
        let page_title = readability.get_article_title();
        *title = Some(text::one_line(&page_title)).filter(|title| !title.is_empty());
    }
    let article = readability.parse().ok()?;
    Some(text::blocks(&Document::fragment(article.content).root()))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

fn is_deep(root: &NodeRef<'_>) -> bool {
    let mut nodes = vec![(*root, 0)];
    while let Some((node, depth)) = nodes.pop() {
        if depth > DEEPEST {
            return true;
        }
        nodes.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    false
}

/// The encoding that a page states in its head.
pub(super) fn declared_encoding(page: &[u8]) -> Option<String> {
    /// Pages must state it in their first kilobyte; some take longer.
    const HEAD: usize = 4096;
    let head = String::from_utf8_lossy(&page[..page.len().min(HEAD)]).to_ascii_lowercase();
    let after = head.split_once("charset").or_else(|| head.split_once("encoding"))?.1;
    let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))?;
    Some(value[..end].to_owned())
}

/// Whether what standard input holds begins as a page does.
pub(super) fn is_page(start: &[u8]) -> bool {
    let start = start[..start.len().min(64)].to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--", "<article", "<div", "<p>"]
        .iter()
        .any(|tag| start.starts_with(tag.as_bytes()))
}
