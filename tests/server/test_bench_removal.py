import json
from pathlib import Path

from tests.rag.benchmark.test_removal import squad_file
from tests.server.command import footnote


def test_the_report_is_shown_and_given_as_json(tmp_path: Path) -> None:
    path = squad_file(tmp_path)
    shown = footnote("bench", "removal", path, "--limit", "1")
    assert shown.returncode == 0, shown.stderr
    assert "1 question, each with and without its document" in shown.stdout
    assert "confidence AUROC" in shown.stdout
    as_json = footnote("bench", "removal", path, "--reader", "similarity-1", "--json")
    report = json.loads(as_json.stdout)
    assert report["n_questions"] == 2
    assert report["estimates"]["hit@1"]["value"] == 1
    assert 0 <= report["calibration_error"] <= 1


def test_a_file_that_is_no_squad_file_fails_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "pets.json"
    path.write_text("[]")
    failed = footnote("bench", "removal", path)
    assert failed.returncode == 1
    assert "pets.json" in failed.stderr
