"""Generations on disk: written beside, made durable, then published by one rename.

index/
├── current                names the generation that serves
├── lock                   held by the one process that indexes
├── vectors.sqlite         vectors of texts embedded before
└── generations/
    ├── 20260101T120000Z-1a2b3c4d/     immutable; its manifest.json lists every file's SHA-256
    └── .staging-…                     being written, or left by a crash: removed by the next
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import IndexUnusable

POINTER, VECTOR_CACHE, DOCUMENTS = "current", "vectors.sqlite", "documents.sqlite"
DENSE, LEXICAL, WORDS = "passages.faiss", "lexical", "words.json"
STANCES = "stances.json"
SENTENCE_VECTORS, PASSAGE_DOCUMENTS = "sentences.npy", "passage_documents.npy"
_GENERATIONS, _STAGING_PREFIX = "generations", ".staging-"
_MANIFEST = "manifest.json"


def current_generation(index: Path) -> Path:
    """Folder of the generation that serves.

    Raises:
        IndexUnusable: nothing was indexed yet, or the pointer names a generation that is gone.
    """
    try:
        name = (index / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise IndexUnusable(f"{index} holds no index; run `footnote index FOLDER` first") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnusable(
            f"{index / POINTER} cannot be read: {error}; run `footnote index FOLDER` again"
        ) from error
    folder = index / _GENERATIONS / name
    is_plain = Path(name).name == name and name not in {"", ".."}
    if not is_plain or not folder.is_dir():
        raise IndexUnusable(
            f"{index / POINTER} names generation {name!r}, which is not in {index / _GENERATIONS}; "
            "run `footnote index FOLDER` again"
        )
    return folder


def new_staging(index: Path) -> Path:
    """An empty folder to write a generation into, after leftovers of crashes are removed.

    Call with the indexing lock held: a leftover is then nobody's work in progress.
    """
    generations = index / _GENERATIONS
    generations.mkdir(parents=True, exist_ok=True)
    for leftover in generations.glob(f"{_STAGING_PREFIX}*"):
        shutil.rmtree(leftover)
    staging = Path(tempfile.mkdtemp(prefix=_STAGING_PREFIX, dir=generations))
    staging.chmod(0o755)  # mkdtemp's 0700 would lock out a server that runs as another user
    return staging


@contextmanager
def staging_folder(index: Path) -> Iterator[Path]:
    """An empty staging folder, removed at the end unless it was published."""
    staging = new_staging(index)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def publish(index: Path, staging: Path, name: str, *, keep: int) -> Path:
    """Make `staging` the current generation `name`, and remove all but the newest `keep`.

    A crash before the pointer's rename leaves the old generation current, after it the new one.
    """
    _sync_tree(staging)
    before = _served_name(index)
    folder = index / _GENERATIONS / name
    staging.rename(folder)
    try:
        _point_to(index, folder)
    except BaseException:
        # What never served must not take the place of one that did. Nothing is lost if this fails.
        if _served_name(index) != name:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    _remove_old(folder, keep, before=before)
    return folder


def _point_to(index: Path, folder: Path) -> None:
    _sync(folder.parent)
    pointer = index / f"{POINTER}.new"
    pointer.write_text(f"{folder.name}\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(index / POINTER)
    _sync(index)


def _served_name(index: Path) -> str | None:
    """Name of the generation that serves, None when there is none."""
    try:
        return current_generation(index).name
    except IndexUnusable:
        return None


def _remove_old(current: Path, keep: int, *, before: str | None) -> None:
    """Keep the newest by name, which begins with the time; leftovers of crashes go first.

    Args:
        current: the generation that was just published.
        keep: how many stay, the current one included.
        before: the one that served until then: what is newer and not current never served.
    """
    others = [folder for folder in current.parent.iterdir() if folder.is_dir()]
    others = sorted((folder for folder in others if folder != current), reverse=True)
    kept = [folder for folder in others if _has_served(folder, before)][: keep - 1]
    for folder in others:
        if folder not in kept:
            # The manifest goes first: a crash halfway must not leave something that looks whole.
            (folder / _MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(folder)


def _has_served(folder: Path, before: str | None) -> bool:
    """Whether a folder is a whole generation and no leftover of a run that ended too early."""
    is_late = before is not None and folder.name > before
    return (folder / _MANIFEST).is_file() and not is_late


def _sync_tree(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
