import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.errors import IndexBusy, IndexingError, IndexUnusable, LoadError
from rag.index.build import (
    Changes,
    IndexProgress,
    IndexReport,
    build_index,
    index_documents,
)
from rag.index.generations import SENTENCE_VECTORS, VECTOR_CACHE
from rag.index.manifest import read_manifest
from rag.index.opened import open_generation
from rag.index.vector_cache import VectorCache
from rag.index.verify import verify_generation
from rag.retrieval.hybrid import RankedPassage, Retriever
from rag.retrieval.query import make_query
from rag.settings import IndexSettings, PassageSettings, RetrievalSettings, Settings
from tests.rag.index.corpora import (
    COPING,
    FEARS,
    SAFETY,
    build,
    current,
    document,
    document_ids,
    flip_byte,
    read_fields,
    settings_in,
    write_corpus,
    write_fields,
)
from tests.rag.index.test_lock import other_process_holding
from tests.rag.index.tiny_encoder import TinyEncoder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two documents of one sentence each."""
    return write_corpus(tmp_path / "corpus", a=SAFETY, b=COPING)


def unchanged_by(corpus: Path, action: Callable[[], object]) -> bool:
    """Whether the current generation is the same, and whole, after `action`."""
    before = current(corpus)
    action()
    return current(corpus) == before and not verify_generation(corpus.parent / "index").problems


def test_first_run_embeds_and_adds_everything(corpus: Path, tiny: TinyEncoder) -> None:
    report = build(corpus, tiny)
    assert (report.n_documents, report.n_passages, report.n_sentences) == (2, 2, 2)
    assert report.changes == Changes(added=2, changed=0, removed=0, unchanged=0)
    assert report.skipped == ()
    assert report.split_sentences == ()
    assert report.generation == current(corpus).name
    # Each document is one passage, read under its title, and one sentence, read alone.
    assert sorted(tiny.encoded) == sorted([f"a\n{SAFETY}", SAFETY, f"b\n{COPING}", COPING])
    assert (report.n_embedded, report.n_from_cache) == (4, 0)


def test_second_run_embeds_nothing(corpus: Path, tiny: TinyEncoder) -> None:
    build(corpus, tiny)
    report = build(corpus, TinyEncoder())
    assert (report.n_embedded, report.n_from_cache) == (0, 4)
    assert report.changes == Changes(added=0, changed=0, removed=0, unchanged=2)


def test_changes_are_counted_and_only_they_are_embedded(corpus: Path, tiny: TinyEncoder) -> None:
    write_corpus(corpus, a=SAFETY, b=COPING, c=FEARS)
    build(corpus, tiny)
    write_corpus(corpus, b=f"{COPING} Always.", c=FEARS, d="New words.")
    fresh = TinyEncoder()
    report = build(corpus, fresh)
    assert report.changes == Changes(added=1, changed=1, removed=1, unchanged=1)
    assert sorted(fresh.encoded) == sorted(
        [f"b\n{COPING} Always.", "Always.", "d\nNew words.", "New words."]
    )


def test_removed_document_leaves(corpus: Path, tiny: TinyEncoder) -> None:
    build(corpus, tiny)
    (corpus / "a.txt").unlink()
    build(corpus, tiny)
    assert document_ids(current(corpus)) == {"b"}


def test_other_encoder_embeds_everything_again(corpus: Path, tiny: TinyEncoder) -> None:
    build(corpus, tiny)
    report = build(corpus, TinyEncoder(name="other"))
    assert report.n_embedded == 4
    assert report.changes.unchanged == 2


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "??? !!!"}, {"a": "it was the"}])
def test_nothing_to_index_is_refused_and_the_index_stays(
    corpus: Path, tiny: TinyEncoder, texts: dict[str, str]
) -> None:
    def index_nothing() -> None:
        with pytest.raises(IndexingError, match="index"):
            build(corpus, tiny)

    build(corpus, tiny)
    write_corpus(corpus, **texts)
    assert unchanged_by(corpus, index_nothing)


def test_refusal_tells_why_each_file_was_skipped(corpus: Path, tiny: TinyEncoder) -> None:
    write_corpus(corpus, **{str(n): "" for n in range(7)})
    with pytest.raises(IndexingError, match=r"0\.txt: empty, .* and 2 more\); the index is as it"):
        build(corpus, tiny)


def test_empty_folder_is_named(tmp_path: Path, tiny: TinyEncoder) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    with pytest.raises(IndexingError, match="corpus holds no files; name a folder or file"):
        build(corpus, tiny)


def test_missing_path_is_refused_and_the_index_stays(corpus: Path, tiny: TinyEncoder) -> None:
    def index_missing() -> None:
        with pytest.raises(LoadError, match="nowhere does not exist"):
            build_index([corpus, corpus / "nowhere"], settings_in(corpus.parent), tiny)

    build(corpus, tiny)
    assert unchanged_by(corpus, index_missing)


def test_encoder_that_fails_leaves_the_index(corpus: Path, tiny: TinyEncoder) -> None:
    class Failing(TinyEncoder):
        def encode_documents(self, *_: object, **__: object) -> NDArray[np.float32]:
            raise MemoryError

    def index_failing() -> None:
        write_corpus(corpus, a="Other words.")
        with pytest.raises(MemoryError):
            build(corpus, Failing())

    build(corpus, tiny)
    assert unchanged_by(corpus, index_failing)


def test_skipped_files_are_reported_and_the_rest_is_indexed(
    corpus: Path, tiny: TinyEncoder
) -> None:
    (corpus / "picture.txt").write_bytes(bytes(range(256)) * 4)
    (corpus / "nothing.txt").touch()
    report = build(corpus, tiny)
    assert {Path(file.path).name for file in report.skipped} == {"picture.txt", "nothing.txt"}
    assert all(file.reason and file.detail for file in report.skipped)
    assert document_ids(current(corpus)) == {"a", "b"}


def test_document_of_headings_alone_is_reported(corpus: Path, tiny: TinyEncoder) -> None:
    (corpus / "c.md").write_text("# Only a heading\n", encoding="utf-8")
    (skipped,) = build(corpus, tiny).skipped
    assert (Path(skipped.path).name, skipped.reason) == ("c.md", "empty")


def test_split_sentences_are_reported_with_their_document(corpus: Path, tiny: TinyEncoder) -> None:
    write_corpus(corpus, long="fear, " * 100 + "end.")
    report = build(corpus, tiny)
    (split,) = report.split_sentences
    assert split.document_id == "long"
    assert split.n_pieces == report.n_sentences > 1
    assert verify_generation(corpus.parent / "index").problems == ()


def test_second_indexer_is_refused_and_the_index_stays(corpus: Path, tiny: TinyEncoder) -> None:
    def index_at_once() -> None:
        with (
            other_process_holding(corpus.parent / "index") as other,
            pytest.raises(IndexBusy, match=f"process {other.pid} is indexing"),
        ):
            build(corpus, tiny)

    build(corpus, tiny)
    assert unchanged_by(corpus, index_at_once)


def test_damaged_vector_cache_is_made_again(corpus: Path, tiny: TinyEncoder) -> None:
    build(corpus, tiny)
    (corpus.parent / "index" / VECTOR_CACHE).write_bytes(b"damaged" * 1000)
    assert build(corpus, tiny).n_embedded == 4
    assert build(corpus, tiny).n_embedded == 0


@pytest.mark.parametrize("name", ["manifest.json", "documents.sqlite"])
def test_damaged_generation_is_replaced_by_the_next_run(
    corpus: Path, tiny: TinyEncoder, name: str
) -> None:
    build(corpus, tiny)
    flip_byte(current(corpus) / name, 0)
    assert build(corpus, tiny).changes.added == 2
    assert verify_generation(corpus.parent / "index").problems == ()


def test_damaged_encoder_identity_does_not_stop_the_next_run(
    corpus: Path, tiny: TinyEncoder
) -> None:
    build(corpus, tiny)
    write_fields(current(corpus), read_fields(current(corpus)) | {"encoder": {}})
    assert build(corpus, tiny).changes.added == 2


def test_lost_pointer_is_written_by_the_next_run(corpus: Path, tiny: TinyEncoder) -> None:
    build(corpus, tiny)
    (corpus.parent / "index" / "current").unlink()
    with pytest.raises(IndexUnusable):
        current(corpus)
    build(corpus, tiny)
    assert document_ids(current(corpus)) == {"a", "b"}


def test_two_folders_may_hold_files_of_one_name(tmp_path: Path, tiny: TinyEncoder) -> None:
    folders = [write_corpus(tmp_path / name, a=f"{name} {SAFETY}") for name in ("x", "y")]
    report = build_index(folders, settings_in(tmp_path), tiny)
    assert (report.n_documents, report.skipped) == (2, ())


def test_manifest_tells_what_was_indexed_and_how(corpus: Path, tiny: TinyEncoder) -> None:
    settings = Settings(
        index=IndexSettings(path=corpus.parent / "index", dense="SQ8"),
        passages=PassageSettings(max_tokens=48),
        retrieval=RetrievalSettings(bm25_k1=0.9, bm25_b=0.4),
    )
    build_index([corpus], settings, tiny)
    manifest = read_manifest(current(corpus))
    assert manifest.generation == current(corpus).name
    assert manifest.sources == (str(corpus.resolve()),)
    assert manifest.encoder == tiny.identity
    assert (manifest.dense, manifest.passages) == ("SQ8", {"max_tokens": 48})
    assert manifest.lexical == {"k1": 0.9, "b": 0.4}
    assert manifest.counts == {"documents": 2, "passages": 2, "sentences": 2}


def test_sentence_vectors_are_those_of_the_encoder_in_half_precision(
    corpus: Path, tiny: TinyEncoder
) -> None:
    build(corpus, tiny)
    vectors = np.load(current(corpus) / SENTENCE_VECTORS, allow_pickle=False)
    assert vectors.dtype == np.float16
    assert np.abs(vectors - tiny.encode_queries([SAFETY, COPING])).max() < 0.001


def test_progress_tells_every_stage_and_ends_at_its_total(corpus: Path, tiny: TinyEncoder) -> None:
    told: list[IndexProgress] = []
    build_index([corpus], settings_in(corpus.parent), tiny, progress=told.append)
    stages = list(dict.fromkeys(progress.stage for progress in told))
    assert stages == ["reading", "embedding", "writing"]
    embedding = [progress for progress in told if progress.stage == "embedding"]
    assert [progress.total for progress in embedding] == [4] * len(embedding)
    assert embedding[-1].done == 4


def ranking(folder: Path, encoder: TinyEncoder) -> tuple[RankedPassage, ...]:
    opened = open_generation(folder, encoder)
    retriever = Retriever(
        opened.dense, opened.lexical, opened.passage_documents, RetrievalSettings()
    )
    query = make_query("safety anxiety resilience", encoder=encoder, spelling=opened.spelling)
    ranked = retriever.rank(query, top_k=10)
    opened.close()
    return ranked


def test_two_builds_of_one_corpus_are_the_same(tmp_path: Path) -> None:
    folders = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        corpus = write_corpus(tmp_path / name / "corpus", a=SAFETY, b=COPING, c=FEARS, d=FEARS)
        build(corpus, TinyEncoder())
        folders.append(current(corpus))
    one, two = map(read_manifest, folders)
    assert one.corpus_sha256 == two.corpus_sha256
    # Documents keep the path that they came from; everything else is the same to the byte.
    assert {name for name in one.files if one.files[name] != two.files[name]} == {
        "documents.sqlite"
    }
    assert ranking(folders[0], TinyEncoder()) == ranking(folders[1], TinyEncoder())


def test_vectors_from_the_cache_are_those_of_a_fresh_run(corpus: Path, tiny: TinyEncoder) -> None:
    build(corpus, tiny)
    fresh = read_manifest(current(corpus)).files
    build(corpus, tiny)
    assert read_manifest(current(corpus)).files == fresh


def test_cache_forgets_texts_that_left(corpus: Path, tiny: TinyEncoder) -> None:
    def n_cached() -> int:
        with closing(sqlite3.connect(corpus.parent / "index" / VECTOR_CACHE)) as connection:
            (n,) = connection.execute("SELECT count(*) FROM vectors").fetchone()
        return int(n)

    build(corpus, tiny)
    assert n_cached() == 4
    (corpus / "a.txt").unlink()
    report: IndexReport = build(corpus, tiny)
    assert (report.n_from_cache, n_cached()) == (2, 2)


def test_old_generations_leave_when_new_ones_come(corpus: Path, tiny: TinyEncoder) -> None:
    settings = settings_in(corpus.parent, keep_generations=2)
    made = [build_index([corpus], settings, tiny).generation for _ in range(3)]
    kept = {path.name for path in (corpus.parent / "index" / "generations").iterdir()}
    assert kept == set(made[1:])


def test_documents_that_come_from_anywhere_are_indexed_like_files(
    tmp_path: Path, tiny: TinyEncoder
) -> None:
    made = (document(SAFETY, document_id="a"), document(COPING, document_id="b"))
    report = index_documents(iter(made), settings_in(tmp_path), tiny, sources=["memory"])
    assert report.n_documents == 2
    generation = current(tmp_path / "corpus")
    assert document_ids(generation) == {"a", "b"}
    assert read_manifest(generation).sources == ("memory",)


def test_a_shared_vector_cache_is_used_and_never_pruned(tmp_path: Path, tiny: TinyEncoder) -> None:
    shared = tmp_path / "shared.sqlite"
    with VectorCache(shared, tiny) as cache:
        cache.vectors([SAFETY, "of another index"])
    report = index_documents(
        [document(SAFETY)], settings_in(tmp_path), tiny, sources=["memory"], vector_cache=shared
    )
    assert (report.n_embedded, report.n_from_cache) == (0, 2)  # passage and sentence, both known
    assert not (tmp_path / "index" / VECTOR_CACHE).exists()
    with VectorCache(shared, tiny) as cache:
        cache.vectors(["of another index"])
        assert cache.n_embedded == 0
