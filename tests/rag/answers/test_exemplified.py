"""Sentences that name examples."""

import pytest

from rag.answers.exemplified import gives_examples, gives_examples_of
from rag.index import analysis


def terms(text: str) -> frozenset[str]:
    return frozenset(analysis.terms(text))


@pytest.mark.parametrize(
    "text",
    [
        "Cooks grow herbs, such as mint.",
        "Cooks grow kitchen herbs (e.g. mint).",
        "Many herbs, including mint, like shade.",
    ],
)
def test_examples_of_what_stands_before_the_sign(text: str) -> None:
    assert gives_examples(text)
    assert gives_examples_of(text, terms("herb"))
    assert not gives_examples_of(text, terms("kitchen tools"))


def test_what_stands_far_before_the_sign_or_behind_it_is_not_exemplified() -> None:
    text = "Gardeners who have tended herbs for a long time like to plant trees, such as larches."
    assert not gives_examples_of(text, terms("herbs"))
    assert not gives_examples_of(text, terms("larches"))
    assert gives_examples_of(text, terms("trees"))


def test_nothing_asked_for_is_never_exemplified() -> None:
    assert not gives_examples_of("Herbs, such as mint.", frozenset())
    assert not gives_examples("Herbs need sun.")
