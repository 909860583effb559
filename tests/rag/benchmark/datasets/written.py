"""Files of evaluation data as a person writes them."""

import json
from collections.abc import Iterable
from pathlib import Path

from rag.benchmark.dataset import Dataset


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_lines(path: Path, entries: Iterable[object]) -> Path:
    return write(path, "".join(f"{json.dumps(entry)}\n" for entry in entries))


def document_ids(dataset: Dataset) -> list[str]:
    return [document.document_id for document in dataset.documents()]
