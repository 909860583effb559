import json
from pathlib import Path

import pytest

from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.regress import check
from rag.benchmark.regress.check import (
    FoundMean,
    Place,
    RegressReport,
    Verdict,
    expected_path,
    hold_against,
    measure_fixed_set,
    record_expected,
)
from rag.benchmark.run_folder import RunError
from server.cli.bench import regress

ROOT = Path(__file__).parents[4]
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="module")
def found() -> dict[Place, FoundMean]:
    return measure_fixed_set(SEEDS)


@pytest.fixture
def report(found: dict[Place, FoundMean]) -> RegressReport:
    return hold_against(expected_path(), found)


def test_nothing_has_fallen_since_it_was_recorded(report: RegressReport) -> None:
    assert report.fallen == ()
    assert {entry.system for entry in report.entries} == {"bm25", "dense", "hybrid", "served"}
    assert {entry.dataset for entry in report.entries} == {"project-docs", "seeds"}


def test_the_command_shows_every_mean_and_says_that_nothing_fell(
    found: dict[Place, FoundMean],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Measured once above; the command's own run is in .ci/run.
    monkeypatch.setattr(check, "measure_fixed_set", lambda *_, **__: found)
    regress(SEEDS)
    shown = capsys.readouterr().out
    assert shown.startswith("dataset       system")
    assert shown.rstrip().endswith("Nothing fell beyond tolerance")


def test_every_quote_must_be_exact(report: RegressReport) -> None:
    exactness = [e for e in report.entries if e.measure == "quote_exactness"]
    assert [(e.found, e.tolerance) for e in exactness] == [(1.0, 0.0)] * 4


def test_an_answer_measure_may_move_by_one_question(report: RegressReport) -> None:
    near = next(e for e in report.entries if e.measure == "refusal_recall_near")
    assert near.tolerance == pytest.approx(1 / 16, abs=2e-4)  # sixteen near questions are asked


def test_what_is_recorded_is_what_is_expected_next_time(
    report: RegressReport, tmp_path: Path
) -> None:
    path = record_expected(report, tmp_path / "expected.json")
    recorded, shipped = json.loads(path.read_text()), json.loads(expected_path().read_text())
    assert recorded.keys() == shipped.keys()
    assert recorded["seeds"].keys() == shipped["seeds"].keys()


def test_a_fall_a_rise_and_a_missing_measure_are_told_apart(
    found: dict[Place, FoundMean], tmp_path: Path
) -> None:
    fields = json.loads(expected_path().read_text())
    fields["project-docs"]["bm25"]["nDCG@10"] += 0.1
    fields["project-docs"]["dense"]["nDCG@10"] -= 0.1
    fields["project-docs"]["hybrid"]["P@1"] = 0.5
    fields["seeds"]["served"]["false_refusal_rate"] -= 0.1  # lower is better
    del fields["project-docs"]["served"]["AP"]
    changed = tmp_path / "expected.json"
    changed.write_text(json.dumps(fields))
    report = hold_against(changed, found)
    verdicts = {(e.dataset, e.system, e.measure): e.verdict for e in report.entries}
    assert verdicts["project-docs", "bm25", "nDCG@10"] is Verdict.FELL
    assert verdicts["project-docs", "dense", "nDCG@10"] is Verdict.ROSE
    assert verdicts["project-docs", "hybrid", "P@1"] is Verdict.MISSING
    assert verdicts["seeds", "served", "false_refusal_rate"] is Verdict.FELL
    assert verdicts["project-docs", "served", "AP"] is Verdict.NEW
    assert len(report.fallen) == 3


def test_recorded_numbers_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "expected.json"
    broken.write_text("[1]")
    with pytest.raises(RunError, match="record them with `footnote bench regress --update`"):
        hold_against(broken, {})


def test_the_slice_is_a_whole_dataset_of_about_the_promised_size() -> None:
    dataset = open_dataset(str(expected_path().parent / "slice"))
    n_documents = sum(1 for _ in dataset.documents())
    assert 200 <= n_documents <= 350
    assert len(dataset.queries) == 60
    assert not any("not in the corpus" in note for note in dataset.notes)
