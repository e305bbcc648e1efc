//! HTML pages through the public API.

use std::fs;
use std::path::PathBuf;

use dixit::Lang;
use dixit::article::{self, Article, Options, Read};

fn read(page: &str) -> Vec<Read> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("page.html");
    fs::write(&path, page).expect("a file");
    let found = article::discover(&[PathBuf::from(&path)]).expect("it is there");
    found.inputs.iter().flat_map(|input| article::read(input, &Options::default())).collect()
}

fn one(page: &str) -> Article {
    match read(page).pop() {
        Some(Read::Article(article)) => *article,
        other => panic!("{other:?}"),
    }
}

/// A page as a newspaper's system makes it: navigation, article, related links, footer.
fn page(lang: &str, head: &str, article: &str) -> String {
    format!(
        r#"<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}<style>p {{}}</style></head>
<body><header><nav><ul><li><a href="/">Accueil</a></li><li><a href="/eco">Éco</a></li></ul></nav></header>
<main>{article}</main>
<aside class="related"><h3>Lire aussi</h3><ul><li><a href="/x">Un autre article</a></li></ul></aside>
<footer><p>© Le Courrier de Valmont. Tous droits réservés.</p></footer><script>var a = "<p>no</p>";</script></body></html>"#
    )
}

const ARTICLE: &str = r#"<article><h1>Les loyers grimpent de 5&nbsp;%</h1>
<p class="byline">Par <a href="/anne">Anne Roy</a></p><time datetime="2025-01-27T06:30:00+01:00">27 janvier</time>
<p>Le loyer moyen <b>a augmenté</b> de 5,2&nbsp;% en un an, selon la mairie&#8201;; c&rsquo;est la plus forte
   hausse depuis <i>2008</i>, dit-elle.<br>Les propriétaires, eux, parlent d&#39;un rattrapage.</p>
<h2>Un plafond en vue</h2>
<p>Les associations demandent un pla&shy;fond de 12&nbsp;€ le mètre carré, une mesure que la maire, Élise Caron, juge
trop tardive et que son adjoint au logement défend depuis l&#x27;an dernier.</p>
<ul><li>un plafond pour les petites surfaces</li><li>une taxe sur les logements vides</li></ul>
<p>«&#x202F;Nous voterons en mars&#x202F;», a-t-elle promis devant les habitants réunis à la salle des fêtes, où près de
trois cents personnes avaient pris place.</p></article>"#;

#[test]
fn the_main_text_keeps_its_blocks_and_its_spaces() {
    let article =
        one(&page("fr", "<title>Les loyers grimpent de 5 % - Le Courrier</title>", ARTICLE));
    let blocks: Vec<&str> = article.text.split("\n\n").collect();
    for block in [
        "Le loyer moyen a augmenté de 5,2\u{a0}% en un an, selon la mairie\u{2009}; c’est la plus forte hausse depuis \
         2008, dit-elle.\nLes propriétaires, eux, parlent d'un rattrapage.",
        "Un plafond en vue",
        "un plafond pour les petites surfaces",
        "une taxe sur les logements vides",
    ] {
        assert!(blocks.contains(&block), "{block:?} in {blocks:#?}");
    }
    assert!(article.text.contains("pla\u{ad}fond de 12\u{a0}€"));
    assert!(article.text.contains("«\u{202f}Nous voterons en mars\u{202f}», a-t-elle"));
    for outside in ["Accueil", "Lire aussi", "droits réservés", "var a"] {
        assert!(!article.text.contains(outside), "{outside} in {}", article.text);
    }
    assert_eq!(article.lang, Lang::Fr);
    assert_eq!(article.date.as_deref(), Some("2025-01-27T06:30:00+01:00"));
    assert!(
        article.title.as_deref().is_some_and(|title| title.starts_with("Les loyers grimpent")),
        "{:?}",
        article.title
    );
}

fn facts(head: &str) -> [Option<String>; 5] {
    let article = one(&page(
        "fr",
        head,
        &ARTICLE.replace("<time datetime=\"2025-01-27T06:30:00+01:00\">27 janvier</time>", ""),
    ));
    [article.title, article.date, article.url, article.source, article.author]
}

