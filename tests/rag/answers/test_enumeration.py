"""What counts as a list, and what its items are."""

import time
from pathlib import Path

from rag.answers.enumeration import Enumeration, enumerations
from rag.documents import Document, DocumentMetadata
from rag.loaders.folder import load_paths
from rag.loaders.text_builder import TextBuilder


def _document(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    (loaded,) = load_paths([path])
    assert isinstance(loaded, Document)
    return loaded


def _texts(document: Document, enumeration: Enumeration) -> list[str]:
    return [span.of(document.text) for span in enumeration.items]


def test_a_bulleted_list_has_its_lead_in_and_its_headings(tmp_path: Path) -> None:
    document = _document(
        tmp_path, "# Camp\n\n## Gear\n\nPlease bring:\n\n- a tent\n- a lamp\n\nThat is all.\n"
    )
    (found,) = enumerations(document)
    assert _texts(document, found) == ["a tent", "a lamp"]
    assert found.lead_in == "Please bring:"
    assert found.headings == ("Camp", "Gear")
    assert found.exemplified is None


def test_a_bare_lead_in_exemplifies_the_paragraph_above(tmp_path: Path) -> None:
    document = _document(
        tmp_path,
        "# Moss\n\nMosses store water well.\n\nFor example:\n\n- Peat moss.\n- Hair cap.\n",
    )
    (found,) = enumerations(document)
    assert found.exemplified is not None
    assert found.exemplified.of(document.text) == "Mosses store water well."


def test_three_sections_side_by_side_are_items_by_their_first_sentences(tmp_path: Path) -> None:
    document = _document(
        tmp_path,
        "# Why ships sink\n\nHere are the main causes:\n\n## Storms\n\nWaves break hulls. Some.\n\n"
        "## Ice\n\nIce cuts plates.\n\n## Fire\n\nFire spreads fast. It does.\n",
    )
    (found,) = enumerations(document)
    assert _texts(document, found) == [
        "Waves break hulls.",
        "Ice cuts plates.",
        "Fire spreads fast.",
    ]
    assert found.lead_in == "Here are the main causes:"
    assert found.headings == ("Why ships sink",)


def test_many_lists_are_found_in_seconds() -> None:
    n_lists = 8_000
    builder = TextBuilder()
    for _ in range(n_lists):
        builder.paragraph("Mosses store water.")
        builder.paragraph("For example:")
        builder.list_item("Peat moss.")
        builder.list_item("Hair cap.")
    document = builder.build("moss", DocumentMetadata(title="", kind="text"))
    started = time.perf_counter()
    found = enumerations(document)
    assert time.perf_counter() - started < 2  # 0.2 s; it took 7 s when blocks were copied
    assert len(found) == n_lists
    assert {e.exemplified and e.exemplified.of(document.text) for e in found} == {
        "Mosses store water."
    }


def test_two_sections_and_one_item_are_no_lists(tmp_path: Path) -> None:
    document = _document(tmp_path, "# A\n\n## B\n\nOne.\n\n## C\n\nTwo.\n\n- alone\n")
    assert enumerations(document) == ()
