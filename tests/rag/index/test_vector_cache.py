import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, Timer

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.errors import TextTooLong
from rag.errors import IndexingError
from rag.index.vector_cache import VectorCache
from tests.rag.index.corpora import flip_byte
from tests.rag.index.tiny_encoder import TinyEncoder


def embed(path: Path, encoder: TinyEncoder, texts: Sequence[str], *, prune: bool = False) -> None:
    """Ask a newly opened cache for `texts` and hold its vectors against the encoder's own."""
    expected = encoder.encode_queries(texts)
    with VectorCache(path, encoder) as cache:
        assert cache.vectors(texts).tolist() == expected.tolist()
        if prune:
            cache.prune()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vectors.sqlite"


def test_only_new_texts_are_embedded(path: Path, tiny: TinyEncoder) -> None:
    embed(path, tiny, ["fear", "hope"])
    embed(path, tiny, ["hope", "courage", "fear"])
    assert tiny.encoded == ["fear", "hope", "courage"]


def test_repeated_text_is_embedded_once_and_counted(path: Path, tiny: TinyEncoder) -> None:
    with VectorCache(path, tiny) as cache:
        vectors = cache.vectors(["fear", "hope", "fear"])
        assert (cache.n_embedded, cache.n_from_cache) == (2, 1)
    assert vectors[0].tolist() == vectors[2].tolist()
    assert tiny.encoded == ["fear", "hope"]


def test_no_texts_give_no_vectors(path: Path, tiny: TinyEncoder) -> None:
    with VectorCache(path, tiny) as cache:
        assert cache.vectors([]).shape == (0, 3)
    assert tiny.encoded == []


def test_vectors_are_float32_in_the_order_of_the_texts(path: Path, tiny: TinyEncoder) -> None:
    texts = [f"text {n}" for n in range(1_200)]  # more than one look-up and one commit
    embed(path, tiny, texts)
    embed(path, tiny, texts[::-1])
    with VectorCache(path, tiny) as cache:
        assert cache.vectors(texts).dtype == np.float32
    assert len(tiny.encoded) == 1_200


def test_progress_adds_up_to_the_number_of_texts(path: Path, tiny: TinyEncoder) -> None:
    embed(path, tiny, ["0", "1"])
    done: list[int] = []
    with VectorCache(path, tiny) as cache:
        cache.vectors([str(n) for n in range(150)], progress=done.append)
    assert done == [2, 64, 64, 20]


def test_vectors_of_another_encoder_are_not_taken(path: Path, tiny: TinyEncoder) -> None:
    other = TinyEncoder(name="other")
    embed(path, tiny, ["fear"])
    embed(path, other, ["fear"])
    assert other.encoded == ["fear"]


def test_texts_embedded_before_a_failure_are_kept(path: Path) -> None:
    class Failing(TinyEncoder):
        def encode_documents(
            self,
            texts: Sequence[str],
            *,
            truncate: bool = False,
            progress: Callable[[int], None] | None = None,
        ) -> NDArray[np.float32]:
            if "text 64" in texts:
                raise MemoryError
            return super().encode_documents(texts, truncate=truncate, progress=progress)

    texts, failing, tiny = [f"text {n}" for n in range(70)], Failing(), TinyEncoder()
    with VectorCache(path, failing) as cache, pytest.raises(MemoryError):
        cache.vectors(texts)
    embed(path, tiny, texts)
    assert tiny.encoded == texts[64:]


def test_pruned_cache_forgets_what_was_not_asked_for(path: Path, tiny: TinyEncoder) -> None:
    embed(path, tiny, ["fear", "hope"])
    embed(path, tiny, ["hope", "courage"], prune=True)
    embed(path, tiny, ["fear", "hope", "courage"])
    assert tiny.encoded == ["fear", "hope", "courage", "fear"]


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"\0" * 8192])
def test_file_that_is_no_database_is_thrown_away(
    path: Path, tiny: TinyEncoder, content: bytes
) -> None:
    path.write_bytes(content)
    embed(path, tiny, ["fear"])
    embed(path, tiny, ["fear"])
    assert tiny.encoded == ["fear"]


