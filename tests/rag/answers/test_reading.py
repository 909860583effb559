from pathlib import Path

import pytest

from embeddings.catalogue import load_reader
from embeddings.errors import UnknownModel
from rag.answers.reading import load_network, make_reader
from rag.answers.similarity_reader import SimilarityReader
from rag.answers.trained_reader import TrainedReader
from rag.settings import ReaderSettings
from tests.embeddings.overlap_reader import OverlapReader
from tests.rag.answers.tiny_windows import lexical_index, query_of, window_of

FAR = ("xxxx " * 80).strip() + "."


def test_the_default_network_is_the_shipped_reader() -> None:
    network = load_network(ReaderSettings(threads=1))
    assert network is not None
    assert network.identity == load_reader(threads=1).identity


def test_similarity_1_reads_without_a_network(tmp_path: Path) -> None:
    settings = ReaderSettings(name="similarity-1")
    assert load_network(settings) is None
    reader = make_reader(settings, lexical_index(tmp_path, "Cats."), None)
    assert isinstance(reader, SimilarityReader)
    assert (reader.name, reader.weights_sha256) == ("similarity-1", None)


def test_an_unknown_reader_is_refused() -> None:
    with pytest.raises(UnknownModel, match="footnote-reader"):
        load_network(ReaderSettings(name="similarity-2"))


@pytest.mark.parametrize(("reads_all", "n_read"), [(False, 1), (True, 3)])
def test_a_network_reads_what_the_settings_allow_or_all(
    tmp_path: Path, reads_all: bool, n_read: int
) -> None:
    network = OverlapReader()
    reader = make_reader(
        ReaderSettings(tokens=64), lexical_index(tmp_path, "Cats."), network, reads_all=reads_all
    )
    assert isinstance(reader, TrainedReader)
    assert reader.name.startswith("overlap-")
    reader.read(query_of("cats"), [window_of(FAR, document_id=name) for name in "abc"])
    assert len(network.read_windows) == n_read
