import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.near_duplicates import are_near_duplicates, near_duplicate_groups

BRIEF = (
    "A two-hour class designed to help participants gain a clear understanding of the "
    "distinction between rituals and habits, and their clinical relevance."
)
BRIEF_AGAIN = (
    "A two-hour class designed to ensure participants develop a clear and useful understanding "
    "of the distinction between rituals and habits, along with their clinical implications."
)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (BRIEF, BRIEF_AGAIN),
        ("Exposure therapy reduces fear.", "Exposure therapy reduces fears!"),
        ("Therapists also cultivate a curiosity.", "The therapist cultivates curiosity."),
        ("CPD: 3 Hours", "cpd: 3 hours"),
    ],
)
def test_same_statement_in_other_words_is_a_duplicate(a: str, b: str) -> None:
    assert are_near_duplicates(a, b)
    assert are_near_duplicates(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Exposure reduces fear in adults.", "Exposure reduces fear in children."),
        ("Safety behaviours help patients.", "Safety behaviours do not help patients."),
        ("Most patients can leave.", "Most patients can't leave."),
        ("The course starts at 9 AM.", "The course starts at 10 AM."),
        (f"{BRIEF} It lasts 2 hours.", f"{BRIEF} It lasts 3 hours."),
        (f"Rituals increase fear. {BRIEF}", f"Rituals decrease fear. {BRIEF}"),
        ("", ""),
        ("It is what it is.", "They are what they are."),
    ],
)
def test_difference_that_matters_is_no_duplicate(a: str, b: str) -> None:
    assert not are_near_duplicates(a, b)
    assert not are_near_duplicates(b, a)


def test_groups_begin_with_the_first_and_leave_out_single_sentences() -> None:
    groups = near_duplicate_groups(["Fear fades.", BRIEF, "Other.", BRIEF_AGAIN, "Fear fades!"])
    assert groups == ((0, 4), (1, 3))


def test_no_sentences_have_no_groups() -> None:
    assert near_duplicate_groups([]) == ()


@given(st.lists(st.text(alphabet="abcd ", max_size=30), max_size=12))
def test_groups_agree_with_comparing_every_pair(sentences: list[str]) -> None:
    firsts: list[int] = []
    expected: dict[int, list[int]] = {}
    for at, sentence in enumerate(sentences):
        same = [n for n in firsts if are_near_duplicates(sentences[n], sentence)]
        if same:
            expected[same[0]].append(at)
        else:
            firsts.append(at)
            expected[at] = [at]
    groups = tuple(tuple(group) for group in expected.values() if len(group) > 1)
    assert near_duplicate_groups(sentences) == groups


def test_ten_thousand_sentences_take_seconds() -> None:
    choose = random.Random(7)  # noqa: S311 - test data
    words = [f"{a}{b}{c}" for a in "bdfghklm" for b in "aeiou" for c in ("rn", "lt", "ck", "sp")]
    vocabulary = [one + two for one in words for two in words][:20_000]
    sentences = [" ".join(choose.choices(vocabulary, k=18)) for _ in range(10_000)]
    started = time.perf_counter()
    assert near_duplicate_groups([*sentences, sentences[0]]) == ((0, 10_000),)
    assert time.perf_counter() - started < 10
