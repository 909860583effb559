"""One generation opened for reading, refused when it is not what the settings ask for."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.identity import EncoderIdentity
from rag.errors import IndexUnusable
from rag.index import generations
from rag.index.dense import DenseIndex
from rag.index.lexical import LexicalIndex
from rag.index.manifest import FILE_NAME, Manifest, file_hashes, read_manifest
from rag.index.spelling import Spelling
from rag.index.store import Store
from rag.stances import Stances, stances_from_json


@dataclass(frozen=True, slots=True)
class OpenGeneration:
    """Every part of a generation, read-only."""

    manifest: Manifest
    store: Store
    dense: DenseIndex
    lexical: LexicalIndex
    spelling: Spelling
    sentence_vectors: NDArray[np.float16]  # (n_sentences, dimension), memory-mapped
    passage_documents: NDArray[np.int32]  # (n_passages,)
    stances: Stances

    def close(self) -> None:
        self.store.close()


def open_generation(folder: Path, encoder: Encoder) -> OpenGeneration:
    """Open the generation in `folder`.

    Raises:
        IndexUnusable: a file is missing or damaged, the schema is another, or another encoder
            made the vectors; the message says what to do.
    """
    manifest = read_manifest(folder)
    _require_same_encoder(manifest.encoder, encoder.identity, folder)
    try:
        require_intact(folder, manifest)
        return _opened(folder, manifest, encoder)
    except (OSError, ValueError, RuntimeError) as error:
        raise IndexUnusable(
            f"{folder} cannot be opened ({error}); run `footnote index` again"
        ) from error


def _opened(folder: Path, manifest: Manifest, encoder: Encoder) -> OpenGeneration:
    with ExitStack() as stack:
        store = Store(folder / generations.DOCUMENTS)
        stack.callback(store.close)
        generation = OpenGeneration(
            manifest=manifest,
            store=store,
            dense=DenseIndex.open(folder / generations.DENSE),
            lexical=LexicalIndex.open(folder / generations.LEXICAL),
            spelling=Spelling.open(folder / generations.WORDS, single_token_test(encoder)),
            sentence_vectors=np.load(
                folder / generations.SENTENCE_VECTORS, mmap_mode="r", allow_pickle=False
            ),
            passage_documents=np.load(
                folder / generations.PASSAGE_DOCUMENTS, mmap_mode="r", allow_pickle=False
            ),
            stances=_stances(folder / generations.STANCES),
        )
        stack.pop_all()  # all is open: the generation closes it
        return generation


def _stances(path: Path) -> Stances:
    """Generations of a corpus without a stance file have none."""
    return stances_from_json(path.read_text(encoding="utf-8")) if path.exists() else Stances()


def require_intact(folder: Path, manifest: Manifest) -> None:
    """Hold every file against its SHA-256 in the manifest.

    Raises:
        IndexUnusable: a file is missing, added or damaged.
    """
    found = file_hashes(folder)
    if found == manifest.files:
        return
    names = sorted(found.keys() | manifest.files.keys())
    wrong = [name for name in names if found.get(name) != manifest.files.get(name)]
    raise IndexUnusable(
        f"{folder}: {', '.join(wrong)} is missing, damaged or was not written by the indexing run "
        f"({FILE_NAME} lists other files or hashes); run `footnote index` again"
    )


def _require_same_encoder(made_with: EncoderIdentity, now: EncoderIdentity, folder: Path) -> None:
    if made_with == now:
        return
    raise IndexUnusable(
        f"{folder} was made with encoder {made_with.name!r} (weights "
        f"{made_with.weights_sha256[:12]}…, {made_with.dimension} dimensions), the settings name "
        f"{now.name!r} ({now.weights_sha256[:12]}…, {now.dimension} dimensions); run "
        "`footnote index` again, or set encoder.name back"
    )


def single_token_test(encoder: Encoder) -> Callable[[str], bool]:
    """Whether the encoder has a word of its own for a word, so that it is no slip.

    Sub-word vocabularies keep the frequent words of the language whole, and a misspelt word
    falls into pieces.
    """
    n_of_nothing = encoder.count_tokens("")
    return lambda word: encoder.count_tokens(word) == n_of_nothing + 1
