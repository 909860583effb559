"""A BEIR folder that can be ranked by hand."""

import json
from pathlib import Path

DOCUMENTS = {
    "d1": ("Cats", "A cat sleeps all day."),
    "d2": ("", "Dogs chase a cat, and a cat runs."),
    "d3": ("Birds", "A sparrow sings."),
}
QUERIES = {"q1": "sleeping cat", "q2": "sparrow", "q3": "whale"}
QRELS = {"q1": {"d1": 1}, "q2": {"d3": 1}, "q3": {"d2": 1}}


def write_beir(
    folder: Path,
    documents: dict[str, tuple[str, str]] = DOCUMENTS,
    queries: dict[str, str] = QUERIES,
    qrels: dict[str, dict[str, int]] = QRELS,
) -> Path:
    """`folder` as BEIR lays it out."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    _write_lines(
        folder / "corpus.jsonl",
        [{"_id": i, "title": title, "text": text} for i, (title, text) in documents.items()],
    )
    _write_lines(
        folder / "queries.jsonl", [{"_id": i, "text": text} for i, text in queries.items()]
    )
    rows = [f"{q}\t{d}\t{grade}\n" for q, judged in qrels.items() for d, grade in judged.items()]
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(rows))
    return folder


def _write_lines(path: Path, entries: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
