//! What holds of every text: spans in order on character boundaries, the same each time, no panic.

use dixit::normalize::{quantities, read};
use dixit::{Lang, Span};
use proptest::prelude::*;

/// Pieces that numbers, units and their surroundings are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "1",
            "12",
            "3,5",
            "1.234",
            "1 000",
            "½",
            "1/3",
            "2019",
            "million",
            "millions",
            "deux",
            "cent",
            "mille",
            "vingt",
            "et",
            "and",
            "a",
            "half",
            "third",
            "tiers",
            "dozens",
            "dizaines",
            "de",
            "of",
            "entre",
            "between",
            "to",
            "à",
            "from",
            "%",
            "pour cent",
            "$",
            "€",
            "US$",
            "euros",
            "dollars",
            "km",
            "km/h",
            "°C",
            "degrees",
            "years old",
            "ans",
            "hours",
            "h",
            "30",
            "-",
            "–",
            "/",
            "^",
            "e",
            "×10",
            ".",
            ",",
            "(",
            ")",
            "'",
            "’",
            "d’",
            "more than",
            "plus de",
            "at least",
            "rose",
            "a chuté",
            "by",
            "per",
            "par",
            "day",
            "les",
            "one",
            "in",
            "sur",
            "twice",
            "fold",
            "times",
            "fois",
            "st",
            "er",
            "M",
            "Md",
            "bn",
            "🇫🇷",
            "é",
            "\u{a0}",
            "\u{202f}",
            "\n",
            "ﬁ",
            "İ",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,3}",
    ];
    (prop::collection::vec((piece, prop::bool::ANY), 0..40)).prop_map(|pieces| {
        pieces.into_iter().map(|(piece, gap)| if gap { piece + " " } else { piece }).collect()
    })
}

fn check(text: &str, lang: Lang) -> Result<(), TestCaseError> {
    let mut last = 0;
    for mention in quantities(text, lang) {
        let Span { start, end } = mention.span;
        prop_assert!(last <= start && start < end && end <= text.len(), "{mention:?} after {last}");
        prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{mention:?}");
        prop_assert!(mention.span.contains(mention.number), "{mention:?}");
        for end in [mention.value.low, mention.value.high].into_iter().flatten() {
            prop_assert!(end.0.is_finite(), "{mention:?}");
        }
        last = end;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn spans_are_ordered_and_apart(text in pieces()) {
        check(&text, Lang::En)?;
        check(&text, Lang::Fr)?;
    }

    #[test]
    fn the_same_text_reads_the_same(text in pieces()) {
        for lang in [Lang::En, Lang::Fr] {
            let here = quantities(&text, lang);
            let elsewhere = std::thread::scope(|scope| {
                scope.spawn(|| quantities(&text, lang)).join().expect("reading does not panic")
            });
            prop_assert_eq!(here, elsewhere);
        }
    }

    #[test]
    fn any_span_can_be_read(text in pieces(), start in 0_usize..200, length in 0_usize..60) {
        let mut start = start.min(text.len());
        let mut end = (start + length).min(text.len());
        while !text.is_char_boundary(start) { start -= 1; }
        while !text.is_char_boundary(end) { end += 1; }
        for lang in [Lang::En, Lang::Fr] {
            let _ = read(&text, Span::new(start, end), lang);
        }
    }
}
