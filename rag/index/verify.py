"""Everything in the current generation held against everything else."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.documents import Document
from rag.errors import IndexUnusable
from rag.index import generations
from rag.index.dense import DenseIndex
from rag.index.lexical import LexicalIndex
from rag.index.manifest import Manifest, corpus_sha256, read_manifest
from rag.index.opened import require_intact
from rag.index.store import Store
from rag.passages import sentences_of


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was checked, and what is wrong with it; no problems means whole."""

    generation: str
    n_documents: int
    n_spans: int
    n_vectors: int
    problems: tuple[str, ...]


def verify_generation(index: Path) -> VerifyReport:
    """Re-check every checksum, span and vector count of the current generation.

    Raises:
        IndexUnusable: there is no generation, or its manifest cannot be read.
    """
    folder = generations.current_generation(index)
    manifest = read_manifest(folder)
    problems: list[str] = []
    n_documents = n_spans = n_vectors = 0
    try:
        require_intact(folder, manifest)
    except IndexUnusable as error:
        problems.append(str(error))
    try:
        store = Store(folder / generations.DOCUMENTS)
        try:
            for document in store.documents():
                n_documents += 1
                n_spans += len(document.blocks) + len(document.sentences)
                problems.extend(_document_problems(document))
            for stored in store.all_passages():
                n_spans += len(stored.passage.sentences)
                document = store.document(stored.passage.document_id)
                found = tuple(s.span for s in sentences_of(document, stored.passage))
                if found != stored.passage.sentences:
                    problems.append(
                        f"{stored.passage.passage_id}: its sentences are not consecutive "
                        "sentences of its document"
                    )
            problems.extend(_manifest_problems(folder, store, manifest))
        finally:
            store.close()
        n_vectors = _count_vectors(folder, manifest, problems)
    except Exception as error:  # a damaged file can make its reader raise anything
        problems.append(f"{folder} cannot be read: {type(error).__name__}: {error}")
    return VerifyReport(manifest.generation, n_documents, n_spans, n_vectors, tuple(problems))


def _document_problems(document: Document) -> Iterator[str]:
    name, length = document.document_id, len(document.text)
    end = 0
    for block in document.blocks:
        if block.span.start < end or block.span.end > length:
            yield f"{name}: block {block.span} overlaps another or lies outside the text"
        end = block.span.end
    end = 0
    for sentence in document.sentences:
        if sentence.span.start < end or not len(sentence.span):
            yield f"{name}: sentence {sentence.span} is empty or overlaps another"
        elif not document.blocks[sentence.block].span.covers(sentence.span):
            yield f"{name}: sentence {sentence.span} lies outside its block"
        end = sentence.span.end


def _manifest_problems(folder: Path, store: Store, manifest: Manifest) -> Iterator[str]:
    if manifest.generation != folder.name:
        yield f"the manifest of {folder.name} calls itself {manifest.generation}"
    if corpus_sha256(store.content_hashes()) != manifest.corpus_sha256:
        yield f"the documents of {folder.name} have another corpus_sha256 than its manifest"
    if (counts := store.counts()) != manifest.counts:
        yield f"the store holds {counts}, the manifest says {manifest.counts}"


def _count_vectors(folder: Path, manifest: Manifest, problems: list[str]) -> int:
    dense = DenseIndex.open(folder / generations.DENSE)
    lexical = LexicalIndex.open(folder / generations.LEXICAL)
    sentences = np.load(folder / generations.SENTENCE_VECTORS, mmap_mode="r", allow_pickle=False)
    found = {
        "passage vectors": (dense.n_vectors, manifest.counts["passages"]),
        "passages in the lexical index": (lexical.n_passages, manifest.counts["passages"]),
        "sentence vectors": (len(sentences), manifest.counts["sentences"]),
        "dimensions": (dense.dimension, manifest.encoder.dimension),
    }
    problems.extend(
        f"{seen} {what}, expected {expected}"
        for what, (seen, expected) in found.items()
        if seen != expected
    )
    return dense.n_vectors + len(sentences)
