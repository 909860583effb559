"""What people rely on in the seed documents, found by what they say, not by their names."""

from pathlib import Path

import pytest

from rag.documents import BlockKind, Document, SkippedFile
from rag.partial_date import PartialDate
from tests.rag.loaders.loading import block_with, load, sentences, texts

SEEDS = Path(__file__).parents[3] / "seeds"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [loaded for loaded in load(SEEDS) if isinstance(loaded, Document)]


def with_text(documents: list[Document], text: str) -> Document:
    (document,) = (document for document in documents if text in document.text)
    return document


def test_all_four_load_and_the_questions_do_not(documents: list[Document]) -> None:
    skipped = [loaded for loaded in load(SEEDS) if isinstance(loaded, SkippedFile)]
    assert len(documents) == 4
    assert {Path(entry.path).name for entry in skipped} == {"questions.yaml", "stances.yaml"}
    assert {entry.reason for entry in skipped} == {"not a document"}


def test_kinds_are_told_apart(documents: list[Document]) -> None:
    assert [document.metadata.kind for document in documents] == [
        "study-answer",
        "study-answer",
        "training-brief",
        "magazine-article",
    ]


def test_every_title_is_the_first_block_and_stands_once(documents: list[Document]) -> None:
    for document in documents:
        assert texts(document)[0] == document.metadata.title
        assert document.text.splitlines().count(document.metadata.title) == 1


def test_no_markup_or_escape_is_left(documents: list[Document]) -> None:
    for document in documents:
        assert not any(sign in document.text for sign in ("**", "\\n", "&nbsp;", "· ", ">-"))


def test_study_answer_has_its_numbered_sections(documents: list[Document]) -> None:
    document = with_text(documents, "deleterious effects")
    assert texts(document, BlockKind.HEADING)[1:] == [
        "Interference with Inhibitory Learning",
        "Association with Symptom Severity",
        "Controversial Role in Treatment",
        "Therapeutic Recommendations",
        "Mixed Research Findings",
    ]
    (closing,) = (text for text in texts(document) if text.startswith("In summary"))
    assert len(block_with(document, closing).heading_path) == 1
    assert [related.title[:4] for related in document.metadata.related] == ["What", "How "]


def test_article_keeps_its_date_and_loses_its_teasers(documents: list[Document]) -> None:
    document = with_text(documents, "value-oriented conversation")
    assert document.metadata.published == PartialDate(2025, 7, 28)
    assert [author.name for author in document.metadata.authors] == ["Scott Green"]
    assert "Published by Scott Green\nJuly 28, 2025 - 3 min Read" in sentences(document)
    assert len(texts(document, BlockKind.HEADING)) == 5
    assert len(document.metadata.related) == 12
    assert "evergreen" not in document.text
    assert "August" not in document.text
    assert document.text.endswith("as challenges evolve across the journey of healing.")


def test_course_keeps_its_facts(documents: list[Document]) -> None:
    document = with_text(documents, "CPD: 3 Hours")
    assert texts(document, BlockKind.FACT) == [
        "CPD: 3 Hours",
        "Mode: Live on Zoom or watch as a recording after the course date.",
        "Date: 14 November 2025",
        "Time: 9 AM - 12 noon",
    ]
    assert len(texts(document, BlockKind.LIST_ITEM)) == 2
    assert len(texts(document, BlockKind.HEADING)) == 1
    assert sentences(document)[-1] == "It also stands as a stand-alone CPD training."
