//! Reading through the public API: files in, articles out.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use dixit::Lang;
use dixit::article::{self, Article, DiscoverError, Options, Read};
use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

const FR: &str = "La mairie de Valmont a indiqué mardi que le loyer moyen avait augmenté de 5,2 % en un an. \
                  Les associations demandent un plafond.";
const EN: &str = "Valmont city hall said on Tuesday that the average rent had risen 5.2% within a year. \
                  Tenants' groups want a cap.";
const DE: &str = "Das Rathaus von Valmont teilte am Dienstag mit, dass die Durchschnittsmiete in einem Jahr \
                  um 5,2 Prozent gestiegen ist. Die Mietervereine fordern eine Obergrenze.";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
    folder
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn read_all(inputs: &[PathBuf], options: &Options) -> Vec<Read> {
    let found = article::discover(inputs).expect("the inputs are there");
    let read = found.inputs.iter().flat_map(|input| article::read(input, options));
    read.chain(found.left_out).collect()
}

fn read_folder(folder: &Path) -> Vec<Read> {
    read_all(&[folder.to_owned()], &Options::default())
}

/// One line for each: what became of it, path below the folder, and language or reason.
fn outline(folder: &Path, reads: &[Read]) -> Vec<String> {
    let below = |path: &str| path.replace(&format!("{}/", folder.display()), "");
    reads
        .iter()
        .map(|read| match read {
            Read::Article(article) => format!("{} {}", below(&article.path), article.lang),
            Read::Skipped { path, reason } => format!("{} skipped: {reason}", below(path)),
            Read::Failed { path, error } => format!("{} failed: {error}", below(path)),
        })
        .collect()
}

fn one(name: &str, content: &[u8]) -> Article {
    let folder = folder(&[(name, content)]);
    match read_folder(folder.path()).pop() {
        Some(Read::Article(article)) => *article,
        other => panic!("{name}: {other:?}"),
    }
}

fn only_failure(name: &str, content: &[u8]) -> String {
    let folder = folder(&[(name, content)]);
    let reads = read_folder(folder.path());
    assert_eq!(reads.len(), 1, "{reads:?}");
    outline(folder.path(), &reads).remove(0)
}

#[test]
fn a_folder_is_read_in_the_order_of_its_paths() {
    let folder = folder(&[
        ("b/two.txt", EN.as_bytes()),
        ("b/one.md", FR.as_bytes()),
        ("a.txt", FR.as_bytes()),
        ("c.txt.gz", &gzip(EN.as_bytes())),
        ("d.txt.zst", &zstd::encode_all(EN.as_bytes(), 1).expect("memory takes it")),
        ("e.HTML", format!("<html><body><p>{FR}</p></body></html>").as_bytes()),
        (".git/config.txt", EN.as_bytes()),
        (".hidden.txt", EN.as_bytes()),
        ("photo.jpg", b"\xff\xd8\xff"),
        ("Makefile", b"all:"),
    ]);
    assert_eq!(
        outline(folder.path(), &read_folder(folder.path())),
        [
            "a.txt fr",
            "b/one.md fr",
            "b/two.txt en",
            "c.txt.gz en",
            "d.txt.zst en",
            "e.HTML fr",
            "Makefile skipped: the name has no ending that tells the format",
            "photo.jpg skipped: files that end in .jpg are not read",
        ]
    );
}

#[test]
fn a_file_reached_twice_is_read_once_and_loops_are_cut() {
    let folder = folder(&[("in/a.txt", FR.as_bytes()), ("in/b.txt", EN.as_bytes())]);
    let inner = folder.path().join("in");
    let inputs = [inner.join("b.txt"), inner.clone(), folder.path().to_owned()];
    assert_eq!(outline(&inner, &read_all(&inputs, &Options::default())), ["b.txt en", "a.txt fr"]);

    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&inner, inner.join("loop")).expect("a link");
        std::os::unix::fs::symlink(inner.join("a.txt"), inner.join("same.txt")).expect("a link");
        std::os::unix::fs::symlink("nowhere", inner.join("broken.txt")).expect("a link");
        let outline = outline(&inner, &read_folder(&inner));
        assert_eq!(outline[..2], ["a.txt fr", "b.txt en"]);
        assert!(outline[2].starts_with("broken.txt failed: cannot be read"), "{outline:?}");
        assert_eq!(outline[3..], ["loop skipped: a link to a folder that holds it"]);
    }
}

