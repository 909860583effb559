"""`model.json` of a reader folder: what it holds, and the checksums that prove it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from embeddings.errors import InvalidModelFolder
from embeddings.model_folder import (
    MODEL_NAME,
    kind_of,
    read_model_json,
    texts_by_name,
    write_model_json,
)
from embeddings.reader import ReaderIdentity

READER_KIND = "reader"


@dataclass(frozen=True, slots=True)
class ReaderManifest:
    identity: ReaderIdentity
    files: Mapping[str, str]  # hex SHA-256 by file name
    source: Mapping[str, str]  # what it was trained from; for people, not read by code
    built_with: Mapping[str, str]  # library versions; for people, not read by code

    def as_dict(self) -> dict[str, object]:
        return {
            "kind": READER_KIND,
            "identity": asdict(self.identity),
            "files": dict(self.files),
            "source": dict(self.source),
            "built_with": dict(self.built_with),
        }


def is_reader_folder(folder: Path) -> bool:
    """Whether `folder` is laid out as one of our readers; its files are not checked."""
    return kind_of(folder) == READER_KIND


def read_reader_manifest(folder: Path) -> ReaderManifest:
    """The manifest of a reader folder; the files themselves are not checked.

    Raises:
        InvalidModelFolder: `model.json` is missing, malformed, or names no model or tokenizer.
    """
    data, files = read_model_json(folder, kind=READER_KIND)
    identity = _identity(folder, data.get("identity"))
    if identity.weights_sha256 != files[MODEL_NAME]:
        raise InvalidModelFolder(folder, f"identity and files disagree on {MODEL_NAME}'s SHA-256")
    return ReaderManifest(
        identity=identity,
        files=files,
        source=texts_by_name(folder, data, "source"),
        built_with=texts_by_name(folder, data, "built_with"),
    )


def write_reader_manifest(folder: Path, manifest: ReaderManifest) -> None:
    write_model_json(folder, manifest.as_dict())


def _identity(folder: Path, value: object) -> ReaderIdentity:
    match value:
        case {
            "name": str(name),
            "weights_sha256": str(sha256),
            "max_tokens": int(max_tokens),
            **others,
        } if not others:
            return ReaderIdentity(name, sha256, max_tokens)
    raise InvalidModelFolder(
        folder, f"identity is {value!r}, expected name, weights_sha256 and max_tokens"
    )
