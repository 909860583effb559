import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from embeddings.errors import InvalidModelFolder
from embeddings.manifest import (
    EncoderManifest,
    is_encoder_folder,
    read_manifest,
    write_manifest,
)
from tests.embeddings.test_identity import TOY

MANIFEST = EncoderManifest(
    identity=TOY,
    files={"model.onnx": TOY.weights_sha256, "tokenizer.json": "cd"},
    source={"package": "toy"},
    built_with={"onnx": "1"},
)


def test_manifest_survives_a_round_trip(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST
    assert is_encoder_folder(tmp_path)


def test_a_folder_without_manifest_is_no_encoder_folder(tmp_path: Path) -> None:
    assert not is_encoder_folder(tmp_path)
    with pytest.raises(InvalidModelFolder, match=r"model\.json is missing"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", "\xff"])
def test_a_manifest_that_is_no_json_object_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "model.json").write_text(text, encoding="latin-1")
    with pytest.raises(InvalidModelFolder, match=r"model\.json"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"kind": "reader"}, "kind"),
        ({"identity": 7}, "identity"),
        ({"identity": {"name": "toy"}}, "dimension"),
        ({"files": {"model.onnx": "ab"}}, "tokenizer.json"),
        ({"files": {"model.onnx": "other", "tokenizer.json": "cd"}}, "disagree"),
        ({"source": {"package": 1}}, "source"),
    ],
)
def test_a_malformed_field_is_named(
    tmp_path: Path, change: Mapping[str, object], named: str
) -> None:
    (tmp_path / "model.json").write_text(json.dumps({**MANIFEST.as_dict(), **change}))
    with pytest.raises(InvalidModelFolder, match=named):
        read_manifest(tmp_path)
