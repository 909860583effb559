import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from embeddings.errors import InvalidModelFolder
from embeddings.reader import ReaderIdentity
from embeddings.reader_manifest import (
    ReaderManifest,
    is_reader_folder,
    read_reader_manifest,
    write_reader_manifest,
)

IDENTITY = ReaderIdentity("toy", "ab", 128)
MANIFEST = ReaderManifest(
    identity=IDENTITY,
    files={"model.onnx": "ab", "tokenizer.json": "cd"},
    source={"package": "toy"},
    built_with={"onnx": "1"},
)


def test_manifest_survives_a_round_trip(tmp_path: Path) -> None:
    write_reader_manifest(tmp_path, MANIFEST)
    assert read_reader_manifest(tmp_path) == MANIFEST
    assert is_reader_folder(tmp_path)


def test_a_folder_without_manifest_is_no_reader_folder(tmp_path: Path) -> None:
    assert not is_reader_folder(tmp_path)
    with pytest.raises(InvalidModelFolder, match=r"model\.json is missing"):
        read_reader_manifest(tmp_path)


def test_an_encoder_folder_is_no_reader_folder(shipped_folder: Path) -> None:
    assert not is_reader_folder(shipped_folder)
    with pytest.raises(InvalidModelFolder, match="kind is 'encoder', expected 'reader'"):
        read_reader_manifest(shipped_folder)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"identity": 7}, "identity is 7"),
        ({"identity": {"name": "toy", "weights_sha256": "ab"}}, "max_tokens"),
        ({"identity": {"name": "toy", "weights_sha256": "ab", "max_tokens": "9"}}, "'9'"),
        (
            {"identity": {"name": "toy", "weights_sha256": "ab", "max_tokens": 9, "more": 1}},
            "'more': 1",
        ),
        ({"files": {"model.onnx": "ab"}}, r"tokenizer\.json"),
        ({"files": {"model.onnx": "other", "tokenizer.json": "cd"}}, "disagree"),
        ({"source": {"package": 1}}, "source"),
        ({"built_with": None}, "built_with"),
    ],
)
def test_a_malformed_field_is_named(
    tmp_path: Path, change: Mapping[str, object], named: str
) -> None:
    (tmp_path / "model.json").write_text(json.dumps({**MANIFEST.as_dict(), **change}))
    with pytest.raises(InvalidModelFolder, match=named):
        read_reader_manifest(tmp_path)
