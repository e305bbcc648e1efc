//! dixit finds the claims in French and English news.
#![warn(missing_docs)]

pub mod claim;
mod digest;
pub mod graph;
mod lang;
mod span;
pub mod store;

pub use lang::{Lang, UnknownLang};
pub use span::{CodePointSpan, CodePoints, Span};
