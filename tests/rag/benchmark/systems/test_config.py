from pathlib import Path

import pytest

from rag.benchmark.systems.config import (
    RemoteConfig,
    SystemConfig,
    Unit,
    load_system,
    shipped_systems,
)
from rag.errors import SettingsError
from rag.messages import System
from rag.settings import Settings


def test_the_served_system_is_what_default_settings_serve() -> None:
    served, defaults = load_system("served"), Settings()
    assert isinstance(served, SystemConfig)
    assert served.ranking is System.HYBRID
    assert served.unit is Unit.PASSAGE
    assert served.encoder == defaults.encoder.name
    assert served.passages == defaults.passages
    assert served.retrieval == defaults.retrieval
    assert served.answers == defaults.answers
    assert served.reader == defaults.reader


@pytest.mark.parametrize("name", ["bm25", "dense", "hybrid"])
def test_a_system_for_published_figures_ranks_whole_documents_as_typed(name: str) -> None:
    system = load_system(name)
    assert isinstance(system, SystemConfig)
    assert (system.name, system.ranking.value, system.unit) == (name, name, Unit.DOCUMENT)
    assert not system.retrieval.correct_spelling


def test_all_shipped_systems_can_be_loaded() -> None:
    assert shipped_systems() == (
        "bm25",
        "dense",
        "dense+minilm",
        "hybrid",
        "hybrid+reader",
        "served",
    )
    assert [load_system(name).name for name in shipped_systems()] == list(shipped_systems())


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        SettingsError, match=r"'hybird'; known are bm25, dense, dense\+minilm, hybrid"
    ):
        load_system("hybird")


def test_a_file_gives_a_system_and_its_folders_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "reads").mkdir()
    monkeypatch.chdir(tmp_path)
    file = Path("mine.yaml")
    file.write_text(
        "name: mine\nranking: dense\nencoder: model\nreader: {name: reads, tokens: 90}\n"
        "retrieval: {candidates: 7}\n"
    )
    system = load_system(str(file))
    assert isinstance(system, SystemConfig)
    assert system.encoder == str(tmp_path / "model")
    assert system.retrieval.candidates == 7
    assert (system.reader.name, system.reader.tokens) == (str(tmp_path / "reads"), 90)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name: x\nranking: dense\nchunks: 3\n", "chunks: Extra inputs are not permitted; known"),
        ("name: x\nranking: sparse\n", "ranking: Input should be"),
        ("name: ../x\nranking: dense\n", "name: String should match pattern"),
        ("name: x\nranking: dense\nreader: gpt\n", "reader: Input should be a valid dictionary"),
        ("- 1", "the file: Input should be a valid dictionary"),
        ("a: [", "is not valid YAML"),
    ],
)
def test_a_file_that_is_no_system_is_refused_with_the_reason(
    tmp_path: Path, content: str, message: str
) -> None:
    file = tmp_path / "system.yaml"
    file.write_text(content)
    with pytest.raises(SettingsError, match=message):
        load_system(str(file))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_system(str(tmp_path / "none.yaml"))


@pytest.mark.parametrize(
    ("address", "url", "name"),
    [
        ("http://localhost:8000", "http://localhost:8000", "localhost-8000"),
        ("https://a.example/rag/", "https://a.example/rag", "a.example-rag"),
    ],
)
def test_an_address_is_a_running_server(address: str, url: str, name: str) -> None:
    system = load_system(address)
    assert isinstance(system, RemoteConfig)
    assert (system.url, system.name) == (url, name)


@pytest.mark.parametrize(
    "address", ["http://", "http://:80", "http://a:b", "http://a/?q=1", "https://me@a/"]
)
def test_an_address_that_names_no_server_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="is no address of a server"):
        load_system(address)
