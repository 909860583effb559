import pytest

from rag.index.analysis import terms
from rag.index.matched_words import matched_words


def shown(text: str, question: str) -> list[str]:
    return [span.of(text) for span in matched_words(text, terms(question))]


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("Safety behaviours keep it.", "safety behavior", ["Safety", "behaviours"]),
        ("It organizes fears.", "organise a fear", ["organizes", "fears"]),
        ("The CLIENT'S café", "cafes for clients", ["CLIENT'S", "café"]),
        ("What is it?", "what is it", []),
        ("world-wide", "wide world", ["world", "wide"]),
        ("", "anything", []),
        ("nothing here", "", []),
    ],
)
def test_words_match_as_the_index_counts_them(
    text: str, question: str, expected: list[str]
) -> None:
    assert shown(text, question) == expected


def test_spans_count_code_points_beyond_the_basic_plane() -> None:
    text = "🌱🌱 seeds 👩‍👩‍👧 grow"
    (seed, grow) = matched_words(text, terms("a seed that grows"))
    assert (seed.start, seed.end) == (3, 8)  # two seedlings and a blank before it
    assert grow.of(text) == "grow"


def test_a_combining_accent_is_not_parted_from_its_letter() -> None:
    # NFC has no single character for this letter, so the accent stands by itself.
    text = "a fox\u0303 and a fox"
    spans = matched_words(text, terms("fox"))
    assert [span.of(text) for span in spans] == ["fox\u0303", "fox"]
    assert [(span.start, span.end) for span in spans] == [(2, 6), (13, 16)]
