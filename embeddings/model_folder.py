"""`model.json` of a model folder: which kind of model it holds, its files and their checksums."""

import json
from collections.abc import Mapping
from pathlib import Path

from embeddings.errors import InvalidModelFolder

MANIFEST_NAME = "model.json"
MODEL_NAME = "model.onnx"
TOKENIZER_NAME = "tokenizer.json"


def kind_of(folder: Path) -> object:
    """What the manifest says the folder holds, None without a manifest; no file is checked."""
    path = folder / MANIFEST_NAME
    return read_object(path).get("kind") if path.is_file() else None


def read_model_json(folder: Path, *, kind: str) -> tuple[dict[str, object], dict[str, str]]:
    """The manifest and the SHA-256 of each file it names; the files themselves are not checked.

    Raises:
        InvalidModelFolder: it is missing, malformed, of another kind, or names no model or
            tokenizer.
    """
    path = folder / MANIFEST_NAME
    if not path.is_file():
        raise InvalidModelFolder(folder, f"{MANIFEST_NAME} is missing")
    data = read_object(path)
    if data.get("kind") != kind:
        raise InvalidModelFolder(folder, f"kind is {data.get('kind')!r}, expected {kind!r}")
    files = texts_by_name(folder, data, "files")
    if not {MODEL_NAME, TOKENIZER_NAME} <= files.keys():
        raise InvalidModelFolder(
            folder, f"files names {sorted(files)}, expected {MODEL_NAME} and {TOKENIZER_NAME}"
        )
    return data, files


def write_model_json(folder: Path, data: Mapping[str, object]) -> None:
    text = json.dumps(data, indent=2, ensure_ascii=False)
    (folder / MANIFEST_NAME).write_text(text + "\n", encoding="utf-8")


def read_object(path: Path) -> dict[str, object]:
    """The JSON object in a file of a model folder.

    Raises:
        InvalidModelFolder: it cannot be read, or is no JSON object.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidModelFolder(path.parent, f"{path.name} is not JSON ({error})") from error
    if not isinstance(data, dict):
        raise InvalidModelFolder(path.parent, f"{path.name} holds no JSON object")
    return data


def texts_by_name(folder: Path, data: Mapping[str, object], key: str) -> dict[str, str]:
    """The texts under `key`.

    Raises:
        InvalidModelFolder: there is no object of texts.
    """
    value = data.get(key)
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise InvalidModelFolder(folder, f"{key} is {value!r}, expected texts by name")
    return value
