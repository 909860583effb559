"""`footnote bench follow-ups`."""

import json
from pathlib import Path

from rag.benchmark.follow_ups import FollowUpOutcome
from server.cli.bench_follow_ups import share_rows
from tests.rag.seeds_engine import seeds_settings
from tests.server.command import footnote

_FILE = """
- {id: one, cat: followup, turns: ["When is the masterclass?", "Is it online?"],
   full: "Is the masterclass online?", gold: [{doc: ["002"], any: ["Live on Zoom"]}]}
"""


def test_the_shares_are_shown_and_every_outcome_given_as_json(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    path.write_text(_FILE, encoding="utf-8")
    env = {"FOOTNOTE__INDEX__PATH": str(seeds_settings().index.path)}
    shown = footnote("bench", "follow-ups", path, env=env)
    assert shown.returncode == 0, shown.stderr
    assert "1 conversation" in shown.stdout
    assert "answered as its full form" in shown.stdout
    as_json = footnote("bench", "follow-ups", path, "--json", env=env)
    (outcome,) = json.loads(as_json.stdout)["follow_ups"]["questions.yaml"]
    assert outcome["name"] == "one"


def test_what_is_right_where_the_full_form_is_is_a_share_of_those() -> None:
    outcomes = [
        FollowUpOutcome("a", right=True, full_right=True, same_first=True, interpreted_as=None),
        FollowUpOutcome("b", right=False, full_right=True, same_first=False, interpreted_as=None),
        FollowUpOutcome("c", right=True, full_right=False, same_first=False, interpreted_as=None),
        FollowUpOutcome("d", right=False, full_right=False, same_first=True, interpreted_as=None),
    ]
    rows = dict(share_rows(outcomes))
    assert rows["right where the full form is"] == "1 of 2 (0.500)"
    assert rows["right among the first three"] == "2 of 4 (0.500)"


def test_without_a_file_there_is_nothing_to_ask() -> None:
    failed = footnote("bench", "follow-ups")
    assert failed.returncode == 2
    assert "--squad" in failed.stderr
