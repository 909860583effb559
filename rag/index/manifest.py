"""What a generation is made of: written last, read first."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from embeddings.checksums import sha256_of_file
from embeddings.errors import InvalidIdentity
from embeddings.identity import EncoderIdentity
from rag.errors import IndexUnusable

SCHEMA = 1
FILE_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Of one generation.

    Args:
        generation: its name.
        schema: of the files; another number than `SCHEMA` is refused.
        created: ISO 8601, UTC.
        app_version: of the program that wrote it.
        sources: the paths that were indexed, absolute.
        corpus_sha256: over the documents' ids and content hashes in order of id.
        encoder: identity of the encoder that made the vectors.
        passages: how documents were cut (the settings of that name).
        lexical: BM25 settings that the scores were computed with.
        dense: FAISS factory string.
        counts: documents, passages, sentences.
        files: SHA-256 of every other file, by path below the generation's folder.
        held_back: names of the passages that are not shown, each with the rule why.
    """

    generation: str
    schema: int
    created: str
    app_version: str
    sources: tuple[str, ...]
    corpus_sha256: str
    encoder: EncoderIdentity
    passages: dict[str, Any]
    lexical: dict[str, float]
    dense: str
    counts: dict[str, int]
    files: dict[str, str]
    held_back: tuple[str, ...] = ()

    def write(self, folder: Path) -> None:
        fields = asdict(self) | {"encoder": self.encoder.as_dict()}
        (folder / FILE_NAME).write_text(
            json.dumps(fields, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in `folder`.

    Raises:
        IndexUnusable: it is missing, damaged, or of another schema.
    """
    path = folder / FILE_NAME
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        schema = fields["schema"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusable(
            f"{path} cannot be read ({type(error).__name__}); run `footnote index FOLDER` again"
        ) from error
    if schema != SCHEMA:
        raise IndexUnusable(
            f"{folder} has index schema {schema}, this version reads {SCHEMA}; "
            "run `footnote index FOLDER` again"
        )
    try:
        return Manifest(
            **{
                **fields,
                "encoder": EncoderIdentity.from_dict(dict(fields["encoder"])),
                "sources": tuple(fields["sources"]),
                "held_back": tuple(fields.get("held_back", ())),
            }
        )
    except (KeyError, TypeError, ValueError, InvalidIdentity) as error:
        raise IndexUnusable(
            f"{path} lacks fields or has unknown ones; run `footnote index FOLDER` again"
        ) from error


def corpus_sha256(content_hashes: Mapping[str, str]) -> str:
    """Hex SHA-256 over the documents' ids and content hashes in order of id."""
    lines = "".join(f"{name}\t{content_hashes[name]}\n" for name in sorted(content_hashes))
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


def file_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below `folder` but the manifest, by path with "/" separators."""
    hashes: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != FILE_NAME:
            hashes[path.relative_to(folder).as_posix()] = sha256_of_file(path)
    return hashes