#[test]
fn facts_are_read_wherever_pages_state_them() {
    let expected = |author: &str| {
        [
            "Les loyers grimpent",
            "2025-01-27",
            "https://courrier.example/loyers",
            "Le Courrier",
            author,
        ]
        .map(|fact| Some(fact.to_owned()))
    };
    let one_object = r#"<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
        "headline": "Les loyers grimpent", "datePublished": "2025-01-27", "author": {"@type": "Person", "name": "Anne Roy"},
        "mainEntityOfPage": {"@type": "WebPage", "@id": "https://courrier.example/loyers"},
        "publisher": {"@type": "Organization", "name": "Le Courrier", "logo": {"url": "https://courrier.example/l.png"}}}</script>"#;
    assert_eq!(facts(one_object), expected("Anne Roy"));

    let graph = r##"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "@id": "#site", "name": "courrier.example"},
        {"@type": "Organization", "@id": "#org", "name": "Le Courrier"},
        {"@type": "Person", "@id": "#roy", "name": "Anne Roy"}, {"@type": "WebPage", "name": "Page"},
        {"@type": ["Article", "NewsArticle"], "headline": "Les loyers grimpent", "datePublished": "2025-01-27",
         "url": "https://courrier.example/loyers", "publisher": {"@id": "#org"}, "author": [{"@id": "#roy"}, {"@type": "Person", "name": "Paul Mo"}]}]}</script>"##;
    assert_eq!(facts(graph), expected("Anne Roy, Paul Mo"));

    let list_with_flaws = r#"<script type="application/ld+json">{"@type": "BreadcrumbList", </script>
        <script type="application/ld+json"> [{"@type": "BreadcrumbList"}, {"@type": "http://schema.org/ReportageNewsArticle",
        "headline": "Les loyers
        grimpent", "datePublished": "2025-01-27", "url": "https://courrier.example/loyers", "publisher": "Le Courrier", "author": "Anne Roy"}]</script>"#;
    assert_eq!(facts(list_with_flaws), expected("Anne Roy"));

    let open_graph = r#"<meta property="og:title" content="Les loyers grimpent"><meta property="article:published_time" content="2025-01-27">
        <meta property="og:url" content="https://courrier.example/loyers"><meta property="og:site_name" content="Le&#32;Courrier">
        <meta property="article:author" content="https://courrier.example/anne"><meta name="Author" content="Anne Roy">"#;
    assert_eq!(facts(open_graph), expected("Anne Roy"));

    let names = r#"<meta name="DC.title" content="Les loyers grimpent"><meta name="DC.date.issued" content="2025-01-27"><link rel="canonical" href="https://courrier.example/loyers">
        <meta name="dcterms.publisher" content="Le Courrier"><meta name="DC.creator" content="Anne Roy">"#;
    assert_eq!(facts(names), expected("Anne Roy"));
}

#[test]
fn a_page_in_english_behind_a_template_in_french() {
    let article = one(&page(
        "fr",
        "<title>Rents climb 5% | The Valmont Post</title>",
        "<article><p>The average rent in Valmont rose 5.2% within a year, \
        city hall said on Tuesday, the sharpest rise since 2008.</p><p>“We will vote in March,” said Mayor Elise Caron, whose deputy \
        has called for a cap since last year.</p></article>",
    ));
    assert_eq!(article.lang, Lang::En);
    assert_eq!(article.text.split("\n\n").count(), 2);
}

#[test]
fn where_readability_finds_nothing_the_body_is_read() {
    let article = one(
        "<title>Bref</title><body><div>Le maire démissionne.</div><div>Il l'a dit <b>mardi</b>.</div></body>",
    );
    assert_eq!(article.text, "Le maire démissionne.\n\nIl l'a dit mardi.");
    let reads =
        read("<html><head><title>Vide</title></head><body><script>1</script></body></html>");
    assert!(matches!(&reads[..], [Read::Skipped { reason, .. }] if reason == "empty"), "{reads:?}");
}

#[test]
fn hostile_pages_are_read_in_time() {
    let deep = format!(
        "{}<p>Le maire démissionne, dit-il, pour des raisons de santé.</p>",
        "<div>".repeat(1_000)
    );
    assert_eq!(one(&deep).text, "Le maire démissionne, dit-il, pour des raisons de santé.");
    let wide = format!(
        "<body><article>{}</article></body>",
        "<p>Le maire démissionne, dit-il, pour des raisons de santé.</p>".repeat(2_000)
    );
    assert_eq!(one(&wide).text.split("\n\n").count(), 2_000);
}
