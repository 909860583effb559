from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from rag.citations.cite import block_of, cite, deep_link
from rag.documents import Author, DocumentMetadata
from rag.messages import Citation, ScoreKind, TextPositionSelector, TextQuoteSelector
from rag.spans import Span
from server.messages import DocumentMetadataMessage
from tests.rag.citations.cited_documents import document_of, quote_from

TODAY = date(2026, 1, 2)


def test_a_citation_says_where_the_quote_stands_and_what_surrounds_it() -> None:
    document = document_of("Dogs bark all day and all of the night.", "Cats sleep.", "Cows moo.")
    citation = cite(quote_from(document, "Cats sleep."), index=3, accessed=TODAY)
    assert citation == Citation(
        index=3,
        document_id="cats",
        title="On Cats",
        section="",
        page=None,
        passage_id="cats#0",
        url="https://cats.example/sleep",
        deep_link="/sources/cats?start=41&end=52#cited:~:text=Cats%20sleep.",
        score=1.5,
        score_kind=ScoreKind.SENTENCE_RELEVANCE,
        source_sha256="ab" * 32,
        csl={
            "id": "cats",
            "type": "webpage",
            "title": "On Cats",
            "URL": "https://cats.example/sleep",
            "accessed": {"date-parts": [[2026, 1, 2]]},
        },
        selector=(
            TextPositionSelector(start=41, end=52),
            TextQuoteSelector(
                exact="Cats sleep.",
                prefix="k all day and all of the night.\n\n"[-32:],
                suffix="\n\nCows moo.",
            ),
        ),
    )


def test_the_context_is_thirty_two_characters_where_there_are_as_many() -> None:
    document = document_of("a" * 50, "Cats sleep.", "b" * 50)
    selector = cite(quote_from(document, "Cats sleep."), index=1, accessed=TODAY).selector[1]
    assert selector == TextQuoteSelector(
        exact="Cats sleep.", prefix="a" * 30 + "\n\n", suffix="\n\n" + "b" * 30
    )


def test_at_the_edges_of_the_document_the_context_is_empty() -> None:
    citation = cite(quote_from(document_of("Cats sleep."), "Cats sleep."), index=1, accessed=TODAY)
    assert citation.selector == (
        TextPositionSelector(start=0, end=11),
        TextQuoteSelector(exact="Cats sleep.", prefix="", suffix=""),
    )


def test_section_and_page_are_those_of_the_block() -> None:
    document = document_of(
        "Dogs bark.", "Cats sleep.", "Cows moo.", headings=("Animals", "Pets"), pages=(1, None, 3)
    )
    pages = [
        cite(quote_from(document, text), index=1, accessed=TODAY)
        for text in ("Dogs bark.", "Cats sleep.", "Cows moo.")
    ]
    assert [citation.page for citation in pages] == [1, None, 3]  # never a neighbour's
    assert {citation.section for citation in pages} == {"Animals › Pets"}


def test_positions_count_code_points() -> None:
    document = document_of("😀 e\u0301te\u0301.", "Cats sleep.")
    citation = cite(quote_from(document, "Cats sleep."), index=1, accessed=TODAY)
    assert citation.selector[0] == TextPositionSelector(start=10, end=21)


def test_scores_are_rounded_to_six_places() -> None:
    document = document_of("Cats sleep.")
    quote = quote_from(document, "Cats sleep.", score=-1.23456789)
    assert cite(quote, index=1, accessed=TODAY).score == -1.234568


@pytest.mark.parametrize(
    ("document_id", "path"),
    [
        ("cats", "/sources/cats"),
        ("animals/cats", "/sources/animals/cats"),
        ("my cats", "/sources/my%20cats"),
        ("größe/猫", "/sources/gr%C3%B6%C3%9Fe/%E7%8C%AB"),
        ("what? #1", "/sources/what%3F%20%231"),
        ("50%&a=b+c", "/sources/50%25%26a%3Db%2Bc"),
        ("a:b", "/sources/a%3Ab"),
    ],
)
def test_the_deep_link_quotes_the_id(document_id: str, path: str) -> None:
    document = document_of("Cats sleep.", document_id=document_id)
    link = urlsplit(deep_link(document, Span(0, 11)))
    assert link.path == path
    assert unquote(link.path) == f"/sources/{document_id}"
    assert (link.scheme, link.netloc) == ("", "")
    assert parse_qs(link.query) == {"start": ["0"], "end": ["11"]}
    assert link.fragment == "cited:~:text=Cats%20sleep."


def test_a_deep_link_over_several_blocks_names_the_words_of_the_first() -> None:
    document = document_of("Dogs bark.", "Cats sleep.", "Cows moo.")
    link = deep_link(document, Span(12, 34))
    assert link == "/sources/cats?start=12&end=34#cited:~:text=Cats%20sleep."


def test_a_repeated_quote_is_told_apart_in_the_deep_link() -> None:
    document = document_of("Yes.", "Is it? Yes. It is.")
    link = deep_link(document, Span(13, 17))
    assert link == "/sources/cats?start=13&end=17#cited:~:text=Is%20it%3F-,Yes.,-It%20is."


def test_the_block_of_a_span_is_the_one_in_which_it_begins() -> None:
    document = document_of("Dogs bark.", "Cats sleep.")
    assert block_of(document, Span(9, 15)) is document.blocks[0]
    assert block_of(document, Span(12, 13)) is document.blocks[1]
    with pytest.raises(ValueError, match=r"\[10, 12\) begins in no block of 'cats'"):
        block_of(document, Span(10, 12))


def test_the_bibliography_is_the_documents() -> None:
    metadata = DocumentMetadata(title="T", kind="pdf", authors=(Author(literal="QuickTakes"),))
    document = document_of("Cats sleep.", metadata=metadata)
    citation = cite(quote_from(document, "Cats sleep."), index=1, accessed=TODAY)
    assert citation.csl == {
        "id": "cats",
        "type": "document",
        "title": "T",
        "author": [{"literal": "QuickTakes"}],
    }
    assert citation.url == ""


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "/page", "www.a.example"]
)
def test_only_an_address_of_the_web_is_given_as_that_of_a_source(url: str) -> None:
    document = document_of("Cats sleep.", metadata=DocumentMetadata("On Cats", "web-page", url=url))
    citation = cite(quote_from(document, "Cats sleep."), index=1, accessed=TODAY)
    assert citation.url == ""
    assert DocumentMetadataMessage.of(document.metadata).url == ""
