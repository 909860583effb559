"""Retrieval measures on BEIR folders: `python -m rag.evaluation.retrieval FOLDER…`.

Ranks with the very indexes and fusion that serve, each document as one text: title and text
joined by a space, cut at the encoder's limit. Needs ir_measures (extra `dev`).
"""

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import RR, R, nDCG

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from rag.index import analysis
from rag.index.dense import DenseIndex, write_dense_index
from rag.index.lexical import LexicalIndex, write_lexical_index
from rag.messages import System
from rag.retrieval.hybrid import Retriever
from rag.retrieval.query import Query
from rag.settings import RetrievalSettings

MEASURES = (nDCG @ 10, R @ 100, RR @ 10)
_DEPTH = 1000


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, the queries that are judged, and the judgements.

    Args:
        documents: (id, title and text joined), in the corpus's order.
        queries: id -> text, those with a judgement only.
        qrels: ir_measures' judgements.
    """

    documents: tuple[tuple[str, str], ...]
    queries: dict[str, str]
    qrels: tuple[ir_measures.Qrel, ...]


def read_collection(folder: Path) -> Collection:
    """A BEIR folder's test split: corpus.jsonl, queries.jsonl, qrels/test.tsv."""
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    qrels = tuple(ir_measures.Qrel(query, document, int(grade)) for query, document, grade in rows)
    judged = {qrel.query_id for qrel in qrels}
    texts = {entry["_id"]: entry["text"] for entry in _json_lines(folder / "queries.jsonl")}
    return Collection(
        documents=tuple(
            (entry["_id"], f"{entry.get('title', '')} {entry['text']}".strip())
            for entry in _json_lines(folder / "corpus.jsonl")
        ),
        queries={name: texts[name] for name in sorted(judged)},
        qrels=qrels,
    )


def measure(
    collection: Collection,
    encoder: Encoder,
    settings: RetrievalSettings,
    systems: Sequence[System],
    *,
    progress: Callable[[int], None] | None = None,
) -> dict[System, dict[str, float]]:
    """Each system's mean measures over the judged queries; a query without results scores 0."""
    names = [name for name, _ in collection.documents]
    texts = [text for _, text in collection.documents]
    vectors = encoder.encode_documents(texts, truncate=True, progress=progress)
    queries = _queries(collection, encoder)
    with tempfile.TemporaryDirectory() as folder:
        dense, lexical = Path(folder) / "dense.faiss", Path(folder) / "lexical"
        write_dense_index(dense, [vectors], dimension=encoder.identity.dimension, kind="Flat")
        write_lexical_index(
            lexical,
            (analysis.terms(text) for text in texts),
            k1=settings.bm25_k1,
            b=settings.bm25_b,
        )
        retriever = Retriever(
            DenseIndex.open(dense),
            LexicalIndex.open(lexical),
            np.arange(len(texts), dtype=np.int32),
            settings,
        )
        results: dict[System, dict[str, float]] = {}
        for system in systems:
            run = [
                ir_measures.ScoredDoc(name, names[hit.number], hit.score)
                for name, query in queries.items()
                for hit in retriever.rank(query, top_k=_DEPTH, system=system)
            ]
            means = ir_measures.calc_aggregate(MEASURES, collection.qrels, run)
            results[system] = {str(name): float(means[name]) for name in MEASURES}
        return results


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a Markdown table: one row for each collection and system."""
    defaults = RetrievalSettings()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="BEIR folders")
    parser.add_argument("--encoder", default="all-MiniLM-L6-v2")
    parser.add_argument("--systems", nargs="+", type=System, default=list(System))
    parser.add_argument("--lexical-weight", type=float, default=defaults.lexical_weight)
    parser.add_argument("--candidates", type=int, default=defaults.candidates)
    options = parser.parse_args(arguments)
    settings = RetrievalSettings(
        lexical_weight=options.lexical_weight, candidates=options.candidates
    )
    encoder = load_encoder(options.encoder)
    header = ["collection", "system", *map(str, MEASURES)]
    _write_row(header)
    _write_row(["---"] * len(header))
    for folder in options.folders:
        results = measure(read_collection(folder), encoder, settings, options.systems)
        for system, means in results.items():
            _write_row([folder.name, system, *(f"{mean:.4f}" for mean in means.values())])


def _queries(collection: Collection, encoder: Encoder) -> dict[str, Query]:
    vectors = encoder.encode_queries(list(collection.queries.values()))
    return {
        name: Query(text, tuple(analysis.terms(text)), vector)
        for (name, text), vector in zip(collection.queries.items(), vectors, strict=True)
    }


def _json_lines(path: Path) -> list[dict[str, str]]:
    # Not splitlines: abstracts may hold U+2028, which is no line end in JSON Lines.
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def _write_row(cells: Sequence[str]) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
