from pathlib import Path

from rag.documents import BlockKind
from tests.rag.loaders.loading import load_one, sentences, skip_one, texts

WRAPPED = """GRADED EXPOSURE

Exposure is a treat-
ment that works well. It was
developed long ago, e.g. in Oxford.

1. First steps

The first steps are small, and they
are planned together. Then they grow.

  * one item
  * another item that
    wraps here
-----
Last words.
"""


def test_wrapped_lines_become_paragraphs(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.txt", WRAPPED)
    assert "Exposure is a treatment that works well." in sentences(document)
    assert "It was developed long ago, e.g. in Oxford." in sentences(document)
    assert sentences(document)[-1] == "Last words."


def test_headings_and_items_are_told_apart(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.txt", WRAPPED)
    assert texts(document, BlockKind.HEADING) == ["GRADED EXPOSURE", "First steps"]
    assert texts(document, BlockKind.LIST_ITEM) == ["one item", "another item that wraps here"]


def test_file_of_one_sentence_is_a_document(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.txt", "Fear fades.")
    assert document.text == "Fear fades."
    assert document.metadata.title == "a"


def test_windows_line_ends_and_invisible_characters_are_gone(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.txt", "One\u200b so\u00adft.\r\n\r\nTwo\u202e.\x00\r\n")
    assert document.text == "One soft.\n\nTwo."


def test_numbers_and_signs_are_no_text(tmp_path: Path) -> None:
    skipped = skip_one(tmp_path, "a.dat", "1;2;3;4;5\n6;7;8;9;10\n" * 50)
    assert skipped.reason == "unknown format"
