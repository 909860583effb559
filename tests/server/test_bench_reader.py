import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server.cli import bench_reader
from server.cli.bench import app
from tests.rag.benchmark.reading.made_data import SLEEP, answerable_or_not, cats_and_dogs
from tests.rag.benchmark.reading.made_readings import FakeReader, Said
from tests.server.command import footnote


@pytest.fixture(autouse=True)
def two_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = {
        "good": FakeReader({SLEEP: Said(2.0, "for sixteen hours", 3.0)}, name="good"),
        "dull": FakeReader({}, name="dull"),
        "stops": FakeReader({}, name="stops", stops_at="no 1"),
    }
    monkeypatch.setattr("embeddings.catalogue.load_reader", lambda name, **_options: readers[name])


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, ["reader", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_pipe_gets_markdown(tmp_path: Path) -> None:
    text = run("--reader", "good", "--squad", cats_and_dogs(tmp_path / "v1.json"))
    assert text.startswith("# A reader on its own: good (good-sha256)\n")
    assert "- 4 questions measured, 0 left out" in text
    assert "| F1 | 0.4500 |" in text  # 0.8, 0, 1 and the dogs' 0


def test_json_holds_the_numbers_and_the_differences(tmp_path: Path) -> None:
    v1, v2 = cats_and_dogs(tmp_path / "v1.json"), answerable_or_not(tmp_path / "v2.json")
    options = ("--exclude-titles-of", v2, "--against", "good", "--json")
    report = json.loads(run("--reader", "dull", "--squad", v1, "--squad", v2, *options))
    assert report["reader"]["name"] == "dull"
    words, answerable = report["sections"]
    assert words["measures"][1]["measure"] == "F1"
    assert words["measures"][1]["value"] == 0
    assert words["measures"][1]["paired"]["difference"] == pytest.approx(-0.6)
    assert answerable["measures"][0]["interval"] == [0.5, 0.5]


def test_a_terminal_gets_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(bench_reader, "_is_read_by_a_person", lambda: True)
    path = cats_and_dogs(tmp_path / "v1.json")
    text = run("--reader", "dull", "--against", "good", "--squad", path)
    assert "dull (dull-sha256) against good (good-sha256)" in text
    assert "-45.00" in text
    assert "| --- |" not in text


def test_what_was_measured_is_shown_though_a_later_file_fails(tmp_path: Path) -> None:
    v1, v2 = cats_and_dogs(tmp_path / "v1.json"), answerable_or_not(tmp_path / "v2.json")
    options = ("reader", "--reader", "stops", "--squad", str(v1), "--squad", str(v2))
    result = CliRunner().invoke(app, options)
    assert result.exit_code == 1
    assert "v1.json, gold paragraph" in result.stdout
    assert "not measured: v2.json" in result.stderr


def test_without_data_it_says_what_to_give() -> None:
    result = footnote("bench", "reader")
    assert result.returncode == 2
    assert "nothing to measure" in result.stderr
