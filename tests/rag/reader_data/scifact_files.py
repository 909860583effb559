"""A tiny SciFact in BEIR's layout."""

import json
from pathlib import Path


def scifact_in(data: Path) -> Path:
    """Write `scifact/` with one document and one training claim into a data folder; returns it."""
    folder = data / "scifact"
    (folder / "qrels").mkdir(parents=True)
    document = {"_id": "7", "title": "Zinc.", "text": "It cut colds."}
    (folder / "corpus.jsonl").write_text(json.dumps(document) + "\n")
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "1", "text": "Zinc helps."}) + "\n")
    (folder / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\n1\t7\t1\n")
    return data
