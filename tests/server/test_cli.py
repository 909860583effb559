import json
from pathlib import Path

import pytest

from rag.engine import Engine
from rag.messages import (
    Answer,
    Outcome,
    SearchResponse,
    TextPositionSelector,
    TextQuoteSelector,
)
from rag.settings import Settings
from tests.server.command import footnote

QUESTION = "How do safety behaviours differ from coping strategies?"
UNANSWERABLE = "What is the boiling point of nitrogen?"


@pytest.fixture(scope="session")
def index(seeds_settings: Settings) -> Path:
    return seeds_settings.index.path


@pytest.fixture(scope="session")
def answer_json(index: Path) -> str:
    """What `footnote ask --json` prints for `QUESTION`."""
    result = footnote("--index", index, "ask", QUESTION, "--json")
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def test_an_answer_as_json_is_the_same_object_as_over_http(
    answer_json: str, engine: Engine
) -> None:
    answer = Answer.model_validate_json(answer_json)
    assert answer.outcome is Outcome.ANSWERED
    for citation in answer.citations:
        text = engine.document(citation.document_id).text
        place, quote = citation.selector
        assert isinstance(place, TextPositionSelector)
        assert isinstance(quote, TextQuoteSelector)
        assert text[place.start : place.end] == quote.exact


def test_an_answer_for_people_quotes_and_locates_without_escape_codes(
    index: Path, engine: Engine, answer_json: str
) -> None:
    result = footnote("--index", index, "ask", "-", stdin=f"{QUESTION}\n")
    assert result.returncode == 0
    assert "\x1b" not in result.stdout + result.stderr
    answer = Answer.model_validate_json(answer_json)
    for statement in answer.statements:
        assert f"“{statement.text}” [{statement.citations[0]}]" in result.stdout
    for citation in answer.citations:
        assert f"[{citation.index}] {citation.title}" in result.stdout
        assert engine.document(citation.document_id).source_path in result.stdout


def test_a_follow_up_says_what_it_was_understood_as(index: Path) -> None:
    arguments = ("ask", "How many CPD hours does it give?", "--after", "When is the masterclass?")
    result = footnote("--index", index, *arguments)
    assert result.returncode == 0, result.stderr
    first = result.stdout.splitlines()[0]
    assert first == "Understood as: How many CPD hours does the masterclass give?"
    assert result.stdout.count("Understood as:") == 1
    as_json = footnote("--index", index, *arguments, "--json")
    assert Answer.model_validate_json(as_json.stdout).interpreted_as is not None


def test_a_part_without_an_answer_is_named_beside_the_others(index: Path) -> None:
    question = "When is the masterclass, and what is the capital of Australia?"
    result = footnote("--index", index, "ask", question)
    assert result.returncode == 0, result.stderr
    assert "No sentence found that answers this: What is the capital of Australia?" in result.stdout
    assert "14 November 2025" in result.stdout


