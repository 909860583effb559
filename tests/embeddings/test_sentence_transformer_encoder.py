import hashlib
import json
import sys
from pathlib import Path

import pytest

from embeddings.encoder import Encoder
from embeddings.errors import MissingExtra, UnknownModel
from embeddings.export import SOURCE_SHA256
from embeddings.sentence_transformer_encoder import (
    SentenceTransformerEncoder,
    sha256_of_weights,
)
from tests.embeddings.encoder_contract import EncoderContract

pytestmark = pytest.mark.models


class TestSentenceTransformerEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self, published: SentenceTransformerEncoder) -> Encoder:
        return published


def test_identity_is_read_from_the_model(published: SentenceTransformerEncoder) -> None:
    identity = published.identity
    assert identity.weights_sha256 == SOURCE_SHA256
    assert (identity.dimension, identity.max_tokens, identity.pooling) == (384, 256, "mean")
    assert (identity.query_prompt, identity.document_prompt) == ("", "")


def test_prompts_of_the_model_are_used(
    published_folder: Path, published: SentenceTransformerEncoder, tmp_path: Path
) -> None:
    for path in published_folder.iterdir():
        (tmp_path / path.name).symlink_to(path)
    config = tmp_path / "config_sentence_transformers.json"
    config.unlink()
    config.write_text(json.dumps({"prompts": {"query": "query: ", "passage": "a passage: "}}))
    prompted = SentenceTransformerEncoder(str(tmp_path))
    assert prompted.identity.query_prompt == "query: "
    assert prompted.encode_queries(["lift"]) == pytest.approx(
        published.encode_queries(["query: lift"]), abs=1e-5
    )
    assert prompted.encode_documents(["lift"]) == pytest.approx(
        published.encode_documents(["a passage: lift"]), abs=1e-5
    )


def test_batch_size_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="got 0"):
        SentenceTransformerEncoder("any", batch_size=0)


def test_a_hub_name_without_network_is_an_unknown_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(UnknownModel, match="all-minilm-l6-v2") as caught:
        SentenceTransformerEncoder("nobody/has-this-model")
    assert "reachable over the network" in str(caught.value)


def test_a_folder_without_a_model_is_an_unknown_model(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="cannot be loaded"):
        SentenceTransformerEncoder(str(tmp_path))


def test_a_missing_library_names_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtra, match=r"pip install 'footnote\[models\]'"):
        SentenceTransformerEncoder("any")


def test_one_weight_file_gives_its_own_checksum(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "pytorch_model.bin").write_bytes(b"the same weights in the older format")
    assert sha256_of_weights(tmp_path) == hashlib.sha256(b"weights").hexdigest()


def test_several_weight_files_give_the_checksum_of_their_list(tmp_path: Path) -> None:
    (tmp_path / "2_Dense").mkdir()
    (tmp_path / "2_Dense" / "pytorch_model.bin").write_bytes(b"dense")
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    weights, dense = hashlib.sha256(b"weights"), hashlib.sha256(b"dense")
    listing = (
        f"{weights.hexdigest()} model.safetensors\n{dense.hexdigest()} 2_Dense/pytorch_model.bin\n"
    )
    assert sha256_of_weights(tmp_path) == hashlib.sha256(listing.encode()).hexdigest()


def test_no_weight_file_gives_no_checksum(tmp_path: Path) -> None:
    assert sha256_of_weights(tmp_path) == ""
