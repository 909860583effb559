import math
from pathlib import Path

import numpy as np
import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st

from rag.benchmark.outcomes import RankedItem
from rag.benchmark.trec_files import (
    MAX_DEPTH,
    TrecFileError,
    read_qrels,
    read_run,
    separated_scores,
    write_qrels,
    write_run,
)


def ranking(*scored: tuple[str, float]) -> tuple[RankedItem, ...]:
    return tuple(RankedItem(name, score) for name, score in scored)


def ranks_by_trec_eval(path: Path, query_id: str) -> dict[str, int]:
    """Rank from 1 of each document in trec_eval's own order: the reciprocal rank of each alone."""
    with path.open(encoding="utf-8") as file:
        run = pytrec_eval.parse_run(file)[query_id]
    ranks = {}
    for docno in run:
        evaluator = pytrec_eval.RelevanceEvaluator({query_id: {docno: 1}}, {"recip_rank"})
        ranks[docno] = round(1 / evaluator.evaluate({query_id: run})[query_id]["recip_rank"])
    return ranks


def test_a_run_is_written_as_trec_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "run.trec"
    write_run(path, {"q1": ranking(("b", 2.5), ("a", -0.1)), "q2": ()}, tag="bm25")
    assert path.read_bytes() == b"q1 Q0 b 1 2.5 bm25\nq1 Q0 a 2 -0.1 bm25\n"


@pytest.mark.parametrize("score", [0.0, -0.0, 1.0, -7.25, 1e-45, 1e30, -1e30, 0.1])
def test_equal_scores_keep_their_order_in_trec_eval(tmp_path: Path, score: float) -> None:
    # trec_eval alone would put z, y, x first: it sorts ties by document id, descending.
    names = ["a", "x", "m", "z", "y"]
    write_run(tmp_path / "run", {"q": ranking(*((name, score) for name in names))}, tag="t")
    assert ranks_by_trec_eval(tmp_path / "run", "q") == {n: i for i, n in enumerate(names, 1)}


def test_scores_that_only_float64_tells_apart_keep_their_order(tmp_path: Path) -> None:
    scored = [("a", 0.7 + 2e-10), ("z", 0.7 + 1e-10), ("y", 0.7), ("b", 0.7 - 1e-10)]
    write_run(tmp_path / "run", {"q": ranking(*scored)}, tag="t")
    assert ranks_by_trec_eval(tmp_path / "run", "q") == {"a": 1, "z": 2, "y": 3, "b": 4}


def test_a_tie_is_lowered_by_one_step_of_float32_and_what_it_reaches_too() -> None:
    step = 2.0**-24  # of float32 just below 1
    scores = separated_scores(ranking(("a", 1.0), ("b", 1.0), ("c", 1 - step), ("d", 0.5)))
    assert scores.tolist() == [1.0, 1 - step, 1 - 2 * step, 0.5]


@given(st.lists(st.floats(-1e30, 1e30), max_size=30))
def test_any_falling_scores_become_strictly_falling_float32(scores: list[float]) -> None:
    scores.sort(reverse=True)
    separated = separated_scores([RankedItem(str(i), s) for i, s in enumerate(scores)])
    assert separated.dtype == np.float32
    assert (np.diff(separated) < 0).all()
    # Each is the nearest float32 or a handful of steps below, never above.
    assert all(new <= np.float32(old) for new, old in zip(separated, scores, strict=True))


def test_a_thousand_equal_scores_are_written_and_read_back_in_order(tmp_path: Path) -> None:
    items = ranking(*((f"d{i}", 0.25) for i in range(MAX_DEPTH)))
    write_run(tmp_path / "run", {"q": items}, tag="t")
    read = read_run(tmp_path / "run")["q"]
    assert [item.item_id for item in read] == [item.item_id for item in items]


