import errno
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from rag.documents import (
    Author,
    Block,
    BlockKind,
    Document,
    DocumentMetadata,
    Passage,
    RelatedArticle,
)
from rag.errors import NotFound
from rag.index.rows import _block, _block_row, metadata_from_json, metadata_json
from rag.index.store import Store, StoreWriter
from rag.loaders.text_builder import TextBuilder
from rag.partial_date import PartialDate
from rag.passages import cut_document
from rag.spans import Span
from tests.rag.index.corpora import document

FULL = DocumentMetadata(
    title="Sécurité \U0001f642",
    kind="Magazine-Article",
    url="https://example.org/?a=1#b",
    authors=(Author("Müller", "Zoë"), Author("Fox", "Jo", suffix="Jr."), Author(literal="WHO")),
    published=PartialDate(2025, 7, 28),
    subject="Psychologie",
    publisher="Éditions",
    language="fr",
    related=(RelatedArticle("Other", "/other"), RelatedArticle("No address")),
)
BARE = DocumentMetadata(title="", kind="text")


def every_kind_of_block() -> Document:
    builder = TextBuilder()
    builder.heading("Aims", 1, page=1)
    builder.paragraph("One two. Three \U0001f642 four.", page=1)
    builder.list_item("an item", page=2)
    builder.fact("CPD: 3 Hours")
    builder.fact("Mon | 9:00", header=builder.header_row("Day | Opens"))
    return builder.build("a/b c", FULL, source_path="/d/b c.txt", source_sha256="f" * 64)


def with_passages(document: Document) -> tuple[Document, tuple[Passage, ...]]:
    cut = cut_document(document, count_tokens=lambda text: len(text.split()), max_tokens=9)
    return cut.document, cut.passages


