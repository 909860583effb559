import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rag.citations.cite import cite
from rag.citations.export import MEDIA_TYPES, ExportFormat, ExportRequest, exported
from rag.citations.quotation import Source
from rag.documents import Author, Block, BlockKind, Document, DocumentMetadata
from rag.errors import NotFound, UnverifiedCitations
from rag.messages import Citation, Group
from rag.partial_date import PartialDate
from rag.stances import Stance, Stances
from tests.rag.citations.cited_documents import document_of, quote_from

TODAY = date(2026, 1, 2)
GREEN = DocumentMetadata(
    title="Cats at night",
    kind="magazine-article",
    authors=(Author(family="Green", given="Scott"),),
    published=PartialDate(2025, 7, 28),
    publisher="Cat Weekly",
)
NIGHT = document_of("Cats see at night.", "Cats do *not* sleep.", document_id="n", metadata=GREEN)
DAY = document_of(
    "Cats sleep by day.",
    document_id="d/ä",
    metadata=DocumentMetadata(title="Cats by day", kind="training-brief"),
)
PRO = Stance("n", Group.SUPPORTS, "cats", "J. Doe, a vet")
CON = Stance("d/ä", Group.CAUTIONS, "cats", "J. Doe, a vet")


def source_of(*documents: Document, stances: tuple[Stance, ...] = ()) -> Source:
    by_id = {document.document_id: document for document in documents}

    def find(document_id: str) -> Document:
        if document_id not in by_id:
            raise NotFound("document", document_id)
        return by_id[document_id]

    return Source(find, Stances(stances), TODAY)


BOTH = source_of(NIGHT, DAY)


def citation_of(document: Document, exact: str, index: int = 1) -> Citation:
    return cite(quote_from(document, exact), index=index, accessed=TODAY)


SEES = citation_of(NIGHT, "Cats see at night.")
SLEEPS = citation_of(DAY, "Cats sleep by day.", 2)
NOT = citation_of(NIGHT, "Cats do *not* sleep.", 3)


def text_of(kind: ExportFormat, *citations: Citation, **options: Any) -> str:  # noqa: ANN401
    source = options.pop("source", BOTH)
    asked = {name: options.pop(name) for name in ("with_quotes", "among") if name in options}
    request = ExportRequest(format=kind, citations=citations, **asked)
    return exported(request, source, **options)


def test_apa_has_the_quotes_with_their_places_and_the_references_in_order() -> None:
    assert text_of(ExportFormat.APA, SEES, SLEEPS) == (
        "“Cats see at night” (Green, 2025, para. 1).\n\n"
        "“Cats sleep by day” (“Cats by day,” n.d., para. 1).\n\n"
        "References\n\n"
        "Cats by day [Training brief]. (n.d.).\n\n"
        "Green, S. (2025, July 28). Cats at night. Cat Weekly.\n"
    )


def test_a_part_of_an_answer_cites_a_source_as_the_whole_does() -> None:
    # Two texts of one author and day: a and b by title, whichever of them is written.
    noon = document_of("Cats rest.", document_id="m", metadata=replace(GREEN, title="Cats at noon"))
    source = source_of(NIGHT, noon)
    asked = {"source": source, "among": ("n", "m", "gone")}
    rests = citation_of(noon, "Cats rest.")
    assert text_of(ExportFormat.APA, SEES, **asked) == (
        "“Cats see at night” (Green, 2025a, para. 1).\n\n"
        "References\n\n"
        "Green, S. (2025a, July 28). Cats at night. Cat Weekly.\n"
    )
    assert "(Green, 2025b, para. 1)" in text_of(ExportFormat.MARKDOWN, rests, **asked)
    whole = text_of(ExportFormat.BIBTEX, SEES, rests, source=source)
    for citation in (SEES, rests):
        alone = text_of(ExportFormat.BIBTEX, citation, **asked)
        assert alone.strip() in whole
        assert alone.count("@") == 1
    assert "2025a" not in text_of(ExportFormat.APA, SEES, source=source)


def test_references_can_be_had_alone() -> None:
    assert text_of(ExportFormat.APA, SEES, NOT, with_quotes=False) == (
        "Green, S. (2025, July 28). Cats at night. Cat Weekly.\n"
    )


def test_markdown_links_each_quote_to_its_place() -> None:
    assert text_of(ExportFormat.MARKDOWN, NOT, SLEEPS, address="https://footnote.example") == (
        "> Cats do \\*not\\* sleep.\n\n"
        "(Green, 2025, para. 2) "
        "[In its source](<https://footnote.example/sources/n?start=20&end=40#cited>)\n\n"
        "> Cats sleep by day.\n\n"
        "(*Cats by day*, n.d., para. 1) "
        "[In its source](<https://footnote.example/sources/d/%C3%A4?start=0&end=18#cited>)\n\n"
        "## References\n\n"
        "- *Cats by day* [Training brief]. (n.d.).\n"
        "- Green, S. (2025, July 28). Cats at night. *Cat Weekly*.\n"
    )


