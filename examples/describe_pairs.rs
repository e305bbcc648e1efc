//! Prints the pairs of claims of a run in numbers, one a line, for `models/train/pairs.py`:
//! `cargo run --release --example describe_pairs -- RUN`.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use dixit::link::{self, LinkInput, Named};
use dixit::store::{Recorded, Store};

fn main() -> Result<()> {
    let run = std::env::args_os().nth(1).map(PathBuf::from).context("usage: describe_pairs RUN")?;
    let mut recorded = Store::read(&run)?.recorded()?;
    let mut named: Vec<Named<'_>> = recorded.iter_mut().map(Recorded::named).collect();
    let entities = link::entities(&mut named);
    let inputs: Vec<LinkInput<'_>> = recorded.iter().map(Recorded::input).collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut out, &link::training::names())?;
    writeln!(out)?;
    for pair in link::training::describe(&inputs, &entities) {
        serde_json::to_writer(&mut out, &pair)?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
}
