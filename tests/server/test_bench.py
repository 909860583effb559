import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from embeddings.encoder import Encoder
from rag.benchmark.datasets.registry import open_dataset
from rag.benchmark.outcomes import Unranked
from rag.benchmark.regress.check import some_of
from rag.benchmark.report.runs import read_sections
from rag.benchmark.report.tables import speed_table
from rag.benchmark.run_folder import RunError, RunFolder
from rag.benchmark.runner import run_benchmark
from rag.benchmark.systems.config import RemoteConfig, load_system
from rag.current_engine import CurrentEngine
from rag.index.build import build_index
from rag.settings import IndexSettings, RetrievalSettings, Settings
from server.app import create_app
from server.readiness import Readiness
from tests.rag.benchmark.tiny_collections import write_beir
from tests.server.command import footnote
from tests.server.conftest import SEEDS
from tests.server.live import serving


def remote(client: httpx.Client) -> RemoteConfig:
    return RemoteConfig(url=str(client.base_url).rstrip("/"))


@pytest.fixture(scope="module")
def beir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_beir(tmp_path_factory.mktemp("beir") / "tiny")


@pytest.fixture(scope="module")
def beir_server(
    beir: Path, tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> Iterator[httpx.Client]:
    """A server that has indexed the collection as a person would: the file corpus.jsonl."""
    index = IndexSettings(path=tmp_path_factory.mktemp("beir-index"))
    settings = Settings(index=index, retrieval=RetrievalSettings())
    build_index([beir / "corpus.jsonl"], settings, encoder)
    current = CurrentEngine(settings, encoder)
    readiness = Readiness(lambda: current)
    with serving(create_app(settings, readiness)) as client:
        assert readiness.wait(30)
        yield client


def test_a_running_server_ranks_as_the_same_system_does_here(
    beir: Path, beir_server: httpx.Client, encoder: Encoder, tmp_path: Path
) -> None:
    dataset = open_dataset(str(beir))
    there = run_benchmark(dataset, remote(beir_server), tmp_path)
    here = run_benchmark(dataset, load_system("served"), tmp_path, encoder=encoder)
    assert there.measured() == here.measured()
    rankings = [
        {outcome.query_id: [item.item_id for item in outcome.ranking] for outcome in run.outcomes()}
        for run in (there, here)
    ]
    assert rankings[0] == rankings[1]
    manifest = there.manifest()
    assert manifest["system"]["server"]["generation"]
    assert manifest["system"]["encoder"]["sha256"] == encoder.identity.weights_sha256
    assert manifest["index"] is None
    assert manifest["latency"]["total"]["p50"] > 0


def test_a_running_server_answers_as_the_same_system_does_here(
    client: httpx.Client, encoder: Encoder, tmp_path: Path
) -> None:
    # The first questions and some of every later kind: all of them take minutes.
    some = some_of(open_dataset(str(SEEDS)), first=20, every_other=20)
    there = run_benchmark(some, remote(client), tmp_path)
    here = run_benchmark(some, load_system("served"), tmp_path, encoder=encoder)
    assert there.measured() == here.measured()
    assert there.measured().means["quote_exactness"] == 1.0


def test_a_server_with_other_documents_is_refused(
    beir: Path, client: httpx.Client, tmp_path: Path
) -> None:
    with pytest.raises(RunError, match="holds none of the 3 documents that tiny has judgements of"):
        run_benchmark(open_dataset(str(beir)), remote(client), tmp_path)


def test_a_server_that_is_not_there_is_told(beir: Path, tmp_path: Path) -> None:
    nowhere = RemoteConfig(url="http://127.0.0.1:9")
    with pytest.raises(RunError, match=r"/version got no answer .* is `footnote serve` running"):
        run_benchmark(open_dataset(str(beir)), nowhere, tmp_path)


def test_a_query_that_gets_no_ranking_scores_0_and_is_noted(
    beir_server: httpx.Client, tmp_path: Path
) -> None:
    queries = {"q1": "cat " * 600, "q2": "I want to kill myself", "q3": " ", "q4": "sparrow"}
    qrels = {"q1": {"d1": 1}, "q2": {"d1": 1}, "q3": {"d1": 1}, "q4": {"d3": 1}}
    folder = write_beir(tmp_path / "odd", queries=queries, qrels=qrels)
    run = run_benchmark(open_dataset(str(folder)), remote(beir_server), tmp_path / "runs")
    assert run.manifest()["notes"] == [
        "1 query got help instead of a ranking, scoring 0: q2",
        "2 queries that a server does not take, blank or too long, scoring 0: q1, q3",
    ]
    per_query = run.measured().per_query
    assert [per_query[name]["RR@10"] for name in queries] == [0, 0, 0, 1]
    assert {o.query_id: o.unranked for o in run.outcomes()} == {
        "q1": Unranked.NOT_TAKEN,
        "q2": Unranked.HELP,
        "q3": Unranked.NOT_TAKEN,
        "q4": None,
    }


def test_what_a_server_does_inside_is_no_latency_of_0(
    beir: Path, beir_server: httpx.Client, tmp_path: Path
) -> None:
    run = run_benchmark(open_dataset(str(beir)), remote(beir_server), tmp_path)
    latency = run.manifest()["latency"]
    assert [latency[stage] for stage in ("encode", "retrieve", "read")] == [None, None, None]
    (section,) = read_sections(tmp_path)
    assert [cell.text for cell in speed_table(section).rows[0][4:7]] == ["–", "–", "–"]


def test_a_question_that_the_api_does_not_take_is_told_without_its_words(
    client: httpx.Client, tmp_path: Path
) -> None:
    some = some_of(open_dataset(str(SEEDS)), first=1, every_other=1000)
    long = replace(some.queries[0], query_id="q1", turns=("secret " * 400,))
    with pytest.raises(RunError, match="query q1 cannot be asked through the API") as raised:
        run_benchmark(replace(some, queries=(long,)), remote(client), tmp_path / "runs")
    assert "secret" not in str(raised.value)


@pytest.fixture(scope="module")
def runs(beir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs of bm25 and hybrid over the tiny collection, made by the command line."""
    out = tmp_path_factory.mktemp("runs")
    result = footnote("bench", "run", beir, "--system", "bm25", "--system", "hybrid", "--out", out)
    assert (result.returncode, result.stderr) == (0, "")
    assert "tiny, bm25" in result.stdout
    assert "nDCG@10    0.6667" in result.stdout
    assert "\x1b" not in result.stdout
    return out


def test_runs_are_written_for_each_dataset_and_system(runs: Path) -> None:
    assert RunFolder(runs / "tiny" / "bm25").measured().means["nDCG@10"] == pytest.approx(2 / 3)
    assert RunFolder(runs / "tiny" / "hybrid").manifest()["is_finished"]


def test_a_run_as_json_names_folder_means_and_latency(beir: Path, tmp_path: Path) -> None:
    result = footnote(
        "bench", "run", beir, "--system", "bm25", "--out", tmp_path, "--measures", "P@1", "--json"
    )  # fmt: skip
    (facts,) = json.loads(result.stdout)
    assert facts["folder"] == str(tmp_path / "tiny" / "bm25")
    assert facts["means"] == {"P@1": pytest.approx(2 / 3)}
    assert facts["latency"]["total"].keys() == {"p50", "p95", "p99"}


def test_measures_that_have_no_effect_are_told(tmp_path: Path) -> None:
    lines = [
        {"question": "Who purrs?", "sentence": "Cats purr.", "label": 1},
        {"question": "Who purrs?", "sentence": "Dogs bark.", "label": 0},
    ]
    path = tmp_path / "pets.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = footnote(
        "bench", "run", path, "--system", "served", "--out", tmp_path, "--measures", "P@1"
    )
    assert result.returncode == 0
    assert "--measures is for rankings of documents: pets" in result.stderr
    assert "RR" in result.stdout


def test_a_report_is_written_beside_the_runs(runs: Path, tmp_path: Path) -> None:
    result = footnote("bench", "report", runs, "--out", tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "hybrid" in (tmp_path / "report.md").read_text()
    assert (tmp_path / "report.html").exists()


def test_a_report_says_which_runs_it_leaves_out_and_which_are_mixed(
    runs: Path, tmp_path: Path
) -> None:
    copies = tmp_path / "runs"
    shutil.copytree(runs, copies, ignore=shutil.ignore_patterns(".cache"))
    shutil.copytree(copies / "tiny" / "bm25", copies / "tiny" / "begun")
    (copies / "tiny" / "begun" / "measures.json").unlink()
    manifest = copies / "tiny" / "bm25" / "manifest.json"
    fields = json.loads(manifest.read_text()) | {"commit": "c" * 40}
    manifest.write_text(json.dumps(fields))
    result = footnote("bench", "report", copies, "--allow-mixed")
    assert result.returncode == 0
    assert f"left out, not finished: {copies / 'tiny' / 'begun'}" in result.stderr
    assert "the runs over tiny are mixed, they differ in the program's commit" in result.stderr
    assert "These runs are mixed" in (copies / "report.md").read_text()


def test_two_runs_are_compared_with_their_documents_side_by_side(runs: Path) -> None:
    result = footnote("bench", "compare", runs / "tiny" / "bm25", runs / "tiny" / "hybrid")
    assert (result.returncode, result.stderr) == (0, "")
    assert "Dogs chase a cat" in result.stdout
    assert "whale" in result.stdout


def test_texts_are_shown_from_where_the_data_lies_now(
    runs: Path, beir: Path, tmp_path: Path
) -> None:
    copies = []
    for system in ("bm25", "hybrid"):
        copies.append(tmp_path / system)
        shutil.copytree(runs / "tiny" / system, copies[-1])
        manifest = copies[-1] / "manifest.json"
        manifest.write_text(manifest.read_text().replace(str(beir), "/gone"))
    result = footnote("bench", "compare", *copies)
    assert result.returncode == 0
    assert "shown without texts" in result.stderr
    result = footnote("bench", "compare", *copies, "--data", beir)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Dogs chase a cat" in result.stdout


def test_a_run_verifies_until_a_number_is_changed(runs: Path, tmp_path: Path) -> None:
    run = tmp_path / "bm25"
    shutil.copytree(runs / "tiny" / "bm25", run)
    result = footnote("bench", "verify", run)
    assert (result.returncode, result.stderr) == (0, "")
    assert "holds (tolerance 0.0001)" in result.stdout
    measures = run / "measures.json"
    measures.write_text(measures.read_text().replace("0.666", "0.777"))
    result = footnote("bench", "verify", run, "--json")
    assert result.returncode == 1
    assert not json.loads(result.stdout)["holds"]


def test_what_is_measured_is_held_against_the_recorded_numbers(tmp_path: Path) -> None:
    # One question instead of the recorded ones, so that measures are missing. That the recorded
    # ones hold is tested beside `check_regressions`, and by the command in .ci/run.
    (tmp_path / "pan.txt").write_text("The lid of the pan is made of glass.\n")
    (tmp_path / "questions.yaml").write_text(
        '[{id: d01, cat: direct, q: "Which lid?", gold: [{doc: [pan], any: [glass]}]}]'
    )
    result = footnote("bench", "regress", "--seeds", tmp_path)
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith("dataset       system")
    assert "held" in result.stdout
    assert "MISSING" in result.stdout
    assert result.stdout.rstrip().endswith("fell beyond tolerance")


def test_the_fixed_set_without_the_seeds_says_how_to_name_them(tmp_path: Path) -> None:
    result = footnote("bench", "regress", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert "seeds is no folder with a questions.yaml; name it with --seeds" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--system", "hybird"],
            "known are bm25, dense, dense+minilm, hybrid, hybrid+reader, served",
        ),
        (["--system", "bm25", "--measures", "nDGC@10"], "nDGC"),
        (["--system", "bm25", "--split", "dev"], "dev"),
    ],
)
def test_a_run_that_cannot_be_made_fails_with_one_line(
    beir: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    result = footnote("bench", "run", beir, "--out", tmp_path, *arguments)
    assert result.returncode == 1
    assert result.stdout == ""
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_same_system_twice_is_a_usage_error(beir: Path, tmp_path: Path) -> None:
    result = footnote(
        "bench", "run", beir, "--out", tmp_path, "--system", "bm25", "--system", "bm25"
    )  # fmt: skip
    assert result.returncode == 2
    assert "several are called bm25" in " ".join(result.stderr.split())
