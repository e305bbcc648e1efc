//! Prints the triples of a `graph.jsonld`, one a line, sorted: `cargo run --example triples FILE`.
//! `tests/jsonld/check.py` compares them with what another JSON-LD processor finds.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Write, stdout};

use oxjsonld::JsonLdParser;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: triples graph.jsonld")?;
    let mut triples = BTreeSet::new();
    for quad in JsonLdParser::new().for_reader(BufReader::new(File::open(path)?)) {
        triples.insert(format!("{} .", quad?));
    }
    let mut out = stdout().lock();
    for triple in triples {
        writeln!(out, "{triple}")?;
    }
    Ok(())
}
