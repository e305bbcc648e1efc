//! dixit finds the claims in French and English news.

pub mod article;
pub mod claim;
pub mod extract;
pub mod graph;
mod lang;
pub mod model;
pub mod normalize;
pub mod run;
pub mod sentence;
mod span;
pub mod store;

pub use lang::{Lang, UnknownLang};
pub use span::{CodePointSpan, CodePoints, Span};

/// Lower-case hexadecimal digits of `bytes`.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
