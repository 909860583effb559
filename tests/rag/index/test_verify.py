import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from rag.errors import IndexUnusable
from rag.index.dense import write_dense_index
from rag.index.lexical import write_lexical_index
from rag.index.verify import VerifyReport, verify_generation
from rag.settings import Settings
from tests.rag.index.corpora import (
    flip_byte,
    read_fields,
    sign,
    write_fields,
)
from tests.rag.index.test_opened import FILES

DOCUMENTS = "documents.sqlite"


def verify(generation: Path) -> VerifyReport:
    return verify_generation(generation.parent.parent)


def change_json(
    generation: Path, table: str, column: str, change: Callable[[list[list[int]]], None]
) -> None:
    """Change a JSON column of the last row of `table`, and sign the file as whole."""
    with closing(sqlite3.connect(generation / DOCUMENTS)) as connection, connection:
        number, value = connection.execute(
            f"SELECT number, {column} FROM {table} ORDER BY number DESC"  # noqa: S608
        ).fetchone()
        fields = json.loads(value)
        change(fields)
        connection.execute(
            f"UPDATE {table} SET {column} = ? WHERE number = ?",  # noqa: S608
            (json.dumps(fields), number),
        )
    sign(generation, DOCUMENTS)


def test_whole_index_has_no_problems_and_counts_what_was_checked(generation: Path) -> None:
    # Two blocks and three sentences of documents, and three sentences of passages; two passage
    # vectors and three sentence vectors.
    assert verify(generation) == VerifyReport(generation.name, 2, 8, 5, ())


def test_index_of_the_seeds_has_no_problems(seeds_index: Settings) -> None:
    report = verify_generation(seeds_index.index.path)
    assert report.problems == ()
    assert report.n_documents == 4
    assert report.n_vectors > 100


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("position", [0, 10, -1])
def test_flipped_byte_is_a_problem_that_names_its_file(
    generation: Path, name: str, position: int
) -> None:
    flip_byte(generation / name, position)
    assert any(name in problem for problem in verify(generation).problems)


def test_missing_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="holds no index"):
        verify_generation(tmp_path)


def test_manifest_with_a_flipped_byte_is_refused(generation: Path) -> None:
    flip_byte(generation / "manifest.json", 5)
    with pytest.raises(IndexUnusable, match=r"manifest\.json cannot be read"):
        verify(generation)


@pytest.mark.parametrize(
    ("table", "column", "change", "problem"),
    [
        ("documents", "sentences", lambda rows: rows[0].__setitem__(1, 45), "overlaps"),
        ("documents", "sentences", lambda rows: rows[-1].__setitem__(1, 999), "outside its block"),
        ("documents", "sentences", lambda rows: rows[0].__setitem__(1, 0), "empty"),
        ("documents", "sentences", lambda rows: rows[0].__setitem__(1, -1), "cannot be read"),
        ("documents", "sentences", lambda rows: rows[0].__setitem__(2, 99), "cannot be read"),
        ("documents", "blocks", lambda rows: rows[-1].__setitem__(2, 999), "outside the text"),
        ("passages", "sentences", lambda rows: rows[0].__setitem__(1, 5), "not consecutive"),
        ("passages", "sentences", lambda rows: rows.pop(0), "the store holds"),
    ],
)
def test_changed_span_is_a_problem_even_in_a_file_with_a_matching_hash(
    generation: Path,
    table: str,
    column: str,
    change: Callable[[list[list[int]]], None],
    problem: str,
) -> None:
    change_json(generation, table, column, change)
    assert any(problem in found for found in verify(generation).problems)


def test_too_few_passage_vectors_are_a_problem(generation: Path) -> None:
    row = np.array([[1, 0, 0]], np.float32)
    write_dense_index(generation / "passages.faiss", [row], dimension=3, kind="Flat")
    sign(generation, "passages.faiss")
    assert verify(generation).problems == ("1 passage vectors, expected 2",)


def test_passage_vectors_of_another_dimension_are_a_problem(generation: Path) -> None:
    rows = np.eye(2, dtype=np.float32)
    write_dense_index(generation / "passages.faiss", [rows], dimension=2, kind="Flat")
    sign(generation, "passages.faiss")
    assert verify(generation).problems == ("2 dimensions, expected 3",)


def test_too_many_sentence_vectors_are_a_problem(generation: Path) -> None:
    np.save(generation / "sentences.npy", np.zeros((4, 3), np.float16))
    sign(generation, "sentences.npy")
    assert verify(generation).problems == ("4 sentence vectors, expected 3",)


def test_lexical_index_of_other_passages_is_a_problem(generation: Path) -> None:
    write_lexical_index(generation / "lexical", [["fear"]], k1=1.2, b=0.75)
    sign(generation, *(name for name in FILES if name.startswith("lexical/")))
    assert verify(generation).problems == ("1 passages in the lexical index, expected 2",)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("counts", {"documents": 3, "passages": 2, "sentences": 3}, "the manifest says"),
        ("counts", {}, "cannot be read"),
        ("corpus_sha256", "0" * 64, "another corpus_sha256 than its manifest"),
        ("generation", "other", "calls itself other"),
        ("files", {}, "was not written by the indexing run"),
    ],
)
def test_manifest_that_tells_another_story_is_a_problem(
    generation: Path, field: str, value: object, problem: str
) -> None:
    write_fields(generation, read_fields(generation) | {field: value})
    assert any(problem in found for found in verify(generation).problems)
