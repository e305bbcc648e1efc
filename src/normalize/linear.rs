//! The work that a text takes grows with its length alone, whatever it is made of: counted in looks
//! at tokens, so that no clock is asked.

use proptest::prelude::*;

use crate::Lang;

use super::quantities;
use super::token::LOOKS;

/// What numbers, units and their surroundings are made of.
const PIECES: &[&str] = &[
    "1",
    "1 ",
    "1.",
    "1,1,",
    "1 000 ",
    "a ",
    "un ",
    "one ",
    "cent ",
    "million ",
    "and ",
    "et ",
    "entre ",
    "from ",
    "de ",
    "$",
    "US $ ",
    "more than ",
    "plus de ",
    "-",
    "1-",
    "1/",
    "1/2/",
    "half ",
    "half a ",
    "dozens of ",
    "vingt et ",
    "two hundred and ",
    "one in ",
    "rose ",
    "rose by ",
    "% ",
    "5 % (",
    "km/",
    "5 km/h ",
    "3 years and ",
    "s ",
    "ans ",
    "1 h ",
    "Canada $5 ",
    "le nombre de ",
    "number of ",
    "contre 3 ",
    "compared with ",
    "magnitude ",
    "dont ",
    "of them ",
    "tonnes de CO2 ",
    "pour 100 000 ",
    "multiplié par ",
    "plus que ",
    "ne ",
    "01 ",
    "6 20 30 ",
    "Sur les ",
    "5 députés, ",
    "selon ",
    "% à ",
    "à 7 425,81 ",
    "taux ",
    "à 10 ans ",
    ".",
    "\n",
];

fn looks(text: &str, lang: Lang) -> usize {
    let before = LOOKS.get();
    std::hint::black_box(quantities(text, lang));
    LOOKS.get() - before
}

/// Four times the text takes four times the work, and a little for its edges.
fn grows_evenly(piece: &str) -> Result<(), TestCaseError> {
    for lang in [Lang::En, Lang::Fr] {
        let short = piece.repeat(1_000 / piece.len().max(1) + 1);
        let (once, more) = (looks(&short, lang), looks(&short.repeat(4), lang));
        prop_assert!(
            more <= 5 * once + 2_000,
            "{piece:?}: {once} looks, then {more} for 4 times the text"
        );
        // No token is looked at without end either.
        prop_assert!(
            once <= 2_000 * (short.len() + 1),
            "{piece:?}: {once} looks at {} bytes",
            short.len()
        );
    }
    Ok(())
}

#[test]
fn no_piece_is_slow() {
    for piece in PIECES {
        grows_evenly(piece).expect("the work grows with the length");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mixture_is_slow(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..8)) {
        grows_evenly(&pieces.concat())?;
    }
}
