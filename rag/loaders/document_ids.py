"""Stable, unique document ids for files."""

import unicodedata
from collections.abc import Iterable, Iterator

from rag.loaders.found_files import FoundFile


def name_documents(files: Iterable[FoundFile]) -> Iterator[tuple[FoundFile, str]]:
    """Each file with its id: its relative path without suffix, in NFC.

    On a clash the later file keeps its suffix, and if that is taken too, gains "~2", "~3", ...
    """
    taken: set[str] = set()
    for file in files:
        document_id = next(name for name in _candidates(file.relative) if name not in taken)
        taken.add(document_id)
        yield file, document_id


def _candidates(relative: str) -> Iterator[str]:
    full = unicodedata.normalize("NFC", relative)
    folder, slash, name = full.rpartition("/")
    stem = name.rpartition(".")[0] if "." in name.lstrip(".") else name
    yield f"{folder}{slash}{stem or name}"
    yield full
    number = 2
    while True:
        yield f"{full}~{number}"
        number += 1
