from pathlib import Path
from typing import Any

import pytest

from rag.benchmark.report.runs import read_sections
from rag.benchmark.run_folder import RunError
from tests.rag.benchmark.report.run_folders import MANIFEST, three_systems, write_run

ONE: dict[str, dict[str, float]] = {"q": {"AP": 0.5}}


def test_runs_stand_in_one_section_for_each_dataset_by_name(tmp_path: Path) -> None:
    sections = read_sections(three_systems(tmp_path))
    assert [section.dataset for section in sections] == ["kitchen", "seeds"]
    assert [run.system for run in sections[0].runs] == ["bm25", "dense"]
    assert sections[0].measures == ("nDCG@10", "Judged@10")
    assert sections[0].n_queries == 3


def test_the_baseline_stands_first_where_it_is(tmp_path: Path) -> None:
    sections = read_sections(three_systems(tmp_path), baseline="dense")
    assert [section.baseline.system for section in sections] == ["dense", "hybrid"]


def test_an_unknown_baseline_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="of the system 'bm52'; it has bm25, dense, hybrid, served"):
        read_sections(three_systems(tmp_path), baseline="bm52")


def test_a_run_that_is_not_finished_is_left_out(tmp_path: Path) -> None:
    write_run(tmp_path, ONE)
    (write_run(tmp_path, ONE, system="dense") / "measures.json").unlink()
    (section,) = read_sections(tmp_path)
    assert [run.system for run in section.runs] == ["bm25"]


def test_a_folder_without_a_finished_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="holds 0 runs and none is finished; make one"):
        read_sections(tmp_path)


def test_two_runs_of_one_system_over_one_dataset_are_refused(tmp_path: Path) -> None:
    write_run(tmp_path / "monday", ONE)
    write_run(tmp_path / "tuesday", ONE)
    with pytest.raises(RunError, match=r"monday.* and .*tuesday.* are both runs of system 'bm25'"):
        read_sections(tmp_path)


@pytest.mark.parametrize(
    ("manifest", "difference"),
    [
        ({"commit": "d" * 40}, "the program's commit"),
        ({"packages": {"numpy": "1.26.4"}}, "the version of numpy"),
        ({"dataset": MANIFEST["dataset"] | {"sha256": "0" * 64}}, "the dataset's SHA-256"),
        (
            {"system": {"name": "dense", "encoder": {"name": "tiny", "sha256": "0" * 64}}},
            "the weights of tiny",
        ),
    ],
)
def test_mixed_versions_are_refused_unless_allowed(
    tmp_path: Path, manifest: dict[str, Any], difference: str
) -> None:
    write_run(tmp_path, ONE)
    write_run(tmp_path, ONE, system="dense", manifest=manifest)
    with pytest.raises(RunError, match=f"they differ in {difference} .bm25 has .*, dense has "):
        read_sections(tmp_path)
    assert len(read_sections(tmp_path, allow_mixed=True)[0].runs) == 2


def test_another_encoder_is_no_other_version(tmp_path: Path) -> None:
    write_run(tmp_path, ONE)
    other = {"name": "dense", "encoder": {"name": "large", "sha256": "0" * 64}}
    write_run(tmp_path, ONE, system="dense", manifest={"system": other})
    assert len(read_sections(tmp_path)[0].runs) == 2


def test_another_dataset_may_have_been_run_with_another_version(tmp_path: Path) -> None:
    write_run(tmp_path, ONE)
    write_run(tmp_path, ONE, dataset="garden", manifest={"commit": "e" * 40})
    assert len(read_sections(tmp_path)) == 2


def test_a_manifest_that_says_little_is_enough(tmp_path: Path) -> None:
    write_run(tmp_path, ONE, dataset="kitchen", system="bm25")
    (tmp_path / "kitchen/bm25/manifest.json").write_text('{"latency": {"total": 3}}')
    ((run,),) = (section.runs for section in read_sections(tmp_path))
    assert (run.dataset, run.system, run.task) == ("kitchen", "bm25", "")
    assert run.latency_ms("total", "p50") is None
    assert (run.index_bytes, run.build_seconds, run.notes) == (None, None, ())
