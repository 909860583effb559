import sys
from collections.abc import Sequence
from pathlib import Path

import ir_measures
import pytest
from ir_measures import RR

from rag.benchmark.frames import as_frame, as_run
from rag.benchmark.optional import MissingLibrary
from rag.engine import Engine
from rag.messages import Hit, ScoreKind, SearchRequest, SearchResponse, SpanMessage, System
from tests.rag.seeds_engine import index_of, shipped_encoder


class Listed:
    """Answers every search with the same (document, score) pairs, at most `top_k`."""

    def __init__(self, *found: tuple[str, float]) -> None:
        self._found = found
        self.asked: list[SearchRequest] = []

    def search(self, request: SearchRequest, /) -> SearchResponse:
        self.asked.append(request)
        return SearchResponse(hits=_hits(self._found[: request.top_k]), generation="g")


def _hits(found: Sequence[tuple[str, float]]) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            passage_id=f"{document_id}#{number}",
            document_id=document_id,
            title="",
            section="",
            text="x",
            span=SpanMessage(start=0, end=1),
            score=score,
            score_kind=ScoreKind.BM25,
            deep_link="",
            sentences=(),
        )
        for number, (document_id, score) in enumerate(found)
    )


def test_a_document_counts_with_its_best_passage() -> None:
    run = as_run(Listed(("a", 3.0), ("b", 2.0), ("a", 1.0)), {"q": "tea"})
    assert [tuple(row) for row in run] == [("q", "a", 3.0), ("q", "b", 2.0)]


def test_equal_scores_are_set_apart_in_the_engine_s_order() -> None:
    # trec_eval would put "z" before "a", "b" and "c", and pytrec_eval keeps float32 only.
    run = as_run(Listed(("a", 1000.0), ("b", 1000.0), ("c", 1000.0), ("z", 1000.0)), {"q": "tea"})
    judged = [ir_measures.Qrel("q", "a", 1)]
    assert ir_measures.calc_aggregate([RR @ 10], judged, run) == {RR @ 10: 1.0}
    scores = [row.score for row in run]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_scores_that_differ_are_kept() -> None:
    run = as_run(Listed(("a", 0.5), ("b", -0.25)), {"q": "tea"})
    assert [row.score for row in run] == [0.5, -0.25]


def test_ids_of_the_index_become_those_of_the_judgements() -> None:
    run = as_run(
        Listed(("corpus/7", 1.0)), {"q": "tea"}, name_of=lambda name: name.removeprefix("corpus/")
    )
    assert run[0].doc_id == "7"


def test_a_query_of_white_space_is_not_asked() -> None:
    searcher = Listed(("a", 1.0))
    assert as_run(searcher, {"q": " \n"}) == []
    assert searcher.asked == []


def test_a_query_beyond_the_limit_for_typed_questions_is_asked_whole() -> None:
    searcher = Listed(("a", 1.0))
    as_run(searcher, {"q": "tea " * 1000}, system=System.BM25)
    assert len(searcher.asked[0].question) == 4000
    assert searcher.asked[0].system is System.BM25


@pytest.mark.parametrize("top_k", [0, 1001])
def test_a_depth_beyond_the_search_is_refused(top_k: int) -> None:
    with pytest.raises(ValueError, match=f"top_k must be 1 to 1000, got {top_k}"):
        as_run(Listed(), {"q": "tea"}, top_k=top_k)


def test_a_missing_library_names_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingLibrary, match=r"a data frame needs .* pandas.*: pip install pandas"):
        as_frame(Listed(), {"q": "tea"})
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(MissingLibrary, match=r"pip install 'footnote\[bench\]'"):
        as_run(Listed(), {"q": "tea"})


def test_a_frame_has_the_columns_of_both_tools() -> None:
    frame = as_frame(Listed(("a", 3.0), ("b", 2.0)), {"q1": "tea", "q2": "milk"})
    assert list(frame.columns) == ["query_id", "doc_id", "score", "qid", "query", "docno", "rank"]
    assert list(frame["rank"]) == [0, 1, 0, 1]
    assert list(frame["query"]) == ["tea", "tea", "milk", "milk"]
    judged = [ir_measures.Qrel("q1", "b", 1), ir_measures.Qrel("q2", "a", 1)]
    run = frame[["query_id", "doc_id", "score"]]
    assert ir_measures.calc_aggregate([RR], judged, run) == {RR: 0.75}  # (1/2 + 1) / 2


def test_a_frame_without_results_keeps_its_columns() -> None:
    assert list(as_frame(Listed(), {"q": "tea"}).columns)[:3] == ["query_id", "doc_id", "score"]


def test_a_real_engine_ranks_the_document_with_the_words_first(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text(
        '{"_id": "1", "title": "Tea", "text": "Tea is made with hot water and dry leaves."}\n'
        '{"_id": "2", "title": "Rain", "text": "Rain falls from heavy clouds in autumn."}\n',
        encoding="utf-8",
    )
    settings = index_of([tmp_path / "corpus.jsonl"], tmp_path / "index")
    engine = Engine.open(settings, encoder=shipped_encoder())
    for system in System:
        run = as_run(
            engine,
            {"a": "how is tea made", "b": "rain in autumn"},
            system=system,
            name_of=lambda name: name.removeprefix("corpus/"),
        )
        first = {row.query_id: row.doc_id for row in reversed(run)}
        assert first == {"a": "1", "b": "2"}
    engine.close()
