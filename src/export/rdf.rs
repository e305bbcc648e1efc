//! The graph as triples. They are read from the graph that dixit writes as JSON-LD, so that all
//! serialisations say the same.

use std::io::{self, BufReader, BufWriter, Write, pipe};
use std::thread;

use oxigraph::io::{
    JsonLdProfile, RdfFormat, RdfParseError, RdfParser, RdfSerializer, WriterQuadSerializer,
};
use oxigraph::model::{NamedOrBlankNode, Quad};
use rustc_hash::FxHashMap;

use super::{ExportError, Format, json_ld};
use crate::graph::vocabulary::PREFIXES;
use crate::store::Store;

/// Hands on the triples of the run's graph, in the order in which the graph is written.
///
/// # Errors
///
/// The first that `take` gives, and when the run cannot be read.
pub fn quads<E: From<ExportError> + Send>(
    store: &Store,
    mut take: impl FnMut(Quad) -> Result<(), E> + Send,
) -> Result<(), E> {
    let failed = |error: io::Error| E::from(ExportError::from(error));
    let (reader, writer) = pipe().map_err(failed)?;
    thread::scope(|scope| {
        let parsed = scope.spawn(move || -> Result<(), E> {
            for quad in RdfParser::from_format(RdfFormat::JsonLd {
                profile: JsonLdProfile::Streaming.into(),
            })
            .for_reader(BufReader::new(reader))
            {
                take(quad.map_err(|error| E::from(unread(error)))?)?;
            }
            Ok(())
        });
        let written = json_ld(store, BufWriter::with_capacity(1 << 16, writer));
        let parsed = parsed.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        // Once the parser has failed, the writer's pipe is broken, and the other way round.
        match (written, parsed) {
            (Err(ExportError::Io(error)), parsed) if error.kind() == io::ErrorKind::BrokenPipe => {
                parsed
            }
            (Err(error), _) => Err(error.into()),
            (Ok(()), parsed) => parsed,
        }
    })
}

fn unread(error: RdfParseError) -> ExportError {
    match error {
        RdfParseError::Io(error) => error.into(),
        RdfParseError::Syntax(error) => ExportError::Graph(error),
    }
}

/// How many triples are put in order at a time: an entity may be mentioned any number of times.
const LARGEST: usize = 4096;

/// Writes the graph in one of the serialisations that hold triples.
pub(super) fn write(
    store: &Store,
    format: Format,
    out: impl Write + Send,
) -> Result<(), ExportError> {
    let serialisation = match format {
        Format::Turtle => RdfFormat::Turtle,
        Format::TriG => RdfFormat::TriG,
        _ => RdfFormat::NQuads,
    };
    let mut serializer = RdfSerializer::from_format(serialisation);
    for (prefix, namespace) in PREFIXES {
        serializer = serializer.with_prefix(prefix, namespace).map_err(io::Error::other)?;
    }
    let mut bundles = Bundles { out: serializer.for_writer(out), bundle: Vec::new() };
    quads(store, |quad| bundles.take(quad))?;
    bundles.write()?;
    bundles.out.finish()?;
    Ok(())
}

/// Brings the triples of a subject together: those of a claim's parts stand within the claim's.
struct Bundles<W: Write> {
    out: WriterQuadSerializer<W>,
    /// Triples of one node and of the parts that hang on its IRI.
    bundle: Vec<Quad>,
}

impl<W: Write> Bundles<W> {
    fn take(&mut self, quad: Quad) -> Result<(), ExportError> {
        let other =
            self.bundle.last().is_some_and(|last| whole(&last.subject) != whole(&quad.subject));
        if other || self.bundle.len() >= LARGEST {
            self.write()?;
        }
        self.bundle.push(quad);
        Ok(())
    }

    fn write(&mut self) -> Result<(), ExportError> {
        let mut order: FxHashMap<&NamedOrBlankNode, usize> = FxHashMap::default();
        for quad in &self.bundle {
            let next = order.len();
            order.entry(&quad.subject).or_insert(next);
        }
        let mut bundle: Vec<_> = self.bundle.iter().collect();
        bundle.sort_by_key(|quad| order[&quad.subject]);
        for quad in bundle {
            self.out.serialize_quad(quad)?;
        }
        self.bundle.clear();
        Ok(())
    }
}

/// The IRI up to its fragment.
fn whole(subject: &NamedOrBlankNode) -> &str {
    match subject {
        NamedOrBlankNode::NamedNode(iri) => {
            iri.as_str().split_once('#').map_or(iri.as_str(), |(whole, _)| whole)
        }
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}
