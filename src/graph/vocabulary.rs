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
//! | `SoftwareApplication`, `softwareVersion`, `MediaObject`, `sha256` | schema.org | the program and the model |
//! | `Annotation`, `hasBody`, `hasTarget`, `motivatedBy`, `describing` | Web Annotation | the claim describes the sentence |
//! | `SpecificResource`, `hasSource`, `hasSelector`, `TextPositionSelector`, `start`, `end`, `TextQuoteSelector`, `exact`, `prefix`, `suffix` | Web Annotation | the words that say it; positions count code points of `text` in `articles.jsonl` |
//! | `Entity`, `Activity`, `SoftwareAgent`, `wasGeneratedBy`, `wasDerivedFrom`, `used`, `wasAssociatedWith` | PROV-O | who derived what from what |
//!
//! Own terms, in [`NAMESPACE`]. A role leads from a claim to the words that fill it:
//!
//! | term | leads to |
//! | --- | --- |
//! | `predicate`, `subject`, `object`, `quantity`, `time`, `place`, `cause` | the words with that role |
//! | `source` | the words that name who makes the claim, in an article that reports it. schema.org's `author` wants a person or an organisation, and words such as `he` or `two officials` are neither; `author` is kept for sources known as such |
//! | `cue` | the words of reporting |
//! | `normalForm` | the quantity's value |
//! | `kind` | what the value measures: `money`, `percent`, `count`, `measure`, `duration`, `age`, `ratio` |
//! | `per` | the denominator of a rate, as a unit |
//! | `approximate`, `strict` | `true` where the text says so; `strict`: the bound excludes its end |
//! | `change` | `increase` or `decrease`, where the value is a change and not a level |
//! | `modality` | `asserted`, `hedged`, `predicted`, `opinion` |
//! | `quoted`, `negated` | booleans |
//! | `checkWorthiness`, `confidence` | probabilities, 0 to 1 |
//! | `minConfidence` | the least confidence of the claims that an extraction kept |
//!
//! Numbers are `xsd:decimal`, written as strings so that no processor rounds them.

/// The namespace of dixit's own terms.
pub const NAMESPACE: &str = "https://w3id.org/dixit/ns#";

/// The JSON-LD context that `graph.jsonld` carries.
pub const CONTEXT: &str = include_str!("context.json");
