//! dixit finds the claims in French and English news: who says what happened to what, by how
//! much, when, where, why and according to whom.
//!
//! One module for each step: [`article`] reads files, [`sentence`] splits texts, [`model`] tags
//! sentences with a transformer, [`extract`] turns tags into [`claim`]s, whose figures and times
//! [`normalize`] brings to a normal form. [`run`] does this for folders of articles, keeps the
//! record in a [`store`] and writes the claim [`graph`].
//!
//! ```
//! use std::path::{Path, PathBuf};
//!
//! use dixit::article::{self, Read};
//! use dixit::extract::{Extractor, Options};
//! use dixit::model::{DeviceChoice, Model};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let model = Model::load(Path::new("models/dixit-base"), DeviceChoice::Cpu)?;
//! let extractor = Extractor::new(model, Options::default());
//!
//! let found = article::discover(&[PathBuf::from("corpus/demo/02-harrow-quay-ledger.txt")])?;
//! for read in article::read(&found.inputs[0], &article::Options::default()) {
//!     let Read::Article(article) = read else { continue };
//!     let claims = extractor.findings(&article)?.claims;
//!     assert!(claims.iter().any(|claim| claim.extent().of(&article.text).contains("16.9 percent")));
//! }
//! # Ok(())
//! # }
//! ```

pub mod article;
pub mod claim;
pub mod entity;
pub mod evaluate;
pub mod export;
pub mod extract;
pub mod graph;
mod lang;
pub mod link;
pub mod model;
pub mod normalize;
pub mod query;
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