#[test]
fn inputs_that_cannot_be_are_errors_at_once() {
    let folder = folder(&[("sheet.xlsx", b"PK\x03\x04")]);
    let missing = folder.path().join("nothing.txt");
    assert!(
        matches!(article::discover(std::slice::from_ref(&missing)), Err(DiscoverError::Missing(path)) if path == missing)
    );
    let error =
        article::discover(&[folder.path().join("sheet.xlsx")]).expect_err("not a format we read");
    let message = error.to_string();
    assert!(message.contains("sheet.xlsx: files that end in .xlsx are not read"), "{message}");
    assert!(message.contains(".jsonl"), "{message}");
}

#[test]
fn plain_text_stays_as_it_is() {
    let text = "\u{feff}Le loyer grimpe\r\n\r\nIl atteint 1\u{202f}250\u{a0}€, dit l'«\u{a0}oﬃce\u{a0}», \
                selon les chif\u{ad}fres de la mairie.\r\n";
    let article = one("a.txt", text.as_bytes());
    assert_eq!(article.text, text.trim_start_matches('\u{feff}').replace('\r', ""));
    assert_eq!(article.title.as_deref(), Some("Le loyer grimpe"));
    assert_eq!(article.parts[0].span.of(&article.text), article.text.trim());
}

#[test]
fn any_encoding_is_decoded() {
    let text = "Le maire a déclaré que l’été coûterait 40 € de plus à chaque élève, « hélas ».";
    for encoding in [encoding_rs::WINDOWS_1252, encoding_rs::UTF_8] {
        assert_eq!(one("a.txt", &encoding.encode(text).0).text, text, "{}", encoding.name());
    }
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(one("a.txt", &utf16).text, text);
    let page =
        format!("<html><head><meta charset=windows-1252></head><body><p>{text}</p></body></html>");
    assert_eq!(one("a.html", &encoding_rs::WINDOWS_1252.encode(&page).0).text, text);
}

#[test]
fn a_broken_line_is_one_failure() {
    let mut lines: Vec<String> = (1..=9)
        .map(|n| {
            serde_json::json!({"id": format!("n{n}"), "text": if n % 2 == 0 { FR } else { EN }})
                .to_string()
        })
        .collect();
    lines[6] = "{\"id\": \"n7\", \"text\": \"cut".to_owned();
    lines[3] = "{\"id\": \"n4\", \"body_html\": \"x\"}".to_owned();
    lines[4] = "{\"id\": \"n5\", \"text\": 12}".to_owned();
    lines[5] = String::new();
    let content = lines.join("\n");
    for (name, bytes) in [
        ("n.jsonl", content.clone().into_bytes()),
        ("n.jsonl.gz", gzip(content.as_bytes())),
        ("n.ndjson.zst", zstd::encode_all(content.as_bytes(), 1).expect("memory takes it")),
    ] {
        let folder = folder(&[(name, &bytes)]);
        let outline = outline(folder.path(), &read_folder(folder.path()));
        let at = |n: usize, rest: &str| format!("{name}:{n} {rest}");
        assert_eq!(
            outline,
            [
                at(1, "en"),
                at(2, "fr"),
                at(3, "en"),
                at(4, "failed: no field `text`; the fields found are `body_html`, `id`"),
                at(5, "failed: field `text`: expected a string, found a number"),
                at(7, "failed: not valid JSON: EOF while parsing a string (column 25)"),
                at(8, "fr"),
                at(9, "en"),
            ]
        );
    }
}

#[test]
fn articles_before_the_break_of_a_truncated_file_are_kept() {
    let lines: String = (0..2000)
        .map(|n| {
            serde_json::json!({"id": n, "text": format!("{EN} Street {}.", n * 7919 % 10007)})
                .to_string()
                + "\n"
        })
        .collect();
    let whole = gzip(lines.as_bytes());
    let folder = folder(&[("n.jsonl.gz", &whole[..whole.len() / 2])]);
    let reads = read_folder(folder.path());
    let articles = reads.iter().filter(|read| matches!(read, Read::Article(_))).count();
    assert!((100..2000).contains(&articles), "{articles}");
    assert_eq!(reads.len(), articles + 1);
    let last = outline(folder.path(), &reads).pop().expect("there is one");
    assert!(last.contains("failed: the gzip data break off"), "{last}");

    let text = gzip(EN.repeat(500).as_bytes());
    let failure = only_failure("a.txt.gz", &text[..text.len() / 2]);
    assert!(failure.contains("failed: the gzip data break off"), "{failure}");
    let failure = only_failure("a.txt.zst", b"no zstd at all");
    assert!(failure.contains("failed: these are no valid zstd data"), "{failure}");
}