def test_no_answer_exits_with_3(index: Path) -> None:
    result = footnote("--index", index, "ask", UNANSWERABLE)
    assert result.returncode == 3
    assert "No sentence found that answers this" in result.stdout
    as_json = footnote("--index", index, "ask", UNANSWERABLE, "--json")
    assert as_json.returncode == 3
    assert Answer.model_validate_json(as_json.stdout).outcome is Outcome.NO_ANSWER


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", ""),
        ("ask", "a", "--max-statements", "99"),
        ("ask", "x" * 2001),
        ("ask", "a", "--after", ""),
        ("search", "a", "--top-k", "0"),
        ("search", "a", "--system", "magic"),
        ("nonsense",),
        ("serve", "--port", "many"),
        ("verify", "--citation", "missing.json"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_how_to_do_it(
    index: Path, arguments: tuple[str, ...]
) -> None:
    result = footnote("--index", index, *arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr


@pytest.mark.parametrize(
    ("option", "value", "nearest"),
    [("--kind", "training-breif", "training-brief"), ("--document", "000_899c46a37953c81", "000_")],
)
def test_a_filter_that_names_nothing_is_wrong_usage_with_the_nearest_name(
    index: Path, option: str, value: str, nearest: str
) -> None:
    result = footnote("--index", index, "ask", QUESTION, option, value)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"{value!r}" in result.stderr
    assert f"the nearest is '{nearest}" in " ".join(result.stderr.split())
    help_first = footnote("--index", index, "ask", "I want to kill myself", option, value)
    assert help_first.returncode == 0
    assert help_first.stderr == ""
    assert footnote("--index", index, "ask", QUESTION, "--kind", "Training-Brief").returncode in {
        0,
        3,
    }


def test_a_blank_or_unreadable_question_is_wrong_usage(index: Path) -> None:
    assert footnote("--index", index, "ask", "-", stdin="\n").returncode == 2
    assert footnote("--index", index, "ask", "-", stdin=b"\xff\xfe").returncode == 2
    assert footnote("--index", index, "ask", "   ").returncode == 2


@pytest.mark.parametrize(
    "arguments", [("ask", "Why?"), ("search", "Why?"), ("serve",), ("verify",)]
)
def test_without_an_index_it_fails_in_one_line_that_says_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    result = footnote("--index", tmp_path / "none", *arguments)
    assert result.returncode == 1
    assert result.stdout == ""
    assert "footnote index" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_search_prints_ranked_passages(index: Path) -> None:
    result = footnote("--index", index, "search", "inhibitory learning", "--top-k", "2", "--json")
    response = SearchResponse.model_validate_json(result.stdout)
    assert len(response.hits) == 2
    plain = footnote("--index", index, "search", "inhibitory learning", "--top-k", "2")
    assert response.hits[0].passage_id in plain.stdout
    assert plain.returncode == 0


def test_verify_proves_a_whole_answer_and_refuses_a_changed_one(
    index: Path, answer_json: str
) -> None:
    proven = footnote("--index", index, "verify", "--citation", "-", stdin=answer_json)
    assert proven.returncode == 0, proven.stderr
    assert proven.stdout.count("verified") == len(json.loads(answer_json)["citations"])

    changed = json.loads(answer_json)["citations"][0]
    changed["selector"][1]["exact"] += "!"
    refused = footnote(
        "--index", index, "verify", "--citation", "-", "--json", stdin=json.dumps(changed)
    )
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["verified"] is False


@pytest.mark.parametrize("content", ["", "[1]", "{", '{"citations": 1}', '{"index": 1}', "\xff"])
def test_verify_refuses_what_is_no_citation(index: Path, content: str) -> None:
    result = footnote("--index", index, "verify", "--citation", "-", stdin=content)
    assert result.returncode == 2
    assert "footnote ask --json" in result.stderr


def test_verify_checks_the_whole_index(index: Path) -> None:
    assert "is whole: 4 documents" in footnote("--index", index, "verify").stdout
    report = json.loads(footnote("--index", index, "verify", "--json").stdout)
    assert report["problems"] == []


def test_index_reports_what_it_did_and_remembers_its_paths(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "fern.txt").write_text("A fern spreads by spores.\n")
    (folder / "empty.txt").write_text("")
    index = tmp_path / "index"
    first = footnote("--index", index, "index", folder)
    assert first.returncode == 0, first.stderr
    assert "Indexed 1 document " in first.stdout
    assert "empty.txt" in first.stdout
    assert "\x1b" not in first.stdout + first.stderr

    (folder / "moss.txt").write_text("Moss grows on the shaded side of a stone.\n")
    again = footnote("--index", index, "index", "--json", cwd=tmp_path)
    report = json.loads(again.stdout)
    assert report["changes"] == {"added": 1, "changed": 0, "removed": 0, "unchanged": 1}
    assert report["skipped"][0]["reason"] == "empty"


def test_index_tells_which_stances_name_nothing_and_stops_at_a_malformed_file(
    tmp_path: Path,
) -> None:
    folder, index = tmp_path / "documents", tmp_path / "index"
    folder.mkdir()
    (folder / "fern.txt").write_text("A fern spreads by spores.\n")
    stances = folder / "stances.yaml"
    stances.write_text(
        "{about: it, assigned_by: A, stances: [{document: ferm, stance: mixed}]}", encoding="utf-8"
    )
    told = footnote("--index", index, "index", folder)
    assert told.returncode == 0, told.stderr
    assert "Left out 1 stance" in told.stdout
    assert "no document is called 'ferm'; the nearest is 'fern'" in told.stdout
    (unused,) = json.loads(footnote("--index", index, "index", "--json").stdout)["unused_stances"]
    assert unused["path"] == f"{stances}, stance 1"

    stances.write_text("{about: it, stances: [{document: fern, stance: mixed}]}", encoding="utf-8")
    refused = footnote("--index", index, "index", folder)
    assert refused.returncode == 1
    assert f"{stances} lacks 'assigned_by'" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_index_without_paths_needs_an_earlier_index(tmp_path: Path) -> None:
    result = footnote("--index", tmp_path, "index")
    assert result.returncode == 2
    assert "index" in result.stderr


def test_settings_are_shown_with_their_origin(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("retrieval: {candidates: 50}\n")
    shown = json.loads(
        footnote("--config", file, "config", "show", "--json", env={"PORT": "1234"}).stdout
    )
    assert shown["retrieval.candidates"] == {"value": 50, "origin": f"file {file}"}
    assert shown["server.port"] == {"value": 1234, "origin": "environment PORT"}
    plain = footnote("--config", file, "config", "show").stdout
    assert f"file {file}" in plain
    assert footnote("--config", file, "config", "path").stdout.strip() == str(file)
    assert "would be read" in footnote("config", "path", cwd=tmp_path).stdout


def test_a_wrong_setting_fails_with_the_nearest_name() -> None:
    result = footnote("config", "show", env={"FOOTNOTE__SERVER__PROT": "1"})
    assert result.returncode == 1
    assert "did you mean 'FOOTNOTE__SERVER__PORT'" in result.stderr


def test_doctor_finds_a_working_set_up_and_a_missing_index(index: Path, tmp_path: Path) -> None:
    well = footnote("--index", index, "doctor", "--json")
    findings = {finding["subject"]: finding for finding in json.loads(well.stdout)}
    assert well.returncode == 0, findings
    assert findings.keys() >= {"Python", "encoder", "index", "index folder", "port", "torch"}
    for model in ("encoder", "reader"):
        assert findings[model]["state"] == "ok"
        assert "SHA-256" in findings[model]["detail"]

    ill = footnote("--index", tmp_path / "none", "doctor")
    assert ill.returncode == 1
    assert "footnote index" in ill.stdout


@pytest.mark.parametrize(("region", "is_noted"), [("FJ", True), ("UK", False), ("ZZ", False)])
def test_doctor_notes_a_region_without_lines(index: Path, region: str, is_noted: bool) -> None:
    result = footnote("--index", index, "doctor", env={"FOOTNOTE__SAFETY__REGION": region})
    assert (f"safety.region {region} has no lines" in result.stdout) is is_noted


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [("similarity-1", "ok", "similarities alone"), ("similarity-2", "failed", "footnote-reader")],
)
def test_doctor_looks_at_the_reader_that_settings_name(
    index: Path, name: str, state: str, said: str
) -> None:
    result = footnote("--index", index, "doctor", "--json", env={"FOOTNOTE__READER__NAME": name})
    findings = {finding["subject"]: finding for finding in json.loads(result.stdout)}
    assert findings["reader"]["state"] == state
    assert said in findings["reader"]["detail"]
    assert result.returncode == (state == "failed")


def test_models_are_listed_with_their_hash() -> None:
    models = json.loads(footnote("models", "list", "--json").stdout)
    assert [(model["kind"], model["name"]) for model in models] == [
        ("encoder", "all-MiniLM-L6-v2"),
        ("encoder", "footnote-encoder"),
        ("reader", "footnote-reader"),
    ]
    shown = footnote("models", "list").stdout
    for model in models:
        assert len(model["weights_sha256"]) == 64
        assert model["weights_sha256"] in shown


def test_version_help_and_completion_need_no_engine() -> None:
    assert footnote("--version").stdout.startswith("footnote ")
    assert "Exit codes" in footnote("--help").stdout
    assert footnote().returncode == 2
    # The shell is named: what started the tests need not be one.
    named = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    completion = footnote("--show-completion", "bash", env=named)
    assert completion.returncode == 0


def test_the_command_starts_without_heavy_libraries() -> None:
    import subprocess
    import sys

    heavy = ("fastapi", "uvicorn", "numpy", "faiss", "onnxruntime", "pydantic", "rich", "yaml")
    code = f"import sys, server.cli.main; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert result.stdout.decode().strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ask", ""), "QUESTION must have 1 character or more"),
        (("ask", "a", "--region", "GBX"), "--region must be the two capital letters"),
        (("ask", "a", "--max-statements", "99"), "--max-statements must be 20 or less"),
        (("search", "a", "--top-k", "0"), "--top-k must be 1 or more"),
        (("highlight", "--region", "GBX", "a", "-"), "--region must be the two capital letters"),
        (("bench", "refusals", "/"), "is a directory"),
    ],
)
def test_wrong_usage_is_told_by_the_names_that_were_typed(
    arguments: tuple[str, ...], told: str
) -> None:
    result = footnote(*arguments)
    assert result.returncode == 2
    assert told in result.stderr


def test_an_index_folder_that_is_a_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "index"
    file.write_text("no folder")
    result = footnote("--index", file, "index", Path(__file__).parents[2] / "seeds")
    assert result.returncode == 1
    assert result.stderr.startswith(f"footnote: {file}: File exists; a folder is expected there")
