import json
from pathlib import Path

import pytest

from rag.benchmark.outcome_log import OutcomeLog
from rag.benchmark.outcomes import Latency, QueryOutcome, RankedItem
from rag.benchmark.run_folder import RunError, RunFolder


def outcome(query_id: str) -> QueryOutcome:
    return QueryOutcome(query_id, (RankedItem("d", 0.5),), None, Latency(1, 2, 3, 6))


def test_outcomes_come_back_as_they_went_in(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    with OutcomeLog(run.outcomes_path) as log:
        for number in range(40):  # more than are synced at once
            log.append(outcome(str(number)))
    assert list(run.outcomes()) == [outcome(str(number)) for number in range(40)]


@pytest.mark.parametrize("torn", ['{"query_id": "b", "rank', '{"query_id": "b"}'])
def test_a_line_that_was_cut_short_is_removed_before_the_next(tmp_path: Path, torn: str) -> None:
    run = RunFolder(tmp_path)
    whole = json.dumps(outcome("a").as_dict()) + "\n"
    run.outcomes_path.write_text(whole + torn)
    with OutcomeLog(run.outcomes_path) as log:
        assert run.outcomes_path.read_text() == whole
        log.append(outcome("b"))
    assert [found.query_id for found in run.outcomes()] == ["a", "b"]


def test_a_second_writer_is_refused_until_the_first_is_done(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.jsonl"
    with OutcomeLog(path), pytest.raises(RunError, match="another process is writing"):
        OutcomeLog(path)
    with OutcomeLog(path):
        pass
