//! What a run writes: the records of `articles.jsonl` and `claims.jsonl`, and the claim graph.
//!
//! Positions leave the program here, and here they turn from bytes into Unicode code points.

mod iri;
mod jsonld;
mod linked;
mod linked_node;
mod node;
mod quote;
mod record;
pub mod vocabulary;

pub use crate::entity::EntityKind;
pub use jsonld::{GraphWriter, Provenance};
pub use linked::{
    CopyRecord, EntityMention, EntityRecord, GroupRecord, GroupValue, Label, LinkRecord,
    MentionRecord, Relation,
};
pub(crate) use quote::Quotes;
pub use record::{ArticleRecord, ClaimRecord, QuantityRecord, Record, TimeRecord, Words};
