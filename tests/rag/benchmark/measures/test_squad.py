"""Against a re-implementation of the official scripts' rules, step by step, kept apart here."""

import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.benchmark.measures.squad import exact_match, f1, normalised


def official_tokens(text: str) -> list[str]:
    """evaluate-v2.0.py: lower, drop punctuation, drop articles, mend white space, split."""
    text = text.lower()
    for mark in string.punctuation:
        text = text.replace(mark, "")
    tokens: list[str] = []
    word = ""
    for character in [*text, " "]:  # \b of re: an article stands between non-word characters
        if character.isalnum() or character == "_":
            word += character
            continue
        tokens.append(" " if word in ("a", "an", "the") else word)
        tokens.append(character)
        word = ""
    return "".join(tokens).split()


def official_scores(prediction: str, golds: list[str]) -> tuple[float, float]:
    best_exact = best_f1 = 0.0
    kept = [gold for gold in golds if official_tokens(gold)]
    for gold in kept or [""]:
        gold_tokens, seen_tokens = official_tokens(gold), official_tokens(prediction)
        best_exact = max(best_exact, float(gold_tokens == seen_tokens))
        n_same = sum((Counter(gold_tokens) & Counter(seen_tokens)).values())
        if not gold_tokens or not seen_tokens:
            score = float(gold_tokens == seen_tokens)
        elif n_same == 0:
            score = 0.0
        else:
            precision, recall = n_same / len(seen_tokens), n_same / len(gold_tokens)
            score = 2 * precision * recall / (precision + recall)
        best_f1 = max(best_f1, score)
    return best_exact, best_f1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Broncos!", "broncos"),
        ("an\tapple a day", "apple day"),
        ("a.m.", "am"),  # punctuation goes first, so that "a" is no article here
        ("U.S.A.", "usa"),
        ("theatre", "theatre"),
        ("“The end”", "“ end”"),  # typographic quotes are no ASCII punctuation
        ("the", ""),
        ("...", ""),
    ],
)
def test_text_is_normalised_in_the_official_order(text: str, expected: str) -> None:
    assert normalised(text) == expected
    assert " ".join(official_tokens(text)) == expected


@pytest.mark.parametrize(
    ("prediction", "golds", "em", "f"),
    [
        ("Denver Broncos", ["The Denver Broncos."], 1, 1),
        ("the Denver team", ["Denver Broncos"], 0, 0.5),  # 1 of 2 words both ways
        ("Denver Broncos won it", ["Denver Broncos", "Broncos won it"], 0, 6 / 7),  # 3/4 and 3/3
        ("to be or not to be", ["to be"], 0, 0.5),  # shared once each: 2/6 and 2/2
        ("Carolina", ["Denver"], 0, 0),
        ("", ["Denver"], 0, 0),
        ("", [], 1, 1),
        ("Denver", [], 0, 0),
        ("", ["the"], 1, 1),  # v2.0: a gold that normalises to nothing is no gold
        ("an", ["a", "b"], 0, 0),
    ],
)
def test_scores_are_those_computed_by_hand(
    prediction: str, golds: list[str], em: float, f: float
) -> None:
    assert exact_match(prediction, golds) == em
    assert f1(prediction, golds) == pytest.approx(f)


_TEXT = st.text(st.sampled_from("aAnthe .,-'bB1\t\u00a0é_"), max_size=24)


@given(_TEXT, st.lists(_TEXT, max_size=4))
def test_scores_equal_the_official_rules(prediction: str, golds: list[str]) -> None:
    em, f = official_scores(prediction, golds)
    assert exact_match(prediction, golds) == em
    assert f1(prediction, golds) == pytest.approx(f)
