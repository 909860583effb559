"""Documents in, a new generation out; the current one is untouched until the new one is whole."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from rag.documents import Document, SkippedFile
from rag.errors import IndexingError, IndexUnusable
from rag.index import analysis, generations
from rag.index.dense import write_dense_index
from rag.index.held_back import HeldBackPassage, hold_back
from rag.index.lexical import write_lexical_index
from rag.index.lock import indexing_lock
from rag.index.manifest import SCHEMA, Manifest, corpus_sha256, file_hashes, read_manifest
from rag.index.releases import ReleaseRemark, Releases
from rag.index.sentence_text import sentence_text
from rag.index.spelling import write_words
from rag.index.store import Store, StoreWriter
from rag.index.vector_cache import VectorCache
from rag.loaders.folder import load_paths
from rag.passages import SplitSentence, cut_document, embedded_text, sentences_of
from rag.safety.wording import shipped_lint
from rag.settings import Settings
from rag.stances import (
    StanceEntry,
    UnusedStance,
    place_stances,
    read_stance_files,
    stance_files,
)

_EMBEDDING_BATCH = 1024


@dataclass(frozen=True, slots=True)
class IndexProgress:
    """How far a stage is: "reading" documents, "embedding" texts, "writing" the index."""

    stage: str
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Documents of the new generation against those of the one before."""

    added: int
    changed: int
    removed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an indexing run did."""

    generation: str
    n_documents: int
    n_passages: int
    n_sentences: int
    n_embedded: int
    n_from_cache: int
    changes: Changes
    skipped: tuple[SkippedFile, ...]
    split_sentences: tuple[SplitSentence, ...]
    held_back: tuple[HeldBackPassage, ...]
    release_remarks: tuple[ReleaseRemark, ...]
    unused_stances: tuple[UnusedStance, ...]
    seconds: float


Progress = Callable[[IndexProgress], None]


def build_index(
    paths: Sequence[Path],
    settings: Settings,
    encoder: Encoder,
    *,
    progress: Progress | None = None,
) -> IndexReport:
    """Index exactly what `paths` hold now, publish it, and say what changed.

    Args:
        paths: files and folders; a document of an earlier run that is not below them leaves.
        settings: where to and how.
        encoder: makes the vectors; only texts that it has not embedded before cost a pass.
        progress: told of every stage.

    Raises:
        IndexBusy: another process is indexing into the same folder.
        LoadError: a path does not exist.
        StanceFileError: a folder's stance file is not as it should be.
        IndexingError: nothing in `paths` can be indexed.
    """
    sources = [str(path.resolve()) for path in paths]
    loaded, stances = load_paths(paths), stance_files(paths)
    known = {path.resolve() for path in stances}
    documents = (
        item
        for item in loaded
        if not (isinstance(item, SkippedFile) and Path(item.path).resolve() in known)
    )
    return index_documents(
        documents, settings, encoder, sources=sources, stances=stances, progress=progress
    )


def index_documents(
    documents: Iterable[Document | SkippedFile],
    settings: Settings,
    encoder: Encoder,
    *,
    sources: Sequence[str],
    stances: Sequence[Path] = (),
    vector_cache: Path | None = None,
    progress: Progress | None = None,
) -> IndexReport:
    """Index exactly `documents`, publish them as a new generation, and say what changed.

    Args:
        documents: read once, one at a time; ids are unique.
        settings: where to and how.
        encoder: makes the vectors; only texts that it has not embedded before cost a pass.
        sources: where they come from, for the manifest and messages.
        stances: files that say which side the documents take.
        vector_cache: a file that several indexes share, never pruned; None for the index's own.
        progress: told of every stage.

    Raises:
        IndexBusy: another process is indexing into the same folder.
        StanceFileError: a stance file is not as it should be.
        IndexingError: there is no document that can be indexed.
    """
    started = time.perf_counter()
    index = settings.index.path
    tell = progress or (lambda _: None)
    entries = read_stance_files(stances)
    with indexing_lock(index), generations.staging_folder(index) as staging:
        before = _content_hashes(index)
        read = _write_documents(documents, sources, staging, settings, encoder, tell)
        # Before the vectors, which take long: a contradiction is then found early.
        unused_stances = _write_stances(staging, entries) if stances else ()
        with VectorCache(vector_cache or index / generations.VECTOR_CACHE, encoder) as cache:
            counts = _write_indexes(staging, settings, encoder, cache, tell)
            tell(IndexProgress("writing", 0, None))
            after = _stored_hashes(staging / generations.DOCUMENTS)
            manifest = _manifest(sources, staging, settings, encoder, counts, after, read)
            manifest.write(staging)
            generations.publish(
                index, staging, manifest.generation, keep=settings.index.keep_generations
            )
            if vector_cache is None:
                cache.prune()
            n_embedded, n_from_cache = cache.n_embedded, cache.n_from_cache
    return IndexReport(
        generation=manifest.generation,
        n_documents=counts["documents"],
        n_passages=counts["passages"],
        n_sentences=counts["sentences"],
        n_embedded=n_embedded,
        n_from_cache=n_from_cache,
        changes=_changes(before, after),
        skipped=tuple(read.skipped),
        split_sentences=tuple(read.split_sentences),
        held_back=tuple(read.held_back),
        release_remarks=read.releases.remarks(held.name for held in read.held_back),
        unused_stances=unused_stances,
        seconds=time.perf_counter() - started,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    skipped: list[SkippedFile]
    split_sentences: list[SplitSentence]
    held_back: list[HeldBackPassage]
    releases: Releases


def _write_documents(
    documents: Iterable[Document | SkippedFile],
    sources: Sequence[str],
    staging: Path,
    settings: Settings,
    encoder: Encoder,
    tell: Progress,
) -> _Read:
    read = _Read([], [], [], Releases(settings.safety.released))
    lint = shipped_lint()
    max_tokens = min(settings.passages.max_tokens, encoder.identity.max_tokens)
    with StoreWriter(staging / generations.DOCUMENTS) as store:
        for item in documents:
            if isinstance(item, SkippedFile):
                read.skipped.append(item)
                continue
            cut = cut_document(item, count_tokens=encoder.count_tokens, max_tokens=max_tokens)
            if not cut.passages:
                read.skipped.append(
                    SkippedFile(item.source_path, "empty", "no sentence but headings")
                )
                continue
            cut, held_back = hold_back(cut, lint, released=read.releases)
            read.held_back.extend(held_back)
            if not cut.passages:
                read.skipped.append(
                    SkippedFile(
                        item.source_path, "held back", "every passage breaks a wording rule"
                    )
                )
                continue
            store.add(cut.document, cut.passages)
            read.split_sentences.extend(cut.split_sentences)
            tell(IndexProgress("reading", store.n_documents, None))
        if not store.n_documents:
            raise IndexingError(_nothing_indexed(sources, read.skipped))
    return read


def _write_stances(staging: Path, entries: Sequence[StanceEntry]) -> tuple[UnusedStance, ...]:
    store = Store(staging / generations.DOCUMENTS)
    try:
        stances, unused = place_stances(entries, store.document, sorted(store.content_hashes()))
    finally:
        store.close()
    (staging / generations.STANCES).write_text(stances.as_json() + "\n", encoding="utf-8")
    return unused


def _nothing_indexed(sources: Sequence[str], skipped: Sequence[SkippedFile]) -> str:
    where = ", ".join(sources)
    if not skipped:
        return f"{where} holds no files; name a folder or file with documents"
    reasons = "; ".join(f"{file.path}: {file.reason}, {file.detail}" for file in skipped[:5])
    more = f" and {len(skipped) - 5} more" if len(skipped) > 5 else ""
    return f"nothing in {where} can be indexed ({reasons}{more}); the index is as it was"


def _write_indexes(
    staging: Path, settings: Settings, encoder: Encoder, cache: VectorCache, tell: Progress
) -> dict[str, int]:
    store = Store(staging / generations.DOCUMENTS)
    try:
        counts = store.counts()
        embedded = _EmbeddedCounter(tell, counts["passages"] + counts["sentences"])
        dimension = encoder.identity.dimension
        write_dense_index(
            staging / generations.DENSE,
            _vectors(_passage_texts(store), cache, embedded),
            dimension=dimension,
            kind=settings.index.dense,
        )
        _write_sentence_vectors(
            staging / generations.SENTENCE_VECTORS,
            _vectors(_sentence_texts(store, encoder), cache, embedded),
            shape=(counts["sentences"], dimension),
        )
        np.save(
            staging / generations.PASSAGE_DOCUMENTS,
            np.fromiter(
                (stored.document_number for stored in store.all_passages()),
                np.int32,
                counts["passages"],
            ),
            allow_pickle=False,
        )
        write_lexical_index(
            staging / generations.LEXICAL,
            (analysis.terms(text) for text in _passage_texts(store)),
            k1=settings.retrieval.bm25_k1,
            b=settings.retrieval.bm25_b,
        )
        write_words(
            staging / generations.WORDS,
            (analysis.words(text) for text in _passage_texts(store)),
        )
    finally:
        store.close()
    return counts


class _EmbeddedCounter:
    def __init__(self, tell: Progress, total: int) -> None:
        self._tell, self._total, self._done = tell, total, 0

    def __call__(self, newly_done: int) -> None:
        self._done += newly_done
        self._tell(IndexProgress("embedding", self._done, self._total))


def _passage_texts(store: Store) -> Iterator[str]:
    for stored in store.all_passages():
        passage = stored.passage
        document = store.document(passage.document_id)
        yield embedded_text(passage.context, passage.span.of(document.text))


def _sentence_texts(store: Store, encoder: Encoder) -> Iterator[str]:
    for stored in store.all_passages():
        document = store.document(stored.passage.document_id)
        for sentence in sentences_of(document, stored.passage):
            yield sentence_text(
                document,
                sentence,
                count_tokens=encoder.count_tokens,
                max_tokens=encoder.identity.max_tokens,
            )


def _vectors(
    texts: Iterator[str], cache: VectorCache, embedded: _EmbeddedCounter
) -> Iterator[NDArray[np.float32]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == _EMBEDDING_BATCH:
            yield cache.vectors(batch, progress=embedded)
            batch = []
    if batch:
        yield cache.vectors(batch, progress=embedded)


def _write_sentence_vectors(
    path: Path, batches: Iterator[NDArray[np.float32]], *, shape: tuple[int, int]
) -> None:
    """Half precision: an inner product then errs by less than 0.001, at half the size."""
    vectors = np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=shape)
    row = 0
    for batch in batches:
        vectors[row : row + len(batch)] = batch
        row += len(batch)
    vectors.flush()


def _manifest(
    sources: Sequence[str],
    staging: Path,
    settings: Settings,
    encoder: Encoder,
    counts: dict[str, int],
    content_hashes: dict[str, str],
    read: _Read,
) -> Manifest:
    corpus = corpus_sha256(content_hashes)
    created = datetime.now(UTC)
    return Manifest(
        generation=f"{created:%Y%m%dT%H%M%S%fZ}-{corpus[:8]}",
        schema=SCHEMA,
        created=created.isoformat(timespec="seconds"),
        app_version=metadata.version("footnote"),
        sources=tuple(sources),
        corpus_sha256=corpus,
        encoder=encoder.identity,
        passages=settings.passages.model_dump(mode="json"),
        lexical={"k1": settings.retrieval.bm25_k1, "b": settings.retrieval.bm25_b},
        dense=settings.index.dense,
        counts=counts,
        files=file_hashes(staging),
        held_back=tuple(f"{held.name} ({held.rule})" for held in read.held_back),
    )


def _content_hashes(index: Path) -> dict[str, str]:
    """Of the current generation; empty when there is none that can be read."""
    try:
        folder = generations.current_generation(index)
        read_manifest(folder)
        return _stored_hashes(folder / generations.DOCUMENTS)
    except (IndexUnusable, sqlite3.DatabaseError):
        return {}


def _stored_hashes(path: Path) -> dict[str, str]:
    store = Store(path)
    try:
        return store.content_hashes()
    finally:
        store.close()


def _changes(before: dict[str, str], after: dict[str, str]) -> Changes:
    kept = before.keys() & after.keys()
    changed = sum(before[name] != after[name] for name in kept)
    return Changes(
        added=len(after.keys() - before.keys()),
        changed=changed,
        removed=len(before.keys() - after.keys()),
        unchanged=len(kept) - changed,
    )