STORED = [with_passages(every_kind_of_block()), with_passages(document("Bare."))]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of a document with everything and one with next to nothing."""
    path = tmp_path / "with ? and #.sqlite"
    with StoreWriter(path) as writer:
        for found, passages in STORED:
            writer.add(found, passages)
    return path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store(path)
    yield store
    store.close()


def content_hash(folder: Path, document: Document) -> str:
    path = folder / "one.sqlite"
    path.unlink(missing_ok=True)
    with StoreWriter(path) as writer:
        writer.add(document, ())
    store = Store(path)
    (content,) = store.content_hashes().values()
    store.close()
    return content


def test_documents_come_back_as_they_were_added(store: Store) -> None:
    assert list(store.documents()) == [found for found, _ in STORED]
    assert store.document("a/b c") == STORED[0][0]
    assert store.document("d").metadata == BARE


def test_passages_come_back_as_they_were_added_in_row_order(store: Store) -> None:
    added = [passage for _, passages in STORED for passage in passages]
    stored = list(store.all_passages())
    assert [row.passage for row in stored] == added
    assert [row.number for row in stored] == list(range(len(added)))
    assert [row.document_number for row in stored] == [0] * (len(added) - 1) + [1]


def test_a_block_that_was_written_before_headers_were_known_is_read() -> None:
    block = Block(BlockKind.FACT, Span(0, 2), ("Aims",), None, 3)
    assert _block(["fact", 0, 2, None, 3, ["Aims"]]) == block
    assert _block_row(block) == ["fact", 0, 2, None, 3, ("Aims",)]
    assert _block(["fact", 0, 2, None, 3, ["Aims"], 4]) == replace(block, header=4)


def test_rows_of_sentence_vectors_follow_each_other(store: Store) -> None:
    row = 0
    for stored in store.all_passages():
        assert stored.first_sentence == row
        row += len(stored.passage.sentences)
    assert store.counts()["sentences"] == row == 7  # two sentences, item, three facts, and "Bare."


def test_passages_are_found_by_row_and_by_id(store: Store) -> None:
    last = list(store.all_passages())[-1]
    assert store.passages([last.number, 0]).keys() == {0, last.number}
    assert store.passages([last.number])[last.number] == last == store.passage("d#0")
    assert store.passages([]) == store.passages([99]) == {}


def test_more_rows_than_one_statement_takes_are_found(tmp_path: Path) -> None:
    path = tmp_path / "many.sqlite"
    found, passages = with_passages(document("One."))
    with StoreWriter(path) as writer:
        for n in range(1_200):
            changed = replace(passages[0], passage_id=f"{n}#0", document_id=str(n))
            writer.add(replace(found, document_id=str(n)), (changed,))
    store = Store(path)
    found_rows = store.passages(range(1_200))
    store.close()
    assert [row.passage.document_id for row in found_rows.values()] == [*map(str, range(1_200))]


def test_summaries_are_documents_without_their_texts(store: Store) -> None:
    full, bare = store.summaries(limit=10)
    assert (full.document_id, full.metadata) == ("a/b c", FULL)
    assert (full.source_path, full.source_sha256) == ("/d/b c.txt", "f" * 64)
    assert (full.n_passages, full.n_sentences) == (len(STORED[0][1]), 6)
    assert (bare.document_id, bare.n_passages, bare.n_sentences) == ("d", 1, 1)


def test_summaries_come_in_pages(store: Store) -> None:
    assert [found.document_id for found in store.summaries(limit=1)] == ["a/b c"]
    assert [found.document_id for found in store.summaries(limit=5, offset=1)] == ["d"]
    assert store.summaries(limit=5, offset=2) == ()


def named(name: str, url: str, title: str) -> tuple[Document, tuple[Passage, ...]]:
    metadata = DocumentMetadata(title=title, kind="text", url=url)
    return document("One.", document_id=name, metadata=metadata), ()


@pytest.fixture
def named_store(tmp_path: Path) -> Iterator[Store]:
    """Four documents; two share a title, and one has neither address nor title."""
    with StoreWriter(tmp_path / "named.sqlite") as writer:
        for entry in (
            named("a", "/learn/a", "What is \U0001f642?"),
            named("b", "https://example.org/b", "Twice"),
            named("c", "https://example.org/c", "Twice"),
            named("d", "", ""),
        ):
            writer.add(*entry)
    store = Store(tmp_path / "named.sqlite")
    yield store
    store.close()


@pytest.mark.parametrize(
    ("urls", "title", "found"),
    [
        (["/learn/a"], "", "a"),
        (["/nowhere", "https://example.org/c"], "What is \U0001f642?", "c"),  # an address says more
        (["/nowhere"], "What is \U0001f642?", "a"),
        ([], "what is \U0001f642?", None),  # not exact
        ([], "Twice", None),  # two are called so
        (["https://example.org/b", "https://example.org/c"], "", None),
        (["https://example.org/b"], "Twice", "b"),
        ([""], "", None),
        ([], "' OR 1=1 --", None),
    ],
)
def test_a_document_is_found_by_its_address_or_else_its_exact_title(
    named_store: Store, urls: list[str], title: str, found: str | None
) -> None:
    assert named_store.find_document(urls=urls, title=title) == found


@pytest.mark.parametrize("key", ["url", "title"])
def test_names_are_looked_up_in_an_index(named_store: Store, key: str) -> None:
    asked: list[str] = []
    named_store._connection.set_trace_callback(asked.append)
    if key == "url":
        named_store.find_document(urls=["x", "y"])
    else:
        named_store.find_document(title="x")
    named_store._connection.set_trace_callback(None)
    (statement,) = asked
    (plan,) = named_store._connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    assert f"USING INDEX documents_{key}" in plan[-1]


def test_a_generation_without_those_indexes_is_read_through(named_store: Store) -> None:
    (path,) = (row[2] for row in named_store._connection.execute("PRAGMA database_list"))
    with sqlite3.connect(path) as older:
        older.execute("DROP INDEX documents_url")
        older.execute("DROP INDEX documents_title")
    older.close()
    store = Store(Path(path))
    assert store.find_document(urls=["/learn/a"]) == "a"
    store.close()


def test_contents_are_hashed_by_document(store: Store) -> None:
    assert store.content_hashes().keys() == {"a/b c", "d"}
    assert len(set(store.content_hashes().values())) == 2


@pytest.mark.parametrize(
    "changed",
    [
        document("One two!"),
        document("One", "two."),
        document("One two.", document_id="e"),
        document("One two.", metadata=replace(BARE, title="T")),
        document("One two.", metadata=replace(BARE, published=PartialDate(2025, 1, 1))),
        document("One two.", metadata=replace(BARE, authors=(Author(literal="WHO"),))),
    ],
)
def test_content_hash_tells_every_change_of_text_structure_and_metadata(
    tmp_path: Path, changed: Document
) -> None:
    assert content_hash(tmp_path, changed) != content_hash(tmp_path, document("One two."))


@pytest.mark.parametrize("parts", [(2025,), (2025, 7), (2025, 7, 28)])
def test_a_date_is_kept_as_precise_as_it_is(parts: tuple[int, ...]) -> None:
    metadata = replace(FULL, published=PartialDate(*parts))
    assert metadata_from_json(metadata_json(metadata)) == metadata


def test_content_hash_does_not_tell_another_path(tmp_path: Path) -> None:
    moved = replace(document("One two."), source_path="/elsewhere.txt")
    assert content_hash(tmp_path, moved) == content_hash(tmp_path, document("One two."))


@pytest.mark.parametrize("missing", ["nothing", "A/B C", ""])
def test_missing_document_and_passage_are_named(store: Store, missing: str) -> None:
    with pytest.raises(NotFound, match=f"no document is called '{missing}' in this index"):
        store.document(missing)
    with pytest.raises(NotFound, match=f"no passage is called '{missing}' in this index"):
        store.passage(missing)


def test_second_document_of_one_id_is_refused(tmp_path: Path) -> None:
    with StoreWriter(tmp_path / "one.sqlite") as writer:
        writer.add(document("One."), ())
        with pytest.raises(sqlite3.IntegrityError):
            writer.add(document("Two."), ())


def test_store_refuses_to_be_written(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._connection.execute("DELETE FROM documents")


def test_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        Store(tmp_path / "nothing.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_store_answers_several_threads_at_once(store: Store) -> None:
    def read(_: int) -> bool:
        store.document.clear()
        ids = [stored.passage.document_id for stored in store.all_passages()]
        rows = store.passages(range(len(ids)))
        return [store.document(name) for name in ids] == [
            store.document(rows[number].passage.document_id) for number in range(len(ids))
        ]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(200)))


def test_store_stays_readable_after_its_file_is_deleted(path: Path, store: Store) -> None:
    path.unlink()
    assert store.document("d").text == "Bare."
    assert store.passage("a/b c#0").document_number == 0
    assert store.counts()["documents"] == 2


def test_full_disk_is_told_as_for_any_other_file(tmp_path: Path) -> None:
    path = tmp_path / "full.sqlite"
    long = with_passages(document(*["A sentence of some length. " * 99] * 99))
    with StoreWriter(path) as writer:
        writer._connection.execute("PRAGMA max_page_count = 8")  # as a disk that is full
        with pytest.raises(OSError, match="No space left") as caught:
            writer.add(*long)
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(path))


def test_place_that_cannot_be_written_is_told_as_for_any_other_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"missing/d\.sqlite"):
        StoreWriter(tmp_path / "missing" / "d.sqlite")
