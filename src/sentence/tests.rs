use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::split;
use crate::Lang;

/// Each case is a text with `|` where a sentence ends; the white space around it is kept.
fn check(lang: Lang, cases: &[&str]) {
    for case in cases {
        let text = case.replace('|', "");
        let expected: Vec<&str> = case.split('|').map(str::trim).collect();
        let found: Vec<&str> =
            split(&text, lang).iter().map(|sentence| sentence.of(&text)).collect();
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn abbreviations() {
    check(
        Lang::En,
        &[
            "Mr. Okafor met Dr. Lind in St. Andrews.| Neither would comment.",
            "The U.S. Treasury and the U.N. agreed.| Talks go on in the U.S.| The rest is open.",
            "Trading opens at 10 a.m. Monday.| It closed at 4 p.m.| The index had lost 2%.",
            "Halden Corp. Chairman Rita Voss resigned.| She joined Halden Inc.| In 2019 she left it.",
            "See No. 14 and Fig. 3 on p. 20.| The answer was no.| Twelve members left.",
            "J. R. Whitcombe, Jr. was there, e.g. on Sept. 4.| George W. Harlan was not.",
            "Most farms, i.e. nine in ten, grow maize, rice, etc. and sell it.",
        ],
    );
    check(
        Lang::Fr,
        &[
            "M. Duval et Mme Perrin ont rencontré le Dr. Aubry à St. Malo.| Aucun n'a commenté.",
            "La séance ouvre à 14 h.| C'est tard.| D'autres, vol. II et art. V, suivent.",
            "MM. Roche et Vidal y croient.| Me. Caron, non.",
            "Le temple date de 52 av. J.-C. et le pont, lui, de 120 apr. J.-C.| La ville l'entretient.",
            "Il faut env. 300 tonnes, p. ex. de blé (cf. art. 12, al. 3).| Le reste suit.",
            "Le déficit atteint 1,5 M.| Le budget n'est pas voté.",
            "J.-P. Morvan et A. B. Sorel ont signé.| C'est peu.",
            "Du blé, de l'orge, etc.| Les prix montent.| Une boulangerie, un café, etc. ont fermé.",
        ],
    );
}

#[test]
fn numbers_addresses_and_runs() {
    check(
        Lang::En,
        &[
            "Sales rose 3.4% to $1.25 billion.| Costs fell.",
            "Write to desk@halden.example.com or see www.halden.example/news.html?id=4.| We answer.",
            "Booking.com and Halden.io gained.| Node.js did not.",
            "The bank cooled the market.|The company lost 4% in 2024.|Its rivals won!|They cheered.",
            "Growth was 2.1 per cent... perhaps more.| Nobody knows…| We shall see.",
            "Really?!| Yes.| Why . . . not?",
        ],
    );
    check(
        Lang::Fr,
        &[
            "Le chiffre d'affaires gagne 3,4 % à 1.250,50 euros.| Les coûts baissent.",
            "Écrivez à presse@mairie.example.fr ou voyez https://mairie.example.fr/avis.html?n=4.| Merci.",
            "Leboncoin.fr et Doctolib.fr progressent.| Le reste recule.",
            "La banque a refroidi le marché.|Le groupe perd 4 % depuis 2024.|Ses rivaux gagnent !|Ils rient.",
            "La hausse atteint 2 %... peut-être plus.| Nul ne sait…| On verra.",
            "Vraiment ?!| Oui.| Pourquoi pas ? !",
        ],
    );
}

#[test]
fn quotations() {
    check(
        Lang::En,
        &[
            "“We lost half.| The rest is safe.”| The mayor sounded tired.",
            "\"Not here!\" she said.| \"Not now.\"| He left.",
            "\"Is it over?\" Mayor Ann Holt asked.| No one replied.",
            "He said: \"Prices will fall.| They must.\"| Nobody moved.",
            "She called it “a ‘total’ loss.”| The firm (see above) denies it.[3]| Others agree.",
            "The plan (it failed. Twice.) was dropped.| (It cost too much.)| Voters knew.",
        ],
    );
    check(
        Lang::Fr,
        &[
            "« On se trompe tous ! »| Récemment, la maire a changé d'avis.",
            "« Non ! », dit-il.| « Jamais ! » répond-elle.",
            "Il a répété : « Les prix vont baisser.| Il le faut ! »| Personne n'a bougé.",
            "Elle parle d'une perte « “totale” ».| L'entreprise dément.[12]| D'autres y croient.",
            "« Nous avons tout perdu.| Il ne reste rien.\u{a0}»| M. Klein se tait.",
            "Le plan (il a échoué. Deux fois.) est enterré.| (Il coûtait trop.)| On le savait.",
            "Cliquez ici 👈|« Tous perdants ! »| Le maire, lui, sourit.",
        ],
    );
}

#[test]
fn lines_and_lists() {
    check(
        Lang::En,
        &[
            "Rents climb again|\nThe average rent rose 5% in May.| Owners blame taxes.|\n\nBy Jo Marsh",
            "Three demands:|\n- higher pay|\n- shorter shifts|\n1. A date|\n2. A place",
            "1. Wages rose.| 2. Prices fell.",
            "The county said on Tuesday that it would\nclose the bridge near St. Ives until the\nrepairs are done.| Drivers must take\nthe northern road.",
            "Markets |• Oil falls below $70",
        ],
    );
    check(
        Lang::Fr,
        &[
            "Les loyers grimpent encore|\nLe loyer moyen gagne 5 % en mai.| La faute aux taxes.|\n\nAnne Roy",
            "Trois demandes :|\n- de meilleurs salaires|\n- moins d'heures|\n• une date|\n2) Un lieu",
            "1. Les salaires montent.| 2. Les prix baissent.",
            "La préfecture a indiqué mardi qu'elle allait\nfermer le pont de St. Aubin jusqu'à la fin\ndes travaux.| Les conducteurs doivent prendre\nla route du nord.",
        ],
    );
}

#[test]
fn time_is_linear_in_the_shapes_that_tempt() {
    /// The quickest of a few runs, so that a busy machine does not count.
    fn quickest(text: &str) -> Duration {
        let run = || {
            let start = Instant::now();
            std::hint::black_box(split(text, Lang::Fr));
            start.elapsed()
        };
        (0..3).map(|_| run()).min().unwrap_or_default()
    }
    const SHAPES: [&str; 16] = [
        "a.", "A. ", "!", ". ", "(", "\"", "« ", ".\"", "1.", "👉 ", "a.A", "\n", "etc. ", "[1] ",
        "( ) ", "M.\u{a0}",
    ];
    for unit in SHAPES {
        let (short, long) = (unit.repeat(1_000 / unit.len()), unit.repeat(64_000 / unit.len()));
        let (brief, all) = (quickest(&short), quickest(&long));
        // 64 times the text takes 64 times as long where time is linear, 4096 times where it is
        // quadratic; what lies between leaves room for a busy machine.
        assert!(all < 600 * brief, "{unit:?}: {brief:?}, and {all:?} for 64 times as much");
    }
}

proptest! {
    #[test]
    fn sentences_hold_all_but_white_space(
        text in "([A-Za-zé]{1,6}|[.!?…:;,]|[ \n\u{a0}\u{202f}]|[«»“”\"'’()\\[\\]]|[0-9]{1,3}|👉|•|- |\r\n|M\\.|etc\\.){0,60}",
        french: bool,
    ) {
        let sentences = split(&text, if french { Lang::Fr } else { Lang::En });
        let mut end = 0;
        for sentence in sentences {
            prop_assert!(end <= sentence.start && sentence.start < sentence.end);
            prop_assert!(text[end..sentence.start].chars().all(char::is_whitespace));
            prop_assert_eq!(sentence.of(&text), sentence.of(&text).trim());
            prop_assert!(!sentence.of(&text).is_empty());
            end = sentence.end;
        }
        prop_assert!(text[end..].chars().all(char::is_whitespace));
    }
}
