import json
from pathlib import Path

import pytest

from embeddings.errors import InvalidModelFolder
from embeddings.model_folder import kind_of, read_model_json, texts_by_name, write_model_json

DATA = {"kind": "toy", "files": {"model.onnx": "ab", "tokenizer.json": "cd", "more.bin": "ef"}}


def test_what_is_written_is_read_with_its_files(tmp_path: Path) -> None:
    write_model_json(tmp_path, DATA)
    assert kind_of(tmp_path) == "toy"
    assert read_model_json(tmp_path, kind="toy") == (DATA, DATA["files"])


def test_accents_are_written_as_they_are(tmp_path: Path) -> None:
    write_model_json(tmp_path, {"kind": "caf\u00e9"})
    assert "caf\u00e9" in (tmp_path / "model.json").read_text(encoding="utf-8")


def test_a_folder_without_manifest_is_of_no_kind(tmp_path: Path) -> None:
    assert kind_of(tmp_path) is None
    assert kind_of(tmp_path / "absent") is None
    with pytest.raises(InvalidModelFolder, match=r"model\.json is missing"):
        read_model_json(tmp_path, kind="toy")


def test_a_manifest_that_names_no_kind_is_of_none(tmp_path: Path) -> None:
    write_model_json(tmp_path, {})
    assert kind_of(tmp_path) is None


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"kind": "other"}, "kind is 'other', expected 'toy'"),
        ({"files": {"model.onnx": "ab"}}, r"expected model\.onnx and tokenizer\.json"),
        ({"files": ["model.onnx"]}, "expected texts by name"),
        ({"files": {"model.onnx": 1}}, "expected texts by name"),
    ],
)
def test_a_malformed_field_is_named(tmp_path: Path, change: dict[str, object], named: str) -> None:
    (tmp_path / "model.json").write_text(json.dumps({**DATA, **change}))
    with pytest.raises(InvalidModelFolder, match=named) as caught:
        read_model_json(tmp_path, kind="toy")
    assert caught.value.folder == tmp_path


def test_texts_by_name_may_be_none_but_not_missing(tmp_path: Path) -> None:
    assert texts_by_name(tmp_path, {"source": {}}, "source") == {}
    with pytest.raises(InvalidModelFolder, match="source is None"):
        texts_by_name(tmp_path, {}, "source")
