import html
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from rag.messages import Answer, AskRequest
from rag.settings import ServerSettings
from server.runs.folder import list_runs
from tests.rag.benchmark.report.run_folders import three_systems, write_run
from tests.server.live import serving_script

HOSTILE = "<img src=x onerror=alert(1)>"


def unasked(_: AskRequest) -> Answer:
    raise AssertionError("nobody asks here")


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """Four finished runs of two datasets, with a TREC run in one of them."""
    folder = three_systems(tmp_path / "runs")
    (folder / "kitchen/bm25/run.trec").write_text("q0 Q0 d1 1 0.5 bm25\n", encoding="utf-8")
    return folder


@pytest.fixture
def shown(runs: Path) -> Iterator[httpx.Client]:
    with serving_script(unasked, ServerSettings(benchmarks=runs)) as client:
        yield client


def text_of(page: httpx.Response) -> str:
    assert page.status_code == 200
    return html.unescape(page.text)


def test_runs_are_listed_by_dataset_with_their_main_measure(shown: httpx.Client) -> None:
    page = text_of(shown.get("/benchmarks"))
    for name in ("kitchen/bm25", "kitchen/dense", "seeds/hybrid", "seeds/served"):
        assert f"/benchmarks/runs/{name}" in page
    assert "nDCG@10" in page
    assert "0.5000" in page  # bm25: the mean of 0.5, 1.0 and 0.0
    assert "0.400 to 0.600" in page
    assert "c" * 12 in page


def test_a_run_shows_its_measures_its_manifest_and_its_files(shown: httpx.Client) -> None:
    page = text_of(shown.get("/benchmarks/runs/kitchen/bm25"))
    for said in ("bm25 on kitchen", "0.5000", "0.400 to 0.600", "numpy 2.4.6", "3.11.9", "1.5 ms"):
        assert said in page
    assert "1 judged document is missing: 7" in page
    for file in ("run.trec", "per_query.jsonl", "measures.json", "manifest.json"):
        address = f"/benchmarks/files/kitchen/bm25/{file}"
        assert f'"{address}"' in page
        assert shown.get(address).status_code == 200
    assert "qrels.trec" not in page  # the run has none


def test_a_mean_over_some_of_the_queries_says_over_how_many(tmp_path: Path) -> None:
    write_run(tmp_path, {"q1": {"hit@1": 1.0, "EM": 0.0}, "q2": {"EM": 1.0}}, task="answers")
    with serving_script(unasked, ServerSettings(benchmarks=tmp_path)) as shown:
        page = text_of(shown.get("/benchmarks/runs/kitchen/bm25"))
    assert page.count("n = 1<") == 1
    assert "n = 2" not in page


def test_files_are_downloads_byte_for_byte(shown: httpx.Client, runs: Path) -> None:
    response = shown.get("/benchmarks/files/kitchen/bm25/run.trec")
    assert response.content == (runs / "kitchen/bm25/run.trec").read_bytes()
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["content-disposition"] == (
        'attachment; filename="kitchen-bm25-run.trec"'
    )
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_report_beside_the_runs_can_be_kept(shown: httpx.Client, runs: Path) -> None:
    assert "report.html" not in shown.get("/benchmarks").text
    assert shown.get("/benchmarks/report/report.html").status_code == 404
    (runs / "report.html").write_text("<p>plots</p>", encoding="utf-8")
    assert "/benchmarks/report/report.html" in shown.get("/benchmarks").text
    response = shown.get("/benchmarks/report/report.html")
    assert response.content == b"<p>plots</p>"
    assert response.headers["content-disposition"].startswith("attachment")


def test_two_runs_stand_side_by_side(shown: httpx.Client) -> None:
    query = {"a": "kitchen/bm25", "b": "kitchen/dense"}
    page = text_of(shown.get("/benchmarks/compare", params=query))
    assert "<strong>0.5000</strong>" in page
    assert "0.4167" in page  # dense: the mean of 0.75, 0.5 and 0.0
    assert "−0.0833" in page
    assert "Judged@10" in page


def test_two_runs_of_one_system_are_told_apart_by_their_folders(
    shown: httpx.Client, runs: Path
) -> None:
    write_run(runs / "again", {"q0": {"nDCG@10": 1.0}}, manifest={"commit": "d" * 40})
    query = {"a": "kitchen/bm25", "b": "again/kitchen/bm25"}
    page = text_of(shown.get("/benchmarks/compare", params=query))
    assert '<th scope="row">again/kitchen/bm25</th>' in page
    assert "They measured different queries." in page
    assert "different versions of the program" in page


