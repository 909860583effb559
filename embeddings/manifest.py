"""`model.json`: what a model folder holds, and the checksums that prove it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from embeddings.errors import InvalidIdentity, InvalidModelFolder
from embeddings.identity import EncoderIdentity

MANIFEST_NAME = "model.json"
MODEL_NAME = "model.onnx"
TOKENIZER_NAME = "tokenizer.json"
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
    path = folder / MANIFEST_NAME
    return path.is_file() and _read_object(path).get("kind") == ENCODER_KIND


def read_manifest(folder: Path) -> EncoderManifest:
    """The manifest of an encoder folder; the files themselves are not checked.

    Raises:
        InvalidModelFolder: `model.json` is missing, malformed, or names no model or tokenizer.
    """
    path = folder / MANIFEST_NAME
    if not path.is_file():
        raise InvalidModelFolder(folder, f"{MANIFEST_NAME} is missing")
    data = _read_object(path)
    if data.get("kind") != ENCODER_KIND:
        raise InvalidModelFolder(folder, f"kind is {data.get('kind')!r}, expected {ENCODER_KIND!r}")
    files = _texts_by_name(folder, data, "files")
    if not {MODEL_NAME, TOKENIZER_NAME} <= files.keys():
        raise InvalidModelFolder(
            folder, f"files names {sorted(files)}, expected {MODEL_NAME} and {TOKENIZER_NAME}"
        )
    identity = _identity(folder, data)
    if identity.weights_sha256 != files[MODEL_NAME]:
        raise InvalidModelFolder(folder, f"identity and files disagree on {MODEL_NAME}'s SHA-256")
    return EncoderManifest(
        identity=identity,
        files=files,
        source=_texts_by_name(folder, data, "source"),
        built_with=_texts_by_name(folder, data, "built_with"),
    )


def write_manifest(folder: Path, manifest: EncoderManifest) -> None:
    text = json.dumps(manifest.as_dict(), indent=2, ensure_ascii=False)
    (folder / MANIFEST_NAME).write_text(text + "\n", encoding="utf-8")


def _read_object(path: Path) -> dict[str, object]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidModelFolder(path.parent, f"{path.name} is not JSON ({error})") from error
    if not isinstance(data, dict):
        raise InvalidModelFolder(path.parent, f"{path.name} holds no JSON object")
    return data


def _texts_by_name(folder: Path, data: Mapping[str, object], key: str) -> dict[str, str]:
    value = data.get(key)
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise InvalidModelFolder(folder, f"{key} is {value!r}, expected texts by name")
    return value


def _identity(folder: Path, data: Mapping[str, object]) -> EncoderIdentity:
    value = data.get("identity")
    if not isinstance(value, dict):
        raise InvalidModelFolder(folder, f"identity is {value!r}, expected an object")
    try:
        return EncoderIdentity.from_dict(value)
    except InvalidIdentity as error:
        raise InvalidModelFolder(folder, str(error)) from error
