"""The rules on small invented sentences: treebank rows in, claims out, both languages side by side."""

import json

import pytest

import treebank


def sentence(tmp_path, lang, text, rows, sent_id="demo-1", extra=""):
    """Write one sentence as CoNLL-U and read it back; `rows` are `id form lemma upos head relation [feats] [misc]`."""
    lines = [f"# sent_id = {sent_id}", f"# text = {text}"] + ([extra] if extra else [])
    for row in rows.strip().splitlines():
        number, form, lemma, upos, head, relation, *rest = row.split()
        feats, misc = (rest + ["_", "_"])[:2]
        lines.append("\t".join([number, form, lemma, upos, "_", feats, head, relation, "_", misc]))
    path = tmp_path / f"{lang}_demo.conllu"
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return next(treebank.read_conllu(path))


def claims(tmp_path, lang, text, rows, **more):
    """The claims as plain texts, offsets checked against the sentence."""
    record = treebank.record_of(sentence(tmp_path, lang, text, rows, **more))
    for claim in record["claims"]:
        for role in treebank.ROLES:
            if role in claim:
                assert text[claim[role]["start"] : claim[role]["end"]] == claim[role]["text"]
    return [{k: v["text"] if isinstance(v, dict) else v for k, v in c.items()} for c in record["claims"]]


SALES_EN = """
1 Sales sale NOUN 2 nsubj
2 fell fall VERB 0 root VerbForm=Fin
3 by by ADP 6 case
4 about about ADV 5 advmod
5 12 12 NUM 6 nummod NumType=Card
6 percent percent NOUN 2 obl
7 in in ADP 8 case
8 March March PROPN 2 obl
9 . . PUNCT 2 punct
"""

SALES_FR = """
1 Les le DET 2 det
2 ventes vente NOUN 4 nsubj
3 ont avoir AUX 4 aux:tense VerbForm=Fin
4 chuté chuter VERB 0 root VerbForm=Part
5 d' de ADP 8 case _ SpaceAfter=No
6 environ environ ADV 7 advmod
7 12 12 NUM 8 nummod NumType=Card
8 % % NOUN 4 obl:arg
9 en en ADP 10 case
10 mars mars NOUN 4 obl:mod _ SpaceAfter=No
11 . . PUNCT 4 punct
"""


def test_a_change_has_predicate_subject_quantity_and_time(tmp_path):
    text = "Sales fell by about 12 percent in March ."
    assert claims(tmp_path, "en", text, SALES_EN) == [
        {"predicate": "fell", "subject": "Sales", "quantity": "about 12 percent", "time": "March"}
    ]
    text = "Les ventes ont chuté d'environ 12 % en mars."
    assert claims(tmp_path, "fr", text, SALES_FR) == [
        {"predicate": "ont chuté", "subject": "Les ventes", "quantity": "environ 12 %", "time": "mars"}
    ]


REPORT_EN = """
1 The the DET 2 det
2 mayor mayor NOUN 3 nsubj
3 said say VERB 0 root VerbForm=Fin
4 the the DET 5 det
5 bridge bridge NOUN 8 nsubj
6 would would AUX 8 aux VerbForm=Fin
7 not not PART 8 advmod
8 open open VERB 3 ccomp VerbForm=Inf
9 . . PUNCT 3 punct
"""

REPORT_FR = """
1 Selon selon ADP 3 case
2 la le DET 3 det
3 maire maire NOUN 8 obl:mod _ SpaceAfter=No
4 , , PUNCT 3 punct
5 le le DET 6 det
6 pont pont NOUN 8 nsubj
7 n' ne ADV 8 advmod _ SpaceAfter=No
8 ouvrira ouvrir VERB 0 root VerbForm=Fin|Tense=Fut
9 pas pas ADV 8 advmod _ SpaceAfter=No
10 . . PUNCT 8 punct
"""


def test_the_reporting_clause_gives_source_and_cue_and_no_claim(tmp_path):
    text = "The mayor said the bridge would not open ."
    assert claims(tmp_path, "en", text, REPORT_EN) == [
        {
            "predicate": "would not open",
            "subject": "the bridge",
            "source": "The mayor",
            "cue": "said",
            "negated": True,
            "modality": "predicted",
        }
    ]
    (claim,) = claims(tmp_path, "fr", "Selon la maire, le pont n'ouvrira pas.", REPORT_FR)
    assert claim == {
        "predicate": "n'ouvrira pas",
        "subject": "le pont",
        "source": "la maire",
        "cue": "Selon",
        "negated": True,
        "modality": "predicted",
    }


