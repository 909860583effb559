"""Encoders that training can begin with: as transformers saves them, and as ONNX exports."""

import json
import warnings
from pathlib import Path

import pytest
import torch
from transformers import BertModel

from embeddings.checksums import sha256_of_file
from embeddings.errors import InvalidBase
from embeddings.training.reader_base import base_network, reader_base
from tests.embeddings.tiny_tokenizer import tiny_tokenizer
from tests.embeddings.training.tiny_network import tiny_network

pytestmark = pytest.mark.models


def written(folder: Path, *, exported: bool, seed: int = 1) -> BertModel:
    """A tiny encoder in the layout of the hub."""
    bert = tiny_network(seed=seed).bert
    for parameter in bert.parameters():
        torch.nn.init.normal_(parameter)  # equal ones would be exported once
    bert.config.save_pretrained(folder)
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    if not exported:
        bert.save_pretrained(folder)
        return bert
    (folder / "onnx").mkdir()
    ids = torch.ones((1, 4), dtype=torch.long)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(_Encoder(bert), (ids,), folder / "onnx" / "model.onnx", dynamo=False)
    return bert


class _Encoder(torch.nn.Module):
    """A `BertModel` without what the exporter cannot trace."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.embeddings, self.encoder = bert.embeddings, bert.encoder

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        states: torch.Tensor = self.encoder(self.embeddings(input_ids=ids))[0]
        return states


@pytest.mark.parametrize("exported", [True, False], ids=["onnx", "safetensors"])
def test_the_layers_are_those_of_the_encoder(tmp_path: Path, *, exported: bool) -> None:
    published = written(tmp_path, exported=exported).state_dict()
    base = reader_base(tmp_path)
    begun = base_network(base, seed=3).bert.state_dict()
    assert begun.keys() == published.keys()
    for name, weights in published.items():
        assert torch.equal(begun[name], weights), name
    weights = tmp_path / base.source["weights"]
    assert base.source["weights_sha256"] == sha256_of_file(weights)
    assert base.name == base.source["encoder"] == tmp_path.name


def test_the_head_is_drawn_by_the_seed(tmp_path: Path) -> None:
    written(tmp_path, exported=True)
    base = reader_base(tmp_path)
    first, same, other = (base_network(base, seed=seed).head.weight for seed in (1, 1, 2))
    assert torch.equal(first, same)
    assert not torch.equal(first, other)


def test_the_name_is_the_published_one(tmp_path: Path) -> None:
    written(tmp_path, exported=True)
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps(config | {"_name_or_path": "ann/tiny"}))
    assert reader_base(tmp_path).name == "ann/tiny"


@pytest.mark.parametrize("missing", ["config.json", "tokenizer.json", "onnx/model.onnx"])
def test_a_file_that_is_missing_is_named(tmp_path: Path, missing: str) -> None:
    written(tmp_path, exported=True)
    (tmp_path / missing).unlink()
    with pytest.raises(InvalidBase, match=missing):
        reader_base(tmp_path)


def test_another_kind_of_network_is_refused(tmp_path: Path) -> None:
    written(tmp_path, exported=True)
    (tmp_path / "config.json").write_text('{"model_type": "roberta"}')
    with pytest.raises(InvalidBase, match="'roberta', expected 'bert'"):
        reader_base(tmp_path)


@pytest.mark.parametrize("tokenizer", ["{}", None], ids=["none", "without-separator"])
def test_a_tokenizer_of_another_kind_is_refused(tmp_path: Path, tokenizer: str | None) -> None:
    written(tmp_path, exported=True)
    path = tmp_path / "tokenizer.json"
    path.write_text(tokenizer or path.read_text().replace("[SEP]", "</s>"))
    with pytest.raises(InvalidBase, match=r"tokenizer\.json is no BERT tokenizer"):
        reader_base(tmp_path)


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    written(tmp_path, exported=True)
    config = json.loads((tmp_path / "config.json").read_text())
    deeper = config | {"num_hidden_layers": config["num_hidden_layers"] + 1}
    (tmp_path / "config.json").write_text(json.dumps(deeper))
    with pytest.raises(InvalidBase, match="Missing key"):
        base_network(reader_base(tmp_path), seed=1)


def test_what_is_no_graph_is_refused(tmp_path: Path) -> None:
    written(tmp_path, exported=True)
    (tmp_path / "onnx" / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(InvalidBase, match=r"onnx/model\.onnx cannot be read"):
        base_network(reader_base(tmp_path), seed=1)
