//! The parts of an extraction, each alone on one thread: cutting a sentence into pieces, encoding
//! in each precision, tagging, and an article from text to claims.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dixit::Lang;
use dixit::article::{self, Article, Read};
use dixit::extract::{Extractor, Options};
use dixit::model::{self, DeviceChoice, Model, Precision, Sentence};
use dixit::sentence;

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn model(precision: Precision) -> Model {
    let options = model::Options { device: DeviceChoice::Cpu, precision, layers: None };
    Model::load_as(&folder("models/dixit-base"), options).expect("the shipped model loads")
}

/// The articles of the demonstration.
fn articles() -> Vec<Article> {
    let found = article::discover(&[folder("corpus/demo")]).expect("the folder can be read");
    found
        .inputs
        .iter()
        .flat_map(|input| article::read(input, &article::Options::default()))
        .filter_map(|read| match read {
            Read::Article(article) => Some(*article),
            Read::Skipped { .. } | Read::Failed { .. } => None,
        })
        .collect()
}

fn parts(c: &mut Criterion) {
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global()
        .expect("the pool is built once");
    let articles = articles();
    let sentences: Vec<&str> = articles
        .iter()
        .flat_map(|article| article.parts.iter().map(|part| (part.span.of(&article.text), part)))
        .flat_map(|(text, part)| sentence::split(text, part.lang).into_iter().map(|s| s.of(text)))
        .collect();
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();

    let mut group = c.benchmark_group("sentences");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("split", |bencher| {
        bencher.iter(|| {
            articles
                .iter()
                .map(|article| sentence::split(black_box(&article.text), Lang::Fr).len())
                .sum::<usize>()
        });
    });
    group.finish();

    let mut group = c.benchmark_group("model");
    group.sample_size(10);
    for precision in [Precision::F32, Precision::Int8] {
        let model = model(precision);
        let pieces = model.pieces(&sentences).expect("sentences are cut");
        let count: usize = model
            .encode(&pieces)
            .expect("sentences are encoded")
            .iter()
            .map(|states| states.dims()[0])
            .sum();
        group.throughput(Throughput::Elements(count as u64));
        if precision == Precision::F32 {
            group.bench_function("pieces", |bencher| {
                bencher.iter(|| model.pieces(black_box(&sentences)).expect("sentences are cut"));
            });
        }
        group.bench_function(format!("encode, {precision}"), |bencher| {
            bencher.iter(|| model.encode(black_box(&pieces)).expect("sentences are encoded"));
        });
        let asked: Vec<Sentence<'_>> =
            sentences.iter().map(|text| Sentence { text, quantities: &[] }).collect();
        group.bench_function(format!("tag, {precision}"), |bencher| {
            bencher.iter(|| model.tag(black_box(&asked)).expect("sentences are tagged"));
        });
    }
    group.finish();

    let extractor = Extractor::new(model(Precision::Auto), Options::default());
    let mut group = c.benchmark_group("extract");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("claims", |bencher| {
        bencher.iter(|| {
            articles
                .iter()
                .map(|article| {
                    extractor.findings(black_box(article)).map_or(0, |found| found.claims.len())
                })
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, parts);
criterion_main!(benches);
