import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from rag.index.spelling import Spelling, write_words

COUNTS = {"safety": 9, "maintain": 3, "anxiety": 5, "behaviours": 4, "coping": 2, "role": 1}


def spelling(counts: dict[str, int] | None = None, known: str = "") -> Spelling:
    language = set(known.split())
    return Spelling(COUNTS if counts is None else counts, lambda word: word in language)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("saftey", "safety"),  # neighbours swapped: one slip
        ("mantain", "maintain"),  # a letter left out
        ("anxeity", "anxiety"),
        ("copingg", "coping"),  # a letter too many
        ("rols", "role"),  # four letters are the shortest that are mended
        ("behavoirus", "behaviours"),  # two slips in a word of nine letters or more
    ],
)
def test_slip_becomes_the_word_of_the_documents(slip: str, meant: str) -> None:
    assert spelling().correction(slip) == meant


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("safety", "the documents use it"),
        ("rol", "it is short"),
        ("anxiet5", "it holds a digit"),
        ("axneity", "it has two slips in seven letters"),
        ("xafety", "the first letter differs"),
        ("elephant", "nothing is near"),
        ("", "it is empty"),
    ],
)
def test_word_is_left(word: str, why: str) -> None:
    assert spelling().correction(word) is None, why


def test_word_that_the_language_knows_is_left() -> None:
    assert spelling(known="hope").correction("cope") is None
    assert spelling({"hope": 1}, known="hype").correction("hype") is None
    assert spelling({"hope": 1}).correction("hype") == "hope"


def test_nearer_word_wins_over_a_more_frequent_one() -> None:
    assert spelling({"behaviour": 1, "behaviors": 99}).correction("behaviuor") == "behaviour"


def test_among_equally_near_words_the_most_frequent_wins() -> None:
    assert spelling({"form": 2, "farm": 7}).correction("furm") == "farm"
    assert spelling({"form": 7, "farm": 2}).correction("furm") == "form"


def test_among_equally_near_and_frequent_words_the_first_of_the_alphabet_wins() -> None:
    assert spelling({"form": 2, "farm": 2}).correction("furm") == "farm"


@given(st.dictionaries(st.text("abc", max_size=12), st.integers(1, 3)), st.text("abc", max_size=12))
def test_correction_is_the_best_of_a_search_through_all_words(
    counts: dict[str, int], word: str
) -> None:
    allowed = (len(word) >= 4) + (len(word) >= 9)
    near = [
        (OSA.distance(word, known), -counts[known], known)
        for known in counts
        if known[:1] == word[:1] and OSA.distance(word, known) <= allowed
    ]
    expected = min(near)[2] if near and allowed and word not in counts else None
    assert Spelling(counts, lambda _: False).correction(word) == expected


def test_documents_without_words_correct_nothing() -> None:
    assert spelling({}).correction("saftey") is None


def test_words_are_counted_over_all_texts_without_those_that_hold_no_letters_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "words.json"
    write_words(path, [["fear", "café", "5"], ["fear", "h2o"]])
    assert json.loads(path.read_text(encoding="utf-8")) == {"café": 1, "fear": 2}
    assert Spelling.open(path, lambda _: False).correction("feer") == "fear"