@pytest.mark.parametrize(
    ("rankings", "message"),
    [
        ({"q 1": ranking(("a", 1))}, "query id 'q 1' is empty or holds white space"),
        ({"": ranking(("a", 1))}, "query id '' is empty"),
        ({"q": ranking(("a\tb", 1))}, r"query q: document id 'a\\tb'"),
        ({"q": ranking(("a\u00a0b", 1))}, "white space"),
        ({"q": ranking(("a", 2), ("a", 1))}, "query q: a comes twice"),
        ({"q": ranking(("a", 1), ("b", 2))}, "query q: item 2 of a ranking scores 2, more than"),
        ({"q": ranking(("a", math.nan))}, "query q: item 1 of a ranking scores nan"),
        ({"q": ranking(("a", math.inf))}, "scores inf"),
        ({"q": ranking(("a", 1e39))}, "float32 can hold"),
        ({"q": ranking(("a", -math.inf))}, "scores -inf"),
        ({"q": ranking(*((str(i), -i) for i in range(1001)))}, "1001 items, at most 1000"),
    ],
)
def test_what_a_run_cannot_hold_is_refused_and_nothing_is_written(
    tmp_path: Path, rankings: dict[str, tuple[RankedItem, ...]], message: str
) -> None:
    with pytest.raises(TrecFileError, match=message):
        write_run(tmp_path / "run", {"good": ranking(("a", 1)), **rankings}, tag="t")
    assert not (tmp_path / "run").exists()


def test_a_tag_with_a_blank_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrecFileError, match="the tag 'my system'"):
        write_run(tmp_path / "run", {}, tag="my system")


def test_a_run_is_read_in_trec_evals_order_whatever_its_ranks_say(tmp_path: Path) -> None:
    path = tmp_path / "run"
    # 0.3 and 0.30000000001 are one float32; é sorts after z in UTF-8.
    path.write_text(
        "q\tQ0  a 1 0.3 t\r\nq Q0 z 2 0.30000000001 t\nq Q0 é 3 0.3 t\nq Q0 top 9 4e-1 t\n",
        encoding="utf-8",
    )
    assert [item.item_id for item in read_run(path)["q"]] == ["top", "é", "z", "a"]
    assert ranks_by_trec_eval(path, "q") == {"top": 1, "é": 2, "z": 3, "a": 4}


def test_an_id_with_an_unusual_space_is_one_word_as_trec_eval_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "qrels"
    path.write_text("q 0 a\u00a0b 1\n", encoding="utf-8")
    assert read_qrels(path) == {"q": {"a\u00a0b": 1}}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("q Q0 a 1 0.5", "line 2: 5 columns, 6 are needed"),
        ("q Q0 a 1 high t", "line 2: 'high' is no number"),
        ("q Q0 a 1 nan t", "line 2: the score nan is not finite"),
        ("q Q0 a 1 1e40 t", "line 2: the score 1e40 is not finite"),
        ("q Q0 b 2 0.1 t", "line 2: b comes twice for query q"),
    ],
)
def test_a_malformed_run_is_refused_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "run"
    path.write_text(f"q Q0 b 1 0.5 t\n{line}\n", encoding="utf-8")
    with pytest.raises(TrecFileError, match=message):
        read_run(path)


def test_judgements_come_back_as_written_and_pytrec_eval_reads_the_same(tmp_path: Path) -> None:
    qrels = {"q1": {"a": 2, "b": 0, "c": -1}, "q2": {"a": 1}}
    path = tmp_path / "qrels"
    write_qrels(path, qrels)
    assert path.read_text(encoding="utf-8").splitlines()[:2] == ["q1 0 a 2", "q1 0 b 0"]
    assert read_qrels(path) == qrels
    with path.open(encoding="utf-8") as file:
        assert pytrec_eval.parse_qrel(file) == qrels


@pytest.mark.parametrize("qrels", [{"q 1": {"a": 1}}, {"q": {"a b": 1}}, {"q": {"": 1}}])
def test_judgements_with_unwritable_ids_are_refused(
    tmp_path: Path, qrels: dict[str, dict[str, int]]
) -> None:
    with pytest.raises(TrecFileError, match="white space"):
        write_qrels(tmp_path / "qrels", qrels)


def test_a_grade_that_is_no_whole_number_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "qrels"
    path.write_text("q 0 a 1.5\n", encoding="utf-8")
    with pytest.raises(TrecFileError, match=r"line 1: '1\.5' is no number"):
        read_qrels(path)
    with pytest.raises(TrecFileError, match="cannot be read"):
        read_run(tmp_path / "none")
