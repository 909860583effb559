"""What the engine finds, in the shapes that evaluators' own tools read."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from rag.benchmark.optional import optional_library
from rag.benchmark.outcomes import RankedItem
from rag.benchmark.systems.best_passages import best_per_document
from rag.benchmark.trec_files import separated_scores
from rag.messages import SearchRequest, SearchResponse, System

if TYPE_CHECKING:
    import ir_measures
    import pandas as pd

DEEPEST = 1000  # trec_eval's usual depth, and the most that a search returns


class Searcher(Protocol):
    """Anything that ranks passages: `rag.engine.Engine`, `rag.current_engine.CurrentEngine`."""

    def search(self, request: SearchRequest, /) -> SearchResponse: ...


def as_run(
    searcher: Searcher,
    queries: Mapping[str, str],
    *,
    top_k: int = DEEPEST,
    system: System = System.HYBRID,
    name_of: Callable[[str], str] | None = None,
) -> "list[ir_measures.ScoredDoc]":
    """A run for `ir_measures.calc_aggregate(measures, qrels, run)`.

    A document counts with its best passage. Tools that sort by score and then by document id, as
    trec_eval does, keep the engine's order: scores of one query strictly decrease as float32.

    Args:
        searcher: ranks passages.
        queries: query id -> text, of any length.
        top_k: passages ranked per query, 1 to 1000; documents with several of them are fewer.
        system: which scores rank.
        name_of: turns the index's document ids into those of the judgements; a record of
            `corpus.jsonl` is "corpus/<_id>" in the index. Ids are kept when it is None.

    Returns:
        (query_id, doc_id, score), queries in the order given, best document first. A query
        without results or without a word has no entry.

    Raises:
        ValueError: `top_k` is not 1 to 1000.
        MissingLibrary: ir_measures is not installed.
    """
    scored = optional_library("ir_measures", purpose="a run").ScoredDoc
    return [
        scored(query_id, item.item_id, item.score)
        for query_id, item in _rows(searcher, queries, top_k, system, name_of)
    ]


def as_frame(
    searcher: Searcher,
    queries: Mapping[str, str],
    *,
    top_k: int = DEEPEST,
    system: System = System.HYBRID,
    name_of: Callable[[str], str] | None = None,
) -> "pd.DataFrame":
    """The same as a table with the column names of ir_measures and of PyTerrier.

    Returns:
        One row per query and document, in the order of `as_run`: `query_id`, `doc_id`, `score`
        as ir_measures reads them; `qid`, `query`, `docno`, `rank` (from 0) as PyTerrier does.

    Raises:
        ValueError: `top_k` is not 1 to 1000.
        MissingLibrary: pandas is not installed.
    """
    pandas = optional_library("pandas", purpose="a data frame", install="pip install pandas")
    rows: list[dict[str, Any]] = []
    rank, before = 0, None
    for query_id, item in _rows(searcher, queries, top_k, system, name_of):
        rank = rank + 1 if query_id == before else 0
        before = query_id
        rows.append(
            {
                "query_id": query_id,
                "doc_id": item.item_id,
                "score": item.score,
                "qid": query_id,
                "query": queries[query_id],
                "docno": item.item_id,
                "rank": rank,
            }
        )
    columns = ["query_id", "doc_id", "score", "qid", "query", "docno", "rank"]
    return pandas.DataFrame(rows, columns=columns)


def _rows(
    searcher: Searcher,
    queries: Mapping[str, str],
    top_k: int,
    system: System,
    name_of: Callable[[str], str] | None,
) -> Iterator[tuple[str, RankedItem]]:
    if not 1 <= top_k <= DEEPEST:
        raise ValueError(f"top_k must be 1 to {DEEPEST}, got {top_k}")
    for query_id, text in queries.items():
        if not text.strip():
            continue
        # Not validated: the limit on a question's length is for people who type, and queries of
        # argument and duplicate collections exceed it.
        request = SearchRequest.model_construct(question=text, top_k=top_k, system=system)
        for item in _documents(searcher.search(request), name_of or str):
            yield query_id, item


def _documents(response: SearchResponse, name_of: Callable[[str], str]) -> Iterator[RankedItem]:
    scored = ((name_of(hit.document_id), hit.score) for hit in response.hits)
    ranking = best_per_document(scored, depth=DEEPEST)
    for item, score in zip(ranking, separated_scores(ranking).tolist(), strict=True):
        yield RankedItem(item.item_id, score)
