//! GraphML for programs that draw and measure graphs: articles, claims, entities and groups as
//! nodes; as edges, how they hang together.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::ExportError;
use super::columns::name;
use crate::graph::{ArticleRecord, ClaimRecord, Record, Words};
use crate::store::Store;

/// The attributes: what has them, their name and type.
const KEYS: [(&str, &str, &str); 19] = [
    ("node", "class", "string"),
    ("node", "label", "string"),
    ("node", "lang", "string"),
    ("node", "date", "string"),
    ("node", "url", "string"),
    ("node", "outlet", "string"),
    ("node", "low", "double"),
    ("node", "high", "double"),
    ("node", "unit", "string"),
    ("node", "kind", "string"),
    ("node", "time", "string"),
    ("node", "modality", "string"),
    ("node", "negated", "boolean"),
    ("node", "check_worthiness", "double"),
    ("node", "confidence", "double"),
    ("node", "sources", "int"),
    ("edge", "relation", "string"),
    ("edge", "weight", "double"),
    ("edge", "why", "string"),
];

pub(super) fn write(store: &Store, out: impl Write) -> Result<(), ExportError> {
    let mut graph = GraphMl { xml: Writer::new(out) };
    graph.begin()?;
    store.each_record(|record, _| graph.record(record).map_err(ExportError::from))?;
    Ok(graph.end()?)
}

struct GraphMl<W> {
    xml: Writer<W>,
}

/// Attributes of a node or an edge.
type Data<'a> = Vec<(&'static str, Cow<'a, str>)>;

impl<W: Write> GraphMl<W> {
    fn begin(&mut self) -> io::Result<()> {
        self.xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        self.raw("\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n")?;
        for (of, name, r#type) in KEYS {
            self.xml
                .create_element("key")
                .with_attributes([
                    ("id", name),
                    ("for", of),
                    ("attr.name", name),
                    ("attr.type", r#type),
                ])
                .write_empty()?;
            self.raw("\n")?;
        }
        self.raw("<graph edgedefault=\"directed\">\n")
    }

    fn end(mut self) -> io::Result<()> {
        self.raw("</graph>\n</graphml>\n")
    }

    fn record(&mut self, record: Record<'_>) -> io::Result<()> {
        match record {
            Record::Article(article, claims) => {
                self.article(article)?;
                claims.iter().try_for_each(|claim| self.claim(claim))
            }
            Record::Entity(entity) => {
                let id = format!("entity:{}", entity.id);
                let class = name(entity.kind).to_lowercase();
                self.node(&id, vec![("class", class.into()), ("label", (&*entity.name).into())])?;
                let mut articles: Vec<_> =
                    entity.mentions.iter().map(|mention| &mention.article).collect();
                articles.sort_unstable();
                articles.dedup();
                articles.into_iter().try_for_each(|article| {
                    self.edge(&format!("article:{article}"), &id, "mentions", Vec::new())
                })
            }
            Record::Link(link) => self.edge(
                &format!("claim:{}", link.a),
                &format!("claim:{}", link.b),
                &name(link.relation),
                vec![("weight", link.confidence.to_string().into()), ("why", (&*link.why).into())],
            ),
            Record::Group(group) => {
                let id = format!("group:{}", group.id);
                let data = vec![
                    ("class", "group".into()),
                    ("label", (&*group.label.en).into()),
                    ("sources", group.sources.to_string().into()),
                ];
                self.node(&id, data)?;
                group.claims.iter().try_for_each(|claim| {
                    self.edge(&id, &format!("claim:{claim}"), "has_part", Vec::new())
                })
            }
            Record::Copy(copy) => self.edge(
                &format!("article:{}", copy.a),
                &format!("article:{}", copy.b),
                "copy",
                vec![("weight", copy.shared.to_string().into())],
            ),
        }
    }

    fn article(&mut self, article: &ArticleRecord) -> io::Result<()> {
        let label = article.title.as_deref().unwrap_or(&article.path);
        let mut data = vec![
            ("class", "article".into()),
            ("label", label.into()),
            ("lang", article.lang.code().into()),
        ];
        let known = [("date", &article.date), ("url", &article.url), ("outlet", &article.source)];
        data.extend(known.into_iter().filter_map(|(name, of)| Some((name, of.as_deref()?.into()))));
        self.node(&format!("article:{}", article.id), data)
    }

    fn claim(&mut self, claim: &ClaimRecord) -> io::Result<()> {
        let id = format!("claim:{}", claim.id);
        let mut data: Data<'_> = vec![
            ("class", "claim".into()),
            ("label", (&*claim.text).into()),
            ("lang", claim.lang.code().into()),
            ("modality", name(claim.modality).into()),
            ("negated", claim.negated.to_string().into()),
            ("check_worthiness", claim.check_worthiness.to_string().into()),
            ("confidence", claim.confidence.to_string().into()),
        ];
        if let Some(value) = claim.quantity.as_ref().and_then(|quantity| quantity.value.as_ref()) {
            let ends = [("low", value.low), ("high", value.high)];
            data.extend(
                ends.into_iter().filter_map(|(name, end)| Some((name, end?.0.to_string().into()))),
            );
            data.push(("unit", (&*value.unit).into()));
            data.push(("kind", name(value.kind).into()));
        }
        if let Some(time) = claim.time.as_ref().and_then(|time| time.value.as_deref()) {
            data.push(("time", time.into()));
        }
        self.node(&id, data)?;
        self.edge(&id, &format!("article:{}", claim.article), "appearance", Vec::new())?;
        let roles: [(&str, &Option<Words>); 5] = [
            ("subject", &claim.subject),
            ("object", &claim.object),
            ("place", &claim.place),
            ("cause", &claim.cause),
            ("source", &claim.source),
        ];
        for (role, words) in roles {
            if let Some(entity) = words.as_ref().and_then(|words| words.entity.as_ref()) {
                self.edge(&id, &format!("entity:{entity}"), role, Vec::new())?;
            }
        }
        Ok(())
    }

    fn node(&mut self, id: &str, data: Data<'_>) -> io::Result<()> {
        self.xml
            .create_element("node")
            .with_attribute(("id", &*legal(id)))
            .write_inner_content(|xml| write_data(xml, data))?;
        self.raw("\n")
    }

    fn edge(&mut self, from: &str, to: &str, relation: &str, mut data: Data<'_>) -> io::Result<()> {
        data.insert(0, ("relation", relation.to_owned().into()));
        self.xml
            .create_element("edge")
            .with_attributes([("source", &*legal(from)), ("target", &*legal(to))])
            .write_inner_content(|xml| write_data(xml, data))?;
        self.raw("\n")
    }

    fn raw(&mut self, xml: &str) -> io::Result<()> {
        self.xml.get_mut().write_all(xml.as_bytes())
    }
}

fn write_data<W: Write>(xml: &mut Writer<W>, data: Data<'_>) -> io::Result<()> {
    for (key, value) in data {
        xml.create_element("data")
            .with_attribute(("key", key))
            .write_text_content(BytesText::new(&legal(&value)))?;
    }
    Ok(())
}

/// `text` without the signs that XML 1.0 has no way to write.
fn legal(text: &str) -> Cow<'_, str> {
    let legal = |sign: char| !matches!(sign, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(legal) {
        return text.into();
    }
    text.chars().map(|sign| if legal(sign) { sign } else { '\u{fffd}' }).collect::<String>().into()
}
