//! Elements to text.

use dom_query::NodeRef;

/// Elements that begin and end a block of text.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "video",
    "audio",
    "iframe",
    "title",
];
/// Elements whose content is not shown as text.
const UNSEEN: &[&str] =
    &["script", "style", "noscript", "template", "head", "textarea", "select", "svg", "math"];

/// The text of `root`: blocks with a blank line between any two, white space as a browser shows it,
/// `br` as a line end.
pub(super) fn blocks(root: &NodeRef<'_>) -> String {
    let mut text = Text::default();
    // Nodes to enter, and to leave: a stack of our own, since pages nest deeper than the program's.
    let mut steps = vec![Step::Enter(*root)];
    while let Some(step) = steps.pop() {
        let (Step::Enter(node) | Step::Leave(node)) = step;
        if node.is_text() {
            text.add(&node.text());
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        let name = &*name;
        if BLOCKS.contains(&name) {
            text.end_block();
        }
        if matches!(step, Step::Leave(_)) || UNSEEN.contains(&name) || node.is_comment() {
            continue;
        }
        match name {
            "br" => text.end_line(),
            "td" | "th" => text.add(" "),
            _ => {}
        }
        steps.push(Step::Leave(node));
        steps.extend(node.children_it(true).map(Step::Enter));
    }
    text.end_block();
    text.done
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(NodeRef<'a>),
}

#[derive(Default)]
struct Text {
    done: String,
    block: String,
}

impl Text {
    fn add(&mut self, piece: &str) {
        for c in piece.chars() {
            // HTML folds these only: a non-breaking or thin space stays what it is.
            if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.block.push(c);
            } else if !self.block.is_empty() && !self.block.ends_with([' ', '\n']) {
                self.block.push(' ');
            }
        }
    }

    fn end_line(&mut self) {
        self.block.truncate(self.block.trim_end_matches(' ').len());
        self.block.push('\n');
    }

    fn end_block(&mut self) {
        let block = self.block.trim();
        if !block.is_empty() {
            if !self.done.is_empty() {
                self.done.push_str("\n\n");
            }
            self.done.push_str(block);
        }
        self.block.clear();
    }
}

/// `text` in one line.
pub(super) fn one_line(text: &str) -> String {
    let mut line = Text::default();
    line.add(text);
    line.end_block();
    line.done
}
