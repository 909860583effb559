"""A stored reader as a network again."""

import shutil
from pathlib import Path

import pytest
import torch

from embeddings.catalogue import load_reader
from embeddings.errors import InvalidModelFolder
from embeddings.onnx_files import open_tokenizer
from embeddings.reader_input import RELEVANCE, ReaderTokenizer
from embeddings.shipped import DEFAULT_READER, MODELS_FOLDER
from embeddings.training.reader_network import ReaderNetwork
from embeddings.training.stored_reader import stored_network
from tests.embeddings.built_reader import QUESTION, WINDOW, build_in
from tests.embeddings.training.tiny_network import read_the_other_way

pytestmark = pytest.mark.models

SHIPPED = MODELS_FOLDER / DEFAULT_READER
# Of what enters a layer, in 8 bits at a time, a logit keeps about so much.
CLOSE = 0.15


@pytest.fixture(scope="module")
def network(published_folder: Path) -> ReaderNetwork:
    return stored_network(SHIPPED, published_folder).eval()


def relevance(network: ReaderNetwork, folder: Path) -> list[float]:
    layout = ReaderTokenizer(open_tokenizer(folder / "tokenizer.json"), max_tokens=96)
    (made,) = layout.windows(QUESTION, WINDOW)
    with torch.no_grad():
        logits = network(torch.tensor([made.ids]), torch.tensor([made.types]))[0]
    return [float(logits[place.end, RELEVANCE]) for place in made.sentences]


def test_the_network_reads_as_the_stored_reader_does(
    network: ReaderNetwork, published_folder: Path
) -> None:
    (stored,) = load_reader().read(QUESTION, [WINDOW])
    assert relevance(network, published_folder) == pytest.approx(stored.relevance, abs=CLOSE)


def test_stored_once_more_it_stays_the_same(
    network: ReaderNetwork, published_folder: Path, tmp_path: Path
) -> None:
    build_in(tmp_path, network, published_folder)
    again = stored_network(tmp_path, published_folder).eval()
    before = relevance(network, published_folder)
    assert relevance(again, published_folder) == pytest.approx(before, abs=CLOSE)


def test_how_a_sentences_relevance_is_read_is_stored_with_the_weights(
    network: ReaderNetwork, published_folder: Path, tmp_path: Path
) -> None:
    other = read_the_other_way(network)
    build_in(tmp_path, other, published_folder)
    again = stored_network(tmp_path, published_folder).eval()
    assert network.pools
    assert not again.pools
    at_separators = relevance(other, published_folder)
    assert relevance(again, published_folder) == pytest.approx(at_separators, abs=CLOSE)
    assert at_separators != pytest.approx(relevance(network, published_folder), abs=CLOSE)


def test_a_folder_without_a_reader_is_refused(published_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidModelFolder):
        stored_network(tmp_path, published_folder)


def test_a_reader_of_another_shape_is_refused(published_folder: Path, tmp_path: Path) -> None:
    smaller = tmp_path / "smaller"
    smaller.mkdir()
    shutil.copy(published_folder / "tokenizer.json", smaller)
    shape = (published_folder / "config.json").read_text()
    smaller.joinpath("config.json").write_text(
        shape.replace('"intermediate_size": 1536', '"intermediate_size": 768')
    )
    with pytest.raises(InvalidModelFolder, match=r"as `build_reader` stores .*intermediate"):
        stored_network(SHIPPED, smaller)


def test_a_damaged_reader_is_refused(published_folder: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "reader"
    shutil.copytree(SHIPPED, damaged)
    (damaged / "model.json").write_text("{}")
    with pytest.raises(InvalidModelFolder):
        stored_network(damaged, published_folder)
