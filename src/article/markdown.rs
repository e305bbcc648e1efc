//! Markdown to text.

use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value};

use super::Draft;
use super::fields::Fields;

/// The article that a Markdown text is: its blocks with a blank line between any two, without
/// marks, code blocks and HTML. The title is the front matter's, else the first heading where the
/// text begins with it.
pub(super) fn article(markdown: &str) -> Draft {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut page = Page::default();
    for event in Parser::new_ext(markdown, options) {
        page.add(event);
    }
    page.finish()
}

#[derive(Default)]
struct Page {
    blocks: Vec<String>,
    block: String,
    fields: Fields,
    front_matter: Option<MetadataBlockKind>,
    /// The first heading, where no text stands before it.
    heading: Option<String>,
    in_code: bool,
    images: usize,
}

impl Page {
    fn add(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => match self.front_matter {
                Some(kind) => self.fields = front_matter(kind, &text),
                None if self.in_code || self.images > 0 => {}
                None => self.block.push_str(&text),
            },
            Event::Code(text) | Event::InlineMath(text) if self.images == 0 => {
                self.block.push_str(&text);
            }
            Event::SoftBreak if self.images == 0 => self.block.push(' '),
            Event::HardBreak if self.images == 0 => self.block.push('\n'),
            Event::InlineHtml(tag) if is_break(&tag) => self.block.push('\n'),
            Event::Rule => self.end_block(),
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::MetadataBlock(kind) => self.front_matter = Some(*kind),
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.end_block();
                self.in_code = true;
            }
            Tag::Image { .. } => self.images += 1,
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Table(_)
            | Tag::FootnoteDefinition(_) => self.end_block(),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::MetadataBlock(_) => self.front_matter = None,
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.in_code = false,
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Heading(_) => {
                if self.blocks.is_empty() {
                    self.heading = Some(self.block.trim().to_owned());
                }
                self.end_block();
            }
            TagEnd::TableCell => self.block.push('\t'),
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::FootnoteDefinition => self.end_block(),
            _ => {}
        }
    }

    fn end_block(&mut self) {
        let block = self.block.trim();
        if !block.is_empty() {
            self.blocks.push(block.to_owned());
        }
        self.block.clear();
    }

    fn finish(mut self) -> Draft {
        self.end_block();
        let mut fields = self.fields;
        fields.title = fields.title.or(self.heading).filter(|title| !title.is_empty());
        Draft { fields, text: self.blocks.join("\n\n"), prior: None }
    }
}

fn is_break(tag: &str) -> bool {
    tag.trim_start_matches('<')
        .trim_start()
        .get(..2)
        .is_some_and(|name| name.eq_ignore_ascii_case("br"))
}

fn front_matter(kind: MetadataBlockKind, text: &str) -> Fields {
    let object = match kind {
        MetadataBlockKind::PlusesStyle => toml_object(text),
        MetadataBlockKind::YamlStyle => yaml_object(text),
    };
    Fields::lenient(&object)
}

fn toml_object(text: &str) -> Map<String, Value> {
    let table: toml::Table = text.parse().unwrap_or_default();
    let json = |value: toml::Value| match value {
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        value => serde_json::to_value(value).unwrap_or_default(),
    };
    table.into_iter().map(|(key, value)| (key, json(value))).collect()
}

/// The part of YAML that front matter uses: `key: value`, quoted or not, and lists of plain
/// values in brackets or one a line.
fn yaml_object(text: &str) -> Map<String, Value> {
    let mut object = Map::new();
    let mut last = String::new();
    for line in text.lines() {
        let item = line.trim_start().strip_prefix("- ");
        if let Some(item) = item {
            if let Some(Value::Array(list)) = object.get_mut(&last) {
                list.push(yaml_scalar(item));
            }
        } else if let Some((key, value)) = line.split_once(':')
            && !line.starts_with([' ', '\t', '#'])
        {
            key.trim().trim_matches(['"', '\'']).clone_into(&mut last);
            object.insert(last.clone(), yaml_value(value.trim()));
        }
    }
    object
}

fn yaml_value(value: &str) -> Value {
    match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        Some(list) => Value::Array(list.split(',').map(yaml_scalar).collect()),
        None if value.is_empty() => Value::Array(Vec::new()),
        None => yaml_scalar(value),
    }
}

fn yaml_scalar(value: &str) -> Value {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return Value::String(inner.to_owned());
        }
    }
    // A comment begins at a number sign after a space.
    let value = value.split(" #").next().unwrap_or_default().trim();
    Value::String(value.to_owned())
}
