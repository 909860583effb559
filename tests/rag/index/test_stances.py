"""Stance files, from the folder into the generation and out of it."""

from pathlib import Path

import pytest

from rag.documents import BlockKind
from rag.errors import IndexUnusable, StanceFileError
from rag.index.build import IndexReport, build_index
from rag.index.generations import STANCES
from rag.index.opened import open_generation
from rag.index.verify import verify_generation
from rag.messages import Group
from rag.spans import Span
from rag.stances import Stances
from tests.rag.index.corpora import (
    COPING,
    FEARS,
    SAFETY,
    build,
    current,
    flip_byte,
    read_fields,
    settings_in,
    write_corpus,
)
from tests.rag.index.tiny_encoder import TinyEncoder
from tests.rag.stances.files import HEAD, write

CAUTIONS = HEAD + "- {document: a, stance: cautions}\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two documents of one sentence each."""
    return write_corpus(tmp_path / "corpus", a=SAFETY, b=COPING)


def opened_stances(corpus: Path) -> Stances:
    opened = open_generation(current(corpus), TinyEncoder())
    opened.close()
    return opened.stances


def build_all(encoder: TinyEncoder, *paths: Path) -> IndexReport:
    return build_index(paths, settings_in(paths[0].parent), encoder)


def side_of(corpus: Path, document_id: str) -> Group | None:
    stance = opened_stances(corpus).of(document_id, (), Span(0, 1))
    return None if stance is None else stance.side


@pytest.mark.parametrize("name", ["stances.yaml", "stances.yml"])
def test_a_stance_file_is_no_document_and_no_skipped_file(
    corpus: Path, tiny: TinyEncoder, name: str
) -> None:
    write(corpus, CAUTIONS, name)
    report = build(corpus, tiny)
    assert (report.n_documents, report.skipped, report.unused_stances) == (2, (), ())
    assert side_of(corpus, "a") is Group.CAUTIONS
    assert side_of(corpus, "b") is None


def test_a_stance_file_that_is_named_with_its_documents_counts(
    corpus: Path, tiny: TinyEncoder
) -> None:
    file = write(corpus, CAUTIONS)
    report = build_all(tiny, corpus / "a.txt", file)
    assert report.skipped == ()
    assert opened_stances(corpus / "a.txt").of("a") is not None


def test_a_stance_file_below_another_folder_is_reported_as_no_document(
    corpus: Path, tiny: TinyEncoder
) -> None:
    write(corpus / "deeper", CAUTIONS)
    (skipped,) = build(corpus, tiny).skipped
    assert skipped.path == str(corpus / "deeper" / "stances.yaml")
    assert not opened_stances(corpus)


def test_without_a_stance_file_there_are_none_and_no_file(corpus: Path, tiny: TinyEncoder) -> None:
    build(corpus, tiny)
    assert not opened_stances(corpus)
    assert STANCES not in read_fields(current(corpus))["files"]


def test_stances_are_a_checked_file_of_the_generation(corpus: Path, tiny: TinyEncoder) -> None:
    write(corpus, CAUTIONS)
    build(corpus, tiny)
    assert STANCES in read_fields(current(corpus))["files"]
    assert not verify_generation(corpus.parent / "index").problems
    flip_byte(current(corpus) / STANCES, -2)
    with pytest.raises(IndexUnusable, match=f"{STANCES} is missing, damaged"):
        open_generation(current(corpus), tiny)


def test_stances_do_not_vanish_with_their_file(corpus: Path, tiny: TinyEncoder) -> None:
    write(corpus, CAUTIONS)
    build(corpus, tiny)
    (current(corpus) / STANCES).unlink()
    with pytest.raises(IndexUnusable, match=f"{STANCES} is missing"):
        open_generation(current(corpus), tiny)


def test_a_changed_stance_file_alone_makes_another_generation(
    corpus: Path, tiny: TinyEncoder
) -> None:
    write(corpus, CAUTIONS)
    first = build(corpus, tiny)
    write(corpus, CAUTIONS.replace("cautions", "supports"))
    second = build(corpus, tiny)
    assert first.generation != second.generation
    assert (second.changes.unchanged, second.n_embedded) == (2, 0)
    assert side_of(corpus, "a") is Group.SUPPORTS


