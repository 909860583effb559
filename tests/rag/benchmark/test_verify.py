import json
from pathlib import Path

import pytest

from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.run_folder import RunError, RunFolder
from rag.benchmark.runner import run_benchmark
from rag.benchmark.systems.config import load_system
from rag.benchmark.verify import verify_run
from tests.rag.benchmark.tiny_collections import write_beir


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    dataset = open_dataset(str(write_beir(tmp_path / "tiny")))
    return run_benchmark(dataset, load_system("bm25"), tmp_path / "runs")


def edit(path: Path, *keys: str, value: object) -> None:
    fields = json.loads(path.read_text())
    inner = fields
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    path.write_text(json.dumps(fields))


def test_an_untouched_run_holds_and_is_left_as_it_was(run: RunFolder) -> None:
    before = {path.name: path.read_bytes() for path in run.path.iterdir()}
    report = verify_run(run)
    assert report.holds
    assert report.differences == ()
    assert [m.name for m in report.measures] == list(run.measured().means)
    assert all(m.recorded == m.found for m in report.measures)
    assert {path.name: path.read_bytes() for path in run.path.iterdir()} == before


def test_a_changed_number_is_detected(run: RunFolder) -> None:
    edit(run.measures_path, "means", "nDCG@10", value=run.measured().means["nDCG@10"] + 2e-4)
    report = verify_run(run)
    assert not report.holds
    assert [m.name for m in report.measures if not m.holds] == ["nDCG@10"]
    assert verify_run(run, tolerance=1e-3).holds


@pytest.mark.parametrize("name", ["run.trec", "qrels.trec", "per_query.jsonl", "outcomes.jsonl"])
def test_an_altered_file_is_detected(run: RunFolder, name: str) -> None:
    path = run.path / name
    path.write_text(path.read_text().replace("d1", "d2").replace("q1", "q9"))
    report = verify_run(run)
    assert (report.holds, report.altered) == (False, (name,))
    assert all(m.holds for m in report.measures)


def test_a_file_that_is_gone_is_detected(run: RunFolder) -> None:
    run.trec_run_path.unlink()
    assert verify_run(run).altered == ("run.trec",)


def test_of_a_run_without_hashes_only_the_measures_are_known(run: RunFolder) -> None:
    edit(run.manifest_path, "files", value=None)
    run.trec_run_path.write_text("")
    assert verify_run(run).holds


def test_a_measure_that_is_not_found_again_does_not_hold(run: RunFolder) -> None:
    edit(run.measures_path, "means", "P@5", value=0.5)
    report = verify_run(run)
    assert [(m.name, m.found) for m in report.measures if not m.holds] == [("P@5", None)]


def test_versions_and_data_that_differ_are_named(run: RunFolder, tmp_path: Path) -> None:
    edit(run.manifest_path, "packages", "bm25s", value="0.0.1")
    write_beir(tmp_path / "tiny", queries={"q1": "whale", "q2": "whale", "q3": "whale"})
    report = verify_run(run)
    assert not report.holds
    named = [difference.partition(":")[0] for difference in report.differences]
    assert named == ["dataset.sha256", "packages.bm25s"]


def test_a_dataset_that_is_gone_is_told(run: RunFolder, tmp_path: Path) -> None:
    (tmp_path / "tiny").rename(tmp_path / "moved")
    with pytest.raises(Exception, match="does not exist"):
        verify_run(run)


def test_data_that_was_moved_may_be_named(run: RunFolder, tmp_path: Path) -> None:
    moved = (tmp_path / "tiny").rename(tmp_path / "moved")
    report = verify_run(run, data=str(moved))
    assert report.holds
    assert report.differences == ()


def test_other_data_in_its_place_is_refused(run: RunFolder, tmp_path: Path) -> None:
    other = write_beir(tmp_path / "other", queries={"q1": "whale", "q2": "whale", "q3": "whale"})
    with pytest.raises(RunError, match=r"other is not what .* was run over: its SHA-256 is"):
        verify_run(run, data=str(other))


def test_a_run_that_is_not_finished_is_refused(run: RunFolder) -> None:
    run.measures_path.unlink()
    with pytest.raises(RunError, match="no finished run"):
        verify_run(run)


def test_a_manifest_without_a_system_is_refused(run: RunFolder) -> None:
    edit(run.manifest_path, "system", value={})
    with pytest.raises(RunError, match="does not say what was run"):
        verify_run(run)


def test_a_negative_tolerance_is_refused(run: RunFolder) -> None:
    with pytest.raises(RunError, match="must be 0 or more"):
        verify_run(run, tolerance=-1)
