"""Stance files: format, placing, and the most specific entry."""

from pathlib import Path

import pytest

from rag.documents import Block, BlockKind, Document, DocumentMetadata, Sentence
from rag.errors import NotFound, StanceFileError
from rag.messages import Group
from rag.spans import Span
from rag.stances import Stances, read_stances, stance_files, stances_from_json
from tests.rag.seeds_engine import SEEDS

_TEXT = "Doubts\nIt may harm.\nIt may also help."
_BLOCKS = (
    Block(BlockKind.HEADING, Span(0, 6), level=2),
    Block(BlockKind.PARAGRAPH, Span(7, 19), ("Doubts",)),
    Block(BlockKind.PARAGRAPH, Span(20, 37), ("Doubts",)),
)
_DOCUMENT = Document(
    document_id="folder/one",
    text=_TEXT,
    blocks=_BLOCKS,
    sentences=(Sentence(Span(7, 19), 1), Sentence(Span(20, 37), 2)),
    metadata=DocumentMetadata(title="One", kind="web-page"),
)
_HEAD = "about: whether it helps\nassigned_by: A. Reader\nassigned: 2026-11-25\nstances:\n"


def _document(document_id: str) -> Document:
    if document_id != _DOCUMENT.document_id:
        raise NotFound("document", document_id)
    return _DOCUMENT


def _read(tmp_path: Path, text: str) -> tuple[Stances, list[str]]:
    path = tmp_path / "stances.yaml"
    path.write_text(text, encoding="utf-8")
    stances, unused = read_stances([path], _document, ["folder/one"])
    return stances, [entry.detail for entry in unused]


def test_the_block_goes_before_the_section_and_the_section_before_the_document(
    tmp_path: Path,
) -> None:
    stances, unused = _read(
        tmp_path,
        _HEAD
        + "- {document: folder/one, stance: supports}\n"
        + "- {document: folder/one, section: Doubts, stance: cautions}\n"
        + "- {document: folder/one, quote: also help, stance: mixed, assigned_by: B. Second}\n",
    )
    assert unused == []
    block = stances.of("folder/one", ("Doubts",), Span(20, 37))
    section = stances.of("folder/one", ("Top", "Doubts"), Span(7, 19))
    document = stances.of("folder/one", (), Span(7, 19))
    assert block is not None
    assert section is not None
    assert document is not None
    assert [block.side, section.side, document.side] == ["mixed", "cautions", "supports"]
    assert [block.assigned_by, section.assigned_by] == ["B. Second", "A. Reader"]
    assert document.about == "whether it helps"
    assert document.assigned == "2026-11-25"
    assert stances.of("folder/two", (), Span(0, 1)) is None
    assert stances.documents_on(Group.CAUTIONS) == {"folder/one"}
    assert len(stances.of_document("folder/one")) == 3


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    stances, _ = _read(
        tmp_path, _HEAD + "- {document: folder/one, quote: may harm, stance: mixed}\n"
    )
    again = stances_from_json(stances.as_json())
    assert again.of_document("folder/one") == stances.of_document("folder/one")
    with pytest.raises(ValueError, match="no stances"):
        stances_from_json('[{"document": "a"}]')


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{document: folder/on, stance: mixed}", "nearest is 'folder/one'"),
        ("{document: folder/one, section: Doubt, stance: mixed}", "nearest is 'Doubts'"),
        ("{document: folder/one, quote: It may, stance: mixed}", "2 paragraphs"),
        ("{document: folder/one, quote: nowhere, stance: mixed}", "0 paragraphs"),
    ],
)
def test_an_entry_that_names_nothing_is_reported_and_the_rest_counts(
    tmp_path: Path, entry: str, said: str
) -> None:
    stances, unused = _read(
        tmp_path, f"{_HEAD}- {entry}\n- {{document: folder/one, stance: supports}}\n"
    )
    assert len(unused) == 1
    assert said in unused[0]
    assert len(stances.of_document("folder/one")) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_HEAD + "- {document: folder/one, stance: against}\n", "'against'"),
        (_HEAD + "- {document: folder/one, stance: mixed, sektion: a}\n", "nearest is 'section'"),
        ("about: it\nstances:\n- {document: folder/one, stance: mixed}\n", "assigned_by"),
        ("[1, 2", "cannot be read"),
        ("just text", "stance file"),
        (
            _HEAD + "- {document: folder/one, stance: mixed}\n" * 2,
            "two stances",
        ),
    ],
)
def test_a_malformed_file_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(StanceFileError, match=said):
        _read(tmp_path, text)


def test_several_matters_stand_in_one_file(tmp_path: Path) -> None:
    matter = (
        "- about: {}\n  assigned_by: A\n  stances: [{{document: folder/one, {}stance: mixed}}]\n"
    )
    stances, _ = _read(
        tmp_path, matter.format("one", "") + matter.format("two", "section: Doubts, ")
    )
    assert [stance.about for stance in stances.of_document("folder/one")] == ["one", "two"]


def test_stance_files_stand_directly_in_the_folders(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    for place in (tmp_path, tmp_path / "deeper"):
        (place / "stances.yaml").touch()
    assert stance_files([tmp_path, tmp_path / "stances.yaml"]) == (tmp_path / "stances.yaml",)
    assert stance_files([SEEDS]) == (SEEDS / "stances.yaml",)
