from dataclasses import replace

import pytest

from rag.citations.original import original_link
from rag.documents import Document
from rag.spans import Span
from tests.rag.citations.cited_documents import METADATA, document_of

TEXT = "Cats sleep a lot."


def at(url: str, *, pages: tuple[int | None, ...] = ()) -> Document:
    return document_of(TEXT, metadata=replace(METADATA, url=url), pages=pages)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://cats.example/sleep", "https://cats.example/sleep#:~:text=sleep"),
        ("https://cats.example/?a=1#part", "https://cats.example/?a=1#part:~:text=sleep"),
        ("https://cats.example/#:~:text=old", "https://cats.example/#:~:text=sleep"),
    ],
)
def test_the_original_opens_at_the_words_of_the_quote(url: str, link: str) -> None:
    assert original_link(at(url), Span(5, 10)) == link


def test_a_paged_original_opens_at_the_page() -> None:
    document = at("https://cats.example/sleep.pdf#view=Fit", pages=(7,))
    assert original_link(document, Span(5, 10)) == "https://cats.example/sleep.pdf#page=7"


def test_a_quote_over_two_blocks_is_named_by_its_words_in_the_first() -> None:
    document = document_of(TEXT, "Dogs do not.", metadata=METADATA)
    assert original_link(document, Span(13, 23)) == "https://cats.example/sleep#:~:text=lot."


@pytest.mark.parametrize("url", ["", "/learn/cats", "javascript:alert(1)", "file:///etc/passwd"])
def test_a_source_without_a_web_address_has_no_link(url: str) -> None:
    assert original_link(at(url), Span(5, 10)) is None