#[test]
fn what_holds_nothing_to_read_is_skipped_or_fails_with_the_reason() {
    for (name, content, expected) in [
        ("a.txt", &b""[..], "a.txt skipped: empty"),
        ("a.txt", b" \n\xc2\xa0\n", "a.txt skipped: empty"),
        ("a.txt", b"17 % --- 42", "a.txt skipped: nothing to read: no words in it"),
        ("a.json", b"", "a.json skipped: empty"),
        ("a.jsonl", b"", "a.jsonl skipped: empty"),
        (
            "a.jsonl",
            b"\x89PNG\r\n\x1a\n\0\0\n\0",
            "a.jsonl:1 failed: this is a PNG image, not text; convert it to text first",
        ),
        (
            "a.txt",
            b"\x89PNG\r\n\x1a\n\0\0",
            "a.txt failed: this is a PNG image, not text; convert it to text first",
        ),
        (
            "a.txt",
            b"ab\0\x01\x02cd",
            "a.txt failed: this is binary data, not text; convert it to text first",
        ),
        ("a.txt", DE.as_bytes(), "a.txt skipped: in German, not in French or English"),
        (
            "a.jsonl",
            b"{\"text\": \"Kurz.\", \"lang\": \"de\"}",
            "a.jsonl:1 skipped: in the language `de`, not in French or English",
        ),
        (
            "a.json",
            b"{\"text\": ",
            "a.json failed: not valid JSON: EOF while parsing a value (column 9, line 1)",
        ),
        ("a.json", b"3", "a.json failed: expected an object with a field `text`, found a number"),
        (
            "a.json",
            b"{\"text\": \"a\"}\n{\"text\": \"b\"}",
            "a.json failed: not valid JSON: trailing characters; one article a line belongs into a .jsonl file (column 1, line 2)",
        ),
    ] {
        assert_eq!(only_failure(name, content), expected);
    }
    let folder = folder(&[
        ("a.txt", EN.as_bytes()),
        (
            "b.jsonl",
            format!("{{\"text\": \"{EN}\"}}\n{{\"text\": \"Yes, they do that.\"}}").as_bytes(),
        ),
    ]);
    let short = Options { longest: 100, ..Options::default() };
    let outline = outline(folder.path(), &read_all(&[folder.path().to_owned()], &short));
    assert!(outline[0].starts_with("a.txt failed: longer than"), "{outline:?}");
    assert!(outline[1].starts_with("b.jsonl:1 failed: longer than"), "{outline:?}");
    assert_eq!(outline[2..], ["b.jsonl:2 en"]);
}

