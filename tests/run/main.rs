//! The record of a run, the batch that fills it and the files written from it, with claims made by
//! hand in place of the model's.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod batch;
mod by_hand;
mod graph;
mod linking;
mod store;
