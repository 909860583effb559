"""Tiny finished runs on disk, as the runner lays them out."""

import json
from pathlib import Path
from typing import Any

from rag.benchmark.outcomes import Latency, QueryOutcome
from rag.messages import Answer, Outcome, Timings

MANIFEST: dict[str, Any] = {
    "dataset": {
        "name": "kitchen",
        "source": "/data/kitchen",
        "sha256": "a" * 64,
        "task": "retrieval",
        "notes": ["1 judged document is missing: 7"],
    },
    "system": {"name": "bm25", "encoder": {"name": "tiny", "sha256": "b" * 64}},
    "packages": {"numpy": "2.4.6"},
    "platform": {"python": "3.11.9"},
    "commit": "c" * 40,
    "index": {"n_bytes": 2_500_000, "build_seconds": 12.34},
    "latency": {
        "encode": {"p50": 1.0, "p95": 2.0, "p99": 3.0},
        "retrieve": {"p50": 0.5, "p95": 0.6, "p99": 0.7},
        "read": {"p50": 0.0, "p95": 0.0, "p99": 0.0},
        "total": {"p50": 1.5, "p95": 2.6, "p99": 3.7},
    },
}


def write_run(
    runs: Path,
    per_query: dict[str, dict[str, float]],
    *,
    dataset: str = "kitchen",
    system: str = "bm25",
    task: str = "retrieval",
    confidence: dict[str, float] | None = None,
    manifest: dict[str, Any] | None = None,
) -> Path:
    """A run's folder; means are plain means, every interval is 0.1 to each side.

    Args:
        runs: of all runs.
        per_query: query id -> measure -> value.
        dataset: name.
        system: name.
        task: of the dataset.
        confidence: query id -> confidence of its answer, for a run of answers.
        manifest: keys that differ from `MANIFEST`, replaced whole.
    """
    folder = runs / dataset / system
    folder.mkdir(parents=True)
    fields = MANIFEST | {
        "dataset": MANIFEST["dataset"]
        | {"name": dataset, "task": task, "n_queries": len(per_query)},
        "system": MANIFEST["system"] | {"name": system},
    }
    _write_json(folder / "manifest.json", fields | (manifest or {}))
    names = dict.fromkeys(name for values in per_query.values() for name in values)
    columns = {n: [v[n] for v in per_query.values() if n in v] for n in names}
    means = {name: sum(values) / len(values) for name, values in columns.items()}
    intervals = {name: [mean - 0.1, mean + 0.1] for name, mean in means.items()}
    n = {name: len(values) for name, values in columns.items()}
    _write_json(folder / "measures.json", {"means": means, "intervals": intervals, "n": n})
    lines = [{"query_id": query, "measures": values} for query, values in per_query.items()]
    _write_lines(folder / "per_query.jsonl", lines)
    if confidence is not None:
        outcomes = [_answered(query, sure).as_dict() for query, sure in confidence.items()]
        _write_lines(folder / "outcomes.jsonl", outcomes)
    return folder


def three_systems(runs: Path) -> Path:
    """Three systems over two datasets, one of them of answers; returns `runs`."""
    for system, values in {"bm25": (0.5, 1.0, 0.0), "dense": (0.75, 0.5, 0.0)}.items():
        per_query = {f"q{n}": {"nDCG@10": x, "Judged@10": 1.0} for n, x in enumerate(values)}
        write_run(runs, per_query, system=system)
    for system, right in {"hybrid": (1.0, 0.0), "served": (1.0, 1.0)}.items():
        per_query = {f"q{n}": {"full_answer": x} for n, x in enumerate(right)}
        write_run(
            runs,
            per_query,
            dataset="seeds",
            system=system,
            task="answers",
            confidence={"q0": 0.9, "q1": 0.4},
        )
    return runs


def _answered(query_id: str, confidence: float) -> QueryOutcome:
    answer = Answer(
        id="0",
        outcome=Outcome.NO_ANSWER,
        answer="",
        statements=(),
        citations=(),
        confidence=confidence,
        generation="g",
        timings_ms=Timings(encode=0, retrieve=0, read=0, compose=0, total=0),
    )
    return QueryOutcome(query_id, (), answer, Latency(0, 0, 0, 0))


def _write_json(path: Path, fields: object) -> None:
    path.write_text(json.dumps(fields), encoding="utf-8")


def _write_lines(path: Path, lines: list[Any]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
