"""`footnote bench refusals`."""

import json
from pathlib import Path

import pytest

from tests.rag.seeds_engine import seeds_settings
from tests.server.command import footnote


def test_what_is_answered_though_off_the_topic_is_counted_and_listed(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    queries = ["how do i find the area of a circle", "What are safety behaviors?"]
    lines = [json.dumps({"_id": str(i), "text": text}) for i, text in enumerate(queries)]
    path.write_text("\n".join(lines), encoding="utf-8")
    env = {"FOOTNOTE__INDEX__PATH": str(seeds_settings().index.path)}
    shown = footnote("bench", "refusals", path, env=env)
    assert shown.stdout == "1 of 2 queries not answered (0.500)\n"
    listed = json.loads(footnote("bench", "refusals", path, "--json", env=env).stdout)
    assert list(listed["answered"]) == ["1"]


def test_messages_that_are_met_with_help_are_counted_apart(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    queries = ["how do i find the area\u2028of a circle", "I want to kill myself"]
    lines = [
        json.dumps({"_id": str(i), "text": text}, ensure_ascii=False)
        for i, text in enumerate(queries)
    ]
    path.write_text("\n\n".join(lines) + "\n\n", encoding="utf-8")
    env = {"FOOTNOTE__INDEX__PATH": str(seeds_settings().index.path)}
    shown = footnote("bench", "refusals", path, env=env)
    assert shown.stdout == "1 of 2 queries not answered (0.500)\n1 of 2 met with help instead\n"
    listed = json.loads(footnote("bench", "refusals", path, "--json", env=env).stdout)
    assert listed == {"asked": 2, "answered": {}, "safety": ["1"]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"_id": "1", "text": "a"}\n{"_id": "1", "text": "b"}\n', "line 2: the query id '1' st"),
        ("\n", "holds no query"),
    ],
)
def test_a_file_that_is_not_one_query_a_line_is_told(
    tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(content, encoding="utf-8")
    failed = footnote("bench", "refusals", path)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert said in failed.stderr


def test_a_line_that_is_no_query_is_told(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text('{"text": "no id"}\n', encoding="utf-8")
    env = {"FOOTNOTE__INDEX__PATH": str(seeds_settings().index.path)}
    failed = footnote("bench", "refusals", path, env=env)
    assert failed.returncode == 1
    assert "_id" in failed.stderr


def test_a_query_that_cannot_be_asked_is_told(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text('{"_id": "1", "text": ""}\n', encoding="utf-8")
    env = {"FOOTNOTE__INDEX__PATH": str(seeds_settings().index.path)}
    failed = footnote("bench", "refusals", path, env=env)
    assert failed.returncode == 1
    assert f"{path} holds a query that cannot be asked (QUESTION must have" in failed.stderr
