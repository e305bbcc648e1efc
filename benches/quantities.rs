//! Throughput of `quantities` in bytes of text, and beside it quantulum3 (Python) on the same
//! English text, where `python3` (or the interpreter that `PYTHON` names) has it.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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

/// Times both on the same lines, one after the other.
fn beside_quantulum3(_: &mut Criterion) {
    const SCRIPT: &str = "
import sys, time
from quantulum3 import parser
lines = sys.stdin.read().splitlines()
parser.parse(lines[0])
start = time.perf_counter()
for line in lines:
    parser.parse(line)
print(time.perf_counter() - start)
";
    let text = text(Lang::En);
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let child = Command::new(python)
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let seconds = child.ok().and_then(|mut child| {
        child.stdin.take()?.write_all(text.as_bytes()).ok()?;
        let output = child.wait_with_output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse::<f64>().ok()
    });
    let Some(theirs) = seconds else {
        println!("quantulum3: not installed, not compared");
        return;
    };
    let mut rounds = 0_u32;
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(2) {
        for line in text.lines() {
            black_box(quantities(black_box(line), Lang::En));
        }
        rounds += 1;
    }
    let ours = start.elapsed().as_secs_f64() / f64::from(rounds);
    let rate = |seconds: f64| text.len() as f64 / seconds / 1e6;
    println!(
        "English, the same {} bytes: dixit {:.2} MB/s, quantulum3 {:.5} MB/s, {:.0} times as fast",
        text.len(),
        rate(ours),
        rate(theirs),
        theirs / ours
    );
}

criterion_group!(benches, throughput, beside_quantulum3);
criterion_main!(benches);