#[test]
fn json_fields_and_their_synonyms() {
    let ours = one("a.json", format!(r#"{{"id": 12, "text": "{EN}", "title": "Rents", "date": "2025-01-27", "url": "https://ex.example/a", "source": "The Post", "author": "Jo Marsh", "lang": "en", "views": 3}}"#).as_bytes());
    let theirs = one("a.json", format!(r#"[{{"_id": "12", "articleBody": "{EN}", "headline": "Rents", "datePublished": "27 January 2025", "link": "https://ex.example/a", "publisher": {{"name": "The Post"}}, "authors": [{{"name": "Jo Marsh"}}], "inLanguage": "en-GB", "title": null}}]"#).as_bytes());
    for article in [ours, theirs] {
        assert_eq!(article.id, "12");
        assert_eq!(article.text, EN);
        assert_eq!(article.title.as_deref(), Some("Rents"));
        assert_eq!(article.date.as_deref(), Some("2025-01-27"));
        assert_eq!(article.url.as_deref(), Some("https://ex.example/a"));
        assert_eq!(article.source.as_deref(), Some("The Post"));
        assert_eq!(article.author.as_deref(), Some("Jo Marsh"));
        assert_eq!(article.lang, Lang::En);
    }
    let folder =
        folder(&[("l.json", format!(r#"[{{"text": "{FR}"}}, {{"text": "{EN}"}}, 4]"#).as_bytes())]);
    assert_eq!(
        outline(folder.path(), &read_folder(folder.path())),
        [
            "l.json[1] fr",
            "l.json[2] en",
            "l.json[3] failed: expected an object with a field `text`, found a number"
        ]
    );
}

#[test]
fn ids_hang_on_nothing_but_the_article() {
    let first = folder(&[("x/a.txt", FR.as_bytes()), ("b.txt", EN.as_bytes())]);
    let second =
        folder(&[("b.txt", EN.as_bytes()), ("x/a.txt", FR.as_bytes()), ("0.txt", b"More of it.")]);
    let ids = |folder: &Path| -> Vec<(String, String)> {
        let mut ids: Vec<_> = read_folder(folder)
            .into_iter()
            .filter_map(|read| match read {
                Read::Article(article) if article.text.len() > 20 => {
                    Some((article.id, article.text))
                }
                _ => None,
            })
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(first.path()), ids(second.path()));
    assert!(
        ids(first.path())
            .iter()
            .all(|(id, _)| id.len() == 16 && id.bytes().all(|b| b.is_ascii_hexdigit()))
    );
    assert_ne!(one("a.txt", FR.as_bytes()).id, one("b.txt", FR.as_bytes()).id);
    // Fixed for good: stored runs refer to it.
    assert_eq!(one("a.txt", b"Rents rose.").id, "985d0bddc99a42ec");
}

#[test]
fn paragraphs_in_another_language() {
    let text = format!("{FR}\n\nMairie de Valmont\n\n{EN}\n\n{DE}\n\n{FR}\n\n{FR}");
    let article = one("a.txt", text.as_bytes());
    assert_eq!(article.lang, Lang::Fr);
    let parts: Vec<(Lang, &str)> =
        article.parts.iter().map(|part| (part.lang, part.span.of(&article.text))).collect();
    let (first, last) = (format!("{FR}\n\nMairie de Valmont"), format!("{FR}\n\n{FR}"));
    assert_eq!(parts, [(Lang::Fr, first.as_str()), (Lang::En, EN), (Lang::Fr, last.as_str())]);

    let folder = folder(&[("a.txt", text.as_bytes())]);
    let said = Options { lang: Some(Lang::En), ..Options::default() };
    let Some(Read::Article(article)) = read_all(&[folder.path().to_owned()], &said).pop() else {
        panic!("it is an article");
    };
    assert_eq!((article.lang, article.parts.len()), (Lang::En, 1));
}

#[test]
fn markdown_is_reduced_to_its_text() {
    let markdown = "---\ntitle: \"Les loyers\"\ndate: 2025-01-27\nauthor: [Anne Roy, Paul Mo]\n---\n\n# Les loyers *grimpent*\n\n\
        Le loyer moyen a **augmenté** de 5&nbsp;% selon [la mairie](https://ex.example),\net `2 %` ailleurs.\n\n\
        - un plafond\n- une taxe[^1]\n\n```rust\nfn main() {}\n```\n\n| Ville | Loyer |\n|---|---|\n| Valmont | 900 € |\n\n> Tout augmente.\n\n![photo](a.png)\n\n[^1]: Sur les logements vides.\n";
    let article = one("a.md", markdown.as_bytes());
    assert_eq!(
        article.text,
        "Les loyers grimpent\n\nLe loyer moyen a augmenté de 5\u{a0}% selon la mairie, et 2 % ailleurs.\n\n\
         un plafond\n\nune taxe\n\nVille\tLoyer\n\nValmont\t900 €\n\nTout augmente.\n\nSur les logements vides."
    );
    assert_eq!(article.title.as_deref(), Some("Les loyers"));
    assert_eq!(article.date.as_deref(), Some("2025-01-27"));
    assert_eq!(article.author.as_deref(), Some("Anne Roy, Paul Mo"));
    let article =
        one("a.md", format!("+++\ndate = 2025-01-27\n+++\n# Rents climb\n\n{EN}").as_bytes());
    assert_eq!(
        (article.title.as_deref(), article.date.as_deref()),
        (Some("Rents climb"), Some("2025-01-27"))
    );
}

#[test]
fn a_long_article_is_read() {
    let text = format!("{FR}\n\n").repeat(5 * 1024 * 1024 / FR.len());
    let article = one("a.txt", text.as_bytes());
    assert_eq!(article.text.len(), text.len());
    assert_eq!(article.parts.len(), 1);
}

#[test]
fn articles_can_be_read_on_another_thread() {
    fn sent<T: Send>(_: T) {}
    let folder = folder(&[("a.txt", FR.as_bytes())]);
    let found = article::discover(&[folder.path().to_owned()]).expect("it is there");
    sent(article::read(&found.inputs[0], &Options::default()));
    assert_eq!(found.inputs[0].size(), Some(FR.len() as u64));
    assert_eq!(found.inputs[0].relative(), "a.txt");
    let digest = found.inputs[0].digest().expect("it is readable").expect("it is a file");
    assert_eq!(digest.len(), 64);
}
