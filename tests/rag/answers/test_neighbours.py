from pathlib import Path

import pytest

from rag.answers.neighbours import is_reported, leans_back, neighbours
from rag.documents import Document
from rag.spans import Span
from tests.rag.loaders.loading import load_one

HIVE = """# Mites

Oils and small cells were tried. None of them lowered the counts. Caging the queen did.

Each spring is colder than the last.

This makes feeding harder.

It was once thought that smoke harms bees. There is no evidence for this claim.

## Feeding

Others feed sugar.

- They feed it warm.

| Month | Sugar |
|-|-|
| March | 2 kg |
| April | none of these |
"""


@pytest.fixture
def hive(tmp_path: Path) -> Document:
    return load_one(tmp_path, "hive.md", HIVE)


def beside(document: Document, quote: str) -> tuple[str | None, str | None]:
    (span,) = (s.span for s in document.sentences if s.span.of(document.text) == quote)
    found = neighbours(document, span)
    for neighbour in filter(None, found):
        assert document.text[neighbour.span.start : neighbour.span.end] == neighbour.text
    before, after = (None if neighbour is None else neighbour.text for neighbour in found)
    return before, after


@pytest.mark.parametrize(
    ("quote", "before", "after"),
    [
        ("March | 2 kg", "Month | Sugar", None),
        ("April | none of these", "Month | Sugar", None),
        ("Month | Sugar", None, None),
        ("Oils and small cells were tried.", None, None),
        ("None of them lowered the counts.", "Oils and small cells were tried.", None),
        ("This makes feeding harder.", "Each spring is colder than the last.", None),
        (
            "It was once thought that smoke harms bees.",
            None,
            "There is no evidence for this claim.",
        ),
        (
            "There is no evidence for this claim.",
            "It was once thought that smoke harms bees.",
            None,
        ),
        ("They feed it warm.", "Others feed sugar.", None),
        ("Others feed sugar.", None, None),  # the first of its section
    ],
)
def test_what_a_sentence_leans_on_and_what_takes_it_back(
    hive: Document, quote: str, before: str | None, after: str | None
) -> None:
    assert beside(hive, quote) == (before, after)


def test_what_is_no_sentence_of_the_document_has_no_neighbours(hive: Document) -> None:
    whole = hive.sentences[2].span
    assert neighbours(hive, Span(whole.start, whole.end - 1)) == (None, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "This gap is called bee space.",
        "However, in practice it is far from clear.",
        "For example, a queen may be caged.",
        "By doing so, keepers save time.",
        "Because of these losses, many gave up.",
        "They also record the date.",
        "It also stands for itself.",
        "Both are right.",
        "The other camp answered that sugar is cheap.",
        "Those against answer that it hurts.",
        "Against them speaks the price.",
        "There is no evidence for this claim.",
    ],
)
def test_a_sentence_that_leans(sentence: str) -> None:
    assert leans_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Bees fly.",
        "This course is open to all.",
        "This article summarises the evidence.",
        "It is important to wait until May.",
        "It seems that bees sleep.",
        "In May, bees swarm.",
        "There is no evidence for smoke.",
        "In spring the keeper opens this hive first.",
        "Thistles grow beside it.",
    ],
)
def test_a_sentence_that_stands_alone(sentence: str) -> None:
    assert not leans_back(sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It was once thought that smoke harms bees.", True),
        ("Critics say that sugar weakens them.", True),
        ("Some researchers have long argued that it helps.", True),
        ("For decades it was believed that queens rule.", True),
        ("It is thought through carefully by Ann.", True),
        ("Smoke harms bees.", False),
        ("Many bees die in winter.", False),
        ("Keepers say little.", False),
    ],
)
def test_what_is_only_reported(sentence: str, expected: bool) -> None:
    assert is_reported(sentence) is expected
