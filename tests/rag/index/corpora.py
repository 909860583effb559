"""Small corpora on disk and what index tests do with them."""

import hashlib
import json
from pathlib import Path
from typing import Any

from embeddings.encoder import Encoder
from rag.documents import Document, DocumentMetadata
from rag.index.build import IndexReport, build_index
from rag.index.generations import DOCUMENTS, current_generation
from rag.index.manifest import FILE_NAME
from rag.index.store import Store
from rag.loaders.text_builder import TextBuilder
from rag.settings import IndexSettings, Settings

FEARS = "Exposure helps people to face their fears."
SAFETY = "Safety behaviours keep anxiety alive."
COPING = "Coping strategies support resilience."


def write_corpus(folder: Path, **texts: str) -> Path:
    """`folder` with exactly one text file for each name."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def settings_in(folder: Path, **index: Any) -> Settings:  # noqa: ANN401 values of any setting
    return Settings(index=IndexSettings(path=folder / "index", **index))


def build(corpus: Path, encoder: Encoder) -> IndexReport:
    """Index `corpus` into the folder "index" beside it."""
    return build_index([corpus], settings_in(corpus.parent), encoder)


def current(corpus: Path) -> Path:
    """The current generation of the index beside `corpus`."""
    return current_generation(corpus.parent / "index")


def flip_byte(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 0xFF
    path.write_bytes(data)


def read_fields(generation: Path) -> dict[str, Any]:
    """The manifest of `generation` as JSON."""
    fields: dict[str, Any] = json.loads((generation / FILE_NAME).read_text(encoding="utf-8"))
    return fields


def write_fields(generation: Path, fields: object) -> None:
    (generation / FILE_NAME).write_text(json.dumps(fields), encoding="utf-8")


def sign(generation: Path, *names: str) -> None:
    """Put the present hashes of the files `names` into the manifest, as a forger would."""
    fields = read_fields(generation)
    for name in names:
        fields["files"][name] = hashlib.sha256((generation / name).read_bytes()).hexdigest()
    write_fields(generation, fields)


def document(
    *texts: str, document_id: str = "d", metadata: DocumentMetadata | None = None
) -> Document:
    """A document of these paragraphs."""
    builder = TextBuilder()
    for text in texts:
        builder.paragraph(text)
    return builder.build(document_id, metadata or DocumentMetadata(title="", kind="text"))


def document_ids(generation: Path) -> set[str]:
    store = Store(generation / DOCUMENTS)
    try:
        return set(store.content_hashes())
    finally:
        store.close()