def test_a_contraction_gives_its_characters_to_the_preposition(tmp_path):
    rows = """
1 Le le DET 2 det
2 train train NOUN 3 nsubj
3 arrive arriver VERB 0 root VerbForm=Fin
4-5 au _ _ _ _
4 à à ADP 6 case
5 le le DET 6 det
6 Havre Havre PROPN 3 obl:mod _ SpaceAfter=No
7 . . PUNCT 3 punct
"""
    text = "Le train arrive au Havre."
    (claim,) = claims(tmp_path, "fr", text, rows)
    assert claim == {"predicate": "arrive", "subject": "Le train", "place": "Havre"}


def test_a_word_split_where_its_parts_say_keeps_both_offsets(tmp_path):
    rows = """
1 Shops shop NOUN 4 nsubj
2-3 don't _ _ _ _
2 do do AUX 4 aux VerbForm=Fin
3 n't not PART 4 advmod
4 open open VERB 0 root VerbForm=Inf
4.1 open open VERB _ _
5 . . PUNCT 4 punct
"""
    read = sentence(tmp_path, "en", "Shops don't open .", rows)
    assert [(t.start, t.end) for t in read.tokens[1:3]] == [(6, 8), (8, 11)]
    assert claims(tmp_path, "en", "Shops don't open .", rows) == [
        {"predicate": "don't open", "subject": "Shops", "negated": True}
    ]


COPULA_EN = """
1 The the DET 2 det
2 tower tower NOUN 8 nsubj
3 , , PUNCT 5 punct
4 which which PRON 5 nsubj PronType=Rel
5 leans lean VERB 2 acl:relcl VerbForm=Fin
6 , , PUNCT 5 punct
7 is be AUX 8 cop VerbForm=Fin
8 empty empty ADJ 0 root
"""


def test_the_copula_alone_is_the_predicate(tmp_path):
    assert claims(tmp_path, "en", "The tower , which leans , is empty", COPULA_EN) == [
        {"predicate": "is", "subject": "The tower", "object": "empty"}
    ]
    rows = """
1 La le DET 2 det
2 tour tour NOUN 6 nsubj
3 n' ne ADV 6 advmod _ SpaceAfter=No
4 est être AUX 6 cop VerbForm=Fin
5 pas pas ADV 6 advmod
6 vide vide ADJ 0 root
"""
    assert claims(tmp_path, "fr", "La tour n'est pas vide", rows) == [
        {"predicate": "n'est pas", "subject": "La tour", "object": "vide", "negated": True}
    ]


def test_coordinated_predicates_share_their_subject(tmp_path):
    rows = """
1 Le le DET 2 det
2 conseil conseil NOUN 3 nsubj
3 vota voter VERB 0 root VerbForm=Fin
4 et et CCONJ 5 cc
5 embaucha embaucher VERB 3 conj VerbForm=Fin
6 trente trente NUM 7 nummod NumType=Card
7 agents agent NOUN 5 obj
"""
    assert claims(tmp_path, "fr", "Le conseil vota et embaucha trente agents", rows) == [
        {"predicate": "vota", "subject": "Le conseil"},
        {"predicate": "embaucha", "subject": "Le conseil", "quantity": "trente agents"},
    ]


@pytest.mark.parametrize(
    ("lang", "text", "rows"),
    [
        (
            "en",
            "Who paid ?",
            "1 Who who PRON 2 nsubj PronType=Int\n2 paid pay VERB 0 root VerbForm=Fin\n3 ? ? PUNCT 2 punct",
        ),
        (
            "fr",
            "Qui paie ?",
            "1 Qui qui PRON 2 nsubj PronType=Int\n2 paie payer VERB 0 root VerbForm=Fin\n3 ? ? PUNCT 2 punct",
        ),
        ("en", "Chapter 7", "1 Chapter chapter NOUN 0 root\n2 7 7 NUM 1 nummod NumType=Card"),
        (
            "fr",
            "Partez vite !",
            "1 Partez partir VERB 0 root Mood=Imp|VerbForm=Fin\n2 vite vite ADV 1 advmod\n3 ! ! PUNCT 1 punct",
        ),
    ],
)
def test_what_asserts_nothing_carries_no_claim(tmp_path, lang, text, rows):
    assert claims(tmp_path, lang, text, rows) == []


