import json
from pathlib import Path

import pytest

from rag.benchmark.run_folder import RunError, RunFolder, find_runs


def finished_run(path: Path, query_id: str) -> RunFolder:
    run = RunFolder(path)
    path.mkdir(parents=True)
    run.manifest_path.write_text("{}", encoding="utf-8")
    run.measures_path.write_text(
        json.dumps({"means": {"AP": 0.5}, "intervals": {"AP": [0.4, 0.6]}}), encoding="utf-8"
    )
    entry = {"query_id": query_id, "measures": {"AP": 0.5}}
    run.per_query_path.write_text(json.dumps(entry, ensure_ascii=False) + "\n", encoding="utf-8")
    return run


@pytest.mark.parametrize("query_id", ["q1", "a\u2028b", "a\u0085b"])
def test_measures_come_back_whatever_an_id_holds(tmp_path: Path, query_id: str) -> None:
    measured = finished_run(tmp_path / "run", query_id).measured()
    assert measured.means == {"AP": 0.5}
    assert measured.intervals == {"AP": (0.4, 0.6)}
    assert measured.per_query == {query_id: {"AP": 0.5}}


def test_a_run_without_measures_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="finish it with `footnote bench run`"):
        RunFolder(tmp_path).measured()


def test_runs_are_found_by_their_manifests_in_order(tmp_path: Path) -> None:
    b, a = finished_run(tmp_path / "set" / "b", "q"), finished_run(tmp_path / "set" / "a", "q")
    assert find_runs(tmp_path) == (a, b)
