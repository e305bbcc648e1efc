use super::*;
use crate::entity::{EntityKind, Form};
use crate::{CodePointSpan, Lang};

/// An article in French, or in English where its id begins with `en`, whose names stand between
/// brackets, each with the letter of its kind and the number of its chain: `[P1:Jensen Huang]`.
fn article(id: &str, marked: &str) -> (ArticleRecord, Vec<MentionRecord>) {
    let (mut text, mut mentions) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, behind)) = rest.split_once('[') {
        text.push_str(before);
        let (name, behind) = behind.split_once(']').expect("brackets are closed");
        let (kind, name) = name.split_once(':').expect("a kind stands before a name");
        let (kind, chain) = kind.split_at(1);
        let start = text.chars().count();
        text.push_str(name);
        mentions.push(MentionRecord {
            span: CodePointSpan { start, end: text.chars().count() },
            form: Form::Name,
            kind: match kind {
                "P" => EntityKind::Person,
                "O" => EntityKind::Organization,
                "L" => EntityKind::Place,
                _ => EntityKind::Thing,
            },
            probability: 0.9,
            chain: chain.parse().expect("a chain has a number"),
        });
        rest = behind;
    }
    text.push_str(rest);
    let article = ArticleRecord {
        id: id.to_owned(),
        path: format!("{id}.txt"),
        lang: if id.starts_with("en") { Lang::En } else { Lang::Fr },
        title: None,
        date: None,
        url: None,
        source: None,
        text,
    };
    (article, mentions)
}

fn found(articles: &[(ArticleRecord, Vec<MentionRecord>)]) -> Vec<EntityRecord> {
    let mut named: Vec<Named<'_>> = articles
        .iter()
        .map(|(article, mentions)| Named { article, mentions, claims: &mut [] })
        .collect();
    entities(&mut named)
}

/// Each entity as its name and how often it is meant in which articles, by name.
fn outline(marked: &[(&str, &str)]) -> Vec<String> {
    let articles: Vec<_> = marked.iter().map(|(id, marked)| article(id, marked)).collect();
    let mut lines: Vec<String> = found(&articles)
        .iter()
        .map(|entity| {
            let mut articles: Vec<&str> =
                entity.mentions.iter().map(|mention| mention.article.as_str()).collect();
            articles.dedup();
            format!("{} {:?} {}", entity.name, entity.kind, articles.join("+"))
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn names_meet_across_articles_and_languages() {
    let found = outline(&[
        ("a", "[O0:NVIDIA] et [P1:Jensen Huang], à [L2:Londres], aux [L3:États-Unis]. [P1:Huang]"),
        (
            "en-b",
            "[O0:Nvidia Corp.] and [P1:Jensen H. Huang] in [L2:London], [L3:U.S.] and [O0:Nvidia]",
        ),
        ("c", "[O0:Nvidia] et l’[O1:ONU]"),
        ("en-d", "The [O0:United Nations] in [L1:Londonderry]"),
    ]);
    assert_eq!(
        found,
        [
            "Jensen H. Huang Person a+en-b",
            "London Place a+en-b",
            "Londonderry Place en-d",
            "Nvidia Organization a+c+en-b",
            "United Nations Organization c+en-d",
            "États-Unis Place a+en-b",
        ]
    );
}

#[test]
fn a_surname_needs_something_else_in_common() {
    let full = ("a", "[P0:Claire Vasseur] dirige [O1:Lactis].");
    let found = outline(&[full, ("b", "[P0:Vasseur] quitte [O1:Lactis].")]);
    assert_eq!(found, ["Claire Vasseur Person a+b", "Lactis Organization a+b"]);
    let found = outline(&[full, ("b", "[P0:Vasseur] gagne à [L1:Dax].")]);
    assert!(found.contains(&"Vasseur Person b".to_owned()), "{found:?}");
    // Two bearers beside the same firm: nobody can tell.
    let second = ("c", "[P0:Hugo Vasseur] quitte [O1:Lactis].");
    let found = outline(&[full, second, ("d", "[P0:Vasseur] parle de [O1:Lactis].")]);
    assert!(found.contains(&"Vasseur Person d".to_owned()), "{found:?}");
    // Without a full name anywhere, the same firm is what two articles have in common.
    let found = outline(&[
        ("a", "[P0:Vasseur] et [O1:Lactis]"),
        ("b", "[O1:Lactis] et [P0:Vasseur]"),
        ("c", "[P0:Vasseur] et [O1:Ovimi]"),
    ]);
    assert!(found.contains(&"Vasseur Person a+b".to_owned()), "{found:?}");
    assert!(found.contains(&"Vasseur Person c".to_owned()), "{found:?}");
}

#[test]
fn names_that_share_words_stay_apart() {
    let found = outline(&[
        ("a", "[O0:Crédit agricole] et [P1:Paul Denis]"),
        ("b", "[O0:Crédit mutuel] et [L1:Saint-Denis] et [P2:Anne Denis]"),
        ("c", "[L0:Paris] et [P1:Paris Jackson]"),
    ]);
    assert_eq!(found.len(), 7, "{found:?}");
}

#[test]
fn an_acronym_means_what_an_article_explains() {
    let whole = ("a", "la [O0:Caisse viticole du Midi] ([O0:CVM])");
    let found = outline(&[whole, ("b", "La [O0:CVM] ferme.")]);
    assert_eq!(found, ["Caisse viticole du Midi Organization a+b"]);
    let other = ("c", "la [O0:Coopérative de vente maritime] ([O0:CVM])");
    let found = outline(&[whole, other, ("b", "La [O0:CVM] ferme.")]);
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn most_articles_say_what_is_a_person() {
    let found = outline(&[
        ("a", "[O0:Nvidia], [O0:Nvidia], [O0:Nvidia]"),
        ("b", "[P0:Nvidia] et [O1:Intel]"),
    ]);
    assert_eq!(found, ["Intel Organization b", "Nvidia Organization a+b"]);
}

#[test]
fn ids_hang_on_names_alone() {
    let marked = [
        ("a", "[O0:Lactis] et [P1:Claire Vasseur]"),
        ("b", "[P0:Vasseur] et [O1:Lactis SA]"),
        ("c", "[P0:Vasseur] et [L1:Dax]"),
        ("en-d", "[L0:Germany] and [O1:Ovimi]"),
    ];
    let mut articles: Vec<_> = marked.iter().map(|(id, marked)| article(id, marked)).collect();
    let forth = found(&articles);
    articles.reverse();
    assert_eq!(found(&articles), forth);
    // Fewer articles: what they name keeps its id.
    let fewer = found(&articles[2..]);
    for entity in &fewer {
        let same = forth.iter().find(|other| other.id == entity.id).map(|other| &other.name);
        assert_eq!(same, Some(&entity.name));
    }
    assert_eq!(fewer.len(), 2);
}
