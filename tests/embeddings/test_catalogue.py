import subprocess
import sys
from pathlib import Path

import pytest

import embeddings
from embeddings.catalogue import load_encoder, load_reader
from embeddings.errors import InvalidModelFolder, UnknownModel
from embeddings.onnx_encoder import OnnxEncoder
from embeddings.onnx_reader import OnnxReader
from embeddings.sentence_transformer_encoder import SentenceTransformerEncoder
from embeddings.shipped import (
    DEFAULT_ENCODER,
    DEFAULT_READER,
    MODELS_FOLDER,
    shipped_encoders,
    shipped_readers,
)


def modules_after(code: str) -> set[str]:
    """Top-level modules in a fresh interpreter once it ran `code`."""
    listing = f"{code}\nimport sys; sys.stdout.write(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_default_encoder_is_shipped() -> None:
    assert DEFAULT_ENCODER in shipped_encoders()
    assert load_encoder().identity.name == DEFAULT_ENCODER


@pytest.mark.parametrize("name", ["all-minilm-l6-v2", "all-MiniLM-L6-v2", "Footnote-Encoder"])
def test_a_shipped_name_in_any_case_loads_the_shipped_files(name: str) -> None:
    encoder = load_encoder(name)
    assert isinstance(encoder, OnnxEncoder)
    assert encoder.identity.name.lower() == name.lower()
    assert encoder.identity.dimension == 384
    assert encoder.identity.max_tokens == 256


def test_a_folder_in_our_layout_loads_as_onnx(shipped_folder: Path) -> None:
    assert isinstance(load_encoder(str(shipped_folder)), OnnxEncoder)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("footnote-encoder2", "did you mean 'footnote-encoder'"),
        ("Footnote-Encodr", "did you mean 'footnote-encoder'"),
        ("bert", "owner/name"),
        ("./no/such/folder", "nor a folder"),
        ("no/such/folder", "nor a folder"),
        ("~/no-such-folder", "nor a folder"),
        ("", "nor a folder"),
    ],
)
def test_what_can_be_no_encoder_is_refused_before_the_network_is_asked(
    name: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "embeddings.sentence_transformer_encoder.SentenceTransformerEncoder", pytest.fail
    )
    with pytest.raises(UnknownModel, match=advice) as caught:
        load_encoder(name)
    assert caught.value.name == name


def test_a_folder_may_be_named_from_the_home_folder(
    shipped_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(shipped_folder.parent))
    assert isinstance(load_encoder(f"~/{shipped_folder.name}"), OnnxEncoder)
    assert load_reader("~/footnote-reader").identity.name == DEFAULT_READER


@pytest.mark.models
def test_any_other_folder_loads_in_sentence_transformers(published_folder: Path) -> None:
    assert isinstance(load_encoder(str(published_folder)), SentenceTransformerEncoder)


def test_readers_and_encoders_are_shipped_apart() -> None:
    assert DEFAULT_READER in shipped_readers()
    assert not set(shipped_readers()) & set(shipped_encoders())


@pytest.mark.parametrize(
    "name", ["footnote-reader", "Footnote-Reader", str(MODELS_FOLDER / "footnote-reader")]
)
def test_a_shipped_readers_name_in_any_case_and_its_folder_load_it(name: str) -> None:
    reader = load_reader(name, threads=1)
    assert isinstance(reader, OnnxReader)
    assert reader.identity.name == DEFAULT_READER
    assert reader.identity == load_reader().identity


@pytest.mark.parametrize("name", ["footnote-raeder", "all-minilm-l6-v2", ""])
def test_what_is_no_reader_is_refused_with_the_shipped_ones(name: str) -> None:
    with pytest.raises(UnknownModel, match=DEFAULT_READER) as caught:
        load_reader(name)
    assert caught.value.name == name


def test_an_encoders_folder_is_no_reader(shipped_folder: Path) -> None:
    with pytest.raises(UnknownModel, match="it is no folder of a reader"):
        load_reader(str(shipped_folder))


def test_a_reader_folder_with_a_broken_manifest_says_so(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text("{")
    with pytest.raises(InvalidModelFolder, match="is not JSON"):
        load_reader(str(tmp_path))


@pytest.mark.parametrize("name", [*shipped_encoders(), *shipped_readers()])
def test_the_shipped_models_stay_below_30_megabytes_each(name: str) -> None:
    assert (MODELS_FOLDER / name / "model.onnx").stat().st_size < 30_000_000


def test_importing_the_package_loads_no_runtime() -> None:
    heavy = {"onnxruntime", "tokenizers", "torch", "transformers", "sentence_transformers", "onnx"}
    assert not modules_after("import embeddings") & heavy


def test_encoding_with_the_default_loads_no_torch() -> None:
    loaded = modules_after("import embeddings; embeddings.load_encoder().encode_queries(['hello'])")
    assert "onnxruntime" in loaded
    assert not loaded & {"torch", "transformers", "sentence_transformers", "onnx"}


def test_reading_with_the_default_loads_no_torch() -> None:
    code = "from embeddings.catalogue import load_reader; load_reader().read('Who?', [['Ada.']])"
    loaded = modules_after(code)
    assert "onnxruntime" in loaded
    assert not loaded & {"torch", "transformers", "sentence_transformers", "onnx"}


def test_public_names_are_importable_and_sorted() -> None:
    assert embeddings.__all__ == sorted(embeddings.__all__)
    assert all(hasattr(embeddings, name) for name in embeddings.__all__)