def test_cut_off_cache_is_thrown_away_and_begun_anew(path: Path, tiny: TinyEncoder) -> None:
    texts = [f"text {n}" for n in range(300)]
    embed(path, tiny, texts)
    path.write_bytes(path.read_bytes()[:5000])
    embed(path, tiny, texts)
    embed(path, tiny, texts)
    assert len(tiny.encoded) == 600


def test_cache_with_a_damaged_page_is_thrown_away_and_begun_anew(
    path: Path, tiny: TinyEncoder
) -> None:
    texts = [f"text {n}" for n in range(300)]
    embed(path, tiny, texts)
    flip_byte(path, 4096)  # kind of the second page, the root of the table
    embed(path, tiny, texts)
    assert len(tiny.encoded) == 600


def test_cache_of_another_shape_is_thrown_away_and_begun_anew(
    path: Path, tiny: TinyEncoder
) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE vectors (text TEXT)")
    connection.close()
    embed(path, tiny, ["fear"])
    assert tiny.encoded == ["fear"]


def test_locked_cache_is_refused_and_left_as_it_is(path: Path, tiny: TinyEncoder) -> None:
    embed(path, tiny, ["fear"])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        before = path.stat().st_ino
        with pytest.raises(IndexingError, match=r"vectors\.sqlite cannot be used: .*locked.*wait"):
            VectorCache(path, tiny, wait_s=0.1)
    assert path.stat().st_ino == before
    embed(path, tiny, ["fear"])
    assert tiny.encoded == ["fear"]


def test_cache_that_another_process_lets_go_of_is_waited_for(path: Path, tiny: TinyEncoder) -> None:
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = Timer(0.2, other.rollback)
        timer.start()
        embed(path, tiny, ["fear"])
        timer.join()
    embed(path, tiny, ["fear"])
    assert tiny.encoded == ["fear"]


def test_several_may_begin_one_new_cache_at_once(tmp_path: Path) -> None:
    n_workers = 4
    start = Barrier(n_workers)

    def begin(path: Path) -> None:
        start.wait()
        with VectorCache(path, TinyEncoder()) as cache:
            cache.vectors(["fear"])

    with ThreadPoolExecutor(n_workers) as workers:
        for round_ in range(10):
            list(workers.map(begin, [tmp_path / f"{round_}.sqlite"] * n_workers))


def test_file_that_cannot_be_opened_is_refused(tmp_path: Path, tiny: TinyEncoder) -> None:
    with pytest.raises(IndexingError, match="unable to open database file"):
        VectorCache(tmp_path, tiny)
    assert tmp_path.is_dir()


def test_cache_that_cannot_be_written_to_is_a_clear_error(path: Path, tiny: TinyEncoder) -> None:
    with VectorCache(path, tiny, wait_s=0.1) as cache:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(IndexingError, match="locked"):
                cache.vectors(["fear"])
        assert cache.vectors(["fear"]).shape == (1, 3)


def test_cached_vector_of_the_wrong_length_is_made_again(path: Path, tiny: TinyEncoder) -> None:
    embed(path, tiny, ["fear"])
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE vectors SET vector = x'00000000'")
    connection.close()
    embed(path, tiny, ["fear"])
    assert tiny.encoded == ["fear", "fear"]


def test_a_cache_that_truncates_embeds_the_beginning_of_a_long_text(path: Path) -> None:
    short_sighted = TinyEncoder(max_tokens=4)
    with VectorCache(path, short_sighted, truncate=True) as cache:
        assert cache.vectors(["fear hope courage love"]).shape == (1, cache.dimension)


def test_a_cache_that_refuses_never_finds_a_truncated_vector(path: Path) -> None:
    short_sighted = TinyEncoder(max_tokens=4)
    with VectorCache(path, short_sighted, truncate=True) as cache:
        cache.vectors(["fear hope courage love"])
    with VectorCache(path, short_sighted) as cache, pytest.raises(TextTooLong):
        cache.vectors(["fear hope courage love"])
