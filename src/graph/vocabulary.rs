//! The vocabulary of `graph.jsonld`: which terms stand for what, and where they come from.
//!
//! Every node has an IRI, so that two processors give the same triples and a graph loaded twice
//! stays one graph. IRIs come from ids alone:
//!
//! | node | IRI |
//! | --- | --- |
//! | article | `urn:dixit:article:` and its id |
//! | claim | `urn:dixit:claim:` and its id |
//! | part of a claim | the claim's IRI, `#` and the role: `#subject`, `#quantity`, … |
//! | selectors of a part | the part's IRI and `.position` or `.quote` |
//! | normal form of a claim's quantity | the claim's IRI and `#value` |
//! | annotation of the claim's sentence | the claim's IRI and `#annotation` |
//! | outlet | the article's IRI and `#publisher` |
//! | entity | `urn:dixit:entity:` and its id |
//! | annotation of an entity's mention | the entity's IRI, `#`, the article's id, `.` and the position |
//! | link, copy | `urn:dixit:link:` or `urn:dixit:copy:` and the two ids, with `+` between them |
//! | group, its values | `urn:dixit:group:` and its id; this, `#value.` and a number |
//! | the extraction | `urn:dixit:extraction:` and the digest of model and options |
//! | the model | `urn:dixit:model:` and its SHA-256 |
//! | the program | `urn:dixit:software:` and its version |
//!
//! Terms that others own:
//!
//! | term | from | use |
//! | --- | --- | --- |
//! | `NewsArticle`, `headline`, `datePublished`, `url`, `inLanguage`, `identifier`, `publisher`, `Organization`, `name` | schema.org | the article; a publisher is named as its metadata name it |
//! | `Claim`, `text`, `appearance` | schema.org | the claim, its words, the article it appears in |
//! | `temporalCoverage` | schema.org | when the claim holds, EDTF |
//! | `QuantitativeValue`, `MonetaryAmount`, `value`, `minValue`, `maxValue`, `currency`, `unitCode`, `unitText` | schema.org | normal form of the quantity; `value` where both ends are one; `unitCode` is UN/CEFACT (`P1` per cent, `C62` one) or `ucum:` and a UCUM code |
//! | `about`, `author`, `spatialCoverage`, `mentions` | schema.org | the entities that a claim's subject, source, place, and object or cause mean |
//! | `Person`, `Organization`, `Place`, `Thing`, `mentions` | schema.org | an entity, and the articles that mention it (`mentionedIn` in the file is `mentions` read from the other end) |
//! | `Collection`, `hasPart`, `name` | schema.org | a group, its claims, its label in French and English (`label` in the file) |
//! | `SoftwareApplication`, `softwareVersion`, `MediaObject`, `sha256` | schema.org | the program and the model |
//! | `Annotation`, `hasBody`, `hasTarget`, `motivatedBy`, `describing`, `identifying` | Web Annotation | the claim describes the sentence; the entity identifies what a mention means |
//! | `SpecificResource`, `hasSource`, `hasSelector`, `TextPositionSelector`, `start`, `end`, `TextQuoteSelector`, `exact`, `prefix`, `suffix` | Web Annotation | the words that say it; positions count code points of `text` in `articles.jsonl` |
//! | `agreesWith`, `disagreesWith` | `CiTO` | two claims say the same, or cannot both be true; stated from both ends |
//! | `Statement`, `subject`, `predicate`, `object` | RDF | what a link or a copy states, to say more of it (`first`, `relation`, `second` in the file) |
//! | `description` | schema.org | why two claims are linked, in English (`why` in the file) |
//! | `alternateOf` | PROV-O | two articles share their text; stated from both ends |
//! | `Entity`, `Activity`, `SoftwareAgent`, `wasGeneratedBy`, `wasDerivedFrom`, `used`, `wasAssociatedWith` | PROV-O | who derived what from what |
//!
//! Own terms, in [`NAMESPACE`]. A role leads from a claim to the words that fill it:
//!
//! | term | leads to |
//! | --- | --- |
//! | `predicate`, `subject`, `object`, `quantity`, `time`, `place`, `cause` | the words with that role |
//! | `source` | the words that name who makes the claim, in an article that reports it. schema.org's `author` wants a person or an organisation, and words such as `he` or `two officials` are neither; `author` leads to the entity that they mean, where it is known |
//! | `cue` | the words of reporting |
//! | `normalForm` | the quantity's value; from a group, the values that its claims give |
//! | `kind` | what the value measures: `money`, `percent`, `count`, `measure`, `duration`, `age`, `ratio` |
//! | `per` | the denominator of a rate, as a unit |
//! | `approximate`, `strict` | `true` where the text says so; `strict`: the bound excludes its end |
//! | `change` | `increase` or `decrease`, where the value is a change and not a level |
//! | `modality` | `asserted`, `hedged`, `predicted`, `opinion` |
//! | `quoted`, `negated` | booleans |
//! | `checkWorthiness`, `confidence` | probabilities, 0 to 1 |
//! | `minConfidence` | the least confidence of the claims that an extraction kept |
//! | `sharedText` | the share of the shorter of two texts that stands in the longer one |
//! | `independentSources` | how many sources stand behind a group's claims; copies of one text count once |
//!
//! `ontology/dixit.ttl` defines them in French and English, and `ontology/shapes.ttl` holds the shapes
//! (SHACL) that every graph conforms to.
//!
//! Numbers are `xsd:decimal`, written as strings so that no processor rounds them.

/// The namespace of dixit's own terms.
pub const NAMESPACE: &str = "https://w3id.org/dixit/ns#";

/// The prefixes of the namespaces in use, for serialisations and queries.
pub const PREFIXES: [(&str, &str); 8] = [
    ("cito", "http://purl.org/spar/cito/"),
    ("dixit", NAMESPACE),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The prefixes of the graph's own nodes, for queries.
pub const NODE_PREFIXES: [(&str, &str); 6] = [
    ("article", "urn:dixit:article:"),
    ("claim", "urn:dixit:claim:"),
    ("copy", "urn:dixit:copy:"),
    ("entity", "urn:dixit:entity:"),
    ("group", "urn:dixit:group:"),
    ("link", "urn:dixit:link:"),
];

/// The JSON-LD context that `graph.jsonld` carries.
pub const CONTEXT: &str = include_str!("context.json");
