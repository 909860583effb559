import pytest

from rag.index.analysis import STOP_WORDS, term, terms, words


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("behaviours", "behavior"),
        ("behavioural", "behavioral"),
        ("organisation", "organization"),
        ("recognised", "recognized"),
        ("paediatric", "pediatric"),
        ("programme", "program"),
    ],
)
def test_british_and_american_spellings_share_a_term(british: str, american: str) -> None:
    assert terms(british) == terms(american)


def test_inflections_share_a_term() -> None:
    assert term("behaviour") == term("behaviours") == term("behavior")
    assert term("maintain") == term("maintains") == term("maintained") == term("maintaining")


def test_words_are_folded_in_case_and_accents() -> None:
    assert list(words("Naïve CAFÉ in Zürich, Straße")) == [
        "naive",
        "cafe",
        "in",
        "zurich",
        "strasse",
    ]


def test_composed_and_combining_accents_are_the_same_word() -> None:
    assert list(words("caf\u00e9")) == list(words("cafe\u0301")) == ["cafe"]


@pytest.mark.parametrize("text", ["client's", "client’s", "clients'", "CLIENT'S"])
def test_possessives_share_a_term_with_their_noun(text: str) -> None:
    assert terms(text) == terms("client")


def test_contraction_is_one_word() -> None:
    assert list(words("don't, DON’T")) == ["dont", "dont"]


def test_stop_words_leave_and_the_rest_keeps_its_order() -> None:
    assert terms("the fear of the dark is not a fear") == ["fear", "dark", "fear"]
    assert terms(" ".join(sorted(STOP_WORDS))) == []


@pytest.mark.parametrize("text", ["", "??? — !", "\U0001f642"])
def test_text_without_words_has_no_terms(text: str) -> None:
    assert terms(text) == []


def test_numbers_and_other_scripts_are_terms() -> None:
    assert terms("DSM-5 焦虑") == ["dsm", "5", "焦虑"]