def test_years_and_elapsed_times_are_no_quantities(tmp_path):
    rows = """
1 The the DET 2 det
2 plant plant NOUN 3 nsubj
3 closed close VERB 0 root VerbForm=Fin
4 two two NUM 5 nummod NumType=Card
5 years year NOUN 6 obl:unmarked
6 ago ago ADV 3 advmod
"""
    (claim,) = claims(tmp_path, "en", "The plant closed two years ago", rows)
    assert "quantity" not in claim and claim["time"] == "two years ago"


def test_a_compound_measure_takes_its_noun_as_predicate(tmp_path):
    rows = """
1 The the DET 5 det
2 40 40 NUM 4 nummod NumType=Card|NumForm=Digit SpaceAfter=No
3 - - PUNCT 2 punct _ SpaceAfter=No
4 minute minute NOUN 5 compound
5 delay delay NOUN 6 nsubj
6 angered anger VERB 0 root VerbForm=Fin
7 commuters commuter NOUN 6 obj
"""
    found = claims(tmp_path, "en", "The 40-minute delay angered commuters", rows)
    assert {"predicate": "delay", "subject": "The 40-minute delay", "quantity": "40-minute"} in found
    assert {"predicate": "angered", "subject": "The 40-minute delay", "object": "commuters"} in found


def test_entities_are_marked_on_their_heads(tmp_path):
    rows = """
1 In in ADP 3 case
2 northern northern ADJ 3 amod _ Entity=(4-place-new
3 Zedland Zedland PROPN 4 obl _ Entity=4)
4 rains rain VERB 0 root VerbForm=Fin
"""
    read = sentence(tmp_path, "en", "In northern Zedland rains", rows)
    assert [t.entities for t in read.tokens] == [[], [], ["place"], []]


def test_documents_of_the_french_treebanks():
    assert treebank.document_of("annodis.er_00007") == treebank.document_of("annodis.er_00049")
    assert treebank.document_of("annodis.er_00049") != treebank.document_of("annodis.er_00050")
    assert treebank.document_of("fr-ud-dev_00001") == "fr-ud-dev_00001"


def test_excluded_sentences_are_left_out(tmp_path):
    folder = tmp_path / "treebanks"
    folder.mkdir()
    sentence(folder, "en", "Sales fell by about 12 percent in March .", SALES_EN, sent_id="kept")
    excluded, out = tmp_path / "gold.jsonl", tmp_path / "roles.jsonl"
    excluded.write_text(json.dumps({"id": "other", "claims": []}) + "\n", encoding="utf-8")
    treebank.main([str(folder), "--exclude", str(excluded), "--out", str(out)])
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["kept"]
    excluded.write_text(json.dumps({"id": "kept", "claims": []}) + "\n", encoding="utf-8")
    treebank.main([str(folder), "--exclude", str(excluded), "--out", str(out)])
    assert out.read_text(encoding="utf-8") == ""


def test_scores_count_matched_claims_and_their_roles():
    text = "Sales fell by 12 percent in March"
    gold = {
        "text": text,
        "claims": [{"predicate": "fell", "subject": "Sales", "quantity": "12 percent", "time": "March"}],
    }
    span = {"start": 0, "end": 5, "text": "Sales"}
    found = [
        {
            "predicate": {"start": 6, "end": 10, "text": "fell"},
            "subject": span,
            "quantity": {"start": 14, "end": 16, "text": "12"},
        }
    ]
    counts = {}
    treebank.score_sentence(counts, treebank.located(gold), found, text)
    assert counts["claims with quantity"] == [1, 1, 1]
    assert counts["subject"] == [1, 1, 1]
    assert counts["time"] == [0, 0, 1]
    assert counts["quantity"] == [1, 1, 1], "half of the tokens in common is enough"
