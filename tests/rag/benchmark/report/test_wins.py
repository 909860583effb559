from pathlib import Path

import pytest

from rag.benchmark.report.runs import read_sections
from rag.benchmark.report.wins import wins_of
from tests.rag.benchmark.report.run_folders import MANIFEST, three_systems, write_run


def test_queries_are_counted_and_ordered_by_difference(tmp_path: Path) -> None:
    (win,) = wins_of(read_sections(three_systems(tmp_path))[0], "nDCG@10")
    assert win.system == "dense"
    assert win.differences == (0.25, 0.0, -0.5)  # 0.75 - 0.5, 0 - 0, 0.5 - 1
    assert (win.n_better, win.n_equal, win.n_worse) == (1, 1, 1)
    assert win.mean == pytest.approx(-1 / 12)


def test_only_queries_that_both_have_are_compared(tmp_path: Path) -> None:
    write_run(tmp_path, {"a": {"AP": 0.5}, "b": {"AP": 0.5}})
    write_run(tmp_path, {"b": {"AP": 0.75}, "c": {"AP": 1.0}}, system="dense")
    (win,) = wins_of(read_sections(tmp_path)[0], "AP")
    assert win.differences == (0.25,)


def test_runs_over_other_data_win_nothing(tmp_path: Path) -> None:
    write_run(tmp_path, {"a": {"AP": 0.5}})
    data = MANIFEST["dataset"] | {"sha256": "0" * 64}
    write_run(tmp_path, {"a": {"AP": 0.75}}, system="dense", manifest={"dataset": data})
    (section,) = read_sections(tmp_path, allow_mixed=True)
    assert wins_of(section, "AP") == ()
    assert section.notes[0].startswith("These runs are mixed, they differ in the dataset's SHA-256")


def test_the_last_digits_win_nothing(tmp_path: Path) -> None:
    write_run(tmp_path, {"a": {"AP": 0.1 + 0.2}})
    write_run(tmp_path, {"a": {"AP": 0.3}}, system="dense")
    (win,) = wins_of(read_sections(tmp_path)[0], "AP")
    assert win.n_equal == 1


def test_systems_without_a_query_in_common_are_left_out(tmp_path: Path) -> None:
    write_run(tmp_path, {"a": {"AP": 0.5}})
    write_run(tmp_path, {"b": {"AP": 0.5}}, system="dense")
    assert wins_of(read_sections(tmp_path)[0], "AP") == ()