def test_sides_are_kept_apart_in_the_order_of_the_quotes_and_say_who_assigned_them() -> None:
    source = source_of(NIGHT, DAY, stances=(PRO, CON))
    text = text_of(ExportFormat.APA, SEES, SLEEPS, source=source)
    assert text.startswith(
        "Supports: cats (assigned by J. Doe, a vet)\n\n"
        "“Cats see at night” (Green, 2025, para. 1).\n\n"
        "Cautions: cats (assigned by J. Doe, a vet)\n\n“Cats sleep by day” "
    )
    markdown = text_of(ExportFormat.MARKDOWN, SEES, SLEEPS, source=source)
    assert "## Supports: cats\n\nAssigned by J. Doe, a vet.\n\n> Cats see at night." in markdown


def test_the_side_of_the_first_quote_is_first() -> None:
    source = source_of(NIGHT, DAY, stances=(PRO, CON))
    text = text_of(ExportFormat.APA, SLEEPS, SEES, source=source)
    assert text.index("Cautions: ") < text.index("Supports: ")


def test_sides_of_two_matters_are_kept_apart() -> None:
    milk = replace(CON, side=Group.SUPPORTS, about="whether *cats* need milk")
    source = source_of(NIGHT, DAY, stances=(PRO, milk))
    text = text_of(ExportFormat.APA, SEES, SLEEPS, NOT, source=source)
    first, second = (
        text.index(f"Supports: {about} (assigned by J. Doe, a vet)\n\n")
        for about in ("cats", "whether *cats* need milk")
    )
    assert first < text.index("“Cats do") < second < text.index("“Cats sleep by")
    markdown = text_of(ExportFormat.MARKDOWN, SEES, SLEEPS, source=source)
    assert "## Supports: whether \\*cats\\* need milk\n\nAssigned by J. Doe, a vet.\n\n" in markdown


def test_a_side_says_each_who_assigned_it() -> None:
    source = source_of(
        NIGHT, DAY, stances=(PRO, replace(CON, side=Group.SUPPORTS, assigned_by="K. Roe"))
    )
    text = text_of(ExportFormat.APA, SEES, SLEEPS, source=source)
    assert text.startswith("Supports: cats (assigned by J. Doe, a vet)\n\n“Cats see")
    assert "Supports: cats (assigned by K. Roe)\n\n“Cats sleep" in text


def test_a_quote_without_a_side_is_not_put_on_one() -> None:
    source = source_of(NIGHT, DAY, stances=(PRO,))
    text = text_of(ExportFormat.APA, SLEEPS, SEES, source=source)
    assert "Without a side\n\n“Cats sleep by day”" in text


def test_one_quote_has_no_heading() -> None:
    source = source_of(NIGHT, stances=(PRO,))
    assert text_of(ExportFormat.APA, SEES, source=source).startswith("“Cats see at night”")


def test_bibtex_and_csl_list_each_source_once_as_first_cited() -> None:
    bibtex = text_of(ExportFormat.BIBTEX, SLEEPS, SEES, NOT)
    assert [line for line in bibtex.split("\n") if line.startswith("@")] == [
        "@misc{cats,",
        "@article{green2025cats,",
    ]
    items = json.loads(text_of(ExportFormat.CSL_JSON, SLEEPS, SEES, NOT))
    assert [item["id"] for item in items] == ["d/ä", "n"]
    assert items[1]["type"] == "article-magazine"


def test_what_a_citation_says_of_its_source_is_not_believed() -> None:
    forged = SEES.model_copy(
        update={"title": "Forged", "csl": {"id": "n", "title": "Forged", "type": "book"}}
    )
    for kind in ExportFormat:
        text = text_of(kind, forged)
        assert "Forged" not in text
        assert "Cats at night" in text


def test_citations_that_do_not_verify_are_refused_all_together() -> None:
    forged = SEES.model_copy(update={"source_sha256": "0" * 64})
    gone = SEES.model_copy(update={"document_id": "secret-name"})
    with pytest.raises(UnverifiedCitations) as caught:
        text_of(ExportFormat.APA, SLEEPS, forged, gone)
    assert caught.value.reasons == {
        1: "the source has changed since this citation was made: its SHA-256 differs",
        2: "the index holds no such document",
    }
    assert "secret-name" not in str(caught.value)


def test_a_section_is_the_innermost_heading_that_is_not_the_title() -> None:
    headed = document_of("Cats purr.", headings=("On Cats", "Sounds"))
    text = text_of(ExportFormat.APA, citation_of(headed, "Cats purr."), source=source_of(headed))
    assert text.startswith("“Cats purr” (“On Cats,” n.d., Sounds section).")


def test_a_fact_takes_no_side() -> None:
    fact = replace(NIGHT, blocks=(Block(BlockKind.FACT, NIGHT.blocks[0].span), NIGHT.blocks[1]))
    source = source_of(fact, stances=(PRO,))
    text = text_of(ExportFormat.APA, SEES, NOT, source=source)
    assert "Without a side\n\n“Cats see at night” (Green, 2025)." in text


def test_every_format_has_a_media_type() -> None:
    assert MEDIA_TYPES.keys() == set(ExportFormat)
