//! Files to articles: which files to read, and what text, facts about it and languages they hold.
//!
//! [`discover`] lists the files; [`read`] opens one and gives its articles one by one.

mod bytes;
mod date;
mod decode;
mod discover;
mod error;
mod fields;
mod format;
mod html;
mod json;
mod language;
mod markdown;
mod plain;
mod reader;

use sha2::{Digest, Sha256};

pub use discover::{Discovery, Input, discover};
pub use error::{DiscoverError, ReadError};
pub use language::language_of;
pub use reader::{Articles, Options, read};

use crate::{Lang, Span};
use fields::Fields;

/// An article, ready to be cut into sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The id that its file gives it, else one made from its path below the input, its fields and
    /// its text: the same wherever and in whatever order it is read.
    pub id: String,
    /// Where it was found, as shown to the user: `news/2025/a.txt`, `-` for standard input,
    /// `news.jsonl:7` for the seventh line, `news.json[3]` for the third of a list.
    pub path: String,
    /// Headline.
    pub title: Option<String>,
    /// When it was published, in ISO 8601: a year, a month, a day, or a day and time.
    pub date: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Who wrote it; several names are separated by commas.
    pub author: Option<String>,
    /// Its main language.
    pub lang: Lang,
    /// The text that every position refers to. Plain text and the `text` of JSON stand here as
    /// they are, but for the line ends of plain text; HTML and Markdown are reduced to their text,
    /// with a blank line between any two blocks. Non-breaking and thin spaces, soft hyphens, ligatures and
    /// typographic quotation marks are kept.
    pub text: String,
    /// The stretches of `text` to read, in order, each in one language. Paragraphs in other
    /// languages than French and English lie outside.
    pub parts: Vec<Part>,
}

/// A stretch of an article in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whole paragraphs.
    pub span: Span,
    /// Their language.
    pub lang: Lang,
}

/// What became of an article or a file.
#[derive(Debug)]
pub enum Read {
    /// It can be processed.
    Article(Box<Article>),
    /// It holds nothing that dixit reads.
    Skipped {
        /// The file, with the line for JSON Lines.
        path: String,
        /// Why, to be shown to the user.
        reason: String,
    },
    /// It could not be read.
    Failed {
        /// The file, with the line for JSON Lines.
        path: String,
        /// Why.
        error: ReadError,
    },
}

/// The text of an article and what its file says about it.
#[derive(Debug, Default)]
struct Draft {
    fields: Fields,
    text: String,
    /// The language that an HTML page states, which counts less than the text itself.
    prior: Option<Lang>,
}

impl Draft {
    /// The finished article, or why it is not read. `path` is the path shown, `relative` the one
    /// that the id is made from.
    fn finish(self, path: String, relative: &str, options: &Options) -> Read {
        let stated = match (options.lang, &self.fields.lang) {
            (Some(lang), _) => Some(lang),
            (None, Some(tag)) => match language::stated(tag) {
                Ok(lang) => lang,
                Err(tag) => {
                    let reason = format!("in the language `{tag}`, not in French or English");
                    return Read::Skipped { path, reason };
                }
            },
            (None, None) => None,
        };
        let verdict = match stated {
            Some(lang) => language::given(&self.text, lang),
            None => language::detect(&self.text, self.prior),
        };
        let (lang, parts) = match verdict {
            language::Verdict::Readable { lang, parts } => (lang, parts),
            language::Verdict::Foreign(name) => {
                return Read::Skipped {
                    path,
                    reason: format!("in {name}, not in French or English"),
                };
            }
            language::Verdict::Unsure => {
                let reason = "too little text to tell its language; `--lang` states it".to_owned();
                return Read::Skipped { path, reason };
            }
            language::Verdict::Wordless => {
                let empty = self.text.trim().is_empty();
                let reason = if empty { "empty" } else { "nothing to read: no words in it" };
                return Read::Skipped { path, reason: reason.to_owned() };
            }
        };
        let id = self.fields.id.clone().unwrap_or_else(|| self.id(relative));
        let Fields { title, date, url, source, author, .. } = self.fields;
        let date = date.and_then(|date| date::normalise(&date, lang));
        let text = self.text;
        Read::Article(Box::new(Article {
            id,
            path,
            title,
            date,
            url,
            source,
            author,
            lang,
            text,
            parts,
        }))
    }

    /// An id that hangs on nothing but what the article is.
    fn id(&self, relative: &str) -> String {
        /// Raised whenever what follows changes, so that old and new ids never meet.
        const VERSION: &str = "dixit article 1";
        /// Digits of the hash that are kept: with a million articles, two share an id with a
        /// probability of 3 in 100 million.
        const DIGITS: usize = 16;
        let Fields { title, date, url, source, author, lang, .. } = &self.fields;
        let mut hasher = Sha256::new();
        let fields =
            [title, date, url, source, author, lang].map(|field| field.as_deref().unwrap_or(""));
        for part in [VERSION, relative].into_iter().chain(fields).chain([self.text.as_str()]) {
            // The length keeps ("ab", "c") and ("a", "bc") apart.
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let mut id = crate::hex(&hasher.finalize());
        id.truncate(DIGITS);
        id
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// Whatever a file holds, reading it ends without a panic and the parts fit the text.
        #[test]
        fn parts_lie_in_the_text_in_order(
            soup in "(<(p|div|b|/p|/div|br|li|td|script|!--|a href=x)>|&(nbsp|#8239|x);|[#*_>`|-]{1,3} ?|---\n|le prix a baissé |the price of gas fell |[é«»’.…👉]|[ \n\u{a0}]|\\[\\]\\(){0,80}",
        ) {
            for draft in [plain::article(&soup), markdown::article(&soup), html::article(&soup)] {
                let read = draft.finish("a".to_owned(), "a", &Options::default());
                let Read::Article(article) = read else { continue };
                let mut end = 0;
                for part in &article.parts {
                    prop_assert!(end <= part.span.start && part.span.start < part.span.end);
                    prop_assert!(!part.span.of(&article.text).trim().is_empty());
                    end = part.span.end;
                }
                prop_assert!(end <= article.text.len());
            }
        }
    }
}
