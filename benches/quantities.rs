//! Throughput of `quantities` in bytes of text; `throughput.py` compares the program with others.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dixit::Lang;
use dixit::normalize::quantities;

/// The sentences of the table of cases, one a line.
fn text(lang: Lang) -> String {
    let table: toml::Table = match lang {
        Lang::En => include_str!("../tests/cases/quantities.en.toml"),
        Lang::Fr => include_str!("../tests/cases/quantities.fr.toml"),
    }
    .parse()
    .expect("the table of cases is valid");
    let cases = table["case"].as_array().expect("the table has cases");
    cases.iter().fold(String::new(), |mut text, case| {
        let sentence = case["text"].as_str().expect("a case has a text");
        writeln!(text, "{sentence}").expect("a string takes any text");
        text
    })
}

fn throughput(c: &mut Criterion) {
    let mut group = c.benchmark_group("quantities");
    for lang in [Lang::En, Lang::Fr] {
        let text = text(lang);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(lang.code(), |bencher| {
            bencher.iter(|| {
                text.lines().map(|line| quantities(black_box(line), lang).len()).sum::<usize>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, throughput);
criterion_main!(benches);
