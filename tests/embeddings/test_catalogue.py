import subprocess
import sys
from pathlib import Path

import pytest

import embeddings
from embeddings.catalogue import load_encoder
from embeddings.onnx_encoder import OnnxEncoder
from embeddings.sentence_transformer_encoder import SentenceTransformerEncoder
from embeddings.shipped import shipped_encoders


def modules_after(code: str) -> set[str]:
    """Top-level modules in a fresh interpreter once it ran `code`."""
    listing = f"{code}\nimport sys; sys.stdout.write(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_default_encoder_is_shipped() -> None:
    assert "all-minilm-l6-v2" in shipped_encoders()


@pytest.mark.parametrize("name", ["all-minilm-l6-v2", "all-MiniLM-L6-v2"])
def test_a_shipped_name_in_any_case_loads_the_shipped_files(name: str) -> None:
    encoder = load_encoder(name)
    assert isinstance(encoder, OnnxEncoder)
    assert encoder.identity.name == "all-MiniLM-L6-v2"
    assert encoder.identity.dimension == 384
    assert encoder.identity.max_tokens == 256


def test_a_folder_in_our_layout_loads_as_onnx(shipped_folder: Path) -> None:
    assert isinstance(load_encoder(str(shipped_folder)), OnnxEncoder)


@pytest.mark.models
def test_any_other_folder_loads_in_sentence_transformers(published_folder: Path) -> None:
    assert isinstance(load_encoder(str(published_folder)), SentenceTransformerEncoder)


def test_the_shipped_model_stays_below_30_megabytes(shipped_folder: Path) -> None:
    assert (shipped_folder / "model.onnx").stat().st_size < 30_000_000


def test_importing_the_package_loads_no_runtime() -> None:
    heavy = {"onnxruntime", "tokenizers", "torch", "transformers", "sentence_transformers", "onnx"}
    assert not modules_after("import embeddings") & heavy


def test_encoding_with_the_default_loads_no_torch() -> None:
    loaded = modules_after("import embeddings; embeddings.load_encoder().encode_queries(['hello'])")
    assert "onnxruntime" in loaded
    assert not loaded & {"torch", "transformers", "sentence_transformers", "onnx"}


def test_public_names_are_importable_and_sorted() -> None:
    assert embeddings.__all__ == sorted(embeddings.__all__)
    assert all(hasattr(embeddings, name) for name in embeddings.__all__)