def test_runs_over_different_data_are_not_compared(shown: httpx.Client, runs: Path) -> None:
    other = {"name": "kitchen", "sha256": "e" * 64, "task": "retrieval"}
    write_run(runs / "other", {"q0": {"nDCG@10": 1.0}}, manifest={"dataset": other})
    query = {"a": "kitchen/bm25", "b": "other/kitchen/bm25"}
    page = text_of(shown.get("/benchmarks/compare", params=query))
    assert "over different data" in page
    assert "<table" not in page


BROKEN = {
    "no measures": ("measures.json", None, "is not finished"),
    "no manifest": ("manifest.json", None, "manifest.json is missing"),
    "no JSON": ("manifest.json", "{", "manifest.json is no JSON"),
    "a list": ("manifest.json", "[]", "manifest.json is not of the expected form"),
    "no dataset": ("manifest.json", "{}", "dataset: Field required"),
    "words": ("measures.json", '{"means": {"AP": "good"}, "intervals": {}}', "means.AP"),
    "nothing measured": ("measures.json", '{"means": {}, "intervals": {}}', "means"),
    "not a number": ("measures.json", '{"means": {"AP": NaN}, "intervals": {}}', "finite number"),
    "half an interval": ("measures.json", '{"means": {"AP": 1}, "intervals": {"AP": [1]}}', "AP"),
    "bytes": ("measures.json", b"\xff\xfe", "not UTF-8"),
    "nested": ("manifest.json", "[" * 100_000, "manifest.json is no JSON"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_run_is_shown_with_the_reason(shown: httpx.Client, runs: Path, case: str) -> None:
    file, content, reason = BROKEN[case]
    path = runs / "kitchen/dense" / file
    path.unlink()
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    listed = text_of(shown.get("/benchmarks"))
    assert "Runs that cannot be shown" in listed
    assert reason in listed
    assert "0.5000" in listed  # the others are shown all the same
    page = text_of(shown.get("/benchmarks/runs/kitchen/dense"))
    assert reason in page
    assert "/benchmarks/files/kitchen/dense/per_query.jsonl" in page
    query = {"a": "kitchen/bm25", "b": "kitchen/dense"}
    assert reason in text_of(shown.get("/benchmarks/compare", params=query))


@pytest.mark.parametrize("file", ["manifest.json", "measures.json"])
@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_not_read(
    shown: httpx.Client, runs: Path, file: str, make: Callable[[Path], None]
) -> None:
    (runs / "kitchen/dense" / file).unlink()
    make(runs / "kitchen/dense" / file)
    assert f"{file} is no file" in text_of(shown.get("/benchmarks"))
    assert shown.get(f"/benchmarks/files/kitchen/dense/{file}").status_code == 404


def test_a_folder_that_may_not_be_listed_is_told(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("seeds"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    listed = {run.name: run.problem for run in list_runs(runs)}
    assert listed["seeds"] == "cannot be read: Permission denied"
    assert listed["kitchen/bm25"] == ""


def test_queries_that_cannot_be_read_break_the_comparison_alone(
    shown: httpx.Client, runs: Path
) -> None:
    (runs / "kitchen/dense/per_query.jsonl").write_text('{"query_id": 3}\n', encoding="utf-8")
    assert "0.4167" in text_of(shown.get("/benchmarks/runs/kitchen/dense"))
    query = {"a": "kitchen/bm25", "b": "kitchen/dense"}
    page = text_of(shown.get("/benchmarks/compare", params=query))
    assert "per_query.jsonl is not of the expected form" in page


def test_nothing_outside_the_folder_is_read(shown: httpx.Client, runs: Path) -> None:
    outside = write_run(runs.parent / "secret", {"q0": {"nDCG@10": 0.1234}})
    (outside / "run.trec").write_text("secret", encoding="utf-8")
    (runs / "linked").symlink_to(outside)
    (runs / "kitchen/dense/run.trec").symlink_to(outside / "run.trec")
    (runs / "kitchen/dense/measures.json").unlink()
    (runs / "kitchen/dense/measures.json").symlink_to(outside / "measures.json")
    listed = text_of(shown.get("/benchmarks"))
    assert "linked" in listed
    assert "/benchmarks/runs/linked" not in listed
    assert "is a link that leads out of the folder of runs" in listed
    assert "measures.json is a link, so it is not read" in listed
    for page in (listed, text_of(shown.get("/benchmarks/runs/kitchen/dense"))):
        assert "0.1234" not in page
        assert "files/kitchen/dense/run.trec" not in page
    for file in ("run.trec", "measures.json"):
        assert shown.get(f"/benchmarks/files/kitchen/dense/{file}").status_code == 404
    assert shown.get("/benchmarks/runs/linked").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../secret/kitchen/bm25", "kitchen/../../secret/kitchen/bm25", "%2e%2e/secret/kitchen/bm25",
        "kitchen/%2e%2e/kitchen/bm25", "/etc", "kitchen//bm25", "kitchen/bm25/", ".", "", "kitchen",
        "kitchen%5Cbm25", "kitchen/bm25%00", ".cache", "no/such", "a/" * 40 + "b",
    ],
)  # fmt: skip
def test_names_that_are_no_run_of_the_folder_are_not_found(
    shown: httpx.Client, runs: Path, name: str
) -> None:
    write_run(runs.parent / "secret", {"q0": {"nDCG@10": 0.1234}})
    write_run(runs / ".cache", {"q0": {"nDCG@10": 0.1234}})
    for address in (f"/benchmarks/runs/{name}", f"/benchmarks/files/{name}/measures.json"):
        response = shown.get(address, headers={"Accept": "text/html"})
        assert response.status_code in {404, 405}
        assert "0.1234" not in response.text
    assert shown.get("/benchmarks/compare", params={"a": name, "b": name}).status_code == 404


@pytest.mark.parametrize("file", ["measures.json.bak", "../bm25/run.trec", "passwd", ""])
def test_only_the_files_of_a_run_can_be_had(shown: httpx.Client, runs: Path, file: str) -> None:
    (runs / "kitchen/bm25/passwd").write_text("x", encoding="utf-8")
    (runs / "kitchen/bm25/measures.json.bak").write_text("x", encoding="utf-8")
    address = f"/benchmarks/files/kitchen/bm25/{file.replace('..', '%2e%2e')}"
    assert shown.get(address).status_code == 404


def test_hostile_names_and_values_are_text(shown: httpx.Client, runs: Path) -> None:
    write_run(
        runs / "h & <b>",
        {"q0": {HOSTILE: 0.5}},
        dataset="d",
        manifest={
            "dataset": {"name": HOSTILE, "sha256": HOSTILE, "task": HOSTILE, "notes": [HOSTILE]},
            "system": {"name": HOSTILE, "config": {"url": "javascript:alert(1)"}},
            "commit": HOSTILE,
        },
    )
    name = "h%20%26%20%3Cb%3E/d/bm25"
    listed = shown.get("/benchmarks")
    assert f'href="/benchmarks/runs/{name}"' in listed.text
    for page in (listed, shown.get(f"/benchmarks/runs/{name}")):
        assert page.status_code == 200
        assert "<img" not in page.text
        assert HOSTILE in html.unescape(page.text)
        assert 'href="javascript' not in page.text


def test_without_a_folder_the_page_says_how_to_name_one() -> None:
    with serving_script(unasked) as client:
        page = text_of(client.get("/benchmarks"))
        assert "server.benchmarks" in page
        assert "FOOTNOTE__SERVER__BENCHMARKS=runs/ footnote serve" in page
        for address in ("runs/a/b", "files/a/b/run.trec", "report/report.html", "compare?a=a&b=b"):
            assert client.get(f"/benchmarks/{address}").status_code == 404


def test_a_folder_that_is_not_there_or_empty_is_said(tmp_path: Path) -> None:
    with serving_script(unasked, ServerSettings(benchmarks=tmp_path / "gone")) as client:
        page = text_of(client.get("/benchmarks"))
        assert "cannot be read: No such file or directory" in page
        assert str(tmp_path) not in page
    with serving_script(unasked, ServerSettings(benchmarks=tmp_path)) as client:
        assert "The folder holds no run yet." in text_of(client.get("/benchmarks"))


def test_the_pages_import_nothing_heavy(runs: Path) -> None:
    program = f"""
import json, sys
from pathlib import Path
from server.runs.folder import find_run, list_runs
from server.runs.tables import compared, run_line, run_page
heavy = ("torch", "matplotlib", "scipy", "ir_measures", "transformers", "pandas")
before = [name for name in sys.modules if name.startswith("rag.benchmark")]
folder = Path({str(runs)!r})
for run in list_runs(folder):
    run_line(run), run_page(run)
compared(find_run(folder, "kitchen/bm25"), find_run(folder, "kitchen/dense"))
print(json.dumps([before, [name for name in heavy if name in sys.modules]]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [[], []]
