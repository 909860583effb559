"""`model.json` of an encoder folder: what it holds, and the checksums that prove it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from embeddings.errors import InvalidIdentity, InvalidModelFolder
from embeddings.identity import EncoderIdentity
from embeddings.model_folder import (
    MODEL_NAME,
    kind_of,
    read_model_json,
    texts_by_name,
    write_model_json,
)

ENCODER_KIND = "encoder"


@dataclass(frozen=True, slots=True)
class EncoderManifest:
    identity: EncoderIdentity
    files: Mapping[str, str]  # hex SHA-256 by file name
    source: Mapping[str, str]  # where the weights came from; for people, not read by code
    built_with: Mapping[str, str]  # library versions; for people, not read by code

    def as_dict(self) -> dict[str, object]:
        return {
            "kind": ENCODER_KIND,
            "identity": self.identity.as_dict(),
            "files": dict(self.files),
            "source": dict(self.source),
            "built_with": dict(self.built_with),
        }


def is_encoder_folder(folder: Path) -> bool:
    """Whether `folder` is laid out as one of our encoders; its files are not checked."""
    return kind_of(folder) == ENCODER_KIND


def read_manifest(folder: Path) -> EncoderManifest:
    """The manifest of an encoder folder; the files themselves are not checked.

    Raises:
        InvalidModelFolder: `model.json` is missing, malformed, or names no model or tokenizer.
    """
    data, files = read_model_json(folder, kind=ENCODER_KIND)
    identity = _identity(folder, data)
    if identity.weights_sha256 != files[MODEL_NAME]:
        raise InvalidModelFolder(folder, f"identity and files disagree on {MODEL_NAME}'s SHA-256")
    return EncoderManifest(
        identity=identity,
        files=files,
        source=texts_by_name(folder, data, "source"),
        built_with=texts_by_name(folder, data, "built_with"),
    )


def write_manifest(folder: Path, manifest: EncoderManifest) -> None:
    write_model_json(folder, manifest.as_dict())


def _identity(folder: Path, data: Mapping[str, object]) -> EncoderIdentity:
    value = data.get("identity")
    if not isinstance(value, dict):
        raise InvalidModelFolder(folder, f"identity is {value!r}, expected an object")
    try:
        return EncoderIdentity.from_dict(value)
    except InvalidIdentity as error:
        raise InvalidModelFolder(folder, str(error)) from error