def test_an_open_generation_keeps_its_stances(corpus: Path, tiny: TinyEncoder) -> None:
    write(corpus, CAUTIONS)
    build(corpus, tiny)
    opened = open_generation(current(corpus), tiny)
    (corpus / "stances.yaml").unlink()
    build(corpus, tiny)
    assert opened.stances
    assert not opened_stances(corpus)
    opened.close()


def test_an_entry_for_no_document_is_reported_with_the_nearest_id(
    corpus: Path, tiny: TinyEncoder
) -> None:
    write_corpus(corpus, leaflet=SAFETY)
    file = write(corpus, HEAD + "- {document: leafelt, stance: mixed}\n")
    (unused,) = build(corpus, tiny).unused_stances
    assert unused.path == f"{file}, stance 1"
    assert unused.detail == "no document is called 'leafelt'; the nearest is 'leaflet'"
    assert not opened_stances(corpus)


def test_a_malformed_file_stops_the_run_before_anything_is_embedded(
    corpus: Path, tiny: TinyEncoder
) -> None:
    build(corpus, tiny)
    before = current(corpus)
    write(corpus, HEAD + "- {document: a, stance: maybe}\n")
    fresh = TinyEncoder()
    with pytest.raises(StanceFileError, match="'maybe'"):
        build(corpus, fresh)
    assert fresh.encoded == []
    assert current(corpus) == before


def test_a_contradiction_stops_the_run_before_anything_is_embedded(
    corpus: Path, tiny: TinyEncoder
) -> None:
    write(corpus, CAUTIONS + "- {document: a, stance: supports}\n")
    with pytest.raises(StanceFileError, match="keep one"):
        build(corpus, tiny)
    assert tiny.encoded == []


def test_every_folder_has_its_own_stance_file(tmp_path: Path, tiny: TinyEncoder) -> None:
    first = write_corpus(tmp_path / "first", a=SAFETY)
    second = write_corpus(tmp_path / "second", b=COPING)
    write(first, CAUTIONS)
    write(second, HEAD + "- {document: b, stance: supports}\n")
    report = build_all(tiny, first, second)
    assert report.unused_stances == ()
    assert [side_of(first, name) for name in "ab"] == [Group.CAUTIONS, Group.SUPPORTS]


def test_a_folder_that_is_named_twice_has_one_stance_file(corpus: Path, tiny: TinyEncoder) -> None:
    write(corpus, CAUTIONS)
    build_all(tiny, corpus, corpus)
    assert len(opened_stances(corpus)) == 1


def test_a_stance_never_lands_on_another_folders_document_of_that_name(
    tmp_path: Path, tiny: TinyEncoder
) -> None:
    first = write_corpus(tmp_path / "first", a=FEARS)
    second = write_corpus(tmp_path / "second", a=SAFETY)
    write(second, CAUTIONS)
    with pytest.raises(StanceFileError, match=r"not below .*second"):
        build_all(tiny, first, second)
    write(second, CAUTIONS.replace("document: a", "document: a.txt"))
    build_all(tiny, first, second)
    assert [side_of(first, name) for name in ("a", "a.txt")] == [None, Group.CAUTIONS]


def test_a_quote_is_the_same_block_when_the_generation_is_opened(
    corpus: Path, tiny: TinyEncoder
) -> None:
    write_corpus(corpus, a=f"{FEARS}\n\n{SAFETY}\n\n{COPING}\n")
    write(corpus, HEAD + "- {document: a, quote: keep anxiety alive, stance: cautions}\n")
    build(corpus, tiny)
    opened = open_generation(current(corpus), tiny)
    document = opened.store.document("a")
    quotes = {
        block.span.of(document.text): opened.stances.of("a", block.heading_path, block.span)
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH
    }
    opened.close()
    assert [text for text, stance in quotes.items() if stance] == [SAFETY]
    assert len(quotes) == 3
